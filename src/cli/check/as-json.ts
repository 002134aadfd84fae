/** Findings for tools, in the form of the command's contract. */
import type { CheckedFile } from './checked-file.ts'

export function asJson(files: readonly CheckedFile[]): string {
  const plans = files.map(({ file, system, findings }) => ({
    file,
    system,
    findings: findings.map(
      ({ file: at, rule, code, level, path, line, column, step, message, remedy, suppressed, fix }) => ({
        rule,
        ...(code !== undefined && { code }),
        level,
        // Of a fragment that the plan includes.
        ...(at !== file && { file: at }),
        path,
        line,
        column,
        ...(step !== undefined && { step }),
        message,
        remedy,
        ...(fix && { fixable: true }),
        suppressed: suppressed !== undefined,
        ...(suppressed !== undefined && { reason: suppressed }),
      }),
    ),
  }))
  return `${JSON.stringify({ plans }, null, 2)}\n`
}

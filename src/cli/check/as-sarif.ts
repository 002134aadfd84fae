/**
 * Findings as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), which code hosts show beside the lines of a change. Promises addresses relative to
 * the folder that the command was called in, because a code host knows no other.
 */
import { isAbsolute, relative, sep } from 'node:path'
import type { Judged } from '../../check/check.ts'
import type { CheckedFile } from './checked-file.ts'

export interface SarifContext {
  version: string
  /** Folder that the command was called in. */
  cwd: string
  /** What a rule finds, in one sentence; undefined when it has no page. */
  summaryOf: (rule: string) => string | undefined
}

export function asSarif(files: readonly CheckedFile[], { version, cwd, summaryOf }: SarifContext): string {
  const findings = files.flatMap((one) => one.findings)
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort()
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'muster',
            version,
            rules: rules.map((id) => ({ id, shortDescription: { text: summaryOf(id) ?? id } })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => resultOf(finding, rules, cwd)),
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}

function resultOf(finding: Judged, rules: readonly string[], cwd: string) {
  const { rule, level, message, remedy, file, line, column, suppressed } = finding
  return {
    ruleId: rule,
    ruleIndex: rules.indexOf(rule),
    level,
    message: { text: `${message}. To mend it: ${remedy}${remedy.endsWith('?') ? '' : '.'}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file, cwd) },
          region: { startLine: line, startColumn: column },
        },
      },
    ],
    ...(suppressed !== undefined && { suppressions: [{ kind: 'inSource', justification: suppressed }] }),
  }
}

function uriOf(file: string, cwd: string): string {
  const path = isAbsolute(file) ? relative(cwd, file) : file
  return path.split(sep).map(encodeURIComponent).join('/').replaceAll('%2E', '.')
}

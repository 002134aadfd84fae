/** The flags of `muster check`, and what they make of a call. */
import { type CheckOptions, runCheck } from './check-command.ts'
import { explain } from './explain.ts'
import type { Format } from './formats.ts'

export interface CheckFlags {
  format: Format
  json?: boolean
  compact?: boolean
  fix?: boolean
  here?: boolean
  explain?: string
  contacts?: string
  templates?: string
  maxWarnings?: number
}

/** Resolves to the exit code. @throws Error naming the template that cannot be read or parsed. */
export async function checkFromFlags(
  files: readonly string[],
  { json, compact, here: _here, explain: rule, ...flags }: CheckFlags,
  around: Pick<CheckOptions, 'write' | 'complain' | 'nowMs' | 'cwd' | 'colour'>,
): Promise<number> {
  if (rule !== undefined) return explain(rule, around.write, around.complain)
  const format = json ? 'json' : compact ? 'compact' : flags.format
  return runCheck(files, { ...flags, ...around, format })
}

/** The flags of `muster check`, and what they make of a call. */
import { lookHere } from '../look-here.ts'
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

type Around = Pick<CheckOptions, 'write' | 'complain' | 'nowMs' | 'cwd' | 'colour' | 'progress'> & {
  /** Folders in which programs are looked for (`--here`), as in the environment variable. */
  path: string
}

/** Resolves to the exit code. @throws Error naming the template that cannot be read or parsed, or the folder of templates that is not there. */
export async function checkFromFlags(
  files: readonly string[],
  { json, compact, here, explain: rule, ...flags }: CheckFlags,
  { path, ...around }: Around,
): Promise<number> {
  if (rule !== undefined) return explain(rule, around.write, around.complain)
  const format = json ? 'json' : compact ? 'compact' : flags.format
  const looking: Pick<CheckOptions, 'lookHere'> = {
    lookHere: (loaded) =>
      lookHere(
        loaded.files.map(({ data }) => data),
        { path, folder: around.cwd },
      ),
  }
  return runCheck(files, { ...flags, ...around, ...(here && looking), format })
}

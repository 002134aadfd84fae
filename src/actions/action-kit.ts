/**
 * What every kind of action is given to work with, and the form in which it hands itself over: prepared, so that whatever can be known to be missing is
 * known before the first action of a run has done anything.
 */
import type { Facts } from './action-failure.ts'
import { clipped, harmless } from './harmless.ts'
import type { Masker } from './mask.ts'
import type { Output } from './output.ts'
import type { ActionKind, RunContext } from './run-context.ts'
import type { Secrets } from './secrets.ts'

export interface Kit {
  context: RunContext
  secrets: Secrets
  mask: Masker
  output: Output
  /** Where each file that a backup action has fetched lies, by its id. */
  files: Map<string, string>
}

export interface Prepared {
  kind: ActionKind
  /** Short, masked. */
  what: string
  /** Rejects with an `ActionFailure` for whatever the outside does wrong. */
  run(signal: AbortSignal): Promise<Facts>
}

/** On one line, at most so long. Masked as a whole before it is cut: half a secret would no longer be found. */
export const brief = (text: string, max: number, mask: Masker): string => clipped(mask.text(harmless(text)), max)

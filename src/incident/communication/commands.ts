/** What can be asked about what people are told; imperative. */
import type { Actor, Private } from '../../plan/actor.ts'
import type { MessageId } from './state.ts'

interface Asked {
  /** Epoch milliseconds. */
  atMs: number
  by: Actor
}

export type CommunicationCommand =
  /** Tell one audience of the plan now. */
  | (Asked & { type: 'notify'; notice: string })
  /** `version`: the text that was changed; another one since, and nothing is changed. `text`: JSON of `MessageText`. */
  | (Asked & MessageId & { type: 'edit-message'; version: number; text: Private })
  /** `version`: the text that was read. */
  | (Asked & MessageId & { type: 'approve-message'; version: number })
  /** `version`: the text that was read, if somebody read it. */
  | (Asked & MessageId & { type: 'skip-message'; version?: number; reason: Private })
  /** `where`: link to what was published. */
  | (Asked & MessageId & { type: 'told-by-hand'; where?: Private })
  /** `sinceMs`: since when it has been known; absent: now. A no needs a reason. */
  | (Asked & { type: 'answer-question'; question: string; answer: 'yes' | 'no'; sinceMs?: number; reason?: Private })
  | (Asked & { type: 'set-cadence'; notice: string; everyMs?: number | null })
  /** The review can be read there: whoever the plan promises it to is told. `own`: it is the one that Muster keeps, which is for people inside. */
  | (Asked & { type: 'publish-review'; link: Private; own?: true })

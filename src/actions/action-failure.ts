/** How an action fails: with one sentence for people, and with whatever was known by then. */
import type { Custody } from './run-context.ts'

/** What is known of how an action ended, whether well or not. */
export interface Facts {
  exitCode?: number
  signal?: string
  status?: number
  captured?: Record<string, string>
  /** Of a query: the number that it gave, when that is all that it gave; else how many rows. */
  counted?: number
  custody?: Custody
  /** Of a backup that is not what it should be: the checksum that it has, in hex. */
  sha256?: string
}

/** Ends an action. Its message is the sentence, not yet masked. */
export class ActionFailure extends Error {
  readonly facts: Facts

  constructor(sentence: string, facts: Facts = {}) {
    super(sentence)
    this.facts = facts
  }
}

/** A failure of `work` also says what was known before. */
export function failingWith<T>(facts: Facts, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof ActionFailure ? new ActionFailure(error.message, { ...facts, ...error.facts }) : error
  }
}

/** Why a run was ended from outside, as a part of a sentence. */
export const stopped = ({ reason }: AbortSignal): string =>
  typeof reason === 'string' ? reason : 'the run was stopped'

/** Words that the findings of many rules share. */
import { inWords } from '../plan/in-words.ts'
import { formatDuration } from '../plan/length.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 3_600_000

export const quoted = (id: string): string => `"${id}"`

/** `a, b and c`; of more than `most` the rest is counted: `a, b and 3 more`. */
export function listed(words: readonly string[], most = Number.POSITIVE_INFINITY): string {
  const shown = words.length > most ? [...words.slice(0, most - 1), `${words.length - most + 1} more`] : words
  return inWords(shown)
}

/** `a, b or c`. */
export const eitherOf = (words: readonly string[], most?: number): string =>
  listed(words, most).replace(/ and (?=[^,]*$)/, ' or ')

/** Whole minutes as minutes, so that a sum can be checked with the eye: `260 min`; anything else, and what lasts for days, as `formatDuration` has it. */
export const inMinutes = (ms: number): string =>
  ms % MINUTE_MS === 0 && ms < DAY_MS ? `${ms / MINUTE_MS} min` : formatDuration(ms)

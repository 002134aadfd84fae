/**
 * A word that was meant for a scenario or a severity and is none. Promises to speak of the first word of a text only, and to
 * be wrong rather towards silence with short words: "slow" is no slip for "low".
 */
import { nearest } from './nearest.ts'

export interface Unknown {
  kind: 'scenario' | 'severity'
  /** As it was written, without a closing comma, colon or semicolon. */
  word: string
  /** The name that was probably meant. */
  near?: string
}

/** How plans number their scenarios and severities: what looks so and names nothing is a slip, not what somebody saw. */
const NUMBERED: [Unknown['kind'], RegExp][] = [
  ['scenario', /^(?:s|scenario[\s_-]?)\d+(?=[,:;]?(?:\s|$))/i],
  ['severity', /^(?:p|(?:sev|severity)[\s_-]?)\d+(?=[,:;]?(?:\s|$))/i],
]

/** Among shorter names half of all short words would find a near one. */
const NEAR_LENGTH_MIN = 4

/** One letter wrong, missing, too many, or two swapped. With more, "media server down" would be held up as a slip for medium. */
const SLIPS_MAX = 1

/**
 * What the text begins with, if it looks like a name of a kind that is still wanted; it is known to be none. Words in quotes
 * never do.
 * @param names all names of each kind that is still wanted; a kind that has been named is left out.
 */
export function unknownName(text: string, names: Record<Unknown['kind'], string[] | undefined>): Unknown | undefined {
  for (const [kind, numbered] of NUMBERED) {
    const word = numbered.exec(text)?.[0]
    // Another number is no slip of the pen, so nothing is near.
    if (word !== undefined && names[kind] !== undefined) return { kind, word }
  }
  const word = /^[^\s,:;]+/.exec(text)?.[0]
  if (word === undefined || /^["'“„«‘]/.test(word)) return undefined
  for (const [kind] of NUMBERED) {
    const long = names[kind]?.filter((name) => name.length >= NEAR_LENGTH_MIN)
    const near = long && nearest(word, long, SLIPS_MAX)
    if (near !== undefined) return { kind, word, near }
  }
  return undefined
}

/** Which words are meant for everybody: those behind the word `public`. All others stay inside the organization. */

/** Not `public-facing`, and not the word further on: only as the first one is it a mark. */
const MARK = /^public(?:[:,]\s*|\s+|$)/i

export interface PublicText {
  text: string
  isPublic: boolean
}

/** Takes the mark off the front of what was typed. */
export const takePublic = (written: string): PublicText =>
  MARK.test(written) ? { text: written.replace(MARK, ''), isPublic: true } : { text: written, isPublic: false }

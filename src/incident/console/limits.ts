/** Limits of the responder console, with their reasons; milliseconds. */

/** A link, and what it opens, last for a shift: whoever is on it for longer asks for another one, and a lost telephone is not good for days. */
export const CONSOLE_LIFETIME_MS = 12 * 3_600_000
/** After the end the console still shows what happened for so long: until the review has been talked about. */
export const CONSOLE_AFTER_END_MS = 7 * 24 * 3_600_000
/** Long enough to find the telephone, too short to be of use to whoever reads it later. */
export const CODE_LIFETIME_MS = 5 * 60_000
/** With `CODES_PER_HOUR_MAX`, somebody who guesses has a hundred tries an hour at one of a million codes. */
export const CODE_TRIES_MAX = 5
export const CODES_PER_HOUR_MAX = 20
export const HOUR_MS = 3_600_000
/** Between two codes for one thing, and between two links, for one person. */
export const AGAIN_AFTER_MS = 30_000
/** Codes that are kept in mind: what is older cannot be used any more. */
export const CODES_KEPT_MAX = 200
/** Outages that the board can tell of. */
export const OUTAGES_KEPT_MAX = 20

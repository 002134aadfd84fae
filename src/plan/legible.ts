/**
 * What cannot be seen in a text and changes what is read: control characters, with which escape sequences of terminals begin, and those that turn the direction of writing, so that a
 * note or an alert reads as something else than what it says. Whatever is shown of what people and programs wrote goes through here.
 */

/** The embeddings, overrides and isolates of Unicode's bidirectional algorithm (UAX 9); the marks that Hebrew and Arabic need within a line stay. */
const HIDDEN = /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu
const REPLACEMENT = '\ufffd'

/** The text with each of them as U+FFFD: that something stood there is no secret. Line ends become `\n`. */
export const legible = (text: string): string => text.replace(/\r\n?/g, '\n').replace(HIDDEN, REPLACEMENT)

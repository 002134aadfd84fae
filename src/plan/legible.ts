/**
 * What cannot be seen in a text and changes what is read: control characters, with which escape sequences of terminals begin, and those that turn the direction of writing, so that a
 * note or an alert reads as something else than what it says. What people and programs wrote goes through here on its way into Slack's messages, pages, feeds, mail and text messages. What stands in an input
 * does not, as it comes back from there; the output of actions and of the command line has a way of its own, which knows terminals.
 */

/** The embeddings, overrides and isolates of Unicode's bidirectional algorithm (UAX 9); the marks that Hebrew and Arabic need within a line stay. */
const HIDDEN = /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu
const REPLACEMENT = '\ufffd'

/** The text with each of them as U+FFFD: that something stood there is no secret. Line ends become `\n`. */
export const legible = (text: string): string => text.replace(/\r\n?/g, '\n').replace(HIDDEN, REPLACEMENT)

/** Quoting for a POSIX shell: what comes out is read as exactly one word, the text that went in, whatever stands in it (NUL excepted, which no argument has). */

export const posixQuoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/

/** The same for people to read and to copy: with quotes only where the word needs them. */
export const shellWord = (word: string): string => (PLAIN.test(word) ? word : posixQuoted(word))

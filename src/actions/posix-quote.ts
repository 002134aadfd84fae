/** Quoting for a POSIX shell: what comes out is read as exactly one word, the text that went in, whatever stands in it (NUL excepted, which no argument has). */

export const posixQuoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

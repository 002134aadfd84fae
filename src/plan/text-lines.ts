/** Lines and columns of a text, by the place of a mark in it. Places count from 0, lines and columns from 1, both in UTF-16 units. */

export const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1
export const lineEnd = (text: string, offset: number): number => (text.indexOf('\n', offset) + 1 || text.length + 1) - 1
export const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length
export const columnOf = (text: string, offset: number): number => offset - lineStart(text, offset) + 1
export const indentOf = (line: string): number => line.length - line.trimStart().length

/** The first mark on the line of a place that is no blank. */
export const firstMark = (text: string, offset: number): number => {
  const start = lineStart(text, offset)
  return start + indentOf(text.slice(start, lineEnd(text, start)))
}

/** Where the key stands on the line of a place, behind the "- " of an entry. */
export const keyColumn = (text: string, offset: number): number =>
  (/^\s*(?:- +)*/.exec(text.slice(lineStart(text, offset)))?.[0].length ?? 0) + 1

/** Those that say something, the nearest first. */
export const linesBefore = (text: string, offset: number): string[] =>
  text
    .slice(0, lineStart(text, offset))
    .split('\n')
    .filter((line) => !/^\s*(?:#.*)?$/.test(line))
    .reverse()

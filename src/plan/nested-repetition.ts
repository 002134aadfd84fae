/** Patterns that can take longer than anybody waits: a repetition of what itself repeats can be read in very many ways, and a text that does not match makes a machine try them all. */

interface Group {
  from: number
  /** Something in it repeats without an end. */
  repeats: boolean
}

/** One piece at a time: an escaped sign, a class, the start of a group, its end, how often, or anything else. */
const PIECES = /\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:[:=!]|<[=!]|<[^>]+>))?|\)|[*+?]\??|\{\d+(?:,\d*)?\}\??|./gsu

/** The first group that repeats and has a repetition in it; the pattern can be read. */
export function nestedRepetition(pattern: string): string | undefined {
  const groups: Group[] = [{ from: 0, repeats: false }]
  let closed: Group | undefined
  for (const { 0: piece, index } of pattern.matchAll(PIECES)) {
    const inner = closed
    closed = undefined
    if (piece.startsWith('(')) groups.push({ from: index, repeats: false })
    else if (piece === ')' && groups.length > 1) {
      closed = groups.pop()!
      groups.at(-1)!.repeats ||= closed.repeats
    } else if (inner?.repeats && isOften(piece)) return pattern.slice(inner.from, index + piece.length)
    else if (isEndless(piece)) groups.at(-1)!.repeats = true
  }
  return undefined
}

const isEndless = (piece: string): boolean => /^(?:[*+]|\{\d+,\})\??$/.test(piece)

/** Twice or more often. */
function isOften(piece: string): boolean {
  const [, least, , most] = /^\{(\d+)(,(\d*))?\}\??$/.exec(piece) ?? []
  return isEndless(piece) || (least !== undefined && Number(most || least) > 1)
}

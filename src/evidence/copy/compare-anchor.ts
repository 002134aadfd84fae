/** Compares the ends of a copy's streams with the newest anchor in the bucket: what was anchored and is not in the copy is named. */
import { headsIn } from '../anchors.ts'
import { HEADS_FOLDER, type Head } from '../format.ts'
import { read, type Shelf } from '../shelf.ts'

export interface Anchor {
  /** ISO 8601. */
  at: string
  heads: Head[]
}

export type AnchorGap =
  | { stream: string; problem: 'behind'; anchored: number; has: number; message: string }
  | { stream: string; problem: 'rewritten'; anchored: number; has: number; message: string }

const DAY_MS = 86_400_000
const DAYS = 7
const MONTHS = 24
/** One a minute, and some. */
const KEYS_MAX = 60_000

/** Days first: mostly it is a few hours old. @param fromMs the day after which none is looked for. */
export async function newestAnchor(shelf: Shelf, fromMs: number): Promise<Anchor | undefined> {
  for (const period of periodsBefore(fromMs)) {
    const keys = await shelf.list(`${HEADS_FOLDER}${period}`, { max: KEYS_MAX })
    for (const { key } of keys.reverse()) {
      const heads = headsIn((await read(shelf, key)).toString('utf8'))
      if (heads) return { at: heads.at, heads: heads.heads }
    }
  }
  return undefined
}

/** `2026-11-28` and the days before, then `2026-11` and the months before. */
function periodsBefore(fromMs: number): string[] {
  const days = Array.from({ length: DAYS }, (_, back) => new Date(fromMs - back * DAY_MS).toISOString().slice(0, 10))
  const from = new Date(fromMs)
  const months = Array.from({ length: MONTHS }, (_, back) =>
    new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() - back)).toISOString().slice(0, 7),
  )
  return [...days, ...months]
}

/** Follows the rows of a copy as they are read. */
export function createAnchorComparison(anchor: Anchor | undefined) {
  const wanted = new Map(anchor?.heads.map((head) => [head.stream, head]))
  const gaps: AnchorGap[] = []
  const when = anchor?.at ?? ''
  return {
    meet({ stream, seq, hash }: Head) {
      const head = wanted.get(stream)
      if (head?.seq !== seq || head.hash === hash) return
      const message = `${stream}, row ${seq}: had another hash when it was anchored at ${when}`
      gaps.push({ stream, problem: 'rewritten', anchored: seq, has: seq, message })
    },
    end(ends: ReadonlyMap<string, number>): AnchorGap[] {
      for (const { stream, seq } of wanted.values()) {
        const has = ends.get(stream) ?? 0
        if (has >= seq) continue
        const message = `the anchor of ${when} knows ${stream} up to row ${seq}, the copy ends at ${has}`
        gaps.push({ stream, problem: 'behind', anchored: seq, has, message })
      }
      return gaps
    },
  }
}

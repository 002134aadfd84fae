/**
 * The anchors of a period, from the bucket: every signed one, and for a day without one the last heads that were written on it. The day after the period
 * counts as well, because its anchor is the first that covers the last rows.
 */
import { DAYS_FOLDER, HEADS_FOLDER } from './format.ts'
import { read, type Shelf } from './shelf.ts'
import type { Part } from './tar.ts'

const DAY_MS = 86_400_000
/** One a minute, and some. */
const HEADS_A_DAY_MAX = 3_000
const DAYS_MAX = 20_000

export async function* anchorParts(
  shelf: Shelf,
  { sinceMs, untilMs }: { sinceMs: number; untilMs: number },
): AsyncGenerator<Part> {
  const signed = new Set((await shelf.list(DAYS_FOLDER, { max: DAYS_MAX })).map(({ key }) => key))
  for (let dayMs = sinceMs; dayMs <= untilMs; dayMs += DAY_MS) {
    const day = new Date(dayMs).toISOString().slice(0, 10)
    const anchor = `${DAYS_FOLDER}${day}.json`
    const key = signed.has(anchor)
      ? anchor
      : (await shelf.list(`${HEADS_FOLDER}${day}`, { max: HEADS_A_DAY_MAX })).at(-1)?.key
    if (key !== undefined) yield { path: key, body: await read(shelf, key) }
  }
}

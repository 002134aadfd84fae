/** Times as people type them in a hurry: `20 min`, `in 2 h`, `10 min ago`, `14:30`, `tomorrow 07:00`, `2026-12-05 14:30`. Clock times are UTC. */
import { parseDelay } from '../../src/plan/time.ts'

const DAY_MS = 24 * 3_600_000

export type ReadMoment = { ok: true; atMs: number } | { ok: false; why: string }

/**
 * @param side where a bare clock time or length lies: `future` takes the next 14:30 and counts lengths forward, `past` the last one and
 *   backward.
 */
export function readMoment(written: string, nowMs: number, side: 'future' | 'past'): ReadMoment {
  const text = written.trim().replace(/\s+/g, ' ')
  if (/^now$/i.test(text)) return { ok: true, atMs: nowMs }
  const atMs = onDate(text) ?? onClock(text, nowMs, side)
  if (atMs !== undefined) return { ok: true, atMs }
  const ago = /^(.+?) ago$/i.exec(text)
  const length = parseDelay(ago?.[1] ?? text.replace(/^(in|for) /i, ''))
  if (length.ok) return { ok: true, atMs: ago || side === 'past' ? nowMs - length.ms : nowMs + length.ms }
  const examples =
    side === 'future' ? '`20 min`, `14:30` or `2026-12-05 14:30`' : '`20 min ago`, `14:30` or `2026-12-05 14:30`'
  return { ok: false, why: `"${text}" is not a time: write ${examples} (UTC).` }
}

/** ISO 8601 or `2026-12-05 14:30 UTC`; without a zone it is UTC. */
function onDate(text: string): number | undefined {
  const parts = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?) ?(Z|UTC|[+-]\d{2}:\d{2})?$/i.exec(text)
  if (!parts) return undefined
  const zone = /^[+-]/.test(parts[3] ?? '') ? parts[3] : 'Z'
  const atMs = Date.parse(`${parts[1]}T${parts[2]}${zone}`)
  return Number.isNaN(atMs) ? undefined : atMs
}

function onClock(text: string, nowMs: number, side: 'future' | 'past'): number | undefined {
  const parts = /^(?:(today|tomorrow|yesterday) )?([01]?\d|2[0-3]):([0-5]\d)(?: ?(?:UTC|Z))?$/i.exec(text)
  if (!parts) return undefined
  const timeMs = (Number(parts[2]) * 60 + Number(parts[3])) * 60_000
  const sameDayMs = Math.floor(nowMs / DAY_MS) * DAY_MS + timeMs
  switch (parts[1]?.toLowerCase()) {
    case 'today':
      return sameDayMs
    case 'tomorrow':
      return sameDayMs + DAY_MS
    case 'yesterday':
      return sameDayMs - DAY_MS
  }
  if (side === 'future') return sameDayMs > nowMs ? sameDayMs : sameDayMs + DAY_MS
  return sameDayMs <= nowMs ? sameDayMs : sameDayMs - DAY_MS
}

/**
 * Takes an ending such as `for 20 min` or `until 07:00` off the words. Words that only look like one (`waiting for the database
 * team`) stay where they are.
 */
export function takeEnding(words: string, nowMs: number): { rest: string; untilMs: number | null } {
  for (const match of [...words.matchAll(/(?<=^|\s)(?:for|until|till)\s+/gi)].reverse()) {
    const read = readMoment(words.slice(match.index + match[0].length), nowMs, 'future')
    if (read.ok) return { rest: words.slice(0, match.index).trim(), untilMs: read.atMs }
  }
  return { rest: words.trim(), untilMs: null }
}

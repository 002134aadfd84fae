/**
 * Every way in which disaster-recovery plans write time, read into one union (requirements 3.3). Promises that each
 * accepted text has one meaning and that a refusal names the accepted forms in one sentence. Holds no clock: what it
 * reads is relative to an anchor, or recurring.
 */
import { type CalendarTime, type EventTime, isCron, parseCalendar, parseEvent } from './calendar.ts'
import { parseLength, unitMs } from './length.ts'
import { isRecurrence } from './recurrence.ts'

export { formatDuration } from './length.ts'

export type TimeExpression =
  | { kind: 'duration'; ms: number }
  /** To be done within so long. */
  | { kind: 'deadline'; ms: number }
  /** From one moment to another after the anchor; `toMs` null: no end. */
  | { kind: 'window'; fromMs: number; toMs: number | null }
  /** Ongoing: no deadline. */
  | { kind: 'none' }
  | { kind: 'continuous' }
  /** Before (negative) or after an anchor: `T-24 hours`. */
  | { kind: 'offset'; ms: number }
  | { kind: 'interval'; everyMs: number }
  /** A length in the notations of retentions: `168_hours`, `90-day`, `12 months`. */
  | { kind: 'retention'; ms: number }
  | { kind: 'cron'; expression: string }
  /** A rule of RFC 5545. */
  | { kind: 'recurrence'; rule: string }
  | ({ kind: 'calendar' } & CalendarTime)
  | ({ kind: 'event' } & EventTime)

export type ParsedTime = { ok: true; time: TimeExpression } | { ok: false; why: string }
export type ParsedDelay = { ok: true; ms: number } | { ok: false; why: string }

const WORDS = new Map<string, TimeExpression>([
  ['0', { kind: 'duration', ms: 0 }],
  ['immediate', { kind: 'duration', ms: 0 }],
  ['immediately', { kind: 'duration', ms: 0 }],
  ['ongoing', { kind: 'none' }],
  ['continuous', { kind: 'continuous' }],
  ['continuously', { kind: 'continuous' }],
  ['hourly', { kind: 'interval', everyMs: 3_600_000 }],
  ['daily', { kind: 'interval', everyMs: 24 * 3_600_000 }],
  ['weekly', { kind: 'interval', everyMs: 7 * 24 * 3_600_000 }],
  // Redis' name for writing its append-only file once a second.
  ['everysec', { kind: 'interval', everyMs: 1000 }],
])

const TIME_FORMS =
  'a length ("15 min", "2 hours", "90-day"), "within 30 minutes", a window ("15 minutes - 2 hours", "1+ hour"), ' +
  '"ongoing", "continuous", an offset ("T+15 minutes"), an interval ("every 6 hours", "daily"), a cron line of five fields, ' +
  'a calendar rule ("Daily at 02:00 UTC", "First Saturday of each month, 10:00 UTC"), a recurrence rule ("RRULE:FREQ=MONTHLY;BYDAY=1SA;BYHOUR=10") or an event ("on change")'
const DELAY_FORMS = '"15 min", "2 hours", "within 30 minutes", "immediately", "T+15 minutes" or 0'

/** Windows are written without any unit only in the phases of an incident, and those count minutes (requirements 1.C). */
const BARE_WINDOW_UNIT_MS = 60_000

/** The longest text that is looked at, characters; the longest notation has about fifty. */
const TEXT_LENGTH_MAX = 200

/** Reads any notation of time, in any letter case. Surrounding and repeated blanks do not matter, `_` stands for a blank. */
export function parseTime(text: string): ParsedTime {
  const refusal: ParsedTime = { ok: false, why: `"${shorten(text)}" is not a time: write ${TIME_FORMS}` }
  if (text.length > TEXT_LENGTH_MAX) return refusal
  const written = text.replace(/[_\s]+/g, ' ').trim()
  const plain = written.toLowerCase().replace(/[\u2010-\u2015\u2212]/g, '-')
  const time =
    WORDS.get(plain) ??
    lengthOf(plain, /_/.test(text.trim())) ??
    deadlineOf(plain) ??
    windowOf(plain) ??
    offsetOf(plain) ??
    intervalOf(plain) ??
    recurringOf(text.replace(/\s+/g, ' ').trim(), written)
  return time ? { ok: true, time } : refusal
}

/**
 * Reads how long to wait from an anchor, in milliseconds: a length, `0`, `immediately`, `within …` or an offset that is not
 * before the anchor. A bare number other than 0 is refused, because its unit would be a guess.
 */
export function parseDelay(text: string): ParsedDelay {
  const parsed = parseTime(text)
  if (parsed.ok) {
    const { time } = parsed
    if (time.kind === 'duration' || time.kind === 'deadline' || time.kind === 'retention')
      return { ok: true, ms: time.ms }
    if (time.kind === 'offset') {
      if (time.ms >= 0) return { ok: true, ms: time.ms }
      return { ok: false, why: `"${shorten(text)}" lies before its anchor: write ${DELAY_FORMS}` }
    }
  }
  const bare = /^\s*(\d+(?:\.\d+)?)\s*$/.exec(text)
  if (bare) return { ok: false, why: `"${bare[1]}" has no unit: write "${bare[1]} min", "${bare[1]} h" or the like` }
  return { ok: false, why: `"${shorten(text)}" is not a length of time: write ${DELAY_FORMS}` }
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}

function lengthOf(plain: string, underscored: boolean): TimeExpression | undefined {
  const length = parseLength(plain)
  if (!length) return undefined
  const joined = underscored || /^\d+-[a-z]+$/.test(plain)
  return { kind: joined || length.calendar ? 'retention' : 'duration', ms: length.ms }
}

function deadlineOf(plain: string): TimeExpression | undefined {
  const length = plain.startsWith('within ') ? parseLength(plain.slice('within '.length)) : undefined
  return length && { kind: 'deadline', ms: length.ms }
}

function windowOf(plain: string): TimeExpression | undefined {
  const open = /^(\d+(?:\.\d+)?) ?\+ ?([a-z]+)$/.exec(plain) ?? /^(.*[a-z]) ?(\+)$/.exec(plain)
  if (open) {
    const from = parseLength(open[2] === '+' ? (open[1] ?? '') : `${open[1]} ${open[2]}`)
    return from && { kind: 'window', fromMs: from.ms, toMs: null }
  }
  const ends = /^(\d.*?) ?(?:-| to ) ?(\d.*)$/.exec(plain)
  if (!ends?.[1] || !ends[2]) return undefined
  const to = isNumber(ends[2])
    ? { ms: Number(ends[2]) * BARE_WINDOW_UNIT_MS, unitMs: BARE_WINDOW_UNIT_MS }
    : parseLength(ends[2])
  if (!to) return undefined
  const fromMs = isNumber(ends[1]) ? Math.round(Number(ends[1]) * to.unitMs) : parseLength(ends[1])?.ms
  if (fromMs === undefined || fromMs > to.ms) return undefined
  return { kind: 'window', fromMs, toMs: to.ms }
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text)
}

function offsetOf(plain: string): TimeExpression | undefined {
  const match = /^t ?([+-]) ?(\d.*)$/.exec(plain)
  if (!match?.[2]) return undefined
  const ms = match[2] === '0' ? 0 : parseLength(match[2])?.ms
  if (ms === undefined) return undefined
  return { kind: 'offset', ms: match[1] === '-' && ms > 0 ? -ms : ms }
}

function intervalOf(plain: string): TimeExpression | undefined {
  if (!plain.startsWith('every ')) return undefined
  const each = plain.slice('every '.length)
  const everyMs = unitMs(each) ?? parseLength(each)?.ms
  return everyMs ? { kind: 'interval', everyMs } : undefined
}

/** Takes the text with its underscores for calendar rules, because a zone such as America/New_York has one of its own. */
function recurringOf(asWritten: string, written: string): TimeExpression | undefined {
  if (isRecurrence(asWritten)) return { kind: 'recurrence', rule: asWritten }
  if (isCron(written)) return { kind: 'cron', expression: written }
  const calendar = parseCalendar(asWritten)
  if (calendar) return { kind: 'calendar', ...calendar }
  const event = parseEvent(written)
  return event && { kind: 'event', ...event }
}

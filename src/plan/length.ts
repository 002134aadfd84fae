/**
 * Lengths of time in words: `15 min`, `1h30m`, `90-day`, `168_hours`, and back again as people read them.
 * Promises whole milliseconds. Knows nothing of deadlines, windows or calendars: those are `time.ts` and `calendar.ts`.
 */

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** A year is counted as 365 days, as plans do when they turn 99.9 % into 8.76 h; a month is a twelfth of it, so that 12 months are a year. */
const YEAR_MS = 365 * DAY_MS
const MONTH_MS = YEAR_MS / 12

/** Nothing in a plan lasts longer; a longer length is a slip of the pen, and sums of it would leave the safe integers. */
const LENGTH_MS_MAX = 100 * YEAR_MS

/** `m` is a minute and `mo` a month: incident plans speak of minutes far more often (requirements 3.3). */
const UNITS: { names: string[]; ms: number; calendar: boolean }[] = [
  { names: ['ms', 'millisecond', 'milliseconds'], ms: 1, calendar: false },
  { names: ['s', 'sec', 'secs', 'second', 'seconds'], ms: SECOND_MS, calendar: false },
  { names: ['m', 'min', 'mins', 'minute', 'minutes'], ms: MINUTE_MS, calendar: false },
  { names: ['h', 'hr', 'hrs', 'hour', 'hours'], ms: HOUR_MS, calendar: false },
  { names: ['d', 'day', 'days'], ms: DAY_MS, calendar: false },
  { names: ['w', 'wk', 'wks', 'week', 'weeks'], ms: 7 * DAY_MS, calendar: true },
  { names: ['mo', 'mos', 'month', 'months'], ms: MONTH_MS, calendar: true },
  { names: ['y', 'yr', 'yrs', 'year', 'years'], ms: YEAR_MS, calendar: true },
]

const unitByName = new Map(UNITS.flatMap((unit) => unit.names.map((name) => [name, unit] as const)))

export interface Length {
  ms: number
  /** The unit of the last part, milliseconds: a bare start of a window is counted in it. */
  unitMs: number
  /** Written with a unit longer than a day, as only retentions and follow-ups are. */
  calendar: boolean
}

/** Milliseconds of one unit, by any of its names in lower case; undefined for a word that names none. */
export function unitMs(name: string): number | undefined {
  return unitByName.get(name)?.ms
}

/**
 * Reads a length made of numbers with units, largest unit first: `2 hours`, `1 h 30 min`, `1.5h`, `90-day`.
 * Expects lower case with underscores already turned into spaces. Undefined for anything else, a bare number included.
 */
export function parseLength(text: string): Length | undefined {
  const hyphenated = /^(\d+)-([a-z]+)$/.exec(text)
  const written = hyphenated ? `${hyphenated[1]} ${hyphenated[2]}` : text
  if (!/^(?:\d+(?:\.\d+)?\s*[a-z]+\s*)+$/.test(written)) return undefined
  const length: Length = { ms: 0, unitMs: Number.POSITIVE_INFINITY, calendar: false }
  for (const [, amount, name] of written.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/g)) {
    const unit = unitByName.get(name ?? '')
    if (unit === undefined || unit.ms >= length.unitMs) return undefined
    length.ms += Math.round(Number(amount) * unit.ms)
    length.unitMs = unit.ms
    length.calendar ||= unit.calendar
  }
  return length.ms <= LENGTH_MS_MAX ? length : undefined
}

/**
 * A length as people read it: `4 h`, `1 h 30 min`, `45 s`, `3 d`; a minus sign in front of a negative one. What it writes,
 * `parseLength` reads back to the same milliseconds. Days appear from two days on: an objective of 24 h stays 24 h.
 */
export function formatDuration(ms: number): string {
  if (ms < 0) return `-${formatDuration(-ms)}`
  const parts: string[] = []
  let rest = Math.round(ms)
  const units: [string, number][] = [
    ['h', HOUR_MS],
    ['min', MINUTE_MS],
    ['s', SECOND_MS],
    ['ms', 1],
  ]
  if (rest >= 2 * DAY_MS) units.unshift(['d', DAY_MS])
  for (const [name, size] of units) {
    const amount = Math.floor(rest / size)
    rest -= amount * size
    if (amount > 0) parts.push(`${amount} ${name}`)
  }
  return parts.join(' ') || '0 s'
}

/** To the second. */
export const formatRounded = (ms: number): string => formatDuration(Math.round(ms / 1_000) * 1_000)
export const formatSeconds = (seconds: number): string => formatRounded(seconds * 1_000)

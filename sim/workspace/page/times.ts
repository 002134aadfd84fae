/** Instants as people read them: in UTC, which everybody in the sandbox lives by, on 24 hours. Pure. */
const inUtc = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', hourCycle: 'h23', ...options })

const TIME = inUtc({ hour: '2-digit', minute: '2-digit' })
const TIME_SECONDS = inUtc({ hour: '2-digit', minute: '2-digit', second: '2-digit' })
const DAY = inUtc({ weekday: 'long', day: 'numeric', month: 'long' })
const SHORT_DAY = inUtc({ weekday: 'short', day: 'numeric', month: 'short' })
const SHORT = inUtc({ day: 'numeric', month: 'short', year: 'numeric' })
const LONG = inUtc({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
const FULL = inUtc({ day: 'numeric', month: 'long', year: 'numeric' })
const DAY_MS = 24 * 60 * 60_000

export const shortTime = (at: string | number): string => TIME.format(new Date(at))
export const timeWithSeconds = (at: string | number): string => TIME_SECONDS.format(new Date(at))
export const shortDay = (at: string | number): string => SHORT_DAY.format(new Date(at))

/** `Today`, `Yesterday` or the day's name and date. */
export function dayName(at: string | number, nowMs: number): string {
  const dayOf = (ms: number) => Math.floor(ms / DAY_MS)
  const ago = dayOf(nowMs) - dayOf(new Date(at).getTime())
  return ago === 0 ? 'Today' : ago === 1 ? 'Yesterday' : DAY.format(new Date(at))
}

/** `04:20`, with the day in front of it when that is not today. */
export const timeOrDay = (at: string, nowMs: number): string =>
  dayName(at, nowMs) === 'Today' ? shortTime(at) : `${shortDay(at)} ${shortTime(at)}`

/**
 * Slack's `<!date^seconds^format|fallback>`, by the sandbox's clock; see docs.slack.dev/messaging/formatting-message-text, "Date formatting".
 * Tokens that are none stay as they are.
 */
export function dateToken(format: string, atMs: number, nowMs: number): string {
  const at = new Date(atMs)
  const day = dayName(atMs, nowMs)
  const pretty = (format: Intl.DateTimeFormat) =>
    day === 'Today' || day === 'Yesterday' ? day.toLowerCase() : format.format(at)
  const words: Record<string, () => string> = {
    date_num: () => at.toISOString().slice(0, 10),
    date: () => FULL.format(at),
    date_short: () => SHORT.format(at),
    date_long: () => LONG.format(at),
    date_pretty: () => pretty(FULL),
    date_short_pretty: () => pretty(SHORT),
    date_long_pretty: () => pretty(LONG),
    time: () => TIME.format(at),
    time_secs: () => TIME_SECONDS.format(at),
    ago: () => agoText(nowMs - atMs),
  }
  return format.replace(/\{(\w+)\}/g, (whole, name: string) => words[name]?.() ?? whole)
}

function agoText(ms: number): string {
  const minutes = Math.round(Math.abs(ms) / 60_000)
  if (minutes === 0) return 'now'
  const length = minutes < 60 ? `${minutes} min` : `${Math.round(minutes / 60)} h`
  return ms < 0 ? `in ${length}` : `${length} ago`
}

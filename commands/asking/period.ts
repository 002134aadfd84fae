/** The time that figures are of, as people say it: `30 days`, `2026-11`, `2026`, `year`; and the time as long before it, to compare with. */
import type { Span } from '../../src/incident/measures/summary.ts'
import { monthBefore, monthTitle, spanNamed } from '../../src/plan/months.ts'

const DAY_MS = 24 * 3_600_000
const DAYS_MAX = 3_660
const WORDS: Record<string, number> = { week: 7, month: 30, quarter: 90, year: 365 }

export interface Period extends Span {
  /** `the last 30 days`, `November 2026`. */
  label: string
  before: Span
}

export const lastDays = (days: number, nowMs: number): Period => {
  const [fromMs, toMs] = [nowMs - days * DAY_MS, nowMs]
  return { label: `the last ${days} days`, fromMs, toMs, before: { fromMs: fromMs - days * DAY_MS, toMs: fromMs } }
}

/** @param name `2026-11` or `2026`. */
export function periodNamed(name: string, zone: string): Period | undefined {
  const span = spanNamed(name, zone)
  if (!span) return undefined
  const isMonth = name.includes('-')
  const earlier = isMonth ? monthBefore(span.fromMs, zone) : String(Number(name) - 1).padStart(4, '0')
  const before = spanNamed(earlier, zone)
  return {
    label: isMonth ? monthTitle(name) : name,
    ...{ fromMs: span.fromMs, toMs: span.untilMs },
    before: { fromMs: before?.fromMs ?? span.fromMs, toMs: span.fromMs },
  }
}

const DEFAULT_DAYS = 30

/** Takes it off the end of the words; without one it is the last 30 days. @param named given the zone, for a month begins when it does there. */
export function takePeriod(
  words: string,
): { ok: true; rest: string; period: (zone: string, nowMs: number) => Period } | { ok: false; why: string } {
  const text = words.trim()
  const said = /(?:^|\s)(?:the )?(?:last )?(?:(\d+) ?d(?:ays?)?|(\d{4}(?:-\d{2})?)|(week|month|quarter|year))$/i.exec(
    text,
  )
  if (!said) return { ok: true, rest: text, period: (_zone, nowMs) => lastDays(DEFAULT_DAYS, nowMs) }
  const [whole, days, name, word] = said
  const rest = text.slice(0, text.length - whole.length).trim()
  if (name !== undefined) {
    if (!spanNamed(name, 'UTC'))
      return { ok: false, why: `"${name}" is no month: say one such as 2026-11, or a year such as 2026.` }
    return { ok: true, rest, period: (zone, nowMs) => periodNamed(name, zone) ?? lastDays(DEFAULT_DAYS, nowMs) }
  }
  const count = word === undefined ? Number(days) : WORDS[word.toLowerCase()]!
  if (count < 1 || count > DAYS_MAX) return { ok: false, why: `Say from 1 to ${DAYS_MAX} days.` }
  return { ok: true, rest, period: (_zone, nowMs) => lastDays(count, nowMs) }
}

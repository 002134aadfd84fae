/** Weeks, months, quarters, half-years and years as a zone has them. Pure. */
import { DateTime, type DateTimeUnit } from 'luxon'
import type { DrillPeriod } from './drill-schema.ts'

const UNITS: Record<Exclude<DrillPeriod, 'half-year'>, DateTimeUnit> = {
  week: 'week',
  month: 'month',
  quarter: 'quarter',
  year: 'year',
}

/** Every period that has something of the time between two instants, epoch ms; in order, without gaps. @param zone IANA. */
export function periodsOf(
  every: DrillPeriod,
  zone: string,
  fromMs: number,
  toMs: number,
): { fromMs: number; untilMs: number }[] {
  const periods: { fromMs: number; untilMs: number }[] = []
  let start = startOf(every, DateTime.fromMillis(fromMs, { zone }))
  while (start.toMillis() < toMs) {
    const end = every === 'half-year' ? start.plus({ months: 6 }) : start.plus({ [`${UNITS[every]}s`]: 1 })
    periods.push({ fromMs: start.toMillis(), untilMs: end.toMillis() })
    start = end
  }
  return periods
}

function startOf(every: DrillPeriod, at: DateTime): DateTime {
  if (every !== 'half-year') return at.startOf(UNITS[every])
  return at.startOf('year').plus({ months: at.month > 6 ? 6 : 0 })
}

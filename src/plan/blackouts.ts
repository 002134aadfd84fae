/** Days on which nothing of a calendar is held. Pure. */
import { DateTime } from 'luxon'

export interface Blackout {
  /** First and last day, both included: `2026-12-21`. */
  from: string
  until: string
}

/** The same time of day on the first day that is free, which is the given one unless it is blacked out. @param zone IANA. */
export function firstFreeDay(atMs: number, blackouts: readonly Blackout[], zone: string): number {
  let at = DateTime.fromMillis(atMs, { zone })
  for (let day = at.toISODate() ?? ''; ; day = at.toISODate() ?? '') {
    const within = blackouts.find(({ from, until }) => from <= day && day <= until)
    if (!within) return at.toMillis()
    const after = DateTime.fromISO(within.until, { zone }).plus({ days: 1 })
    at = at.set({ year: after.year, month: after.month, day: after.day })
  }
}

/** Schema fields for times: whatever notation of `time.ts` a plan uses becomes milliseconds, or an error that names the accepted forms. */
import { z } from 'zod'
import { parseDelay, parseTime, type TimeExpression } from './time.ts'

/**
 * A length of time or a moment counted from an anchor: `15 min`, `within 30 minutes`, `immediately`, `T+15 minutes`, `0`.
 * Output in milliseconds. A number other than 0 is refused, because its unit would be a guess.
 */
export const delayField = z
  .union([z.string(), z.number()])
  .meta({
    title: 'length of time',
    examples: ['15 min', '2 hours', 'within 30 minutes', 'immediately', 'T+15 minutes', 0],
  })
  .transform((written, context) => {
    const parsed = parseDelay(String(written))
    if (parsed.ok) return parsed.ms
    context.issues.push({ code: 'custom', message: parsed.why, input: written, params: { rule: 'bad-time' } })
    return z.NEVER
  })

/** From one moment to another after an anchor: `0-15 minutes`, `10-30`, `1+ hour`. Output in milliseconds; `toMs` null: no end. */
export const windowField = z
  .string()
  .meta({ title: 'window of time', examples: ['0-15 minutes', '15 minutes - 2 hours', '10-30', '1+ hour'] })
  .transform((written, context) => {
    const parsed = parseTime(written)
    if (parsed.ok && parsed.time.kind === 'window') return { fromMs: parsed.time.fromMs, toMs: parsed.time.toMs }
    const why = `"${written}" is not a window of time: write "0-15 minutes", "15 minutes - 2 hours" or "1+ hour"`
    context.issues.push({ code: 'custom', message: why, input: written, params: { rule: 'bad-time' } })
    return z.NEVER
  })

/** From one moment to another after an anchor, or (`ongoing`) without an end. */
export const spanField = z
  .string()
  .meta({ title: 'window of time', examples: ['1-6 hours', '2-30 days', 'ongoing'] })
  .transform((written, context) => {
    const parsed = parseTime(written)
    if (parsed.ok && parsed.time.kind === 'window') return { fromMs: parsed.time.fromMs, toMs: parsed.time.toMs }
    if (parsed.ok && parsed.time.kind === 'none') return { fromMs: 0, toMs: null }
    const why = `"${written}" is not a window of time: write "1-6 hours", "2-30 days", "1+ hour" or "ongoing"`
    context.issues.push({ code: 'custom', message: why, input: written, params: { rule: 'bad-time' } })
    return z.NEVER
  })

/** A moment before or after an anchor, ms: `T-24 hours`, `T+1 week`, `T+0`. */
export const offsetField = z
  .string()
  .meta({ title: 'moment', examples: ['T-24 hours', 'T+0', 'T+1 week'] })
  .transform((written, context) => {
    const parsed = parseTime(written)
    if (parsed.ok && parsed.time.kind === 'offset') return parsed.time.ms
    const why = `"${written}" is not a moment before or after something: write "T-24 hours", "T+0" or "T+1 week"`
    context.issues.push({ code: 'custom', message: why, input: written, params: { rule: 'bad-time' } })
    return z.NEVER
  })

/** When something is done again and again, and how the plan words it. */
export interface Schedule {
  written: string
  time: Extract<TimeExpression, { kind: 'interval' | 'cron' | 'recurrence' | 'calendar' | 'event' | 'continuous' }>
}

/** `0 2 * * *`, `every 6 hours`, `hourly`, `Daily at 02:00 UTC`, `First Saturday of each month, 10:00 UTC`, `RRULE:FREQ=WEEKLY;BYDAY=SA`, `continuous`, `on change`. */
export const scheduleField = z
  .string()
  .meta({
    title: 'schedule',
    examples: [
      '0 2 * * *',
      'every 6 hours',
      'Daily at 02:00 UTC',
      'RRULE:FREQ=MONTHLY;BYDAY=1SA;BYHOUR=10',
      'on change',
    ],
  })
  .transform((written, context): Schedule => {
    const parsed = parseTime(written)
    if (parsed.ok && isRecurring(parsed.time)) return { written, time: parsed.time }
    const why = `"${written}" is no schedule: write "0 2 * * *", "every 6 hours", "Daily at 02:00 UTC", "First Saturday of each month, 10:00 UTC", "continuous" or "on change"`
    context.issues.push({ code: 'custom', message: why, input: written, params: { rule: 'bad-time' } })
    return z.NEVER
  })

const isRecurring = (time: TimeExpression): time is Schedule['time'] =>
  ['interval', 'cron', 'recurrence', 'calendar', 'event', 'continuous'].includes(time.kind)

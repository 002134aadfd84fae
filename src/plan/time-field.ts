/** Schema fields for times: whatever notation of `time.ts` a plan uses becomes milliseconds, or an error that names the accepted forms. */
import { z } from 'zod'
import { parseDelay, parseTime } from './time.ts'

/**
 * A length of time or a moment counted from an anchor: `15 min`, `within 30 minutes`, `immediately`, `T+15 minutes`, `0`.
 * Output in milliseconds. A number other than 0 is refused, because its unit would be a guess.
 */
export const delayField = z
  .union([z.string(), z.number()])
  .meta({
    description: 'A length of time',
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
  .meta({ description: 'A window of time', examples: ['0-15 minutes', '15 minutes - 2 hours', '10-30', '1+ hour'] })
  .transform((written, context) => {
    const parsed = parseTime(written)
    if (parsed.ok && parsed.time.kind === 'window') return { fromMs: parsed.time.fromMs, toMs: parsed.time.toMs }
    const why = `"${written}" is not a window of time: write "0-15 minutes", "15 minutes - 2 hours" or "1+ hour"`
    context.issues.push({ code: 'custom', message: why, input: written, params: { rule: 'bad-time' } })
    return z.NEVER
  })

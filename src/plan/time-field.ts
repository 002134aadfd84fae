/** Schema fields for times: whatever notation of `time.ts` a plan uses becomes milliseconds, or an error that names the accepted forms. */
import { z } from 'zod'
import { parseDelay } from './time.ts'

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

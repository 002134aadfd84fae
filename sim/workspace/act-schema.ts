/** What a visitor can ask the sandbox to do, as the page sends it, and what the page needs to know at once. Shapes only: acts.ts carries them out. */
import { z } from 'zod'

const person = z.string()
const entries = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

export const actSchema = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('command'), person, channel: z.string(), text: z.string().startsWith('/') }),
  z.strictObject({
    act: z.literal('say'),
    person,
    channel: z.string(),
    text: z.string().min(1),
    thread: z.string().optional(),
  }),
  z.strictObject({
    act: z.literal('click'),
    person,
    place: z.union([z.strictObject({ channel: z.string(), ts: z.string() }), z.strictObject({ viewId: z.string() })]),
    actionId: z.string(),
    value: z.string().optional(),
  }),
  z.strictObject({ act: z.literal('submit'), person, viewId: z.string(), entries }),
  z.strictObject({ act: z.literal('dismiss'), person, viewId: z.string() }),
  z.strictObject({ act: z.literal('open-home'), person }),
  z.strictObject({
    act: z.literal('shortcut'),
    person,
    callbackId: z.string(),
    message: z.strictObject({ channel: z.string(), ts: z.string() }).optional(),
  }),
  z.strictObject({ act: z.literal('text'), person, body: z.string().min(1) }),
  z.strictObject({
    act: z.literal('phone'),
    sid: z.string(),
    does: z.enum(['answer', 'busy', 'noAnswer', 'hangUp', 'press']),
    digits: z.string().optional(),
  }),
  z.strictObject({ act: z.literal('pagerduty'), person, key: z.string(), does: z.enum(['acknowledge', 'resolve']) }),
])
export type Act = z.infer<typeof actSchema>

/** What the page needs to know at once; everything else comes with the live records. */
export interface ActAnswer {
  /** By input, for a form that stays open. */
  errors?: Record<string, string>
}

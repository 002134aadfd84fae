/** Turns what the console or the CLI sends into a command's request: who asks, what, about which incident. */
import { z } from 'zod'
import type { Request } from '../../../commands/command.ts'
import type { Services } from '../../../commands/services.ts'
import type { Actor } from '../../plan/actor.ts'
import type { Plan } from '../../plan/schema.ts'

/** Longer than anything that a person types; bounds what a stray client can make us journal. */
const WORDS_CHARS_MAX = 10_000
const ID_CHARS_MAX = 200

const id = z.string().max(ID_CHARS_MAX)

export const commandBody = z.object({
  /** `ack`, or all that would follow `/dr`. */
  command: z.string().max(WORDS_CHARS_MAX),
  words: z.string().max(WORDS_CHARS_MAX).default(''),
  /** Id in the plan of whoever asks. */
  person: id.optional(),
  incident: id.optional(),
  /** Values of a submitted form. */
  values: z.record(z.string(), z.string().max(WORDS_CHARS_MAX)).optional(),
  /** Same key, same request: a retry acts once. */
  key: id.optional(),
  via: z.enum(['console', 'cli']).default('console'),
  canShowForm: z.boolean().default(false),
})
export type CommandBody = z.output<typeof commandBody>

type Known = Pick<Services, 'plans' | 'incidentsWithPlans'>

export interface Asking {
  text: string
  request: Omit<Request, 'services'>
}

/** The request, or one sentence that says why there is none. */
export async function readRequest(
  body: CommandBody,
  { services, nowMs, newKey }: { services: Known; nowMs: () => number; newKey: () => string },
): Promise<({ ok: true } & Asking) | { ok: false; why: string }> {
  const { command, words, person, incident, values, key, via, canShowForm } = body
  if (person !== undefined && !(await isKnown(services, person))) {
    return { ok: false, why: `"${person}" is nobody in any plan: give the id of a person, as the plan writes it.` }
  }
  const by: Actor = {
    id: person === undefined ? via : `${via}:${person}`,
    via,
    ...(person !== undefined && { person }),
  }
  const request = {
    by,
    atMs: nowMs(),
    words,
    key: `${via}:${key ?? newKey()}`,
    canShowForm,
    ...(incident !== undefined && { incident }),
    ...(values !== undefined && { values }),
  }
  return { ok: true, text: command, request }
}

/** To a plan in force, or to that of an open incident, which may have been retired since. */
async function isKnown(services: Known, person: string): Promise<boolean> {
  const knows = (plan: Plan) => Object.hasOwn(plan.people, person)
  if (Object.values(await services.plans()).some(knows)) return true
  return (await services.incidentsWithPlans()).some(({ plan }) => knows(plan))
}

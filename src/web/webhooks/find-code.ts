/** Whom a code belongs to. Codes are computed, not stored: each person of each incident that may still be answered is compared. */
import { timingSafeEqual } from 'node:crypto'
import type { Services } from '../../../commands/services.ts'
import { CODE_LENGTH, pageCode } from '../../adapters/page-credentials.ts'
import type { Plan } from '../../plan/schema.ts'

export type FindPorts = Pick<Services, 'incidents' | 'state'>

export interface CodeOwner {
  incident: string
  person: string
  plan: Plan
}

/** Late answers are told kindly that it is over, for this many of the newest incidents. */
const ENDED_MAX = 50

/** @param code as typed; letter case does not matter. */
export async function findCode(ports: FindPorts, secret: string, code: string): Promise<CodeOwner | undefined> {
  const wanted = Buffer.from(code.toUpperCase())
  if (wanted.length !== CODE_LENGTH) return undefined
  const seen = new Set<string>()
  for (const views of [() => ports.incidents(), () => ports.incidents({ all: true })]) {
    const ids = (await views()).map((view) => view.id).filter((id) => !seen.has(id))
    for (const incident of ids.slice(0, seen.size === 0 ? undefined : ENDED_MAX)) {
      seen.add(incident)
      const plan = (await ports.state(incident))?.plan
      const people = Object.keys(plan?.people ?? {})
      const person = people.find((id) => timingSafeEqual(Buffer.from(pageCode(secret, incident, id)), wanted))
      if (plan && person) return { incident, person, plan }
    }
  }
  return undefined
}

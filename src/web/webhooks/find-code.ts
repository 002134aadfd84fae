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
  const open = (await ports.incidents()).map((view) => view.id)
  const found = await ownerAmong(open)
  if (found) return found
  const ended = (await ports.incidents({ all: true })).map((view) => view.id).filter((id) => !open.includes(id))
  return ownerAmong(ended.slice(0, ENDED_MAX))

  async function ownerAmong(incidents: string[]): Promise<CodeOwner | undefined> {
    for (const incident of incidents) {
      const plan = (await ports.state(incident))?.plan
      const people = Object.keys(plan?.people ?? {})
      const person = people.find((id) => timingSafeEqual(Buffer.from(pageCode(secret, incident, id)), wanted))
      if (plan && person) return { incident, person, plan }
    }
    return undefined
  }
}

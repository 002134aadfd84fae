/** Whom a code belongs to. Codes are computed, not stored: each person of each incident that may still be answered is compared. */

import type { Services } from '../../../commands/services.ts'
import { CODE_LENGTH, pageCode } from '../../adapters/page-credentials.ts'
import { sameSecret } from '../../adapters/same-secret.ts'
import type { View } from '../../incident/view-shape.ts'
import type { Plan } from '../../plan/schema.ts'

export type FindPorts = Pick<Services, 'incidentsWithPlans'>

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
  const found = ownerAmong(await ports.incidentsWithPlans())
  if (found) return found
  const ended = (await ports.incidentsWithPlans({ endedSinceMs: 0 })).filter(({ view }) => view.phase !== 'open')
  return ownerAmong(ended.slice(0, ENDED_MAX))

  function ownerAmong(incidents: { view: View; plan: Plan }[]): CodeOwner | undefined {
    for (const { view, plan } of incidents) {
      const isTheirs = (id: string) => sameSecret(pageCode(secret, view.id, id), wanted)
      const person = Object.keys(plan.people).find(isTheirs)
      if (person !== undefined) return { incident: view.id, person, plan }
    }
    return undefined
  }
}

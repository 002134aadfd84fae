/** Somebody confirms that a text message or a mail of the regular test reached them: by its code, or on the page behind its link. */

import type { Services } from '../../../commands/services.ts'
import { CONTACT_CODE_LENGTH, contactCode } from '../../adapters/page-credentials.ts'
import { sameSecret } from '../../adapters/same-secret.ts'
import type { Plan } from '../../plan/schema.ts'
import type { AskedMeans } from '../../readiness/contacts/track.ts'
import { answerer } from './answer-page.ts'

export type ContactPorts = Pick<Services, 'plans' | 'watch' | 'askWatch'>

export interface ContactOwner {
  plan: Plan
  person: string
}

/** Whose code of the newest round it is. Codes are computed, not stored. */
export async function findContact(
  { plans, watch }: Pick<ContactPorts, 'plans' | 'watch'>,
  secret: string,
  code: string,
): Promise<ContactOwner | undefined> {
  const wanted = Buffer.from(code.toUpperCase())
  if (wanted.length !== CONTACT_CODE_LENGTH) return undefined
  for (const plan of Object.values(await plans())) {
    const round = (await watch(plan.id))?.state.contacts.round
    const asked = round?.asked.find(({ person }) =>
      sameSecret(contactCode(secret, plan.id, round.startedMs, person), wanted),
    )
    if (asked) return { plan, person: asked.person }
  }
  return undefined
}

/** One sentence for whoever confirmed. */
export async function confirmContact(
  { askWatch }: Pick<ContactPorts, 'askWatch'>,
  { plan, person }: { plan: Pick<Plan, 'id'>; person: string },
  { means, atMs, key, round }: { means: Exclude<AskedMeans, 'slack'>; atMs: number; key: string; round?: number },
): Promise<{ ok: boolean; text: string }> {
  const by = answerer(person, means)
  const asked = await askWatch(
    plan.id,
    { type: 'confirm-contact', atMs, by, person, means, ...(round !== undefined && { round }) },
    key,
  )
  return asked.ok
    ? { ok: true, text: asked.note ?? 'Thank you: it is noted that this reaches you.' }
    : { ok: false, text: asked.why }
}

/** What is owed to people who work in the console: their links, and the codes that they have asked for. Pure. */
import type { Obligation } from '../../plan/core.ts'
import { isE164 } from '../../plan/phone.ts'
import type { Plan } from '../../plan/schema.ts'
import type { Effect } from '../effects.ts'
import { want } from '../efforts.ts'
import type { IncidentState } from '../state.ts'
import { respondersOf } from './responders.ts'
import { type LinkMeans, linkName, linkObligation } from './state.ts'

const LINK_MEANS: readonly LinkMeans[] = ['sms', 'email']

export function consoleOwed(plan: Plan, state: IncidentState): Obligation<Effect>[] {
  if (state.phase !== 'open') return codesOwed(state)
  const { away, asked } = state.console
  const moved = away ? respondersOf(plan, state).map((person) => ({ person, kind: 'moved' as const, ...away })) : []
  const wished = Object.entries(asked).map(([person, wish]) => ({ person, kind: 'asked' as const, ...wish }))
  return [
    ...[...moved, ...wished].flatMap(({ person, kind, n, atMs }) =>
      meansOf(plan, person).flatMap((means) => {
        const link = linkName(kind, n, means)
        return want(state, linkObligation(person, link), atMs, { kind: 'send-link', person, means, link })
      }),
    ),
    ...codesOwed(state),
  ]
}

/** Both at once: nobody knows which of the two they look at. */
function meansOf(plan: Plan, person: string): LinkMeans[] {
  const { phone, email } = plan.people[person] ?? {}
  const usable = { sms: phone !== undefined && isE164(phone), email: email !== undefined }
  return LINK_MEANS.filter((means) => usable[means])
}

/** By text message; when that has failed for good, by mail, where that does not make one mailbox enough for everything. */
function codesOwed(state: IncidentState): Obligation<Effect>[] {
  return Object.entries(state.console.codes).flatMap(([challenge, { person, askedMs, usedMs, mailToo }]) => {
    if (usedMs !== null) return []
    const id = `code/${challenge}`
    const first = want(state, id, askedMs, { kind: 'send-code', challenge, person, means: 'sms' })
    const effort = state.efforts[id]
    if (effort?.end !== 'dead' || !mailToo) return first
    return want(state, `${id}/email`, effort.lastAtMs, { kind: 'send-code', challenge, person, means: 'email' })
  })
}

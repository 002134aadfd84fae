/** What the public sees after a change of status: said to whoever changed it, because they cannot see that page from where they are. */
import type { IncidentState } from '../../src/incident/state.ts'
import type { View } from '../../src/incident/view-shape.ts'
import { reveal } from '../../src/plan/actor.ts'
import type { Plan } from '../../src/plan/schema.ts'
import type { Services } from '../services.ts'
import { lines } from './lists.ts'

type Wish = { text?: Parameters<typeof reveal>[0]; public?: boolean }

/** @param wish what was asked for: its text stands on the page only when it is public. */
export function publicPageLine(services: Services, plan: Plan, view: View, wish: Wish): string {
  if (view.mode === 'drill') return 'A drill: the status page shows nothing.'
  const written = wish.public && wish.text ? reveal(wish.text) : undefined
  const told = `The status page now reads: “${written ?? services.standingWords(plan, view.status)}”`
  if (!wish.text || wish.public) return told
  const how = view.phase === 'open' ? '; `/dr update public TEXT` tells the public' : ''
  return `${told} What you wrote stays inside${how}.`
}

/** What the public page says of an incident, where it is, and whether its copies have followed. */
export function publicPageText(services: Services, plan: Plan, state: IncidentState, view: View): string {
  if (view.mode === 'drill') return 'A drill: the status page shows nothing.'
  const newest = view.updates.findLast((update) => update.public)
  const text = newest?.text ?? services.standingWords(plan, newest?.status ?? view.status)
  const { statusPage } = plan
  const { publicVersion: version, publishedVersion, communication } = state
  const follows = (shown: number): string => (shown >= version ? 'up to date' : 'not up to date yet')
  const hosted = statusPage?.hostedPageId ?? statusPage?.webhook
  return lines(
    `*The public page says of ${view.id}:* “${text}”`,
    statusPage ? `It is at <${statusPage.url}>.` : 'The plan names no address for it.',
    statusPage && `Its files are ${follows(communication.siteVersion)}, where a place for them is set up.`,
    hosted && `The hosted page is ${follows(publishedVersion)}.`,
    statusPage &&
      `Subscribers have ${communication.subscribersVersion >= version ? 'been told' : 'not been told yet'}.`,
    '`/dr update public TEXT` writes there, `/dr status WORD` changes the status.',
  )
}

/** What is owed after an answer: PagerDuty hears of it, and messages that still ask for an acknowledgement lose their buttons. */
import type { Obligation } from '../plan/core.ts'
import type { Plan } from '../plan/schema.ts'
import type { Effect } from './effects.ts'
import { want } from './efforts.ts'
import { hasAcknowledged, ladderStopped, pagesOf } from './ladder.ts'
import type { IncidentState, Page } from './state.ts'

export const settlementOwed = (plan: Plan, state: IncidentState): Obligation<Effect>[] => [
  ...Object.keys(state.levels).flatMap((key) => pagerdutyOwed(plan, state, key)),
  ...Object.values(state.pages).flatMap((page) => retireOwed(plan, state, page)),
]

function pagerdutyOwed(plan: Plan, state: IncidentState, key: string): Obligation<Effect>[] {
  const pages = pagesOf(state, key)
  const triggered = pages.some((page) =>
    page.tries.some((entry) => entry.means === 'pagerduty' && entry.state === 'sent'),
  )
  if (!triggered) return []
  if (state.phase !== 'open') {
    const dueMs = state.endedMs ?? state.declaredMs
    return want(state, `pagerduty/${key}/resolve`, dueMs, { kind: 'settle-pagerduty', level: key, action: 'resolve' })
  }
  const answered = pages.some((page) => hasAcknowledged(state, page.person)) || ladderStopped(plan, state)
  if (!answered) return []
  const dueMs = Math.max(...Object.values(state.acknowledgements).map((acknowledgement) => acknowledgement.atMs))
  return want(state, `pagerduty/${key}/acknowledge`, dueMs, {
    kind: 'settle-pagerduty',
    level: key,
    action: 'acknowledge',
  })
}

function retireOwed(plan: Plan, state: IncidentState, page: Page): Obligation<Effect>[] {
  const dueMs = retiredMs(plan, state, page)
  if (dueMs === undefined) return []
  // Once for each way in which it ended: after a hand-over the message must no longer thank for an acknowledgement.
  const end = page.end ?? 'over'
  return page.tries.flatMap(({ means, state: sent, ref, channel, obligation }) =>
    means === 'slack' && sent === 'sent' && ref && channel
      ? want(state, `retire/${obligation}/${end}`, dueMs, { kind: 'retire-page', page: page.id, ref, channel })
      : [],
  )
}

/** Since when a page asks for nothing any more. */
function retiredMs(plan: Plan, state: IncidentState, page: Page): number | undefined {
  if (state.phase !== 'open') return state.endedMs ?? state.declaredMs
  if (page.end === 'acknowledged' || page.end === 'declined') return page.endedMs
  if (!ladderStopped(plan, state)) return undefined
  return Math.max(...Object.values(state.acknowledgements).map((acknowledgement) => acknowledgement.atMs))
}

/** Who a PagerDuty schedule names, once it has been asked. */
import type { Facts } from '../plan/core.ts'
import type { Plan } from '../plan/schema.ts'
import type { Event } from './events.ts'
import { withStandIns } from './stand-ins.ts'
import type { IncidentState } from './state.ts'

/** What the end of a lookup means for its level: when PagerDuty did not say, whoever the plan names otherwise is paged. */
export function onCallFound(plan: Plan, state: IncidentState, event: Event, facts: Facts | undefined): Event[] {
  if (!('effect' in event) || event.effect.kind !== 'on-call-lookup' || event.type === 'attempted') return []
  const { level: key, target } = event.effect
  const { atMs, by } = event
  const people = event.type === 'carried-out' && Array.isArray(event.detail.people) ? event.detail.people : []
  const found = people.filter(
    (person): person is string => typeof person === 'string' && Object.hasOwn(plan.people, person),
  )
  if (found.length > 0) {
    return [{ type: 'on-call-found', atMs, by, key, target, ...withStandIns(plan, found, facts), fromPagerduty: true }]
  }
  // `retryAtMs`: it is asked once more, so the answer is still to come.
  if ('retryAtMs' in event && event.retryAtMs !== undefined) return []
  // Whom the plan names otherwise was worked out, stand-ins and all, when the level was reached.
  const { candidates = [], standsFor } = state.levels[key]?.targets[target] ?? {}
  return [
    {
      type: 'on-call-found',
      atMs,
      by,
      key,
      target,
      candidates,
      ...(standsFor ? { standsFor } : {}),
      fromPagerduty: false,
    },
  ]
}

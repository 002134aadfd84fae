/**
 * Promise 2: once the stop rule holds in the journal no later level is reached; who has acknowledged is not paged again. The stop rule is read off the commits and the
 * plan here, and not by the core's own reading of it.
 */
import type { Event } from '../../../src/incident/events.ts'
import { type Checker, type Evidence, type Incident, UNDER_WAY_MS } from './checker.ts'

export const levelsStop: Checker = {
  name: 'levels-stop',
  promise: 'once the stop rule holds no later level is paged',
  check: ({ incidents }) => incidents.flatMap(reachedAfterStop),
}

function reachedAfterStop({ stream, plan, events }: Incident) {
  const acknowledged = new Set<string>()
  const stop = plan.policies[plan.policy ?? 'main']?.stop
  let isOpen = false
  return events.flatMap((event) => {
    const isStopped =
      !isOpen ||
      (stop === 'acknowledged' ? acknowledged.size > 0 : stop !== 'resolved' && hasTheRole(plan, stop, acknowledged))
    isOpen = openAfter(event, isOpen)
    follow(event, acknowledged)
    if (event.type !== 'level-reached' || event.why === 'escalated' || event.key.startsWith('page/') || !isStopped)
      return []
    return [
      {
        atMs: event.atMs,
        message: `${stream}, row ${event.seq}: level ${event.level} is reached although the ladder had stopped.`,
      },
    ]
  })
}

/** Holders by the plan alone: who was given the role in the incident is left out, so that this says less and never too much. */
const hasTheRole = (plan: Incident['plan'], stop: unknown, acknowledged: ReadonlySet<string>) => {
  const role = typeof stop === 'object' && stop !== null && 'acknowledgedBy' in stop ? String(stop.acknowledgedBy) : ''
  return plan.roles[role]?.holders.some((holder) => acknowledged.has(holder)) ?? false
}

function openAfter(event: Event, isOpen: boolean): boolean {
  if (event.type === 'declared' || event.type === 'reopened') return true
  return ['resolved', 'cancelled', 'merged'].includes(event.type) ? false : isOpen
}

function follow(event: Event, acknowledged: Set<string>): void {
  if (event.type === 'reopened') acknowledged.clear()
  if (event.type === 'acknowledged') acknowledged.add(event.person ?? event.by.id)
  if (event.type === 'declined') acknowledged.delete(event.person ?? event.by.id)
  if (event.type === 'acknowledgement-lapsed') acknowledged.delete(event.person)
}

export const answeredInPeace: Checker = {
  name: 'answered-in-peace',
  promise: 'who has acknowledged is never paged again for it',
  check: (evidence) => evidence.incidents.flatMap((incident) => [...attempted(incident), ...acted(evidence, incident)]),
}

/** In the journal. */
const attempted = ({ course, stream }: Incident) =>
  course.moments.flatMap(({ event, before, seq }) => {
    if (event.type !== 'attempted' || event.effect.kind !== 'page') return []
    const { person } = event.effect
    if (!Object.hasOwn(before.acknowledgements, person)) return []
    return [{ atMs: event.atMs, message: `${stream}, row ${seq}: ${person} is paged after acknowledging.` }]
  })

/** In the world: what was under way when the acknowledgement was committed may still arrive, and nothing later. */
function acted({ witness }: Evidence, { stream }: Incident) {
  const since = new Map<string, number>()
  const changes = witness.commits
    .filter((commit) => commit.stream === stream)
    .flatMap(({ atMs, events }) => (events as (Event & { seq: number })[]).map((event) => ({ atMs, event })))
  const pages = witness.acts
    .filter((act) => act.stream === stream && act.effect.kind === 'page')
    .toSorted((a, b) => a.atMs - b.atMs)
  let next = 0
  return pages.flatMap(({ atMs, effect, replica }) => {
    for (; next < changes.length && changes[next]!.atMs <= atMs; next++) keepSince(since, changes[next]!)
    const person = effect.kind === 'page' ? effect.person : ''
    const acknowledgedMs = since.get(person)
    if (acknowledgedMs === undefined || atMs <= acknowledgedMs + UNDER_WAY_MS) return []
    const seconds = Math.round((atMs - acknowledgedMs) / 1_000)
    return [
      { atMs, message: `${stream}: ${replica} pages ${person} ${seconds} s after the acknowledgement was committed.` },
    ]
  })
}

function keepSince(since: Map<string, number>, { atMs, event }: { atMs: number; event: Event }): void {
  if (event.type === 'acknowledged') since.set(event.person ?? event.by.id, atMs)
  if (event.type === 'declined') since.delete(event.person ?? event.by.id)
  if (event.type === 'acknowledgement-lapsed') since.delete(event.person)
  if (event.type === 'reopened') since.clear()
}

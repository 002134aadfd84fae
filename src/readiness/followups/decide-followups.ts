/** What is asked of a watch about follow-ups, and which of them an ending brings: events, or one sentence that says why not. Pure. */
import { privately } from '../../plan/actor.ts'
import type { Plan } from '../../plan/schema.ts'
import { accept, type Decided, nothing, refuse } from '../watch/decided.ts'
import type { Fact } from '../watch/events.ts'
import type { WatchState } from '../watch/state.ts'
import type { FollowupCommand, FollowupDue, FollowupEvent, NewFollowup } from './track.ts'

const DAY_MS = 24 * 3_600_000
/** A list without a time is done within a month. */
const WITHOUT_TIME_MS = 30 * DAY_MS
/** Longer ahead it is a plan, and no follow-up. */
const AHEAD_MAX_MS = 366 * DAY_MS

export function decideFollowup(plan: Plan, state: WatchState, command: FollowupCommand): Decided {
  const { atMs, by } = command
  if (command.type === 'add-followup') {
    const { incident, text, owner, dueMs } = command
    const why = whyNotThen(dueMs, atMs) ?? whyNotThey(plan, owner)
    if (why !== undefined) return refuse(why)
    return opened(incident, [{ what: { text }, owner, dueMs }], command)
  }
  const known = state.followups.find(({ id }) => id === command.followup)
  if (!known) return refuse(`There is no follow-up "${command.followup}": \`/dr followup\` lists them.`)
  if (known.done) return nothing('That is done already.')
  const { id: followup } = known
  if (command.type === 'end-followup') return accept({ type: 'followup-ended', atMs, by, followup, note: command.note })
  const { owner, dueMs } = command
  const why = (dueMs === undefined ? undefined : whyNotThen(dueMs, atMs)) ?? whyNotThey(plan, owner ?? null)
  if (why !== undefined) return refuse(why)
  const change = { ...(owner !== undefined && { owner }), ...(dueMs !== undefined && { dueMs }) }
  return accept({ type: 'followup-changed', atMs, by, followup, ...change })
}

const opened = (incident: string, items: NewFollowup[], { atMs, by }: Fact): Decided =>
  accept({ type: 'followups-opened', atMs, by, incident, items })

function whyNotThen(dueMs: number, atMs: number): string | undefined {
  if (dueMs <= atMs) return 'That is in the past: say until when it is to be done.'
  return dueMs - atMs > AHEAD_MAX_MS ? 'That is more than a year ahead: name an earlier day.' : undefined
}

const whyNotThey = (plan: Plan, owner: string | null): string | undefined =>
  owner === null || plan.people[owner] ? undefined : `The plan knows nobody called "${owner}".`

/** What the plan wants done after an incident that was gone through to its end; nothing twice, and nothing for a drill, whose own follow-ups its calendar has. */
export function followupsAfter(
  plan: Plan,
  state: WatchState,
  { incident, endedMs, ...fact }: Fact & { incident: string; endedMs: number },
): FollowupEvent[] {
  if (state.followups.some((one) => one.incident === incident && !('text' in one.what))) return []
  const holder = (role: string | undefined) => plan.roles[role ?? plan.commander]?.holders[0] ?? null
  const { reviewWithin } = plan.postIncident
  const review: NewFollowup[] =
    reviewWithin === undefined
      ? []
      : [{ what: { review: true }, owner: holder(undefined), dueMs: endedMs + reviewWithin }]
  const lists = Object.entries(plan.checklists).flatMap(([checklist, { from, window, owner, items }]) =>
    from !== 'resolved'
      ? []
      : items.map((one, item): NewFollowup => {
          const role = typeof one === 'string' ? owner : (one.owner ?? owner)
          return { what: { checklist, item }, owner: holder(role), dueMs: endedMs + (window?.toMs ?? WITHOUT_TIME_MS) }
        }),
  )
  const items = [...review, ...lists]
  const { atMs, by } = fact
  const opened: FollowupEvent[] = items.length === 0 ? [] : [{ type: 'followups-opened', atMs, by, incident, items }]
  const people = [...new Set(plan.postIncident.participants.flatMap((role) => plan.roles[role]?.holders ?? []))]
  if (review[0] === undefined || people.length === 0) return opened
  return [...opened, { type: 'followups-invited', atMs, by, incident, people, dueMs: review[0].dueMs }]
}

/** Whoever has published the review has held it: nobody is asked for it any more. */
export const reviewHeld = ({ followups }: WatchState, incident: string, { atMs, by }: Fact): FollowupEvent[] =>
  followups
    .filter((one) => one.incident === incident && 'review' in one.what && one.done === undefined)
    .map(({ id }) => ({ type: 'followup-ended', atMs, by, followup: id, note: privately('The review is published.') }))

export const followupsDue = (due: readonly FollowupDue[], { atMs, by }: Fact): FollowupEvent[] =>
  due.map(({ kind: _kind, ...about }) => ({ type: 'followups-reminded', atMs, by, ...about }))

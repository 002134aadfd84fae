/** Who answers a page, when, and with what: somebody awake to whatever reaches them first, somebody asleep to a call, and not to the first one. */
import { policyOf } from '../../incident/ladder.ts'
import { reportedFailed } from '../../incident/paging.ts'
import type { IncidentState, Page, Try } from '../../incident/state.ts'
import type { Means } from '../../plan/schema.ts'
import { CALLS_TO_WAKE, WOKEN_ANSWER } from '../assumptions.ts'
import { ails, answerMs, type Cast, pace } from './cast.ts'
import type { Wish } from './wish.ts'

export function answeringWishes(cast: Cast, state: IncidentState): Wish[] {
  if (cast.nobody || state.phase !== 'open') return []
  const paged = Object.values(state.pages).flatMap((page) => (page.end ? [] : pageWish(cast, state, page)))
  return [...paged, ...askedAgain(cast, state), ...(policyOf(cast.plan, state) ? [] : byThemselves(cast, state))]
}

function pageWish(cast: Cast, state: IncidentState, page: Page): Wish[] {
  const heard = heardPage(cast, state, page)
  if (!heard || state.acknowledgements[page.person]) return []
  const { person, id } = page
  const passes = ails(cast, person, 'declines', heard.atMs)
  return [
    {
      id: `answer/${id}`,
      dueMs: answersMs(cast, state, page)!,
      person,
      via: heard.means,
      command: passes ? { type: 'decline', person } : { type: 'acknowledge', person },
    },
  ]
}

/** When the person of a page answers it, as far as it has reached them; undefined: it has not. */
export function answersMs(cast: Cast, state: IncidentState, page: Page): number | undefined {
  const heard = heardPage(cast, state, page)
  if (!heard) return undefined
  const { person, id } = page
  const takes = heard.woken
    ? pace(cast, person, heard.atMs, WOKEN_ANSWER, 'woken', id)
    : answerMs(cast, state, person, heard.atMs, id)
  return heard.atMs + takes
}

interface Heard {
  atMs: number
  means: Means
  woken: boolean
}

function heardPage(cast: Cast, state: IncidentState, { person, tries }: Page): Heard | undefined {
  const sent = tries.filter((entry) => entry.state === 'sent' && (entry.means === 'voice' || !reportedFailed(entry)))
  const awake = sent.find(({ atMs }) => !ails(cast, person, 'asleep', atMs) && !ails(cast, person, 'on-leave', atMs))
  if (awake) return { atMs: awake.atMs, means: awake.means, woken: false }
  const waking = sent.find((entry) => entry.means === 'voice' && wakes(cast, state, person, entry))
  if (waking) return { atMs: waking.atMs, means: 'voice', woken: true }
  const [first] = sent
  const backMs = first && backAtMs(cast, person, first.atMs)
  return first && backMs !== undefined ? { atMs: backMs, means: first.means, woken: false } : undefined
}

/** So many calls, of whatever page. */
function wakes(cast: Cast, state: IncidentState, person: string, call: Try): boolean {
  if (ails(cast, person, 'on-leave', call.atMs)) return false
  const calls = Object.values(state.pages)
    .filter((page) => page.person === person)
    .flatMap((page) => page.tries)
    .filter(({ means, state: sent, atMs }) => means === 'voice' && sent === 'sent' && atMs <= call.atMs)
  return calls.length >= CALLS_TO_WAKE
}

/** When somebody who was asleep or away is back by themselves, and sees what came meanwhile. */
function backAtMs({ faults, declaredMs }: Cast, person: string, atMs: number): number | undefined {
  const away = faults.filter(
    ({ of, id, fault, fromMs, toMs }) =>
      of === 'person' &&
      id === person &&
      (fault === 'asleep' || fault === 'on-leave') &&
      atMs - declaredMs >= fromMs &&
      (toMs === null || atMs - declaredMs < toMs),
  )
  const ends = away.map(({ toMs }) => toMs)
  return ends.length === 0 || ends.includes(null) ? undefined : declaredMs + Math.max(...ends.map((toMs) => toMs ?? 0))
}

/** "Are you still on it?" */
function askedAgain(cast: Cast, state: IncidentState): Wish[] {
  const { asked } = state
  if (!asked || !cast.plan.people[asked.person]) return []
  const dueMs = asked.atMs + answerMs(cast, state, asked.person, asked.atMs, `again/${asked.atMs}`)
  return [{ id: `again/${asked.atMs}`, dueMs, person: asked.person, command: { type: 'acknowledge' } }]
}

/** A plan that pages nobody: whoever owns a step, or leads, hears of it somehow and comes. */
function byThemselves(cast: Cast, state: IncidentState): Wish[] {
  const { plan, declaredMs } = cast
  const scenario = state.scenario === null ? undefined : plan.scenarios[state.scenario]
  const owners = scenario?.phases.flatMap((phase) =>
    phase.steps.flatMap((entry) => ('owner' in entry && entry.owner !== undefined ? [entry.owner] : [])),
  )
  const roles = new Set([plan.commander, ...(owners ?? [])])
  const people = new Set([...roles].flatMap((role) => plan.roles[role]?.holders[0] ?? []))
  return [...people]
    .filter((person) => !state.acknowledgements[person])
    .filter((person) => !ails(cast, person, 'asleep', declaredMs) && !ails(cast, person, 'on-leave', declaredMs))
    .map((person): Wish => {
      const dueMs = declaredMs + answerMs(cast, state, person, declaredMs, 'by-themselves')
      return { id: `come/${person}`, dueMs, person, command: { type: 'acknowledge' } }
    })
}

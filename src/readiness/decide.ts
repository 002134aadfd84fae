/**
 * What the system stream answers to what is asked of it: events, or one sentence that says why not. Plans are not looked at here: that
 * a person exists is for whoever asks to see to.
 */
import { type Actor, reveal, SYSTEM } from '../plan/actor.ts'
import type { Decision, EngineCommand } from '../plan/core.ts'
import type { Command, SystemCommand } from './commands.ts'
import type { Event } from './events.ts'
import { effectOf, obligationOf, owed, TEST_PAGE_DEADLINE_MS } from './owed.ts'
import { decideReach } from './reach/track.ts'
import { standIns } from './stand-ins.ts'
import type { SystemState, TestPage } from './state.ts'

/** Longest cover, milliseconds: 92 days. A longer absence belongs into the plan. */
const COVER_MS_MAX = 92 * 24 * 3_600_000
/** Covers kept at once. */
const COVERS_MAX = 500

type Asked<Type extends SystemCommand['type']> = Extract<SystemCommand, { type: Type }>
type Told<Type extends EngineCommand['type']> = Extract<EngineCommand, { type: Type }>
type Decided = Decision<Event>

const accept = (...events: Event[]): Decided => ({ ok: true, events })
const nothing = (note: string): Decided => ({ ok: true, events: [], note })
const refuse = (why: string): Decided => ({ ok: false, why })

export function decide(state: SystemState, command: Command): Decided {
  switch (command.type) {
    case 'hold':
      return hold(state, command)
    case 'release':
      return state.held ? accept({ ...fact(command), type: 'released' }) : nothing('Nothing is held.')
    case 'arrange-cover':
      return arrangeCover(state, command)
    case 'end-cover':
      return endCover(state, command)
    case 'test-page':
      return testPage(state, command)
    case 'lose-service':
    case 'regain-service':
      return accept(...decideReach(state.away, command))
    case 'tick':
      return tick(state, command)
    case 'outcome':
      return hearOutcome(state, command)
    default:
      return command satisfies never
  }
}

const fact = ({ atMs, by }: { atMs: number; by: Actor }) => ({ atMs, by })

function hold(state: SystemState, command: Asked<'hold'>): Decided {
  const explains = state.held !== null && reveal(state.held.reason) === '' && reveal(command.reason) !== ''
  if (state.held && !explains) return nothing('Everything outgoing is held already.')
  return accept({ ...fact(command), type: 'held', reason: command.reason })
}

function arrangeCover(state: SystemState, command: Asked<'arrange-cover'>): Decided {
  const { planId, person, standIn, fromMs, untilMs, atMs } = command
  if (person === standIn) return refuse('Nobody can stand in for themselves: name somebody else.')
  if (untilMs <= Math.max(atMs, fromMs)) return refuse('A cover must end later than it begins, and later than now.')
  if (untilMs - Math.max(atMs, fromMs) > COVER_MS_MAX) {
    return refuse('A cover lasts 92 days at most: for longer, change the plan.')
  }
  if (state.covers.length >= COVERS_MAX) return refuse('There are 500 covers already: end some of them first.')
  if (leadsBack(state, command)) {
    return refuse(`${standIn} is away in that time, and their pages would come back to ${person}: name somebody else.`)
  }
  return accept({ ...fact(command), type: 'cover-arranged', planId, person, standIn, fromMs, untilMs })
}

/** Whether the new cover would close a circle at any moment: it can only begin to where this cover or another one begins. */
function leadsBack(state: SystemState, command: Asked<'arrange-cover'>): boolean {
  const { planId, person, standIn, fromMs, untilMs } = command
  const others = state.covers.filter((cover) => cover.planId === planId && cover.person !== person)
  const moments = [fromMs, ...others.map((cover) => cover.fromMs).filter((at) => at > fromMs && at < untilMs)]
  return moments.some((atMs) => standIns({ ...state, covers: others }, planId, atMs)[standIn] === person)
}

function endCover(state: SystemState, command: Asked<'end-cover'>): Decided {
  const { planId, person, atMs } = command
  const known = state.covers.some((one) => one.planId === planId && one.person === person && one.untilMs > atMs)
  if (!known) return nothing(`Nobody stands in for ${person}.`)
  return accept({ ...fact(command), type: 'cover-ended', planId, person })
}

function testPage(state: SystemState, command: Asked<'test-page'>): Decided {
  const { test, planId, person } = command
  const means = [...new Set(command.means)]
  if (state.held) return refuse('Everything outgoing is held: say `/dr hold off` first, then test.')
  if (means.length === 0) return refuse(`The plan has no way to reach ${person}: give them an address first.`)
  if (state.testPages.some((page) => page.id === test)) return nothing('This test has been asked for already.')
  const underWay = state.testPages.some(
    (page) => page.planId === planId && page.person === person && page.end === undefined,
  )
  if (underWay) return refuse(`A test of ${person} is under way: wait for it to end.`)
  return accept({ ...fact(command), type: 'test-page-asked', test, planId, person, means })
}

function tick(state: SystemState, command: Told<'tick'>): Decided {
  const events: Event[] = []
  for (const { id, dueMs, effect } of owed(state)) {
    if (dueMs > command.atMs) break
    if (effect.kind === 'lose') {
      const page = find(state, effect.obligation)
      if (page) events.push({ ...fact(command), type: 'attempt-lost', ...attemptOf(page, effect.attempt) })
    } else {
      const deadlineMs = command.atMs + TEST_PAGE_DEADLINE_MS
      events.push({ type: 'attempted', atMs: command.atMs, by: SYSTEM, obligation: id, attempt: 1, deadlineMs, effect })
    }
  }
  return accept(...events)
}

/** A word on an attempt that is over already, such as one that came after the deadline, changes nothing. */
function hearOutcome(state: SystemState, command: Told<'outcome'>): Decided {
  const { obligation, attempt, outcome } = command
  const page = find(state, obligation)
  if (page?.attemptInHand?.attempt !== attempt) return accept()
  const ended = { ...fact(command), ...attemptOf(page, attempt) }
  if (outcome.ok) return accept({ ...ended, type: 'carried-out', detail: outcome.detail ?? {} })
  if (outcome.detail?.withdrawn === true) return accept({ ...ended, type: 'attempt-withdrawn' })
  return accept({ ...ended, type: 'attempt-failed', reason: outcome.reason })
}

const find = (state: SystemState, obligation: string): TestPage | undefined =>
  state.testPages.find((page) => obligationOf(page) === obligation)

const attemptOf = (page: TestPage, attempt: number) => ({
  obligation: obligationOf(page),
  attempt,
  effect: effectOf(page),
})

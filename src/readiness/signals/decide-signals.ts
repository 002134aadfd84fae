/** What a watch makes of what probes and alerts say: events only where something has changed, or one sentence that says why not. Pure. */
import type { Plan } from '../../plan/schema.ts'
import { accept, type Decided, nothing, refuse } from '../watch/decided.ts'
import type { Event, EventOf, Fact } from '../watch/events.ts'
import { evolve } from '../watch/evolve.ts'
import type { WatchState } from '../watch/state.ts'
import { type Change, changed, STEADY_MS } from './change.ts'
import { groupEvents, over } from './decide-alerts.ts'
import { agreement, disagreement, isSteadyFor } from './doubt.ts'
import { forgetGone } from './gone.ts'
import { meaningOf, refOf, timesOf } from './meaning.ts'
import { openDrills, proposalsFor, recoveries } from './propose.ts'
import type { IncomingAlert, Ref, SignalCommand, SignalDue } from './track.ts'

type Of<Type extends SignalCommand['type']> = Extract<SignalCommand, { type: Type }>

/** The longest that somebody can put a proposal off. */
const SNOOZE_MS_MAX = 24 * 3_600_000

export function decideSignal(plan: Plan, state: WatchState, command: SignalCommand): Decided {
  switch (command.type) {
    case 'report-probe':
      return accept(...reportProbe(plan, state, command))
    case 'report-alerts':
      return accept(...reportAlerts(plan, state, command))
    case 'answer-proposal':
      return answerProposal(state, command)
    default:
      return command satisfies never
  }
}

type Step = (now: WatchState) => Event[]

/** Each step sees what the steps before it have brought about. */
function inTurn(state: WatchState, steps: Iterable<Step>): Event[] {
  const events: Event[] = []
  let now = state
  for (const step of steps) {
    const more = step(now)
    now = more.reduce(evolve, now)
    events.push(...more)
  }
  return events
}

const TURNING: ReadonlySet<string> = new Set([
  'signal-fired',
  'signal-cleared',
  'signal-steady',
] satisfies Event['type'][])

/** A change, and then what is proposed because of it or is over: only what turns has consequences, for what was answered is not asked again. */
const withConsequences =
  (plan: Plan, fact: Fact, ref: Ref, change: Step): Step =>
  (before) => {
    const events = change(before)
    if (!events.some(({ type }) => TURNING.has(type))) return events
    return [...events, ...consequences(plan, events.reduce(evolve, before), fact, ref)]
  }

function consequences(plan: Plan, now: WatchState, fact: Fact, ref: Ref): Event[] {
  const track = now.signals.tracks[ref]
  if (!track || track.flappingSinceMs !== null) return []
  return track.bad ? proposalsFor(plan, now, fact, ref) : recoveries(plan, now, fact)
}

function reportProbe(plan: Plan, state: WatchState, command: Of<'report-probe'>): Event[] {
  const { atMs, by, probe, ok, sinceMs, firstBadMs, lastGoodMs, evidence } = command
  // The plan has another version meanwhile.
  const { every: everyMs } = plan.probes[probe] ?? {}
  if (everyMs === undefined) return []
  const ref: Ref = `probe/${probe}`
  const fact = { atMs, by }
  const track = state.signals.tracks[ref]
  if (track && track.flappingSinceMs !== null) {
    const isSteady = isSteadyFor(track, { atMs, sinceMs, steadyMs: STEADY_MS })
    return isSteady ? steady(plan, state, fact, ref, { bad: !ok, firstBadMs }) : []
  }
  const seen = { ref, sinceMs, everyMs }
  if ((track?.bad ?? false) === !ok) return agreement(fact, seen, track)
  const doubt = disagreement(fact, seen, track)
  if (doubt) return doubt
  const change: Change = { ref, bad: !ok, sinceMs, firstBadMs, lastGoodMs, evidence, keys: [], count: 1 }
  return withConsequences(plan, fact, ref, (now) => changed(plan, now, fact, change))(state)
}

function steady(
  plan: Plan,
  state: WatchState,
  fact: Fact,
  ref: Ref,
  { bad, firstBadMs }: { bad: boolean; firstBadMs: number | null },
): Event[] {
  const found: Event = { ...fact, type: 'signal-steady', ref, bad, firstBadMs }
  return withConsequences(plan, fact, ref, () => [found])(state)
}

function reportAlerts(plan: Plan, state: WatchState, { atMs, by, alerts, counts }: Of<'report-alerts'>): Event[] {
  const groups = Map.groupBy(alerts, (alert) => refOf(plan, alert))
  const fact = { atMs, by }
  const steps = [...groups].map(([ref, ofRef]: [Ref, readonly IncomingAlert[]]) =>
    withConsequences(plan, fact, ref, (now) => groupEvents(plan, now, fact, { ref, alerts: ofRef, hint: counts[ref] })),
  )
  return inTurn(state, steps)
}

function answerProposal(state: WatchState, command: Of<'answer-proposal'>): Decided {
  const { type: _type, proposal: id, answer, untilMs, atMs } = command
  const { proposal, past } = state.signals
  if (proposal?.id !== id) {
    return past.some((one) => one.id === id)
      ? nothing('That has been answered already, or is over.')
      : refuse(`There is no proposal ${id} here: \`/dr alerts\` says how things stand.`)
  }
  if (answer === 'snoozed' && (untilMs === undefined || untilMs <= atMs || untilMs - atMs > SNOOZE_MS_MAX))
    return refuse('Say for how long, a day at most: `/dr alerts snooze PLAN 30 min`.')
  const { incident, reason, by } = command
  return accept({
    ...{ type: 'proposal-answered', atMs, by, proposal: id, answer },
    ...(incident !== undefined && { incident }),
    ...(reason !== undefined && { reason }),
    ...(answer === 'snoozed' && { untilMs: untilMs! }),
  })
}

/** What has come due. */
export const signalsDue = (plan: Plan, state: WatchState, due: readonly SignalDue[], fact: Fact): Event[] =>
  inTurn(
    state,
    due.map((effect) => (now: WatchState) => dueEvents(plan, now, effect, fact)),
  )

function dueEvents(plan: Plan, now: WatchState, effect: SignalDue, fact: Fact): Event[] {
  const { signals } = now
  switch (effect.kind) {
    case 'fire-held':
      return fireHeld(plan, now, effect.ref, fact)
    case 'find-steady': {
      const track = signals.tracks[effect.ref]
      return track ? steady(plan, now, fact, effect.ref, track) : []
    }
    case 'find-quiet':
      return withConsequences(plan, fact, effect.ref, (then) => over(plan, then, fact, effect.ref))(now)
    case 'miss-response':
      return isOpen(now, effect.proposal) ? [{ ...fact, type: 'proposal-overdue', proposal: effect.proposal }] : []
    case 'wake-proposal':
      return isOpen(now, effect.proposal) ? [woken(plan, now, effect.proposal, fact)] : []
    case 'forget-gone':
      return forgetGone(plan, now, fact)
    case 'propose-waiting': {
      const waiting = Object.entries(signals.tracks).filter(([, { bad, waits }]) => bad && waits)
      return inTurn(
        now,
        waiting.map(
          ([ref]) =>
            (then: WatchState) =>
              proposalsFor(plan, then, fact, ref as Ref),
        ),
      )
    }
    default:
      return effect satisfies never
  }
}

const isOpen = ({ signals }: WatchState, id: string): boolean => signals.proposal?.id === id

function woken(plan: Plan, now: WatchState, proposal: string, fact: Fact): EventOf<'proposal-woken'> {
  const tier = plan.alerts.find(({ id }) => id === now.signals.proposal?.tier) ?? null
  const { respondByMs, declareAtMs } = timesOf(tier, fact.atMs)
  const byItselfMs = openDrills(now).length > 0 ? null : declareAtMs
  return { ...fact, type: 'proposal-woken', proposal, respondByMs, declareAtMs: byItselfMs }
}

function fireHeld(plan: Plan, now: WatchState, ref: Ref, fact: Fact): Event[] {
  const held = now.signals.held[ref]
  if (!held) return []
  const eased: Event = { ...fact, type: 'signal-eased', ref }
  if (!meaningOf(plan, ref)) return [eased]
  const { key, keys = [key], count = 1, sinceMs, evidence } = held
  const change: Change = {
    ...{ ref, bad: true, sinceMs: fact.atMs, firstBadMs: sinceMs, lastGoodMs: null, evidence },
    ...{ keys, count },
  }
  return inTurn(now, [() => [eased], withConsequences(plan, fact, ref, (then) => changed(plan, then, fact, change))])
}

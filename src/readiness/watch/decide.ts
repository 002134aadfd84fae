/** What a watch answers to what is asked of it: events, or one sentence that says why not. */
import { SYSTEM } from '../../plan/actor.ts'
import type { EngineCommand, Obligation } from '../../plan/core.ts'
import type { Plan } from '../../plan/schema.ts'
import { afterwatchAfter, afterwatchDue } from '../afterwatch/afterwatch.ts'
import { isAfterwatchDue } from '../afterwatch/track.ts'
import { decideBackups } from '../backups/decide-backups.ts'
import { contactsDue, decideContacts } from '../contacts/decide-contacts.ts'
import { isContactsDue } from '../contacts/track.ts'
import { decideDrill, drillsDue } from '../drills/decide-drills.ts'
import { isDrillDue } from '../drills/track.ts'
import { decideFollowup, followupsAfter, followupsDue, reviewHeld } from '../followups/decide-followups.ts'
import { isFollowupDue } from '../followups/track.ts'
import { monthsDue } from '../months/months.ts'
import { isMonthDue } from '../months/track.ts'
import { planReviewDue } from '../plan-review/plan-review.ts'
import { isPlanReviewDue } from '../plan-review/track.ts'
import { decideServing, movedTo, primaryOf } from '../regions/regions.ts'
import { decideSignal, signalsDue } from '../signals/decide-signals.ts'
import { isSignalDue } from '../signals/track.ts'
import type { Command, WatchCommand } from './commands.ts'
import { accept, type Decided, nothing, refuse } from './decided.ts'
import { type Effect, type ExternalEffect, isInternal } from './effects.ts'
import { attempt, lose, settle } from './efforts.ts'
import type { Event } from './events.ts'
import { evolve } from './evolve.ts'
import { isOpen } from './news.ts'
import { owed } from './owed.ts'
import type { WatchState } from './state.ts'

type Of<Type extends WatchCommand['type']> = Extract<WatchCommand, { type: Type }>
type Told<Type extends EngineCommand['type']> = Extract<EngineCommand, { type: Type }>

export function decide(plan: Plan | undefined, state: WatchState, command: Command): Decided {
  switch (command.type) {
    case 'adopt-plan':
      return adopt(state, command)
    case 'retire-plan': {
      const { atMs, by } = command
      return state.planDigest === undefined ? accept() : accept({ type: 'plan-retired', atMs, by })
    }
    case 'outcome':
      return accept(...settle(state, command))
  }
  // It ends whatever plan is in force: what is not heard of would be open for ever.
  if (command.type === 'hear-of-ending') return withServing(plan, state, command, hearOfEnding(plan, state, command))
  if (!plan || state.planDigest === undefined) return refuse('No plan in force has this watch.')
  switch (command.type) {
    case 'hear-of-incident':
      return withServing(plan, state, command, hearOfIncident(state, command))
    case 'answer-news':
      return answerNews(state, command)
    case 'tick':
      return tick(plan, state, command)
    case 'report-backups':
    case 'verify-backup':
    case 'make-backup':
      return decideBackups(plan, state, command)
    case 'test-contacts':
    case 'confirm-contact':
    case 'report-reach':
      return decideContacts(plan, state, command)
    case 'add-followup':
    case 'end-followup':
    case 'change-followup':
      return decideFollowup(plan, state, command)
    case 'set-serving':
      return decideServing(plan, state, command)
    case 'report-probe':
    case 'report-alerts':
    case 'answer-proposal':
      return decideSignal(plan, state, command)
    default:
      return decideDrill(plan, state, command)
  }
}

/** The same again, as at each start, is no event. */
function adopt(state: WatchState, { atMs, by, planId, planDigest, proofs, has }: Of<'adopt-plan'>): Decided {
  const known = new Set(state.proofs.map(({ incident }) => incident))
  const more = proofs.filter(({ incident }) => !known.has(incident))
  if (state.planDigest === planDigest && more.length === 0) return accept()
  return accept({ type: 'plan-adopted', atMs, by, planId, planDigest, proofs: more, has })
}

function hearOfIncident(state: WatchState, command: Of<'hear-of-incident'>): Decided {
  const { atMs, by, incident, mode, scenario, drill, startedMs } = command
  const known = state.openIncidents[incident]
  if (known && known.scenario === scenario) return accept()
  return accept({ type: 'incident-began', atMs, by, incident, mode, scenario, drill, startedMs })
}

function hearOfEnding(plan: Plan | undefined, state: WatchState, command: Of<'hear-of-ending'>): Decided {
  const { atMs, by, incident, proof, endedMs = atMs, reviewedBy } = command
  const held = reviewedBy ? reviewHeld(state, incident, { atMs, by: reviewedBy }) : []
  const isNews = proof !== null && !state.proofs.some((known) => known.incident === incident)
  if (!state.openIncidents[incident] && !isNews) return accept(...held)
  const ending = { atMs, by, incident, endedMs }
  const after: Event[] =
    plan && proof?.mode === 'real' ? [...followupsAfter(plan, state, ending), ...afterwatchAfter(plan, ending)] : []
  return accept({ type: 'incident-ended', atMs, by, incident, proof }, ...after, ...held)
}

/** Users that an incident has moved are somewhere else from then on, whatever becomes of it; what it has said before has been heard, and somebody may have moved them since. */
function withServing(
  plan: Plan | undefined,
  state: WatchState,
  { incident, serving, ...fact }: Of<'hear-of-incident' | 'hear-of-ending'>,
  decided: Decided,
): Decided {
  const region = serving === null ? plan && primaryOf(plan) : serving
  const claimed = state.openIncidents[incident]?.serving
  if (!decided.ok || !plan || region === undefined || region === claimed) return decided
  // It has moved nobody, and takes nothing back.
  if (serving === null && claimed === undefined) return decided
  const { atMs, by } = fact
  const moved = movedTo(plan, state, region, incident, fact)
  const claim: Event = { type: 'serving-claimed', atMs, by, incident, region }
  return { ...decided, events: [...decided.events, claim, ...(moved ? [moved] : [])] }
}

function answerNews(state: WatchState, { atMs, by, news: id }: Of<'answer-news'>): Decided {
  const news = state.news.find((one) => one.id === id)
  if (!news) return refuse(`There is no news "${id}" here any more: \`/dr readiness\` says how things stand.`)
  if (!isOpen(news)) return nothing('That has been answered already, or is over.')
  return accept({ type: 'news-answered', atMs, by, news: id })
}

/** All that is due by now. @param owes what counts as owed; less, while the database is away. */
export function tick(plan: Plan, state: WatchState, { atMs, facts }: Told<'tick'>, owes = owed): Decided {
  const due = owes(plan, state).filter(({ dueMs }) => dueMs <= atMs)
  const internal = due.map(({ effect }) => effect).filter(isInternal)
  const lost = internal.flatMap((effect) => (effect.kind === 'lose' ? lose(state, effect.obligation, atMs) : []))
  const fact = { atMs, by: SYSTEM }
  const drills = drillsDue(plan, state, internal.filter(isDrillDue), fact)
  const contacts = contactsDue(plan, state, internal.filter(isContactsDue), fact)
  // Numbers of events are names in them: those before count.
  const meanwhile = [...lost, ...drills, ...contacts].reduce(evolve, state)
  const signals = signalsDue(plan, meanwhile, internal.filter(isSignalDue), fact)
  const handedOut = due.filter(isExternal).map((one) => attempt(state, standingIn(plan, one, facts.standIns), atMs))
  const followups = followupsDue(internal.filter(isFollowupDue), fact)
  const afterwatch = afterwatchDue(internal.filter(isAfterwatchDue), fact)
  const months = monthsDue(plan, internal.filter(isMonthDue), fact)
  const reviews = planReviewDue(internal.filter(isPlanReviewDue), fact)
  const quiet = [...followups, ...months, ...reviews, ...afterwatch]
  return accept(...lost, ...drills, ...contacts, ...signals, ...quiet, ...handedOut)
}

const isExternal = (owed: Obligation<Effect>): owed is Obligation<ExternalEffect> => !isInternal(owed.effect)

/** Whoever stands in for the person is told in their place; the obligation stays theirs. */
function standingIn(
  plan: Plan,
  owed: Obligation<ExternalEffect>,
  standIns: Record<string, string>,
): Obligation<ExternalEffect> {
  const { effect } = owed
  // Whether somebody can be reached nobody can say for them.
  const standIn =
    'person' in effect && effect.kind !== 'ask-contact' ? standIns[`${plan.id}/${effect.person}`] : undefined
  return standIn === undefined ? owed : { ...owed, effect: { ...effect, person: standIn } as ExternalEffect }
}

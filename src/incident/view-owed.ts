/** What is owed next, in words. Housekeeping (the board, delivery checks, deadlines of attempts) is left out: nobody waits for it. */
import type { Obligation } from '../plan/core.ts'
import { expandTarget } from '../plan/people.ts'
import type { Plan } from '../plan/schema.ts'
import { meansInForce } from './communication/in-force.ts'
import { needsApproval } from './communication/schedule.ts'
import { messageKey } from './communication/state.ts'
import type { Effect, ExternalEffect } from './effects.ts'
import { nextCandidate, policyOf, targetName } from './ladder.ts'
import { owed } from './owed.ts'
import { stepOfClock } from './recovery/clocks.ts'
import { procedureNow } from './recovery/procedure-now.ts'
import { titleOf } from './recovery/refusals.ts'
import type { IncidentState } from './state.ts'
import { AUDIENCE_MEANS_LABELS, MEANS_LABELS, type OwedView } from './view-shape.ts'

const OWED_MAX = 25

export const owedView = (plan: Plan, state: IncidentState): OwedView[] =>
  withoutLaterMarks(owed(plan, state))
    .flatMap(({ id, dueMs, effect }) => {
      const what = owedLabel(plan, state, effect)
      return what === undefined ? [] : [{ id, dueMs, what, people: peopleOf(plan, state, effect, dueMs) }]
    })
    .slice(0, OWED_MAX)

/** Of the marks of the recovery time objective only the next one: the others say nothing more. */
function withoutLaterMarks(all: Obligation<Effect>[]): Obligation<Effect>[] {
  const marks = all.filter(({ effect }) => effect.kind === 'warn-clock' && effect.clock === 'rto')
  return all.filter((one) => !marks.includes(one) || one === marks[0])
}

/** Whom it will ask for something, as the plan stands; who stands in for them is known only when it is due. */
function peopleOf(plan: Plan, state: IncidentState, effect: Effect, dueMs: number): string[] {
  if ('person' in effect) return [effect.person]
  if (effect.kind === 'reach-level') {
    const level = policyOf(plan, state)?.levels.find((candidate) => candidate.id === effect.level)
    return [...new Set(level?.to.flatMap((target) => expandTarget(plan, target, dueMs)))]
  }
  if (effect.kind !== 'page-next-holder') return []
  const level = state.levels[effect.key]
  const next = level && nextCandidate(state, level, effect.target)
  return next === undefined ? [] : [next]
}

const name = (plan: Plan, person: string) => plan.people[person]?.name ?? person

function owedLabel(plan: Plan, state: IncidentState, effect: Effect): string | undefined {
  switch (effect.kind) {
    case 'lose':
    case 'exhaust-page':
    case 'check-delivery':
    case 'show-board':
    case 'say':
    case 'set-topic':
    case 'set-bookmarks':
    case 'retire-page':
    case 'retire-ask':
    case 'invite':
    case 'on-call-lookup':
    case 'show-step':
    case 'request-step':
    case 'void-request':
    case 'resolve':
    case 'stop-resolving':
    case 'show-task':
    case 'ask-task':
    case 'update-ask':
    case 'tell-notice':
    case 'publish-site':
    case 'find-restore-points':
    case 'tell-watch':
    case 'file-report':
    case 'file-review':
    case 'send-review':
    case 'ask-approval':
    case 'send-link':
    case 'send-code':
      return undefined
    case 'expire-approval':
      return `the time to approve “${titleOf(plan, state, state.recovery.runs[effect.run]?.step ?? '')}” is over`
    case 'warn-notice':
      // As long as it is not even written, its own line says when it goes out.
      return effect.mark === 'missed' && state.communication.messages[messageKey(effect)] !== undefined
        ? `the message to ${audienceOf(plan, effect.notice)} is late`
        : undefined
    case 'warn-clock':
      // A step in hand shows its own clock.
      return effect.clock === 'step' ? undefined : warningLabel(plan, state, effect)
    case 'reach-level': {
      const level = policyOf(plan, state)?.levels.find((candidate) => candidate.id === effect.level)
      return effect.why === 'again' ? `start the ladder again: ${level?.label}` : `page ${level?.label}`
    }
    case 'page-next-holder':
      return `page the next holder of ${targetName(plan, state.levels[effect.key]?.targets[effect.target] ?? { of: [] })}`
    case 'end-ladder':
      return 'end of the ladder: nobody left to page'
    case 'lapse-acknowledgement':
      return `take ${name(plan, effect.person)} for gone and page the next level, unless they answer`
    case 'resume-ladder':
      return 'resume the ladder'
    default:
      return effectLabel(plan, state, effect)
  }
}

/** An effect in words, as in "page Technical lead by SMS". */
export function effectLabel(plan: Plan, state: IncidentState, effect: ExternalEffect): string {
  switch (effect.kind) {
    case 'page':
      return `page ${name(plan, effect.person)} by ${MEANS_LABELS[effect.means]}`
    case 'check-delivery':
      return `ask whether the ${MEANS_LABELS[effect.means]} to ${name(plan, effect.person)} arrived`
    case 'ask-again':
      return `ask ${name(plan, effect.person)} whether they are still on it`
    case 'on-call-lookup':
      return `ask PagerDuty who is on call in ${effect.schedule}`
    case 'open-channel':
      return 'open the Slack channel'
    case 'set-topic':
      return 'set the topic of the channel'
    case 'invite':
      return `invite ${name(plan, effect.person)} to the channel`
    case 'set-bookmarks':
      return 'set the bookmarks of the channel'
    case 'show-board':
      return 'update the board'
    case 'say':
      return 'say what happened in the channel'
    case 'tell-overview':
      return `tell #${plan.overviewChannel ?? ''} of the incident`
    case 'retire-page':
    case 'retire-ask':
      return 'take the buttons off an answered message'
    case 'settle-pagerduty':
      return `${effect.action} the incident in PagerDuty`
    case 'notify':
      return notifyLabel(plan, effect)
    case 'run-step':
      return `run “${titleOf(plan, state, effect.step)}”`
    case 'show-step':
      return `show “${titleOf(plan, state, effect.step)}” in the channel`
    case 'ask-approval':
      return `ask ${name(plan, effect.person)} by ${MEANS_LABELS[effect.means]} to approve “${titleOf(plan, state, state.recovery.runs[effect.run]?.step ?? '')}”`
    case 'tell-clock':
      return `tell ${name(plan, effect.person)} of the clock`
    case 'compose':
      return composeLabel(plan, state, effect)
    case 'show-task':
      return 'show in the channel what is asked about messages'
    case 'update-ask':
      return 'bring a direct message up to date'
    case 'ask-task':
      return `ask ${name(plan, effect.person)} about a message`
    case 'tell-notice':
      return `tell ${name(plan, effect.person)} that the message to ${audienceOf(plan, effect.notice)} is late`
    case 'tell-duty':
      return `tell ${name(plan, effect.person)} what is theirs to do`
    case 'publish-site':
      return 'write the files of the status page'
    case 'tell-subscribers':
      return 'tell the subscribers of the status page'
    case 'tell-watch':
      return 'tell the watch over the system'
    case 'file-report':
      return 'file the report of the drill'
    case 'file-review':
      return 'file the review'
    case 'send-review':
      return `mail the review to ${name(plan, effect.person)}`
    case 'send-link':
      return `send ${name(plan, effect.person)} a link to the console by ${MEANS_LABELS[effect.means]}`
    case 'send-code':
      return `send ${name(plan, effect.person)} a code by ${MEANS_LABELS[effect.means]}`
    case 'find-restore-points':
      return 'find the newest backups'
    case 'publish-status':
      return `update the hosted status page${state.hostedId ? '' : ' (new entry)'}`
  }
}

/** A warning that is to come, as what it is about. */
function warningLabel(plan: Plan, state: IncidentState, effect: Extract<Effect, { kind: 'warn-clock' }>): string {
  const { clock, id = '', percent } = effect
  switch (clock) {
    case 'rto':
      return percent === 100
        ? 'the recovery time objective is used up'
        : `${percent} % of the recovery time objective are used`
    case 'forecast':
      return 'the forecast crosses the recovery time objective'
    case 'step':
      return `“${titleOf(plan, state, stepOfClock(id))}” has used ${percent} % of its budget`
    case 'phase':
      return `phase “${procedureNow(plan, state).phases.find((phase) => phase.id === id)?.title ?? id}” is due`
    case 'tier':
      return `tier “${plan.tiers.find((tier) => tier.id === id)?.label ?? id}” is due`
  }
}

const MOMENTS = {
  initial: 'tell',
  progress: 'update',
  resolved: 'tell of the recovery:',
  correction: 'tell of the false alarm:',
  review: 'tell of the review:',
} as const

function notifyLabel(plan: Plan, effect: Extract<ExternalEffect, { kind: 'notify' }>): string {
  const audience = audienceOf(plan, effect.notice)
  return `${MOMENTS[effect.moment]} ${audience} by ${AUDIENCE_MEANS_LABELS[effect.means]}`
}

const audienceOf = (plan: Plan, id: string): string => {
  const notice = plan.notices.find((candidate) => candidate.id === id)
  return notice ? (plan.audiences[notice.audience]?.label ?? notice.audience) : id
}

/** What goes out by itself is told as that; what waits for an approval begins with its draft. */
function composeLabel(plan: Plan, state: IncidentState, effect: Extract<ExternalEffect, { kind: 'compose' }>): string {
  const audience = audienceOf(plan, effect.notice)
  if (state.communication.messages[messageKey(effect)]) return `tell ${audience}, unless somebody acts`
  const notice = plan.notices.find(({ id }) => id === effect.notice)
  if (notice && needsApproval(notice, effect.moment)) return `show the draft of the message to ${audience}`
  const means = notice ? meansInForce(plan, state, notice).map((each) => AUDIENCE_MEANS_LABELS[each]) : []
  return `${MOMENTS[effect.moment]} ${audience} by ${means.join(', ')}`
}

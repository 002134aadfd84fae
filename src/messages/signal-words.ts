/** What is told about signals: what is seen, what is proposed because of it, and what has become of that. */

import { type Private, reveal } from '../plan/actor.ts'
import { counted, inWords } from '../plan/in-words.ts'
import type { Plan } from '../plan/schema.ts'
import { isProbe } from '../readiness/signals/beginning.ts'
import { meaningOf } from '../readiness/signals/meaning.ts'
import { inOrder, scenariosOf } from '../readiness/signals/order.ts'
import { openDrills } from '../readiness/signals/propose.ts'
import type { Held, Proposal, Ref, SignalAbout } from '../readiness/signals/track.ts'
import type { WatchState } from '../readiness/watch/state.ts'
import type { NewsWords } from './news-shape.ts'
import { failoverLines } from './region-words.ts'
import { clockText, timeText } from './time-text.ts'

/** Of the signals of one proposal so many are named; the rest are counted. */
const NAMED_MAX = 8
const EVIDENCE_MAX = 200
/** So many alerts of one signal are known one by one. */
const KNOWN_MAX = 4

export function signalNews(plan: Plan, state: WatchState, about: SignalAbout): NewsWords {
  if (about.kind === 'signal') return changeWords(plan, state, about)
  const proposal = proposalOf(state, about.proposal)
  if (!proposal) return { title: 'a proposal', text: 'It is not known any more.', buttons: [] }
  const what = headline(plan, state, proposal)
  if (about.what === 'recovered') {
    return {
      title: headline(plan, state, proposal, over),
      text: `It has recovered by itself, and nobody had to decide. It was first seen at ${timeText(proposal.firstBadMs, plan.zone)}.`,
      buttons: [],
    }
  }
  if (about.what === 'dropped') {
    return {
      title: `not asked any more; ${what}`,
      text: 'The plan has been changed and asks about it no more, so nobody has to decide and nothing is declared.',
      buttons: [],
    }
  }
  const titles = {
    opened: what,
    raised: `it has become worse; ${what}`,
    overdue: `nobody has answered yet; ${what}`,
    woken: `it is still so; ${what}`,
  }
  return {
    title: titles[about.what],
    text: [
      // A text message is cut at its end.
      proposedText(plan, proposal),
      ...seenLines(plan, state, proposal),
      ...failoverLines(plan, state, proposal.refs),
      ...answerLines(proposal),
      ...drillLines(state, proposal),
    ].join('\n'),
    buttons: proposalButtons(plan, proposal),
  }
}

/** Open or over. */
const proposalOf = ({ signals }: WatchState, id: string): Proposal | undefined =>
  signals.proposal?.id === id ? signals.proposal : signals.past.find((one) => one.id === id)

export const proposalButtons = ({ id: plan }: Plan, { id }: Proposal): NewsWords['buttons'] => [
  { command: 'alerts', label: 'Declare…', value: `declare ${plan} ${id}`, style: 'danger' },
  { command: 'alerts', label: 'Not an incident', value: `dismiss ${plan} ${id}` },
  { command: 'alerts', label: 'Snooze 30 min', value: `snooze ${plan} ${id} 30 min` },
]

/** The most telling of its signals, in a few words. */
export function headline(plan: Plan, state: WatchState, { refs }: Proposal, words: typeof failing = failing): string {
  const [first = 'unknown'] = inOrder(plan, refs)
  const more = refs.length - 1
  return `${words(plan, state, first)}${more > 0 ? `, and ${more} more` : ''}`
}

/** A probe's label says what holds while all is well; a signal's says what is wrong. */
export const failing = (plan: Plan, state: WatchState, ref: Ref): string =>
  ref.startsWith('probe/') ? `failing: ${subject(plan, state, ref)}` : subject(plan, state, ref)

const over = (plan: Plan, state: WatchState, ref: Ref): string =>
  `${ref.startsWith('probe/') ? 'well again' : 'over'}: ${subject(plan, state, ref)}`

function subject(plan: Plan, state: WatchState, ref: Ref): string {
  const label = meaningOf(plan, ref)?.label ?? ref
  if (ref.startsWith('probe/')) return label
  return withCount(label, state.signals.tracks[ref]?.count ?? 0)
}

/** Of many alerts, only a number that has doubled is known. */
function withCount(label: string, count: number): string {
  return count > 1 ? `${label} (${count > KNOWN_MAX ? 'at least ' : ''}${counted(count, 'alert')})` : label
}

/** One line for each signal, with what was seen, the most telling first. */
export function seenLines(plan: Plan, state: WatchState, proposal: Proposal): string[] {
  const { refs } = proposal
  const named = inOrder(plan, refs)
    .slice(0, NAMED_MAX)
    .map((ref) => `• ${failing(plan, state, ref)}${evidenceText(state, ref)}`)
  const left = refs.length - named.length
  return [...named, ...(left > 0 ? [`• ${left} more`] : []), beginningText(plan, proposal)]
}

/** With whose time that is. */
function beginningText(plan: Plan, { refs, firstBadMs, lastGoodMs, firstBadBy = refs[0] }: Proposal): string {
  const by = isProbe(firstBadBy) ? ', by a probe' : ', as an alert says'
  const good = lastGoodMs === null ? '' : `; last well at ${clockText(lastGoodMs)}`
  return `First seen at ${timeText(firstBadMs, plan.zone)}${by}${good}.`
}

/** Of an alert that is not beyond its threshold for long enough: which it is, and how many there are. */
export const heldText = (plan: Plan, ref: Ref, { count = 1, evidence }: Held): string =>
  `${withCount(meaningOf(plan, ref)?.label ?? ref, count)}${saidText(evidence)}`

/** What was seen of it, behind a colon. */
export const evidenceText = ({ signals }: WatchState, ref: Ref): string => saidText(signals.tracks[ref]?.evidence)

function saidText(evidence: Private | null | undefined): string {
  const said = reveal(evidence ?? undefined)
    .replace(/\s+/g, ' ')
    .trim()
  return said === '' ? '' : `: ${said.length > EVIDENCE_MAX ? `${said.slice(0, EVIDENCE_MAX).toWellFormed()}…` : said}`
}

/** What would be declared, in a sentence. */
export function proposedText(plan: Plan, { refs, scenario, severity }: Proposal): string {
  const label = plan.severities.find(({ id }) => id === severity)?.label ?? severity
  const titled = (id: string) => `"${plan.scenarios[id]?.title ?? id}"`
  const others = scenariosOf(plan, refs).filter((id) => id !== scenario)
  const also = others.length > 0 ? ` It may also be ${inWords(others.map(titled), 'or')}.` : ''
  if (scenario === null) return `No scenario is named yet; severity ${label}.${also}`
  return `Proposed: ${titled(scenario)}, severity ${label}.${also}`
}

function answerLines({ reaction, respondByMs, declareAtMs }: Proposal): string[] {
  return [
    ...(reaction === 'declare' && declareAtMs !== null ? ['The plan asks nobody: it is declared at once.'] : []),
    ...(reaction !== 'declare' && declareAtMs !== null
      ? [`Without an answer it is declared by itself at ${clockText(declareAtMs)}.`]
      : []),
    ...(respondByMs === null ? [] : [`Somebody should answer by ${clockText(respondByMs)}.`]),
  ]
}

/** Of the drill that may be why. */
export function drillLines(state: WatchState, { declareAtMs }: Proposal): string[] {
  const [drill] = openDrills(state)
  if (drill === undefined) return []
  const who = declareAtMs === null ? '; nothing is declared by itself, you decide' : ''
  return [`Drill ${drill} is going on and may be the cause${who}.`]
}

function changeWords(plan: Plan, state: WatchState, about: Extract<SignalAbout, { kind: 'signal' }>): NewsWords {
  const what = failing(plan, state, about.ref)
  const track = state.signals.tracks[about.ref]
  switch (about.what) {
    case 'fired':
      return {
        title: what,
        text: `This is only told; nobody has to answer${evidenceText(state, about.ref)}.`,
        buttons: [],
      }
    case 'cleared':
      return { title: over(plan, state, about.ref), text: 'It is well again.', buttons: [] }
    case 'flapping':
      return {
        title: `it comes and goes: ${subject(plan, state, about.ref)}`,
        text: `It has changed more than four times in an hour${evidenceText(state, about.ref)}. Nothing is proposed because of it until it has stood still for 15 minutes${track?.bad ? '; now it is bad' : ''}. \`/dr alerts ${plan.id}\` shows how it stands.`,
        buttons: [],
      }
    default:
      return about.what satisfies never
  }
}

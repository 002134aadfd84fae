/** How probes, alerts and proposals stand, in lines. */
import {
  drillLines,
  evidenceText,
  failing,
  headline,
  heldText,
  proposedText,
  seenLines,
} from '../../src/messages/signal-words.ts'
import { reveal } from '../../src/plan/actor.ts'
import { counted } from '../../src/plan/in-words.ts'
import { formatDuration } from '../../src/plan/length.ts'
import type { Plan } from '../../src/plan/schema.ts'
import type { ProbeNow } from '../../src/readiness/signals/probe-now.ts'
import type { Held, Proposal, Ref } from '../../src/readiness/signals/track.ts'
import type { WatchState } from '../../src/readiness/watch/state.ts'
import { bullets, lines } from './lists.ts'
import { moment, roughly } from './times.ts'

const SHOWN_MAX = 20

/** Everything about one system. */
export function alertsText(plan: Plan, state: WatchState, probes: readonly ProbeNow[], nowMs: number): string {
  const { tracks, held, proposal } = state.signals
  const waiting = Object.entries(held) as [Ref, Held][]
  const bad = (Object.keys(tracks) as Ref[]).filter((ref) => tracks[ref]!.bad && !ref.startsWith('probe/'))
  return lines(
    `*${plan.system.name}*`,
    proposal ? proposalText(plan, state, proposal, nowMs) : 'Nothing is proposed.',
    probesText(plan, state, probes, nowMs),
    ...lately(state, nowMs),
    bad.length > 0 && '*Alerts that go on:*',
    bad.length > 0 &&
      bullets(
        bad.map(
          (ref) =>
            `${failing(plan, state, ref)}, since ${moment(tracks[ref]!.sinceMs, nowMs)}${flaps(state, ref)}${evidenceText(state, ref)}`,
        ),
        SHOWN_MAX,
      ),
    waiting.length > 0 && '*Alerts that have not lasted long enough yet:*',
    waiting.length > 0 &&
      bullets(
        waiting.map(
          ([ref, one]) =>
            `${heldText(plan, ref, one)}; since ${moment(one.sinceMs, nowMs)}, counts ${moment(one.untilMs, nowMs)}`,
        ),
        SHOWN_MAX,
      ),
  )
}

const PAST_MAX = 3

/** How soon somebody has answered what was asked, held against the time that the tier gives. */
function lately({ signals }: WatchState, nowMs: number): string[] {
  const newest = signals.past.slice(-PAST_MAX).reverse()
  if (newest.length === 0) return []
  return ['*Lately:*', bullets(newest.map((one) => pastLine(one, nowMs)))]
}

function pastLine({ openedMs, overdueMs, respondByMs, end }: Proposal, nowMs: number): string {
  if (!end) return ''
  const after = `after ${roughly(end.atMs - openedMs)}`
  const inTime = respondByMs === null ? '' : overdueMs === null ? ', in time' : ', too late'
  const asked = `asked ${moment(openedMs, nowMs)}`
  if (end.how === 'recovered') return `${asked}: well again by itself ${after}`
  if (end.how === 'dropped') return `${asked}: not asked any more ${after}, because the plan was changed`
  if (end.how === 'declared') return `${asked}: declared ${end.incident ? `as ${end.incident} ` : ''}${after}${inTime}`
  const why = reveal(end.reason)
  return `${asked}: no incident, said ${after}${inTime}${why === '' ? '' : ` (${why})`}`
}

export function proposalText(plan: Plan, state: WatchState, proposal: Proposal, nowMs: number): string {
  const { respondByMs, declareAtMs, snoozedUntilMs, overdueMs } = proposal
  return lines(
    `*Is it an incident?* Asked ${moment(proposal.openedMs, nowMs)}. ${proposedText(plan, proposal)}`,
    ...seenLines(plan, state, proposal),
    ...drillLines(state, proposal),
    snoozedUntilMs !== null && `It is asked again ${moment(snoozedUntilMs, nowMs)}.`,
    snoozedUntilMs === null &&
      overdueMs !== null &&
      `Nobody has answered in time; that was ${moment(respondByMs ?? overdueMs, nowMs)}.`,
    snoozedUntilMs === null &&
      overdueMs === null &&
      respondByMs !== null &&
      `Somebody should answer by ${moment(respondByMs, nowMs)}.`,
    snoozedUntilMs === null &&
      declareAtMs !== null &&
      `Without an answer it is declared ${moment(declareAtMs, nowMs)}.`,
  )
}

function probesText(plan: Plan, state: WatchState, probes: readonly ProbeNow[], nowMs: number): string {
  const known = Object.keys(plan.probes)
  if (known.length === 0) return 'The plan looks at nothing by itself: write "probes" to have it looked at.'
  if (probes.length === 0)
    return `${counted(known.length, 'probe')}, of which none is asked here: a draft's are not, nor in the sandbox those of plans that only pretend.`
  return `*Probes:*\n${bullets(
    probes.map((one) => probeLine(plan, state, one, nowMs)),
    SHOWN_MAX,
  )}`
}

function probeLine(plan: Plan, state: WatchState, now: ProbeNow, nowMs: number): string {
  const { probe, verdict, sinceMs, reason, looks, failed, p50Ms } = now
  const label = plan.probes[probe]?.label ?? probe
  const speed = p50Ms === null ? '' : `, usually in ${formatDuration(Math.round(p50Ms))}`
  const seldom = failed > 0 ? `, ${failed} of ${looks} looks failed in the last day` : ''
  const comesAndGoes = flaps(state, `probe/${probe}`)
  if (verdict === 'unknown') return `not known yet: ${label}${reason ? ` (${reason})` : ''}`
  const since = `since ${moment(sinceMs, nowMs)}`
  if (verdict === 'up') return `well: ${label}, ${since}${speed}${seldom}${comesAndGoes}`
  return `*failed*: ${label}, ${since}${reason ? ` (${reason})` : ''}${seldom}${comesAndGoes}`
}

const flaps = ({ signals }: WatchState, ref: Ref): string =>
  signals.tracks[ref]?.flappingSinceMs == null ? '' : ', and it comes and goes'

/** One line for each of several systems. */
export function alertsLine(plan: Plan, state: WatchState, probes: readonly ProbeNow[]): string {
  const { proposal } = state.signals
  const failed = probes.filter(({ verdict }) => verdict === 'down').length
  const all = probes.length === 0 ? 'no probe is asked here' : `${failed} of ${counted(probes.length, 'probe')} failed`
  const asked = proposal ? `*is it an incident?* ${headline(plan, state, proposal)}` : 'nothing is proposed'
  return `${plan.system.name}: ${asked}; ${all}`
}

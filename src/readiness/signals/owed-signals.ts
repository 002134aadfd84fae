/** What a watch owes because of signals: that what is proposed is answered in time, declared where the plan says so, and told where it is worked on already. Pure. */
import type { Obligation } from '../../plan/core.ts'
import type { Plan } from '../../plan/schema.ts'
import type { Effect } from '../watch/effects.ts'
import { want } from '../watch/efforts.ts'
import type { WatchState } from '../watch/state.ts'
import { QUIET_MS, STEADY_MS } from './change.ts'
import { isAnythingGone } from './gone.ts'
import { asksAbout } from './meaning.ts'
import { realIncidents } from './propose.ts'
import type { Proposal, Ref, SignalDue } from './track.ts'

export function signalsOwed(plan: Plan, state: WatchState): Obligation<Effect>[] {
  const { proposal, held, tracks, waitingSinceMs } = state.signals
  const all = Object.entries(tracks) as [Ref, (typeof tracks)[string]][]
  const waiting = all.filter(([ref, { bad, waits }]) => bad && waits && asksAbout(plan, ref))
  const real = realIncidents(state)
  return [
    ...Object.entries(held).map(([ref, { untilMs }]) =>
      due(`held/${ref}`, untilMs, { kind: 'fire-held', ref: ref as Ref }),
    ),
    // Of probes the loop knows better.
    ...all
      .filter(([ref, { flappingSinceMs }]) => flappingSinceMs !== null && !ref.startsWith('probe/'))
      .map(([ref, { changes, sinceMs }]) =>
        due(`steady/${ref}`, (changes.at(-1) ?? sinceMs) + STEADY_MS, { kind: 'find-steady', ref }),
      ),
    ...all.flatMap(([ref, { fadingMs }]) =>
      fadingMs === null ? [] : [due(`quiet/${ref}`, fadingMs + QUIET_MS, { kind: 'find-quiet', ref })],
    ),
    ...(isAnythingGone(plan, state) ? [due('gone', state.sinceMs, { kind: 'forget-gone' })] : []),
    ...(proposal ? proposalOwed(state, proposal) : []),
    ...(waitingSinceMs !== null && waiting.length > 0 && real.length === 0
      ? [due('waiting', waitingSinceMs, { kind: 'propose-waiting' })]
      : []),
    ...real.flatMap((incident) =>
      waiting.flatMap(([ref, { firstBadMs, sinceMs }]) =>
        want(state, `note/${incident}/${ref}/${sinceMs}`, sinceMs, {
          ...{ kind: 'note-signal', ref, incident },
          firstBadMs: firstBadMs ?? sinceMs,
        }),
      ),
    ),
  ]
}

function proposalOwed(state: WatchState, proposal: Proposal): Obligation<Effect>[] {
  const { id, snoozedUntilMs, respondByMs, overdueMs, declareAtMs, snoozes } = proposal
  if (snoozedUntilMs !== null) return [due(`wake/${id}`, snoozedUntilMs, { kind: 'wake-proposal', proposal: id })]
  return [
    ...(respondByMs !== null && overdueMs === null
      ? [due(`overdue/${id}`, respondByMs, { kind: 'miss-response', proposal: id })]
      : []),
    ...(declareAtMs !== null
      ? want(state, snoozes === 0 ? `declare/${id}` : `declare/${id}/${snoozes}`, declareAtMs, {
          kind: 'declare-proposal',
          proposal: id,
        })
      : []),
  ]
}

const due = (id: string, dueMs: number, effect: SignalDue): Obligation<Effect> => ({ id, dueMs, effect })

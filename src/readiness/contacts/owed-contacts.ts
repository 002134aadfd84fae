/** What a watch owes for contacts: a round comes round, each address is asked, and the round ends. Pure. */
import type { Obligation } from '../../plan/core.ts'
import type { Plan } from '../../plan/schema.ts'
import type { Effect } from '../watch/effects.ts'
import { want } from '../watch/efforts.ts'
import type { WatchState } from '../watch/state.ts'
import { askedMs, CONFIRM_WITHIN_MS, inDaytime, nextRound } from './rounds.ts'
import { addressKey } from './track.ts'

export function contactsOwed(plan: Plan, state: WatchState): Obligation<Effect>[] {
  const { round, cursorMs } = state.contacts
  const next = nextRound(plan, Math.max(cursorMs, state.sinceMs))
  return [
    ...(next === undefined
      ? []
      : [{ id: `contacts/${next}`, dueMs: next, effect: { kind: 'begin-contact-round' as const, startMs: next } }]),
    ...(round === null ? [] : askedOwed(plan, state, round)),
  ]
}

function askedOwed(
  plan: Plan,
  state: WatchState,
  { startedMs, asked, closed, now }: NonNullable<WatchState['contacts']['round']>,
): Obligation<Effect>[] {
  if (closed) return []
  const open = asked.filter(({ confirmedMs, failed }) => confirmedMs === undefined && failed === undefined)
  return [
    ...open.flatMap(({ person, means }) =>
      want(
        state,
        `contacts/${startedMs}/${addressKey({ person, means })}`,
        now ? inDaytime(plan, person, startedMs) : Math.max(startedMs, askedMs(plan, person, startedMs)),
        { kind: 'ask-contact', round: startedMs, person, means },
      ),
    ),
    {
      id: `contacts/${startedMs}/close`,
      dueMs: startedMs + CONFIRM_WITHIN_MS,
      effect: { kind: 'close-contact-round' },
    },
  ]
}

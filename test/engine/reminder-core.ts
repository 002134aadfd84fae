/**
 * The smallest core that uses everything the engine offers: it owes a reminder for each thing that was asked, tries again five seconds
 * after a failure, takes an attempt without an outcome by its deadline for lost, and forgets what was withdrawn.
 */
import { type Actor, type Private, privately, SYSTEM } from '../../src/plan/actor.ts'
import type { Attempted, Core, EngineCommand, Obligation, Outcome } from '../../src/plan/core.ts'
import { knowing } from '../../src/plan/known.ts'

export const ATTEMPT_MS = 15_000
export const RETRY_MS = 5_000
/** After so many failures nothing is owed any more. */
export const ATTEMPTS_MAX = 5

export interface Remind {
  kind: 'remind'
  what: string
}

export type ReminderCommand =
  | { type: 'ask'; atMs: number; by: Actor; what: string; dueMs: number }
  | { type: 'note'; atMs: number; by: Actor; text: Private }
  | { type: 'withdraw'; atMs: number; by: Actor; what: string }
  | { type: 'pin'; atMs: number; by: Actor; digest: string }
  | { type: 'close'; atMs: number; by: Actor }

export type ReminderEvent =
  | { type: 'asked'; atMs: number; by: Actor; what: string; dueMs: number }
  | { type: 'noted'; atMs: number; by: Actor; text: Private }
  | { type: 'withdrawn'; atMs: number; by: Actor; what: string }
  | { type: 'pinned'; atMs: number; by: Actor; digest: string }
  | { type: 'closed'; atMs: number; by: Actor }
  | { type: 'ended'; atMs: number; by: Actor; what: string; attempt: number; outcome: Outcome }
  | { type: 'lost'; atMs: number; by: Actor; what: string; attempt: number }
  | Attempted<Remind>

export interface Reminder {
  dueMs: number
  attempt: number
  inHandUntilMs?: number
  status: 'owed' | 'in hand' | 'done' | 'given up' | 'withdrawn'
  lastReason?: string
}

export interface ReminderState {
  reminders: Record<string, Reminder>
  notes: (string | null)[]
  digest?: string
  closed: boolean
}

export const ANA: Actor = { person: 'ana', id: 'cli:ana', via: 'cli' }

export const note = (text: string, atMs: number, person = 'ana') => {
  return { type: 'noted' as const, atMs, by: { ...ANA, person }, text: privately(text) }
}

/** Entropy that is none, so that a failing test can be repeated. */
export function countingRandom() {
  let count = 0
  return (bytes: number) => (++count).toString(16).padStart(bytes * 2, '0')
}

type Decide = Core<ReminderState, ReminderCommand, ReminderEvent, Remind>['decide']

const decide: Decide = (_plan, state, command) => {
  const { atMs, by } = command
  switch (command.type) {
    case 'ask':
      if (state.reminders[command.what]) return { ok: false, why: `${command.what} has been asked for already` }
      return { ok: true, events: [{ type: 'asked', atMs, by, what: command.what, dueMs: command.dueMs }] }
    case 'note':
      return { ok: true, events: [{ type: 'noted', atMs, by, text: command.text }], note: 'noted' }
    case 'withdraw':
      return { ok: true, events: [{ type: 'withdrawn', atMs, by, what: command.what }] }
    case 'pin':
      return { ok: true, events: [{ type: 'pinned', atMs, by, digest: command.digest }] }
    case 'close':
      return { ok: true, events: [{ type: 'closed', atMs, by }] }
    case 'outcome':
      return { ok: true, events: ended(state, command) }
    case 'tick':
      return { ok: true, events: tick(state, command) }
  }
}

function ended(state: ReminderState, command: Extract<EngineCommand, { type: 'outcome' }>): ReminderEvent[] {
  const { atMs, by, obligation: what, attempt, outcome } = command
  const reminder = state.reminders[what]
  if (reminder?.status !== 'in hand' || reminder.attempt !== attempt) return []
  return [{ type: 'ended', atMs, by, what, attempt, outcome }]
}

function tick(state: ReminderState, { atMs }: { atMs: number }): ReminderEvent[] {
  return owed(state).flatMap(({ id: what, dueMs }): ReminderEvent[] => {
    const { status, attempt } = state.reminders[what]!
    if (dueMs > atMs) return []
    if (status === 'in hand') return [{ type: 'lost', atMs, by: SYSTEM, what, attempt }]
    const effect: Remind = { kind: 'remind', what }
    const deadlineMs = atMs + ATTEMPT_MS
    return [{ type: 'attempted', atMs, by: SYSTEM, obligation: what, attempt: attempt + 1, deadlineMs, effect }]
  })
}

function owed(state: ReminderState): Obligation<Remind>[] {
  return Object.entries(state.reminders)
    .flatMap(([what, { status, dueMs, inHandUntilMs }]): Obligation<Remind>[] => {
      const effect: Remind = { kind: 'remind', what }
      if (status === 'owed') return [{ id: what, dueMs, effect }]
      return status === 'in hand' ? [{ id: what, dueMs: inHandUntilMs!, effect }] : []
    })
    .sort((a, b) => a.dueMs - b.dueMs)
}

function evolve(state: ReminderState, event: ReminderEvent): ReminderState {
  const change = (what: string, next: Partial<Reminder>): ReminderState => {
    const before = state.reminders[what] ?? { dueMs: 0, attempt: 0, status: 'owed' }
    return { ...state, reminders: { ...state.reminders, [what]: { ...before, ...next } } }
  }
  const failed = (what: string, attempt: number, dueMs: number, lastReason: string) =>
    change(what, { status: attempt >= ATTEMPTS_MAX ? 'given up' : 'owed', dueMs, lastReason })
  switch (event.type) {
    case 'asked':
      return change(event.what, { dueMs: event.dueMs })
    case 'noted':
      return { ...state, notes: [...state.notes, event.text.private] }
    case 'withdrawn':
      return change(event.what, { status: 'withdrawn' })
    case 'pinned':
      return { ...state, digest: event.digest }
    case 'closed':
      return { ...state, closed: true }
    case 'attempted':
      return change(event.obligation, { status: 'in hand', attempt: event.attempt, inHandUntilMs: event.deadlineMs })
    case 'lost':
      return failed(event.what, event.attempt, event.atMs, 'lost')
    case 'ended':
      if (event.outcome.ok) return change(event.what, { status: 'done' })
      return failed(event.what, event.attempt, event.outcome.retryAtMs ?? event.atMs + RETRY_MS, event.outcome.reason)
  }
}

const knows = knowing(
  { asked: true, noted: true, withdrawn: true, pinned: true, closed: true, ended: true, lost: true, attempted: true },
  { remind: true },
)

export const reminderCore: Core<ReminderState, ReminderCommand, ReminderEvent, Remind> = {
  initial: () => ({ reminders: {}, notes: [], closed: false }),
  decide,
  evolve,
  knows,
  owed: (_plan, state) => owed(state),
  stillWanted: (_plan, state, what, attempt) =>
    state.reminders[what]?.status === 'in hand' && state.reminders[what].attempt === attempt,
  planDigest: (state) => state.digest,
  closed: (state) => state.closed,
}

/** How a variant gets between the engine and what it stands on. */
import type { AnyCommand, AnyCore, Cores } from '../../../src/engine/any-core.ts'
import type { Storage, StreamTransaction } from '../../../src/engine/storage.ts'
import { incidentCore } from '../../../src/incident/core.ts'
import type { Effect } from '../../../src/incident/effects.ts'
import type { Event } from '../../../src/incident/events.ts'
import type { IncidentState } from '../../../src/incident/state.ts'
import type { Obligation } from '../../../src/plan/core.ts'
import type { Plan } from '../../../src/plan/schema.ts'
import type { AnyEffect } from '../../../src/program/cores.ts'

/** Every transaction, changed. */
export const withTransactions = (
  storage: Storage,
  change: (tx: StreamTransaction) => Partial<StreamTransaction>,
): Storage => {
  const changed = (tx: StreamTransaction): StreamTransaction => ({ ...tx, ...change(tx) })
  return {
    ...storage,
    withStream: (stream, work) => storage.withStream(stream, (tx) => work(changed(tx))),
    withDue: (nowMs, limit, work, except) => storage.withDue(nowMs, limit, (held) => work(held.map(changed)), except),
  }
}

type IncidentCore = typeof incidentCore

/** The rules of incidents, changed; those of all other streams stay. */
export const withIncidents =
  (cores: Cores<AnyEffect>, change: Partial<IncidentCore>): Cores<AnyEffect> =>
  (stream) => {
    const core = cores(stream)
    return core === (incidentCore as unknown) ? ({ ...incidentCore, ...change } as unknown as AnyCore<AnyEffect>) : core
  }

/** Owes something besides what the true core owes, and what its tick makes of it. */
export function owing(
  more: (plan: Plan, state: IncidentState) => (Obligation<Effect> & { event: (atMs: number) => Event })[],
): Pick<IncidentCore, 'owed' | 'decide'> {
  return {
    owed: (plan, state) =>
      [...incidentCore.owed(plan, state), ...(plan ? more(plan, state) : [])].toSorted((a, b) => a.dueMs - b.dueMs),
    decide(plan, state, command) {
      const decision = incidentCore.decide(plan, state, command)
      if (!decision.ok || !plan || (command as AnyCommand).type !== 'tick') return decision
      const after = decision.events.reduce(incidentCore.evolve, state)
      const due = more(plan, after).filter(({ dueMs }) => dueMs <= command.atMs)
      return { ...decision, events: [...decision.events, ...due.map(({ event }) => event(command.atMs))] }
    },
  }
}

const changedPlans = new WeakMap<Plan, Map<string, Plan>>()

/** The same rules for another plan, which differs from the true one in its steps. */
export function readingAnotherPlan(
  name: string,
  step: (step: Record<string, unknown>) => Record<string, unknown>,
): Partial<IncidentCore> {
  const other = (plan: Plan | undefined): Plan | undefined => {
    if (!plan) return undefined
    const known = changedPlans.get(plan) ?? new Map<string, Plan>()
    changedPlans.set(plan, known)
    const changed = known.get(name) ?? changeSteps(plan, step)
    known.set(name, changed)
    return changed
  }
  return {
    decide: (plan, state, command) => incidentCore.decide(other(plan), state, command),
    owed: (plan, state) => incidentCore.owed(other(plan), state),
    stillWanted: (plan, state, obligation, attempt) =>
      incidentCore.stillWanted(other(plan), state, obligation, attempt),
  }
}

function changeSteps(plan: Plan, step: (step: Record<string, unknown>) => Record<string, unknown>): Plan {
  const copy = structuredClone(plan)
  for (const { phases } of Object.values(copy.scenarios))
    for (const phase of phases)
      if ('steps' in phase && phase.steps) phase.steps = phase.steps.map((one) => step(one) as unknown as typeof one)
  return copy
}

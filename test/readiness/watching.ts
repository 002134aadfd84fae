/** Lives through the quiet days of a plan: a watch in virtual time, whose messages all arrive unless a test says otherwise. */

import { SYSTEM } from '../../src/plan/actor.ts'
import type { Obligation, Outcome } from '../../src/plan/core.ts'
import type { Plan } from '../../src/plan/schema.ts'
import type { Command } from '../../src/readiness/watch/commands.ts'
import { watchCore } from '../../src/readiness/watch/core.ts'
import type { Effect, ExternalEffect } from '../../src/readiness/watch/effects.ts'
import type { Event } from '../../src/readiness/watch/events.ts'
import { type WatchState, watchStream } from '../../src/readiness/watch/state.ts'

export type Answering = (effect: ExternalEffect, atMs: number) => Outcome | undefined

const hasOf = ({ drills, contactTests }: Plan) => ({ drills: Object.keys(drills), contactTests })

const STEPS_MAX = 200_000

/** @param answering undefined: nothing is heard of it, as when the worker died. */
export function watching(first: Plan, fromMs: number, answering: Answering = () => ({ ok: true })) {
  let plan = first
  let core = watchCore
  let adoptions = 0
  let nowMs = fromMs
  let state: WatchState = core.initial(watchStream(plan.id))
  const events: Event[] = []

  const give = (command: Command): { ok: boolean; why?: string; events: Event[] } => {
    const decision = core.decide(plan, state, command)
    if (!decision.ok) return { ok: false, why: decision.why, events: [] }
    // As the journal keeps them.
    const journaled = decision.events.map((event) => JSON.parse(JSON.stringify(event)) as Event)
    state = journaled.reduce(core.evolve, state)
    events.push(...journaled)
    for (const event of journaled) {
      if (event.type !== 'attempted') continue
      const { obligation, attempt, effect } = event
      if (!core.stillWanted(plan, state, obligation, attempt)) {
        give({
          type: 'outcome',
          atMs: nowMs,
          by: SYSTEM,
          obligation,
          attempt,
          outcome: { ok: false, reason: 'no longer wanted', detail: { withdrawn: true } },
        })
        continue
      }
      const outcome = answering(effect, nowMs)
      if (outcome) give({ type: 'outcome', atMs: nowMs, by: SYSTEM, obligation, attempt, outcome })
    }
    return { ok: true, events: journaled }
  }
  const tickUntilQuiet = () => {
    for (let step = 0; step < STEPS_MAX; step++) {
      const first = core.owed(plan, state)[0]
      if (!first || first.dueMs > nowMs) return
      const { events: ticked } = give({ type: 'tick', atMs: nowMs, by: SYSTEM, facts: { standIns: {} } })
      if (ticked.length === 0) throw new Error(`owed and not attempted: ${first.id}`)
    }
    throw new Error('never quiet')
  }

  const adopt = () =>
    give({
      ...{ type: 'adopt-plan', atMs: nowMs, by: SYSTEM, planId: plan.id, planDigest: `digest ${++adoptions}` },
      ...{ proofs: [], has: hasOf(plan) },
    })
  adopt()
  tickUntilQuiet()
  return {
    get state() {
      return state
    },
    get nowMs() {
      return nowMs
    },
    events,
    /** The rules from now on: those ashore, or those adrift. */
    use(next: typeof watchCore) {
      core = next
      tickUntilQuiet()
    },
    give(command: Command) {
      const given = give(command)
      tickUntilQuiet()
      return given
    },
    /** Another version of the plan comes into force. */
    adopt(next: Plan) {
      plan = next
      adopt()
      tickUntilQuiet()
    },
    owed: (): Obligation<Effect>[] => core.owed(plan, state),
    /** Moves to an instant through everything that is due before. */
    until(toMs: number): void {
      for (let step = 0; step < STEPS_MAX; step++) {
        const first = core.owed(plan, state)[0]
        if (!first || first.dueMs > toMs) break
        nowMs = Math.max(nowMs, first.dueMs)
        tickUntilQuiet()
      }
      nowMs = toMs
      tickUntilQuiet()
    },
    /** Nothing happens until then, as when Muster is away; then everything that is due. */
    awayUntil(toMs: number): void {
      nowMs = toMs
      tickUntilQuiet()
    },
    of<Type extends Event['type']>(type: Type): Extract<Event, { type: Type }>[] {
      return events.filter((event): event is Extract<Event, { type: Type }> => event.type === type)
    },
  }
}

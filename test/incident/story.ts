/** Given a plan, when people and time act, then these events: a story told to the pure core, without engine and adapters. */

import type { Command, IncidentCommand } from '../../src/incident/commands.ts'
import { incidentCore } from '../../src/incident/core.ts'
import type { IncidentDecision } from '../../src/incident/decision.ts'
import type { ExternalEffect } from '../../src/incident/effects.ts'
import type { Event, EventOf } from '../../src/incident/events.ts'
import { evolve } from '../../src/incident/evolve.ts'
import { initialState } from '../../src/incident/initial-state.ts'
import type { IncidentState } from '../../src/incident/state.ts'
import { type Actor, privately, SYSTEM } from '../../src/plan/actor.ts'
import type { Facts, Outcome } from '../../src/plan/core.ts'
import type { Plan } from '../../src/plan/schema.ts'

export const T0 = Date.UTC(2026, 11, 5, 10, 0)
export const MINUTE = 60_000
export const SECOND = 1_000

export const by = (person: string, via: Actor['via'] = 'slack'): Actor => ({ person, id: `test:${person}`, via })

type Answer = (effect: ExternalEffect, atMs: number) => Outcome | 'lost'

type Without<T> = T extends unknown ? Omit<T, 'atMs' | 'by'> : never

export interface Story {
  readonly state: IncidentState
  readonly events: Event[]
  nowMs: number
  /** The rules from now on: those ashore, or those adrift. */
  core: typeof incidentCore
  /** What adapters answer from now on. */
  answer: Answer
  /** Someone asks for something now; what it brings is carried out at once. */
  ask(command: Without<IncidentCommand>, who?: Actor): IncidentDecision
  /** A worker reports at last on an attempt that the adapter left in hand. */
  outcome(obligation: string, attempt: number, outcome: Outcome): void
  /** Moves to so long after the declaration, stopping at everything that falls due. */
  until(afterMs: number): void
  /** Pages handed out so far: `person by means at minutes`. */
  pages(): string[]
  reached(): string[]
  of<T extends Event['type']>(type: T): EventOf<T>[]
}

const WITHDRAWN: Outcome = { ok: false, reason: 'no longer wanted', detail: { withdrawn: true } }

const works: Answer = (effect) => ({ ok: true, detail: { ref: `ref-${effect.kind}`, ts: `ts-${effect.kind}` } })

export function startStory(
  plan: Plan,
  options: {
    declare?: Partial<Extract<IncidentCommand, { type: 'declare' }>>
    answer?: Answer
    facts?: Facts
    core?: typeof incidentCore
  } = {},
): Story {
  const { facts = { standIns: {} } } = options
  let state = initialState('DR-20261205-1000')
  const events: Event[] = []
  const take = (command: Command) => {
    const decision = story.core.decide(plan, state, command)
    if (decision.ok) {
      events.push(...decision.events)
      state = decision.events.reduce(evolve, state)
    }
    return decision
  }
  const story: Story = {
    get state() {
      return state
    },
    events,
    nowMs: T0,
    core: options.core ?? incidentCore,
    answer: options.answer ?? works,
    ask(command, who = by('olga')) {
      const decision = take({ ...command, atMs: story.nowMs, by: who, facts } as IncidentCommand)
      work()
      return decision
    },
    outcome(obligation, attempt, outcome) {
      take({ type: 'outcome', atMs: story.nowMs, by: SYSTEM, obligation, attempt, outcome })
      work()
    },
    until(afterMs) {
      for (;;) {
        const next = story.core.owed(plan, state)[0]
        if (!next || next.dueMs > T0 + afterMs) break
        story.nowMs = Math.max(story.nowMs, next.dueMs)
        work()
      }
      story.nowMs = T0 + afterMs
    },
    pages: () =>
      events.flatMap((event) =>
        event.type === 'attempted' && event.effect.kind === 'page'
          ? [`${event.effect.person} by ${event.effect.means} at ${(event.atMs - T0) / MINUTE}`]
          : [],
      ),
    reached: () =>
      story.of('level-reached').map((event) => `${event.level} at ${(event.atMs - T0) / MINUTE} (${event.why})`),
    of: <T extends Event['type']>(type: T) => events.filter((event): event is EventOf<T> => event.type === type),
  }
  function work() {
    for (;;) {
      const decision = take({ type: 'tick', atMs: story.nowMs, by: SYSTEM, facts })
      const handedOut = decision.ok
        ? decision.events.filter((event): event is EventOf<'attempted'> => event.type === 'attempted')
        : []
      if (handedOut.length === 0) return
      for (const { obligation, attempt, effect } of handedOut) {
        // As a worker does: a last look whether it is still wanted.
        const outcome = story.core.stillWanted(plan, state, obligation, attempt)
          ? story.answer(effect, story.nowMs)
          : WITHDRAWN
        if (outcome !== 'lost') take({ type: 'outcome', atMs: story.nowMs, by: SYSTEM, obligation, attempt, outcome })
      }
    }
  }
  take({
    type: 'declare',
    atMs: T0,
    by: by('dora'),
    planDigest: 'digest',
    scenario: 'database-corruption',
    severity: 'critical',
    mode: 'real',
    seen: privately('queries fail'),
    outageStartMs: null,
    components: [],
    ...options.declare,
  })
  work()
  return story
}

/** Cores that are broken on purpose: they decide or owe what they must not. */
import { incidentCore } from '../../../src/incident/core.ts'
import type { Effect } from '../../../src/incident/effects.ts'
import type { IncidentState } from '../../../src/incident/state.ts'
import { reachLevel } from '../../../src/incident/tick.ts'
import { SYSTEM } from '../../../src/plan/actor.ts'
import type { Variant } from './variant.ts'
import { owing, readingAnotherPlan, withIncidents } from './wrap.ts'

/** As it would stand had nobody acknowledged. */
const unanswered = (state: IncidentState): IncidentState => ({
  ...state,
  acknowledgements: {},
  ladder: { ...state.ladder, answeredMs: null },
})

const goesOnAfterStop: Variant = {
  name: 'goes-on-after-stop',
  what: 'the second level of the ladder is reached whether or not somebody has acknowledged',
  caughtBy: 'levels-stop',
  wrap: ({ cores }) => ({
    cores: withIncidents(
      cores,
      owing((plan, state) => {
        if (Object.keys(state.acknowledgements).length === 0) return []
        return incidentCore.owed(plan, unanswered(state)).flatMap((owed) => {
          const { effect } = owed
          if (effect.kind !== 'reach-level' || effect.level !== 'two') return []
          return [{ ...owed, event: (atMs: number) => reachLevel(plan, effect, atMs, { standIns: {} }) }]
        })
      }),
    ),
  }),
}

/** The time through the order of means that no plan asks for. */
const AGAIN = 99

const pagesAgain: Variant = {
  name: 'pages-again',
  what: 'whoever has acknowledged is paged once more half a minute later',
  caughtBy: 'answered-in-peace',
  wrap: ({ cores }) => ({
    cores: withIncidents(cores, {
      ...owing((_plan, state) =>
        Object.values(state.pages).flatMap((page) => {
          const means = page.order[0]
          const id = `page/${page.id}/${AGAIN}/${means}`
          if (page.end !== 'acknowledged' || !means || state.efforts[id] || state.phase !== 'open') return []
          const effect = { kind: 'page', page: page.id, level: page.key, person: page.person, means } satisfies Effect
          const event = (atMs: number) => ({
            ...{ type: 'attempted' as const, atMs, by: SYSTEM, obligation: id, attempt: 1 },
            ...{ deadlineMs: atMs + 15_000, effect },
          })
          return [{ id, dueMs: (page.endedMs ?? 0) + 30_000, effect, event }]
        }),
      ),
      stillWanted: (plan, state, obligation, attempt) =>
        obligation.includes(`/${AGAIN}/`) || incidentCore.stillWanted(plan, state, obligation, attempt),
    }),
  }),
}

const dropsOutcomes: Variant = {
  name: 'drops-outcomes',
  what: 'the report that a page has failed is thrown away',
  caughtBy: 'outcomes-journaled',
  wrap: ({ cores }) => ({
    cores: withIncidents(cores, {
      decide(plan, state, command) {
        const isFailure = command.type === 'outcome' && !command.outcome.ok
        if (isFailure && state.efforts[command.obligation]?.effect.kind === 'page') return { ok: true, events: [] }
        return incidentCore.decide(plan, state, command)
      },
    }),
  }),
}

const oneApprovalLess: Variant = {
  name: 'one-approval-less',
  what: 'a step runs with one approval fewer than it asks for',
  caughtBy: 'runs-approved',
  wrap: ({ cores }) => ({
    cores: withIncidents(
      cores,
      readingAnotherPlan('one-approval-less', (step) => {
        const approval = step.approval as { count: number } | undefined
        return approval && approval.count > 1 ? { ...step, approval: { ...approval, count: approval.count - 1 } } : step
      }),
    ),
  }),
}

const repeatsUnknown: Variant = {
  name: 'repeats-unknown',
  what: 'a run of which nobody knows how it ended is begun again by itself',
  caughtBy: 'runs-once',
  wrap: ({ cores }) => ({
    cores: withIncidents(
      cores,
      readingAnotherPlan('repeats-unknown', (step) => ({ ...step, repeatable: true })),
    ),
  }),
}

export const BROKEN_CORES: readonly Variant[] = [
  ...[goesOnAfterStop, pagesAgain, dropsOutcomes, oneApprovalLess, repeatsUnknown],
]

/** A tier that is due before the recovery can have come to what restores it: the two clocks contradict each other (E17). */
import { formatDuration } from '../../plan/length.ts'
import { comesAfter } from '../../plan/longest-way.ts'
import { type PlanPhase, type PlanStep, procedureOf } from '../../plan/procedure.ts'
import type { Plan } from '../../plan/schema.ts'
import { type Fault, once } from '../once.ts'
import type { CheckRule } from '../rule.ts'
import { quoted } from '../words.ts'

export const tierBeforePhase: CheckRule = {
  name: 'tier-before-phase',
  level: 'warning',
  judge: ({ plan, data }) =>
    once(
      data,
      Object.keys(plan.scenarios).flatMap((id) => earlyTiers(plan, id)),
    ),
}

function earlyTiers(plan: Plan, scenario: string): Fault[] {
  const { steps, byId, phases } = procedureOf(plan, scenario)
  return plan.tiers.flatMap(({ id, label, window: { toMs } }, index): Fault[] => {
    const restoring = steps.filter((step) => step.restores.includes(id))
    const [last] = restoring.flatMap((step) => phasesBefore(step, byId, phases)).toSorted((a, b) => b.fromMs - a.fromMs)
    if (toMs === null || !last || last.fromMs < toMs) return []
    const begins = formatDuration(last.fromMs)
    return [
      {
        within: quoted(scenario),
        path: ['tiers', index, 'window'],
        at: 'value',
        say: (within) =>
          `the tier "${id}" (${label}) is due after ${formatDuration(toMs)}, but what restores it in ${within} waits for the phase "${last.id}", which begins after ${begins}`,
        remedy: `let the tier be due after that, or let the phase begin before ${formatDuration(toMs)}`,
      },
    ]
  })
}

/** The phases with a window that a step is in, or has to wait for. */
function phasesBefore(
  step: PlanStep,
  byId: ReadonlyMap<string, PlanStep>,
  phases: readonly PlanPhase[],
): { id: string; fromMs: number }[] {
  const seen = new Set([step.id])
  for (const id of seen) for (const before of byId.has(id) ? comesAfter(byId.get(id)!) : []) seen.add(before)
  const entered = new Set([...seen].map((id) => byId.get(id)?.phase))
  return phases.flatMap(({ id, window }) => (window && entered.has(id) ? [{ id, fromMs: window.fromMs }] : []))
}

/** Tiers that are due before the recovery can have come to what restores them: the two clocks contradict each other (E17). One finding for a scenario's tiers. */
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
  const early = plan.tiers.flatMap(({ id, label, window: { toMs } }, index) => {
    const restoring = steps.filter((step) => step.restores.includes(id))
    const [last] = restoring.flatMap((step) => phasesBefore(step, byId, phases)).toSorted((a, b) => b.fromMs - a.fromMs)
    if (toMs === null || !last || last.fromMs < toMs) return []
    const due = `"${id}" (${label}) is due after ${formatDuration(toMs)}`
    const told = `${due} and waits for the phase "${last.id}", which begins after ${formatDuration(last.fromMs)}`
    return [{ index, told }]
  })
  const [first] = early
  if (!first) return []
  const [tiers, them] = early.length === 1 ? ['a tier is', 'it'] : [`${early.length} tiers are`, 'them']
  return [
    {
      within: quoted(scenario),
      path: ['tiers', first.index, 'window'],
      at: 'value',
      say: (within) =>
        `${tiers} due before what restores ${them} in ${within} can be done: ${early.map(({ told }) => told).join('; ')}`,
      remedy: 'let each be due after that, or let the phases begin earlier',
    },
  ]
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

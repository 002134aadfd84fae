/** More than 80 % of a scenario's RTO is planned away: by its steps, or, where not every step has a budget, by the windows of its phases. One step that goes badly, and it is missed. */
import type { Plan } from '../../plan/schema.ts'
import { type Fault, once } from '../once.ts'
import type { CheckRule } from '../rule.ts'
import { inMinutes, quoted } from '../words.ts'
import { phaseEnds } from './phase-windows.ts'
import { isWhollyBudgeted, partsInWords, recoveryTimes } from './recovery-time.ts'

/** Share of the RTO above which a plan is tight: what is left should take one step that has to be done twice. */
const TIGHT = 0.8

export const rtoTight: CheckRule = {
  name: 'rto-tight',
  level: 'warning',
  judge: ({ plan, data }) =>
    once(
      data,
      Object.keys(plan.scenarios).flatMap((id) => tightness(plan, id)),
    ),
}

function tightness(plan: Plan, id: string): Fault[] {
  const rtoMs = plan.scenarios[id]?.rto ?? plan.objectives.rto
  const time = recoveryTimes(plan, id)?.worst
  // Over the RTO is for another rule, by steps and by windows.
  if (time && time.totalMs > rtoMs) return []
  const windows = isWhollyBudgeted(plan, id) ? [] : phaseEnds(plan, id)
  const last = windows.toSorted((a, b) => b.endMs - a.endMs)[0]
  const endMs = last && last.endMs <= rtoMs ? last.endMs : 0
  if (Math.max(time?.totalMs ?? 0, endMs) <= TIGHT * rtoMs) return []
  if (time && time.totalMs >= endMs) {
    const { totalMs, longest } = time
    return [
      {
        within: quoted(id),
        path: ['scenarios', id],
        at: 'key',
        step: longest.id,
        say: (within) =>
          `${within} takes ${inMinutes(totalMs)} of its RTO of ${inMinutes(rtoMs)}, which leaves ${inMinutes(rtoMs - totalMs)}: ${partsInWords(time)}`,
        remedy: `shorten "${longest.id}" (${inMinutes(longest.budget ?? 0)}), the longest on the way, or write a longer RTO`,
      },
    ]
  }
  if (!last) return []
  return [
    {
      within: quoted(id),
      path: ['scenarios', id, 'phases', last.index, 'window'],
      at: 'value',
      say: (within) =>
        `the windows of ${within} end after ${inMinutes(endMs)}, with an RTO of ${inMinutes(rtoMs)}: that leaves ${inMinutes(rtoMs - endMs)}`,
      remedy: `end the window of "${last.id}" earlier, or write a longer RTO`,
    },
  ]
}

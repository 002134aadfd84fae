/** Phases and tiers whose windows end after the RTO: who keeps to them misses it. */
import { formatDuration } from '../../plan/length.ts'
import type { Plan } from '../../plan/schema.ts'
import { type Fault, once } from '../once.ts'
import type { CheckRule, Finding } from '../rule.ts'
import { listed, quoted } from '../words.ts'
import { phaseEnds } from './phase-windows.ts'

export const windowBeyondRto: CheckRule = {
  name: 'window-beyond-rto',
  level: 'warning',
  judge: ({ plan, data }) => [
    ...once(
      data,
      Object.keys(plan.scenarios).flatMap((id) => phasesBeyond(plan, id)),
    ),
    ...tiersBeyond(plan),
  ],
}

function phasesBeyond(plan: Plan, id: string): Fault[] {
  const rtoMs = plan.scenarios[id]?.rto ?? plan.objectives.rto
  const beyond = phaseEnds(plan, id).filter(({ endMs }) => endMs > rtoMs)
  const [first] = beyond
  if (!first) return []
  const ends = listed(beyond.map((phase) => `"${phase.id}" to ${formatDuration(phase.endMs)}`))
  return [
    {
      within: quoted(id),
      path: ['scenarios', id, 'phases', first.index, 'window'],
      at: 'value',
      say: (within) => `windows of ${within} reach past the RTO of ${formatDuration(rtoMs)}: ${ends}`,
      remedy: `end them within ${formatDuration(rtoMs)}, write a longer RTO, or mark the steps that come after the service is back with "openEnded: true"`,
    },
  ]
}

const tiersBeyond = ({ tiers, objectives: { rto } }: Plan): Finding[] =>
  tiers.flatMap(({ id, label, window: { fromMs, toMs } }, index) => {
    const endMs = toMs ?? fromMs
    if (endMs <= rto) return []
    return [
      {
        path: ['tiers', index, 'window'],
        at: 'value',
        message: `the tier "${id}" (${label}) comes back after up to ${formatDuration(endMs)}, ${formatDuration(endMs - rto)} past the RTO of ${formatDuration(rto)}`,
        remedy: `end its window within ${formatDuration(rto)}, or write a longer RTO`,
      },
    ]
  })

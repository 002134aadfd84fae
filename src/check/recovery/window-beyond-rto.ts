/** Times that the plan itself expects to be longer than its RTO: windows of phases and tiers, outages of a category, the activation of a region. */
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
    ...outagesBeyond(plan),
    ...activationsBeyond(plan),
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

/**
 * With several scenarios the most generous objective of them is what an expected outage is held against. Categories that are held against the same one are one
 * finding.
 */
function outagesBeyond({ categories, scenarios, objectives: { rto } }: Plan): Finding[] {
  const beyond = Object.entries(categories).flatMap(([id, { outage }]) => {
    const own = Object.values(scenarios).filter(({ category }) => category === id)
    const rtoMs = Math.max(...(own.length > 0 ? own.map((scenario) => scenario.rto ?? rto) : [rto]))
    if (!outage || (outage.toMs ?? outage.fromMs) <= rtoMs) return []
    const length =
      outage.toMs === null ? `${formatDuration(outage.fromMs)} and more` : `up to ${formatDuration(outage.toMs)}`
    return [{ id, rtoMs, told: `${quoted(id)} ${length}` }]
  })
  return [...Map.groupBy(beyond, ({ rtoMs }) => rtoMs)].flatMap(([rtoMs, group]) => {
    const [first] = group
    if (!first) return []
    return [
      {
        path: ['categories', first.id, 'outage'],
        at: 'value' as const,
        message: `outages are expected to last longer than the RTO of ${formatDuration(rtoMs)}: ${listed(group.map(({ told }) => told))}`,
        remedy: 'give their scenarios an RTO that can be kept, or a recovery that is faster than the outage',
      },
    ]
  })
}

const activationsBeyond = ({ regions, objectives: { rto } }: Plan): Finding[] =>
  Object.entries(regions).flatMap(([id, { activation = 0 }]) => {
    if (activation <= rto) return []
    return [
      {
        path: ['regions', id, 'activation'],
        at: 'value',
        message: `the region "${id}" serves ${formatDuration(activation)} after somebody begins to activate it, ${formatDuration(activation - rto)} past the RTO of ${formatDuration(rto)}`,
        remedy: 'keep it warmer, or write a longer RTO',
      },
    ]
  })

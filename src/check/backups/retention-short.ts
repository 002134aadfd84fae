/** Backups that are kept for less long than a law, a standard or their own increments ask for. */
import type { BackupSet } from '../../plan/backup-schema.ts'
import { formatDuration } from '../../plan/length.ts'
import type { Plan } from '../../plan/schema.ts'
import type { CheckRule, Finding } from '../rule.ts'
import { savedTogether } from './sets.ts'

export const retentionShort: CheckRule = {
  name: 'retention-short',
  level: 'warning',
  judge: ({ plan }) => [...demanded(plan), ...orphans(plan)],
}

const keptMs = ({ keep = [] }: BackupSet): number => Math.max(0, ...keep.map((one) => one.for))

/** What is logged or configured is no proof that the data were kept. */
const HOLDS_DATA = ['full', 'incremental', 'snapshot', 'log', 'other']

/** One finding for what is saved together, where its longest "keep" stands: an owner may let one stand, such as that of a cache, and not the others. */
function demanded(plan: Plan): Finding[] {
  const asked = Object.values(plan.compliance).flatMap(({ standard, demands }) =>
    demands.flatMap(({ keepBackups }) => (keepBackups === undefined ? [] : [{ standard, keepBackups }])),
  )
  const kept = savedTogether(plan).flatMap(({ name, sets }) => {
    const holding = sets.filter(({ set }) => HOLDS_DATA.includes(set.kind) && set.keep !== undefined)
    const [longest] = holding.toSorted((a, b) => keptMs(b.set) - keptMs(a.set))
    return longest ? [{ name, id: longest.id, ms: keptMs(longest.set) }] : []
  })
  return asked.flatMap(({ standard, keepBackups }) =>
    kept
      .filter(({ ms }) => ms < keepBackups)
      .map(({ name, id, ms }) => ({
        path: ['backups', id, 'keep'],
        at: 'value' as const,
        message: `${standard} asks for backups of ${formatDuration(keepBackups)}, and the plan keeps those of ${name} for ${formatDuration(ms)}, ${formatDuration(keepBackups - ms)} less`,
        remedy: `write "keep: ${formatDuration(keepBackups)}", or keep one of each day for so long ("keep: [{ of: daily, for: ${formatDuration(keepBackups)} }]")`,
      })),
  )
}

/** An increment says what has changed since the full backup before it, and is worth nothing without that one. */
function orphans(plan: Plan): Finding[] {
  return savedTogether(plan).flatMap(({ sets }) => {
    const fulls = sets.filter(({ set }) => set.kind === 'full' && set.keep)
    const fullMs = Math.max(0, ...fulls.map(({ set }) => keptMs(set)))
    return sets.flatMap(({ id, set }): Finding[] => {
      const isDependent = set.kind === 'incremental' || set.kind === 'log'
      if (!isDependent || fulls.length === 0 || keptMs(set) <= fullMs) return []
      return [
        {
          path: ['backups', id, 'keep'],
          at: 'value',
          message: `"${set.label}" is kept for ${formatDuration(keptMs(set))}, longer than the full backups that it builds on (${formatDuration(fullMs)})`,
          remedy: 'keep the full ones for as long, or these less long',
        },
      ]
    })
  })
}

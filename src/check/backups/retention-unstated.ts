/** Backups of which nobody says for how long they are kept. Sets without a schedule are told by the rule for those. */
import type { CheckRule, Finding } from '../rule.ts'
import { listed, quoted } from '../words.ts'
import { isPushed, type MadeSet, type SavedTogether, savedTogether } from './sets.ts'

export const retentionUnstated: CheckRule = {
  name: 'retention-unstated',
  level: 'warning',
  judge: ({ plan }) => {
    const told = new Set<string>()
    return savedTogether(plan).flatMap((together) => {
      const unstated = together.sets.filter(({ id, set }) => isUnstated(set) && !told.has(id))
      for (const { id } of unstated) told.add(id)
      return ofTogether(together, unstated)
    })
  },
}

const isUnstated = (set: MadeSet['set']): boolean =>
  set.keep === undefined && set.schedule !== undefined && !isPushed(set)

/** What builds on backups that are kept for a known time matters for the moments between two of them only. */
function ofTogether({ sets }: SavedTogether, unstated: readonly MadeSet[]): Finding[] {
  const [first] = unstated
  if (!first) return []
  const builds = ({ set: { kind } }: MadeSet) => kind === 'incremental' || kind === 'log'
  const hasBase = sets.some((made) => !builds(made) && made.set.keep !== undefined)
  const labels = listed(unstated.map(({ set }) => quoted(set.label)))
  const why =
    hasBase && unstated.every(builds)
      ? 'how far back a moment between two whole backups can be had is not known'
      : 'what went wrong unnoticed weeks ago may be in all that is left'
  return [
    {
      path: ['backups', first.id],
      at: 'key',
      message: `nobody says for how long backups of ${labels} are kept: ${why}`,
      remedy: 'write "keep", such as "keep: 30 days", or what is kept of days, weeks and months',
    },
  ]
}

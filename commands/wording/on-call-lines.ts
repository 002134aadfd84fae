/** Who is on call, one line a level: the first of each target, who is asked first. */
import { inWords } from '../../src/plan/in-words.ts'
import { formatDuration } from '../../src/plan/length.ts'
import { bullets } from './lists.ts'
import type { OnCallLevel } from './on-call.ts'

/** `• Level 1, at once: Ana`; somebody who cannot be reached is said so. */
export function onCallLines(levels: readonly OnCallLevel[]): string {
  if (levels.length === 0) return 'Nobody: the plan has no ladder for this.'
  return bullets(levels.map((level) => `${level.label}, ${whenOf(level)}: ${inWords(level.targets.map(firstOf))}`))
}

const whenOf = ({ afterMs }: OnCallLevel): string => (afterMs === 0 ? 'at once' : `after ${formatDuration(afterMs)}`)

function firstOf({ label, schedule, people: [first] }: OnCallLevel['targets'][number]): string {
  if (schedule !== undefined) return `whom ${label} names`
  if (!first) return `${label}: *nobody*`
  const who = first.for === undefined ? first.name : `${first.name} for ${first.for}`
  return first.means.length > 0 ? who : `${who}, *who cannot be reached*`
}

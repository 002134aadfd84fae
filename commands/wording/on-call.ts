/** Levels of a ladder with the people who would be paged, in order, with their means and what is missing. */
import { MEANS_LABELS, type View } from '../../src/incident/view-shape.ts'
import { formatDuration } from '../../src/plan/length.ts'
import { expandTarget, personOrder } from '../../src/plan/people.ts'
import type { Level, Means, Plan, Target } from '../../src/plan/schema.ts'
import { bullets } from './lists.ts'
import { clockTime, moment } from './times.ts'

interface Circumstances {
  atMs: number
  /** Person → who stands in for them now. */
  covers: Record<string, string>
  /** Of an open incident: when each level was reached or is due. */
  ladder?: View['ladder']
}

/** A person who would be paged; `for` is who is away. */
interface OnCall {
  person: string
  name: string
  for?: string
  means: Means[]
  missing: Means[]
}

export interface OnCallLevel {
  level: string
  label: string
  afterMs: number
  targets: { label: string; schedule?: string; people: OnCall[] }[]
}

export function describeLevels(
  plan: Plan,
  levels: readonly Level[],
  now: Circumstances,
): { text: string; data: OnCallLevel[] } {
  const data = levels.map((level) => ({
    level: level.id,
    label: level.label,
    afterMs: level.after,
    targets: level.to.map((target) => onTarget(plan, level, target, now)),
  }))
  if (data.length === 0) return { text: 'Nobody: the plan has no ladder for this.', data }
  const told = data.map((level) => `*${level.label}*, ${when(level, now)}:\n${bullets(level.targets.map(targetLine))}`)
  return { text: told.join('\n'), data }
}

function when(level: OnCallLevel, { ladder, atMs }: Circumstances): string {
  const known = ladder?.levels.findLast((one) => one.level === level.level)
  if (known?.reachedMs !== undefined) return `paged ${moment(known.reachedMs, atMs)}`
  if (known?.dueMs !== undefined) return `due ${clockTime(known.dueMs, atMs)}`
  if (ladder) return 'not due'
  return level.afterMs === 0 ? 'at once' : `after ${formatDuration(level.afterMs)}`
}

function onTarget(
  plan: Plan,
  level: Level,
  target: Target,
  { atMs, covers }: Circumstances,
): OnCallLevel['targets'][number] {
  const people = expandTarget(plan, target, atMs).flatMap((away, index, all): OnCall[] => {
    const person = covers[away] ?? away
    // Who stands in for somebody on the same target is paged once, in the earlier place.
    if (all.slice(0, index).some((earlier) => (covers[earlier] ?? earlier) === person)) return []
    const known = plan.people[person]
    const means = personOrder(plan, person, level)
    const missing = (known?.means ?? level.means).filter((one) => !means.includes(one))
    const name = known?.name ?? person
    return [{ person, name, means, missing, ...(person !== away && { for: plan.people[away]?.name ?? away }) }]
  })
  const label = labelOf(plan, target)
  return 'pagerdutySchedule' in target ? { label, schedule: target.pagerdutySchedule, people } : { label, people }
}

function labelOf(plan: Plan, target: Target): string {
  if ('person' in target) return plan.people[target.person]?.name ?? target.person
  if ('role' in target) return plan.roles[target.role]?.label ?? target.role
  if ('rotation' in target) return plan.rotations[target.rotation]?.label ?? target.rotation
  return `PagerDuty schedule ${target.pagerdutySchedule}`
}

function targetLine({ label, schedule, people }: OnCallLevel['targets'][number]): string {
  if (people.length === 0) return `${label}: *nobody*`
  const told = people.map(personLine).join('; then ')
  if (schedule !== undefined) return `${label} says who; if it does not: ${told}`
  return people.length === 1 && people[0]?.name === label ? told : `${label}: ${told}`
}

function personLine({ name, for: away, means, missing }: OnCall): string {
  const who = away === undefined ? name : `${name} for ${away}`
  const without = missing.map((one) => `no ${MEANS_LABELS[one]}`).join(', ')
  if (means.length === 0) return `${who}, *who cannot be reached* (${without})`
  const by = means.map((one) => MEANS_LABELS[one]).join(', ')
  return `${who} (${by}${without === '' ? '' : `; ${without}`})`
}

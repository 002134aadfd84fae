/** The names that a plan gives its parts, and its conditions and times, in words for readers who have nothing but the paper. */
import { inWords } from '../plan/in-words.ts'
import { formatDuration } from '../plan/length.ts'
import { isE164 } from '../plan/phone.ts'
import type { Plan, Target } from '../plan/schema.ts'
import type { Condition } from '../plan/step-schema.ts'
import type { Schedule } from '../plan/time-field.ts'
import { type Inline, joined, type Words, words } from './document.ts'

export const lengthOf = formatDuration

/** A length that stays on one line. */
const unbroken = (ms: number): string => formatDuration(ms).replaceAll(' ', '\u00a0')

/** `at once`, `after 15 min`. */
export const afterText = (ms: number): string => (ms === 0 ? 'at once' : `after ${unbroken(ms)}`)

/** `T+0`, `T+1 h 30 min`. */
export const moment = (ms: number): string => (ms === 0 ? 'T+0' : `T+${unbroken(ms)}`)

export const rpoText = (ms: number): string => (ms === 0 ? 'none: no data may be lost' : formatDuration(ms))

export const windowText = ({ fromMs, toMs }: { fromMs: number; toMs: number | null }): string =>
  toMs === null ? `from ${moment(fromMs)} on` : `${moment(fromMs)} to ${moment(toMs)}`

/** A length that is not known exactly: `1 h to 6 h`, `1 h or more`, `open-ended`. */
export function spanText({ fromMs, toMs }: { fromMs: number; toMs: number | null }): string {
  if (toMs === null) return fromMs === 0 ? 'open-ended' : `${formatDuration(fromMs)} or more`
  return fromMs === 0 ? `up to ${formatDuration(toMs)}` : `${formatDuration(fromMs)} to ${formatDuration(toMs)}`
}

/** As the plan words it; a cron line as what it is. */
export const scheduleWords = ({ written, time }: Schedule): Words => [
  time.kind === 'cron' ? { code: written } : written,
]

export const roleName = (plan: Plan, role: string): string => plan.roles[role]?.label ?? role
export const personName = (plan: Plan, person: string): string => plan.people[person]?.name ?? person
export const severityName = (plan: Plan, severity: string): string =>
  plan.severities.find(({ id }) => id === severity)?.label ?? severity
export const scenarioName = (plan: Plan, scenario: string): string => plan.scenarios[scenario]?.title ?? scenario

/** `Database Administrator (Ana, then Ben)`; says so where nobody holds the role. */
export function roleWithHolders(plan: Plan, role: string): Words {
  const holders = plan.roles[role]?.holders ?? []
  const label = roleName(plan, role)
  if (holders.length === 0) return [`${label} `, { flag: 'missing', text: 'nobody holds this role' }]
  const names = holders.map((person) => personName(plan, person))
  return names.length === 1 && sameName(names[0]!, label) ? [names[0]!] : [`${label} (${names.join(', then ')})`]
}

const sameName = (person: string, role: string): boolean => person.toLowerCase().startsWith(role.toLowerCase())

/** The number to dial; says so where there is none, or none that can be dialled from everywhere. */
export function phoneOf(plan: Plan, person: string): Words {
  const phone = plan.people[person]?.phone
  if (phone === undefined) return [{ flag: 'missing', text: 'no telephone number' }]
  return isE164(phone) ? [{ strong: phone }] : [phone, ' ', { flag: 'missing', text: 'not in international form' }]
}

const nameWithPhone = (plan: Plan, person: string): Words =>
  words`${personName(plan, person)}, ${phoneOf(plan, person)}`

/** Who a level pages, first to last, each with the number to dial. */
export function targetWords(plan: Plan, target: Target): Words {
  if ('person' in target) return nameWithPhone(plan, target.person)
  if ('role' in target) {
    const holders = plan.roles[target.role]?.holders ?? []
    if (holders.length === 0) return roleWithHolders(plan, target.role)
    const only = holders.length === 1 && sameName(personName(plan, holders[0]!), roleName(plan, target.role))
    const people = joined(
      holders.map((person) => nameWithPhone(plan, person)),
      '; then ',
    )
    return only ? people : words`${roleName(plan, target.role)}: ${people}`
  }
  if ('rotation' in target) {
    const { label, people = [] } = plan.rotations[target.rotation] ?? {}
    const each = joined(
      people.map((person) => nameWithPhone(plan, person)),
      '; ',
    )
    return words`whoever is on call by ${label ?? target.rotation}: ${each}`
  }
  const otherwise = targetWords(plan, target.otherwise)
  return words`whoever PagerDuty's schedule ${{ code: target.pagerdutySchedule }} names; if it does not say: ${otherwise}`
}

/** As in "only if way was decided as: Restart it". */
export function conditionWords(condition: Condition, titleOf: (step: string) => string, optionOf: OptionOf): Words {
  if ('chosen' in condition) {
    return joined(
      Object.entries(condition.chosen).map(([step, options]): Words => {
        const labels = [options].flat().map((option) => `“${optionOf(step, option)}”`)
        return [`${inWords(labels, 'or')} was chosen in ${titleOf(step)}`]
      }),
      ', and ',
    )
  }
  const value: Inline = { code: condition.value }
  if (condition.equals === undefined) return words`the value ${value} is known`
  return words`the value ${value} is ${inWords([condition.equals].flat(), 'or')}`
}

/** Label of an option of a decision. */
export type OptionOf = (step: string, option: string) => string

/** Names of severities for which something holds; empty: for all. */
export const onlySeverities = (plan: Plan, ids: readonly string[] | undefined): string =>
  ids === undefined ? '' : inWords(ids.map((id) => severityName(plan, id)))

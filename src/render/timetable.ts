/** What is due when in one scenario, from the declaration on, as if nobody answered: pages, notices, questions, phases, tiers, warnings. */
import { inWords } from '../plan/in-words.ts'
import { AUDIENCE_MEANS_LABELS } from '../plan/means-labels.ts'
import { meansOf } from '../plan/notice-means.ts'
import { defaultSeverity, policyFor } from '../plan/policy-for.ts'
import type { Notice, Plan, Scenario } from '../plan/schema.ts'
import { type Inline, joined, toWords, type Words, words } from './document.ts'
import { personName, roleName } from './wording.ts'

export interface TimetableRow {
  atMs: number
  what: Words
}

/** One row for each moment; what falls together stands in the order of pages, notices, questions, work, warnings. */
export function timetable(plan: Plan, scenarioId: string): TimetableRow[] {
  const scenario = plan.scenarios[scenarioId]!
  const severity = defaultSeverity(plan, scenarioId)
  const rows = [
    ...pages(plan, scenarioId, severity),
    ...plan.notices
      .filter((notice) => appliesTo(plan, notice, scenarioId, severity))
      .flatMap((notice) => noticeRows(plan, notice)),
    ...questionRows(plan, scenarioId, severity),
    ...workRows(plan, scenario),
    ...warningRows(plan, scenario),
  ]
  const byTime = Map.groupBy(
    rows.toSorted((a, b) => a.atMs - b.atMs),
    ({ atMs }) => atMs,
  )
  return [...byTime].map(([atMs, all]) => ({
    atMs,
    what: joined(
      all.map(({ what }) => what),
      '; ',
    ),
  }))
}

const row = (atMs: number, what: Inline | Words): TimetableRow => ({ atMs, what: toWords(what) })

function pages(plan: Plan, scenarioId: string, severity: string): TimetableRow[] {
  const levels = plan.policies[policyFor(plan, scenarioId, severity) ?? '']?.levels ?? []
  return levels
    .filter((level) => level.severities?.includes(severity) ?? true)
    .map(({ after, label, to }) =>
      row(after, `Paged: ${inWords(to.map((target) => targetName(plan, target)))} (${label})`),
    )
}

function targetName(plan: Plan, target: Plan['policies'][string]['levels'][number]['to'][number]): string {
  if ('person' in target) return personName(plan, target.person)
  if ('role' in target) return roleName(plan, target.role)
  if ('rotation' in target) return plan.rotations[target.rotation]?.label ?? target.rotation
  return `PagerDuty's schedule ${target.pagerdutySchedule}`
}

export function appliesTo(plan: Plan, notice: Notice, scenario: string, severity: string): boolean {
  const rank = (id: string) => plan.severities.find((one) => one.id === id)?.rank ?? Number.POSITIVE_INFINITY
  if (notice.severities && !notice.severities.includes(severity)) return false
  if (notice.fromSeverity !== undefined && rank(severity) > rank(notice.fromSeverity)) return false
  return notice.scenarios?.includes(scenario) ?? true
}

/** Of a notice whose time counts from an answer nobody knows the hour, and one that waits for an answer goes out with it; both stand in the table of notices. */
function noticeRows(plan: Plan, notice: Notice): TimetableRow[] {
  const { audience, target, earliest, deadline, automatic, from } = notice
  if (from !== 'declared') return []
  const name = plan.audiences[audience]?.label ?? audience
  const means = inWords(meansOf(plan, notice).map((one) => AUDIENCE_MEANS_LABELS[one]))
  const firstMs = target ?? earliest ?? (notice.if === undefined ? 0 : undefined)
  const once =
    notice.if === undefined ? '' : `, if “${plan.questions[notice.if]?.question ?? notice.if}” was answered with yes`
  return [
    ...(automatic && firstMs !== undefined ? [row(firstMs, `${name} told by ${means}${once}`)] : []),
    ...(deadline === undefined ? [] : [row(deadline, words`${{ strong: 'Latest' }} for ${name} (by ${means})${once}`)]),
  ]
}

function questionRows(plan: Plan, scenario: string, severity: string): TimetableRow[] {
  const asked = Object.values(plan.questions).filter(
    ({ severities, scenarios }) => (severities?.includes(severity) ?? true) && (scenarios?.includes(scenario) ?? true),
  )
  return asked.flatMap(({ question, by, after, within }) => {
    const who = roleName(plan, by ?? plan.communication ?? plan.commander)
    return [
      row(after, `${who} is asked: ${question}`),
      row(within, words`${{ strong: 'Latest' }} for the answer to “${question}”`),
    ]
  })
}

function workRows(plan: Plan, { phases }: Scenario): TimetableRow[] {
  return [
    ...phases.flatMap(({ title, window }) => windowRows(window, `${title} begins`, `${title} should be over`)),
    ...plan.tiers.flatMap(({ label, window }) =>
      windowRows(window, `${label} should begin to come back`, `${label} should be back`),
    ),
  ]
}

function windowRows(
  window: { fromMs: number; toMs: number | null } | undefined,
  begins: string,
  ends: string,
): TimetableRow[] {
  if (!window) return []
  return [row(window.fromMs, begins), ...(window.toMs === null ? [] : [row(window.toMs, ends)])]
}

function warningRows(plan: Plan, scenario: Scenario): TimetableRow[] {
  const rto = scenario.rto ?? plan.objectives.rto
  const warnings = plan.rtoWarnings.at.filter((percent) => percent < 100)
  return [
    ...warnings.map((percent) => row((rto * percent) / 100, `${percent} % of the RTO is used up`)),
    row(rto, [{ strong: 'The RTO ends' }]),
  ]
}

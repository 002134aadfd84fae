/** What stands first: whom to call and how to begin, then what the plan promises. For somebody who has only this paper and little time. */
import { inWords } from '../plan/in-words.ts'
import { defaultSeverity } from '../plan/policy-for.ts'
import type { Plan, Policy } from '../plan/schema.ts'
import { type Block, facts, heading, joined, lean, list, note, type Prose, paragraph, words } from './document.ts'
import { ladderRows } from './ladder-section.ts'
import {
  lengthOf,
  personName,
  roleName,
  roleWithHolders,
  rpoText,
  scenarioName,
  severityName,
  spanText,
} from './wording.ts'

const YEAR_MS = 365 * 24 * 3_600_000

export interface Edition {
  /** SHA-256 of the plan, 64 hex digits. */
  digest: string
  /** As printed, such as 2026-12-05 10:00 UTC. */
  printed: string
}

export function openingSection(plan: Plan, scenarios: readonly string[], edition: Edition): Block[] {
  return [...draftNote(plan), identity(plan, edition), ...firstMinutes(plan, scenarios), ...objectives(plan)]
}

function draftNote(plan: Plan): Block[] {
  const warning =
    'This plan is a draft. Some of its people and addresses are placeholders and cannot be reached; Muster runs none of its actions until “draft” is taken out.'
  return plan.draft ? [note('warning', warning)] : []
}

function identity({ id, version, updated, review, classification, zone, muster }: Plan, edition: Edition): Block {
  return facts(
    ['Plan', [{ code: id }]],
    ['Version', version],
    ['Updated', updated],
    ['Review', review],
    ['Classification', classification],
    ['Time zone', `${zone}, where nothing else is said`],
    ['Printed', `${edition.printed}, plan format ${muster}`],
    ['Fingerprint', [{ code: edition.digest }]],
  )
}

/** The default ladder with numbers to dial: it has to work without Muster, Slack and this plan's author. */
function firstMinutes(plan: Plan, scenarios: readonly string[]): Block[] {
  const policy: Policy | undefined = plan.policies[plan.policy ?? '']
  const severity = defaultSeverity(plan, null)
  const declare = words`With Slack: ${{ code: `/dr declare ${plan.id} SCENARIO` }} opens the incident, calls people and keeps the clocks.`
  return [
    heading(2, 'The first minutes', 'first-minutes'),
    list(
      [
        words`Say which scenario it is: ${joined(
          scenarios.map((id) => words`${scenarioName(plan, id)} (${{ code: id }})`),
          '; ',
        )}. Severity, if nobody says otherwise: ${severityName(plan, severity)}.`,
        declare,
        words`Without Slack: the same on the console, or ${{ code: `muster dr declare ${plan.id} SCENARIO` }}; without Muster, call the people below, one level after the other, and work through the scenario with a pen.`,
        words`Whoever answers first leads until ${roleWithHolders(plan, plan.commander)} takes over. Write down when it began.`,
      ],
      'number',
    ),
    ...(policy
      ? ladderRows(plan, 'Whom to call, and after how long without an answer', policy.levels)
      : [note('warning', 'The plan has no ladder: it pages nobody by itself. The people are listed below.')]),
  ]
}

function objectives(plan: Plan): Block[] {
  const { rto, rpo, availability, also } = plan.objectives
  const { at, roles, people } = plan.rtoWarnings
  const told = [...roles.map((role) => roleName(plan, role)), ...people.map((person) => personName(plan, person))]
  const warned = told.length > 0 ? told : [roleName(plan, plan.commander)]
  const own = Object.entries(plan.scenarios).map(([id, scenario]) => [
    scenario.title,
    [{ code: id }],
    scenario.aliases.join(', '),
    lengthOf(scenario.rto ?? rto),
    rpoText(scenario.rpo ?? rpo),
    scenario.severity === undefined ? '' : severityName(plan, scenario.severity),
    scenario.policy ?? '',
    scenario.category === undefined ? '' : (plan.categories[scenario.category]?.label ?? scenario.category),
  ])
  const columns = ['Scenario', 'Id', 'Also called', 'RTO', 'RPO', 'Severity', 'Ladder of its own', 'Kind of risk']
  return [
    heading(2, 'Objectives', 'objectives'),
    facts(
      ['RTO', `${lengthOf(rto)}: the longest acceptable outage`],
      ['RPO', rpo === 0 ? rpoText(0) : `${lengthOf(rpo)}: the most data, in time, that may be lost`],
      ['Availability', availability === undefined ? undefined : availabilityText(availability)],
      [
        'Warnings',
        `at ${inWords(at.map((percent) => `${percent} %`))} of the RTO, to the channel and ${inWords(warned)}`,
      ],
      ...also.map(({ text, check }): [string, Prose] => ['Also', words`${text} (checked by ${{ code: check }})`]),
      ['Can be reopened', `for ${lengthOf(plan.reopenWithin)} after it was resolved`],
    ),
    ...lean('Scenarios and what is promised in each', columns, own),
    ...risks(plan),
    ...severities(plan),
  ]
}

function risks({ categories }: Plan): Block[] {
  const rows = Object.entries(categories).map(
    ([id, { label, probability, impact, outage, dataLoss, business }]): Prose[] => [
      words`${{ strong: label }} (${{ code: id }})`,
      probability ?? '',
      impact ?? '',
      outage ? spanText(outage) : '',
      dataLoss ?? '',
      business ?? '',
    ],
  )
  const columns = ['Risk', 'Probability', 'Impact', 'Expected outage', 'Loss of data', 'For the business']
  return lean('What may happen', columns, rows)
}

const availabilityText = (percent: number): string => {
  const budgetMs = Math.round(((100 - percent) / 100) * YEAR_MS)
  return `${percent} % of the year, which leaves ${lengthOf(Math.round(budgetMs / 60_000) * 60_000)} of outages a year`
}

function severities(plan: Plan): Block[] {
  const rows = plan.severities
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ id, label, rank, aliases, pagerduty }) => [
      String(rank),
      label,
      [{ code: id }],
      aliases.join(', '),
      plan.severityPolicies[id] ?? '',
      pagerduty ?? '',
    ])
  const columns = ['Rank', 'Severity', 'Id', 'Also called', 'Ladder', 'At PagerDuty']
  return [
    heading(2, 'Severities', 'severities'),
    paragraph(
      `Rank 1 is the worst. Declared without one, an incident is ${severityName(plan, defaultSeverity(plan, null))}.`,
    ),
    ...lean('Severities, the worst first', columns, rows),
  ]
}

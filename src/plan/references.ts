/**
 * What the shape of a plan cannot say: that each name used is defined, that no two things share a name, and that zones and
 * dates exist. Works on the data as written, so that a plan with a fault in its shape still gets these problems too;
 * parts of the wrong shape are passed over, because the schema reports them.
 */
import { DateTime } from 'luxon'
import { isZone } from './calendar.ts'
import { danglingNames, type Kind, repeated } from './names.ts'
import { permissionProblems } from './permission-problems.ts'
import type { DataProblem } from './problem.ts'
import { recoveryReferences } from './recovery-references.ts'
import { type Spot, spots } from './spots.ts'

/** Where names are used, as patterns of `spots.ts`. */
const USES: [pattern: string, kind: Kind][] = [
  ['defaultSeverity', 'severity'],
  ['commander', 'role'],
  ['communication', 'role'],
  ['policy', 'policy'],
  ['severityPolicies.~', 'severity'],
  ['severityPolicies.*', 'policy'],
  ['roles.*.holders.*', 'person'],
  ['rotations.*.people.*', 'person'],
  ['policies.*.stop.acknowledgedBy', 'role'],
  ['policies.*.levels.*.severities.*', 'severity'],
  ['policies.*.levels.*.to.*.person', 'person'],
  ['policies.*.levels.*.to.*.role', 'role'],
  ['policies.*.levels.*.to.*.rotation', 'rotation'],
  ['policies.*.levels.*.to.*.otherwise.person', 'person'],
  ['policies.*.levels.*.to.*.otherwise.role', 'role'],
  ['policies.*.levels.*.to.*.otherwise.rotation', 'rotation'],
  ['components.*.tier', 'tier'],
  ['components.*.needs.*', 'component'],
  ['maintenance.*.components.*', 'component'],
  ['audiences.*.people.*', 'person'],
  ['audiences.*.roles.*', 'role'],
  ['notices.*.audience', 'audience'],
  ['notices.*.severities.*', 'severity'],
  ['notices.*.scenarios.*', 'scenario'],
  ['notices.*.fromSeverity', 'severity'],
  ['notices.*.if', 'question'],
  ['notices.*.approval.by', 'role'],
  ['notices.*.owner', 'role'],
  ['questions.*.by', 'role'],
  ['questions.*.severities.*', 'severity'],
  ['questions.*.scenarios.*', 'scenario'],
  ['scenarios.*.category', 'category'],
  ['scenarios.*.loses.*', 'region'],
  ['scenarios.*.severity', 'severity'],
  ['scenarios.*.policy', 'policy'],
  ['scenarios.*.components.*', 'component'],
  ['scenarios.*.backups.*', 'backup'],
  ['backups.*.store', 'store'],
  ['backups.*.owner', 'role'],
  ['backups.*.components.*', 'component'],
  ['backups.*.copyOf', 'backup'],
  ['backups.*.alsoIn.*', 'place'],
  ['backups.*.make', 'sequence'],
  ['backups.*.verification.*.trial.sequence', 'sequence'],
  ['backups.*.verification.*.trial.afterwards', 'sequence'],
  ['backups.*.verification.*.trial.scratch.on', 'connection'],
  ['backups.*.verification.*.trial.with.~', 'value'],
  ['drills.*.owner', 'role'],
  ['drills.*.participants.*', 'role'],
  ['drills.*.scenarios.*', 'scenario'],
  ['drills.*.backups.*', 'backup'],
  ['drills.*.rotation.*', 'scenario'],
  ['checklists.*.owner', 'role'],
  ['checklists.*.items.*.owner', 'role'],
  ['alerts.*.severity', 'severity'],
  ['probes.*.scenario', 'scenario'],
  ['probes.*.tier', 'alert'],
  ['probes.*.components.*', 'component'],
  ['probes.*.region', 'region'],
  ['signals.*.scenario', 'scenario'],
  ['signals.*.tier', 'alert'],
  ['signals.*.components.*', 'component'],
  ['postIncident.participants.*', 'role'],
  ['compliance.*.demands.*.notice', 'notice'],
  ['documents.*.owner', 'role'],
  ['rtoWarnings.roles.*', 'role'],
  ['rtoWarnings.people.*', 'person'],
  ['permissions.*.roles.*', 'role'],
  ['permissions.*.people.*', 'person'],
  ['permissions.commands.*.roles.*', 'role'],
  ['permissions.commands.*.people.*', 'person'],
]

/** Every broken reference, shared name, unknown zone and impossible date of a plan's data; the positions are the users', not the definitions'. */
export function referenceProblems(plan: unknown): DataProblem[] {
  return [
    ...USES.flatMap(([pattern, kind]) => danglingNames(plan, spots(plan, pattern), kind)),
    ...danglingNames(
      plan,
      spots(plan, 'notices.*.from').filter(({ value }) => value !== 'declared'),
      'question',
    ),
    ...recoveryReferences(plan),
    ...permissionProblems(plan),
    ...repeated(spots(plan, 'severities.*.id'), 'duplicate-id'),
    ...repeated(spots(plan, 'severities.*.rank'), 'duplicate-rank'),
    ...repeated(spots(plan, 'notices.*.id'), 'duplicate-id'),
    ...repeated(spots(plan, 'tiers.*.id'), 'duplicate-id'),
    ...repeated(spots(plan, 'maintenance.*.id'), 'duplicate-id'),
    ...repeated(spots(plan, 'alerts.*.id'), 'duplicate-id'),
    ...repeated(spots(plan, 'signals.*.id'), 'duplicate-id'),
    ...repeated(spots(plan, 'openQuestions.*.id'), 'duplicate-id'),
    // Over all policies: a change of severity may bring another policy into force while levels of the first are reached.
    ...repeated(spots(plan, 'policies.*.levels.*.id'), 'duplicate-id'),
    ...ambiguousWords(plan, 'severities.*'),
    ...ambiguousWords(plan, 'scenarios.*'),
    ...ambiguousWords(plan, 'roles.*'),
    ...['zone', 'people.*.zone', 'rotations.*.zone', 'audiences.*.zone', 'backups.*.zone', 'drills.*.zone'].flatMap(
      (pattern) => unknownZones(plan, pattern),
    ),
    ...['rotations.*.start', 'maintenance.*.start'].flatMap((pattern) => spots(plan, pattern).flatMap(impossibleDate)),
  ]
}

/** A word that a person types must mean one thing: ids and aliases of one kind may not meet, letter case aside. */
function ambiguousWords(plan: unknown, pattern: string): DataProblem[] {
  const owners = new Map<string, string>()
  const problems: DataProblem[] = []
  const things = spots(plan, pattern).map((spot) => ({ spot, id: idOf(spot) }))
  for (const { id } of things) owners.set(id.toLowerCase(), id)
  for (const { spot, id } of things) {
    for (const alias of spots(spot.value, 'aliases.*')) {
      const word = String(alias.value).toLowerCase()
      const owner = owners.get(word) ?? id
      owners.set(word, owner)
      if (owner === id) continue
      const message = `the alias "${alias.value}" already means "${owner}"`
      const path = [...spot.path, ...alias.path]
      problems.push({
        path,
        at: 'value',
        rule: 'ambiguous-word',
        message,
        remedy: `take it away here or from "${owner}"`,
      })
    }
  }
  return problems
}

function idOf({ path, value }: Spot): string {
  return String(typeof path.at(-1) === 'number' ? (value as { id?: unknown } | null)?.id : path.at(-1))
}

function unknownZones(plan: unknown, pattern: string): DataProblem[] {
  return spots(plan, pattern)
    .filter(({ value }) => typeof value === 'string' && !isZone(value))
    .map(({ value, ...spot }) => ({
      ...spot,
      rule: 'unknown-zone',
      message: `"${value}" is not a time zone`,
      remedy: 'write a name of the tz database, such as "Europe/Berlin" or "UTC"',
    }))
}

function impossibleDate({ value, ...spot }: Spot): DataProblem[] {
  if (typeof value !== 'string' || DateTime.fromISO(value, { zone: 'UTC' }).isValid) return []
  const remedy = 'write a date that exists, such as "2026-01-05T09:00"'
  return [{ ...spot, rule: 'bad-value', message: `"${value}" is not a date and time`, remedy }]
}

/**
 * How to reach people, kept apart from the plan: the plan is shared and reviewed, telephone numbers are not. Promises the
 * same strictness and the same positions as for a plan. Whether every person of a plan can be reached, the plan's parser says.
 */
import { z } from 'zod'
import { addressWarnings } from './address-warnings.ts'
import { id } from './identifier.ts'
import type { Locate, Problem } from './problem.ts'
import { type Plan, personSchema } from './schema.ts'
import { schemaProblems } from './schema-problems.ts'
import { checked, readYaml } from './yaml-source.ts'

const contactsSchema = z.strictObject({
  people: z.record(
    id,
    personSchema.pick({ name: true, slack: true, email: true, phone: true, pagerduty: true }).partial(),
  ),
})
export type Contacts = z.output<typeof contactsSchema>

export type ParsedContacts =
  | { ok: true; contacts: Contacts; warnings: Problem[]; locate: Locate }
  | { ok: false; problems: Problem[]; warnings: Problem[] }

/** Reads a contacts file (`people:` with ids of the plan's people). Never throws; `file` is only repeated in the problems. */
export function parseContacts(text: string, file: string): ParsedContacts {
  const source = readYaml(text, file)
  const problems = checked(source, (data) => schemaProblems(contactsSchema, data))
  const warnings = [...source.warnings, ...addressWarnings(source.data).map(source.locate)]
  if (problems.length > 0) return { ok: false, problems, warnings }
  return { ok: true, contacts: contactsSchema.parse(source.data), warnings, locate: source.locate }
}

/** The plan with these contacts in place of its own, each field by itself. People whom the plan does not name are left out. */
export function mergeContacts(plan: Plan, contacts: Contacts): Plan {
  const people = Object.entries(plan.people).map(([personId, person]) => {
    // Every object has a "constructor", and somebody may be called so.
    const own = Object.hasOwn(contacts.people, personId) ? contacts.people[personId] : undefined
    const { name, ...addresses } = own ?? {}
    const given = Object.fromEntries(Object.entries(addresses).filter(([, value]) => value !== undefined))
    return [personId, { ...person, ...given, name: name ?? person.name }]
  })
  return { ...plan, people: Object.fromEntries(people) }
}

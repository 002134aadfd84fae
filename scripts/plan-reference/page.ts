/** docs/plan-reference.md, written from the plan's schema. Promises the same text for the same schema. */
import { z } from 'zod'
import { planSchema } from '../../src/plan/schema.ts'
import { type Field, fieldsOf, type Headed, unwrapped } from './fields.ts'
import { type Part, SECTIONS, type Section } from './sections.ts'
import { blockYaml, flowYaml } from './yaml-text.ts'

/** As little as a plan can have that somebody is paged by. */
export const SMALLEST_PLAN = `muster: 1
id: shop
system: { name: Web shop }
objectives: { rto: 4 hours, rpo: 1 hour }
severities:
  - { id: critical, label: Critical, rank: 1 }
people:
  ana: { name: Ana Ames, phone: "+14155550100", email: ana@shop.example }
  ben: { name: Ben Burr, phone: "+14155550101", email: ben@shop.example }
roles:
  on-call: { label: On call, holders: [ana, ben] }
commander: on-call
policy: main
policies:
  main:
    stop: acknowledged
    levels:
      - id: first
        label: On call
        after: immediately
        to: [{ role: on-call }]
        means: [sms, voice, email]
        nextHolderAfter: 5 min
        purpose: Find out what is broken and start the recovery
scenarios:
  database-corruption:
    title: Database corruption
    phases:
      - id: recover
        title: Bring it back
        steps:
          - { id: restore, title: Restore the newest backup, owner: on-call, budget: 1 hour, manual: Follow the note "Restoring" }
    validation:
      - { id: orders-there, title: The newest orders are there, manual: Open the last ten orders }
`

const HEADED: Headed = new Map(
  SECTIONS.flatMap(({ parts }) => parts.map(({ title, schema }) => [schema, `[${lowered(title)}](#${anchor(title)})`])),
)

/** All fields that the page tells, those that stand in a part like another one only once. */
export const allFields = (): Field[] =>
  SECTIONS.flatMap((section) => [...topFields(section), ...section.parts.flatMap(partFields)])

export function planReference(): string {
  return `${[opening(), contents(), ...SECTIONS.map(sectionText)].join('\n\n')}\n`
}

const opening = (): string => `# The plan, field by field

<!-- Written by scripts/generate-plan-reference.ts from the schema in src/plan; change it there. -->

A plan is one YAML file. \`muster init\` writes a first one from a few answers, \`muster check\` names every fault of it with line and remedy, \`muster rehearse\`
plays it through, and this page has every field. This is a whole plan, and the least that is of use:

\`\`\`yaml
${SMALLEST_PLAN}\`\`\`

## In a quarter of an hour

1. \`muster init\` asks about ten questions and writes the file. Open it: its comments explain it.
2. Put in who can be reached, and how: [people](#people), [roles](#roles) and the [ladder](#ladders) by which they are paged.
3. Take the one [scenario](#scenarios) that you fear most. Write its [steps](#a-step) as you would tell them to somebody who is new, each with an \`owner\` and a \`budget\`, and the
   [checks](#a-final-check) by which you know that it is over. \`manual\` steps are enough; [actions](#actions) can follow.
4. Write where [backups](#backups) lie and how often they are made, and [who else is told](#audiences-and-notices) by when.
5. Run \`muster check\` after each of these, then \`muster rehearse\`: does it meet its objectives? \`muster render\` writes it out to read and print.

## How to read this

Each section begins with an example; all examples of this page fit together, as parts of one plan. Then its fields follow, one in a line:

- **Name**: \`system.name\` is \`name\` within the block \`system\`; \`severities[].id\` is the \`id\` of each entry of the list \`severities\`; \`<id>\` stands for a name of
  your choice.
- **Type**: an *id* has lower case letters, digits and hyphens. The *id of a role* is one that stands under \`roles\`, and so on: \`muster check\` names those that lead
  nowhere. A *block* has fields of its own.
  A *single value* is a text, a number, \`true\`, \`false\` or \`null\`.
- **Default**: what is taken when the field is left out; a dash is nothing. A field marked **required** must be there if its block is; **one of**: of these fields the block
  has exactly one.

What is secret never stands in a plan: where one is needed, the plan has the name of the environment variable that holds it. For hints while you write, begin the file with
\`# yaml-language-server: $schema=…\` and the address or path of [plan.schema.json](plan.schema.json); \`muster init\` does.

### Times

| Type | How it is written |
|---|---|
| length of time | a number with its unit: \`30 s\`, \`15 min\`, \`2 hours\`, \`1 h 30 min\`, \`90 days\`; also \`within 30 minutes\`, \`T+15 minutes\`, \`immediately\` or \`0\`. Other numbers without a unit are refused. |
| window of time | from when to when: \`0-15 minutes\`, \`15 minutes - 2 hours\`, \`1+ hour\` (without an end); in places also \`ongoing\` |
| moment | before or after something: \`T-24 hours\`, \`T+0\`, \`T+1 week\` |
| schedule | again and again: \`every 6 hours\`, \`hourly\`, \`Daily at 02:00 UTC\`, \`First Saturday of each month, 10:00\`, a cron line such as \`0 2 * * *\`, \`continuous\`, \`on change\` |
| day; date and time | \`2026-11-07\`; \`2026-12-12T02:00\`, in the zone of the plan |
| time zone | a name of the IANA list, such as \`Europe/Berlin\` or \`UTC\` |`

const contents = (): string =>
  [
    '## Contents',
    '',
    ...SECTIONS.map(({ title, parts }) => {
      const links = parts.map((part) => `[${lowered(part.title)}](#${anchor(part.title)})`)
      return `- [${title}](#${anchor(title)})${links.length > 0 ? `: ${links.join(', ')}` : ''}`
    }),
  ].join('\n')

function sectionText(section: Section): string {
  const { title, told, keys, parts } = section
  const texts = [`## ${title}`, told]
  if (keys.length > 0) texts.push(fenced(exampleOf(keys)), table(topFields(section)))
  return [...texts, ...parts.map(partText)].join('\n\n')
}

const exampleOf = (keys: readonly string[]): string =>
  blockYaml(Object.fromEntries(keys.map((key) => [key, firstExample(planSchema.shape[key as 'id'])])))

const firstExample = (schema: z.ZodType): unknown => (schema.meta()?.examples as unknown[] | undefined)?.[0]

const fenced = (yaml: string): string => `\`\`\`yaml\n${yaml}\`\`\``

function partText(part: Part): string {
  const fields = partFields(part)
  return [`### ${part.title}`, part.told, ...(fields.length > 0 ? [table(fields)] : [])].join('\n\n')
}

function topFields({ keys }: Section): Field[] {
  const all = fieldsOf(planSchema, HEADED)
  return keys.flatMap((key) => all.filter(({ name }) => topKey(name) === key))
}

function partFields({ schema, like }: Part): Field[] {
  const inner = unwrapped(schema)
  const kinds = (inner instanceof z.ZodUnion ? inner.options : [inner]) as z.ZodObject[]
  if (kinds.length > 1 && kinds.every((kind) => HEADED.has(kind))) return []
  const shared = new Set<unknown>(like ? Object.values(like.shape) : [])
  const fields = kinds.flatMap((kind) =>
    fieldsOf(kind, HEADED, kinds.length > 1).filter(({ name }) => !shared.has(kind.shape[topKey(name)])),
  )
  return fields.filter((field, index) => !fields.slice(0, index).some((other) => isSameField(field, other)))
}

/** `to` of `to[].person`. */
const topKey = (name: string): string => name.replace(/[.[].*/, '')

/** Kinds of a block mostly have some fields in common. */
const isSameField = (one: Field, other: Field): boolean =>
  one.name === other.name && one.type === other.type && one.description === other.description

const table = (fields: readonly Field[]): string =>
  [
    '| Name | Type | Default | Meaning | Example |',
    '|---|---|---|---|---|',
    ...fields.map(
      (field) =>
        `| \`${field.name}\` | ${cell(field.type)} | ${cell(defaultText(field))} | ${cell(field.description ?? '')} | ${cell(exampleText(field))} |`,
    ),
  ].join('\n')

function defaultText({ needed, default: value }: Field): string {
  if (needed !== 'optional') return needed === 'required' ? '**required**' : '**one of**'
  const isNothing =
    value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
  return isNothing || value === '' ? '–' : code(flowYaml(value))
}

/** What is longer stands in the section's example, or in the one that the part has. */
const CHARS_MAX = 130

const exampleText = ({ examples }: Field): string => {
  const texts = examples.map((example) => flowYaml(example)).filter((text) => text.length <= CHARS_MAX)
  return texts.length > 0 ? texts.map(code).join(' or ') : 'see above'
}

const code = (text: string): string => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``)

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

function anchor(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')
}

function lowered(title: string): string {
  return title.charAt(0).toLowerCase() + title.slice(1)
}

/** What only people can say of an incident (R160): the fields of its review, by section. Pure. */
import type { Plan } from '../../plan/schema.ts'

export interface ReviewField {
  /** As it is typed: `root-cause`. */
  id: string
  section: string
  label: string
  hint: string
}

export interface ReviewSection {
  id: string
  title: string
  fields: ReviewField[]
}

type Written = [id: string, label: string, hint: string]

const WHY: Written[] = [
  ['why-1', '1. Why did it happen?', 'The first of five: what broke, and why'],
  ['why-2', '2. Why was that?', 'The second of five'],
  ['why-3', '3. Why was that?', 'The third of five'],
  ['why-4', '4. Why was that?', 'The fourth of five'],
  ['why-5', '5. Why was that?', 'The fifth of five: something that can be changed'],
]

const SECTIONS: [id: string, title: string, fields: Written[]][] = [
  ['summary', 'Summary', [['summary', 'What happened', 'Two or three sentences for somebody who was not there']]],
  [
    'impact',
    'Impact',
    [
      ['users', 'Users affected', 'How many, and what they could not do'],
      ['data-lost', 'Data lost', 'What was lost in fact, and for whom; "none" if none'],
      ['revenue', 'Revenue lost', 'An amount, or how it is worked out'],
      ['sla', 'Service level broken', 'Which agreement, by how much, and what is owed for it'],
    ],
  ],
  ['cause', 'Root cause', [['root-cause', 'Root cause', 'One sentence, of the system and not of a person'], ...WHY]],
  [
    'lessons',
    'Lessons',
    [
      ['went-well', 'What went well', 'What is to be kept'],
      ['went-poorly', 'What went poorly', 'What was slow, missing or wrong'],
      ['lucky', 'Where we got lucky', 'What would have made it worse, and did not happen'],
      ['response', 'How well the response worked', 'Noticing, paging, deciding, telling'],
    ],
  ],
  ['prevention', 'Prevention', [['prevention', 'How it is prevented', 'What makes it impossible, rarer or shorter']]],
]

/** A plan's own heading that one of these words is in has its place in every review. */
const COVERED =
  /\b(summary|what happened|course of events|timeline|impact|cause|causes|why|well|better|poorly|badly|improve|lucky|lessons?|actions?|change|follow-?ups?|prevent(ed|ion|ive)?)\b/i

export const PLAN_SECTION = 'plan'

/** The fields of every review, then those for headings that the plan has of its own. */
export function reviewSections(plan: Plan): ReviewSection[] {
  const known = SECTIONS.map(([id, title, fields]) => ({
    ...{ id, title },
    fields: fields.map(([field, label, hint]) => ({ id: field, section: id, label, hint })),
  }))
  const own = plan.postIncident.sections.flatMap((label, index) =>
    COVERED.test(label)
      ? []
      : [{ id: `own-${index + 1}`, section: PLAN_SECTION, label, hint: 'A section that the plan asks for' }],
  )
  return own.length === 0 ? known : [...known, { id: PLAN_SECTION, title: 'Asked for by the plan', fields: own }]
}

/** Their labels for a sentence: the five whys are one thing to be asked. */
export function labelsOf(fields: readonly ReviewField[]): string[] {
  return [...new Set(fields.map(({ id, label }) => (id.startsWith('why-') ? 'Five whys' : label)))]
}

export const reviewFields = (plan: Plan): ReviewField[] => reviewSections(plan).flatMap(({ fields }) => fields)

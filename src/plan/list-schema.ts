/** Lists that people tick, what they are alerted of, and what is on paper beside a plan. Part of the schema of a plan. */
import { z } from 'zod'
import { id, text } from './identifier.ts'
import { delayField, spanField, windowField } from './time-field.ts'

export const checklistSchema = z.strictObject({
  title: text,
  /** From when its window counts. */
  from: z.enum(['declared', 'resolved']).default('declared'),
  /** From when to when it is worked on. Absent: no time is set. */
  window: spanField.optional(),
  owner: id.optional(),
  items: z.array(z.union([text, z.strictObject({ text, owner: id.optional() })])).min(1),
})

/** Alerts that need an answer equally soon. */
export const alertTierSchema = z.strictObject({
  id,
  label: text,
  /** From when to when somebody responds. */
  respond: windowField,
  /** Severity of an incident that is declared for it. */
  severity: id.optional(),
  triggers: z.array(text).min(1),
})

/** What happens after an incident, on paper. */
export const postIncidentSchema = z.strictObject({
  /** The review is held so long after the end, ms. */
  reviewWithin: delayField.optional(),
  participants: z.array(id).default([]),
  agenda: z.array(text).default([]),
  /** Sections of the review document. */
  sections: z.array(text).default([]),
  deliverables: z.array(text).default([]),
})

export const documentSchema = z.strictObject({
  label: text,
  group: text.optional(),
  /** Address or path. */
  where: text.optional(),
  owner: id.optional(),
  /** Day on which it was last looked through. */
  reviewed: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, 'write a day such as 2026-11-07')
    .optional(),
})

/** Where emergency access lies; never the access itself (R181). */
export const accessSchema = z.strictObject({ label: text, where: text })

/** Something that whoever wrote the plan found open or contradictory, and what was taken: to be settled by its owners. */
export const openQuestionSchema = z.strictObject({
  id,
  /** What is open. */
  open: text,
  /** What the plan does meanwhile. */
  chosen: text,
})

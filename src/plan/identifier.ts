/** The smallest fields of a plan: what names a thing, and a text that says something. `title` is what editors and docs/plan-reference.md call the type. */
import { z } from 'zod'

const ID = /^[a-z0-9][a-z0-9-]*$/

export const isId = (name: string): boolean => ID.test(name)

export const id = z.string().regex(ID, 'write an id in lower case letters, digits and hyphens').meta({ title: 'id' })

/** The id of something that stands elsewhere in the plan; whether it is there, `references.ts` and its neighbours look. */
export const idOf = (what: string) => id.meta({ title: `id of ${what}` })

export const text = z.string().min(1).meta({ title: 'text' })

/** Whether there is such a zone, `value-problems.ts` looks. */
export const zone = text.meta({ title: 'time zone' })

export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'write a day such as 2026-11-07')
  .meta({ title: 'day' })

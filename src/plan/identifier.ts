/** The two smallest fields of a plan: what names a thing, and a text that says something. */
import { z } from 'zod'

export const id = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'write an id in lower case letters, digits and hyphens')
export const text = z.string().min(1)

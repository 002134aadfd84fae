/** What a plan knows of the world outside: whom to call, and where to look. */
import { z } from 'zod'
import { text } from './identifier.ts'

export const vendorSchema = z.strictObject({
  label: text,
  /** The support contract, such as Premium. */
  support: text.optional(),
  /** Priority to ask for, such as High. */
  priority: text.optional(),
  /** As dialled or as printed; it is shown, never called by Muster. */
  phone: text.optional(),
  email: text.optional(),
  /** Where a case is opened. */
  console: z.url().optional(),
})
export type Vendor = z.output<typeof vendorSchema>

export const linkSchema = z.strictObject({ label: text, url: z.url() })

/** What a plan knows of the world outside: whom to call, and where to look. */
import { z } from 'zod'
import { text } from './identifier.ts'

export const vendorSchema = z.strictObject({
  label: text.meta({ description: 'Who it is.', examples: ['Cloud provider'] }),
  support: text.optional().meta({ description: 'The support contract.', examples: ['Premium'] }),
  priority: text.optional().meta({ description: 'Priority to ask for.', examples: ['High'] }),
  phone: text.optional().meta({
    description: 'As dialled or as printed; it is shown, never called by Muster.',
    examples: ['+1 415 555 0199'],
  }),
  email: text.optional().meta({ description: 'Mail address.', examples: ['support@cloud.example'] }),
  console: z
    .url()
    .optional()
    .meta({ title: 'address', description: 'Where a case is opened.', examples: ['https://cloud.example/cases'] }),
})
export type Vendor = z.output<typeof vendorSchema>

export const linkSchema = z.strictObject({
  label: text.meta({ description: 'What is there.', examples: ['Dashboard'] }),
  url: z.url().meta({ title: 'address', description: 'Where it is.', examples: ['https://monitor.shop.example'] }),
})

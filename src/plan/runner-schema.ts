/** What actions need: machines and databases that they reach, and values that they are given. Part of the schema of a plan. */
import { z } from 'zod'
import { text } from './identifier.ts'
import { variableName } from './reference-schema.ts'

/** Where commands run other than beside Muster. */
export const runnerSchema = z.strictObject({
  label: text.optional().meta({ description: 'As people read it.', examples: ['Database server'] }),
  ssh: z
    .strictObject({
      host: text.regex(/^[A-Za-z0-9][A-Za-z0-9._:-]*$/, 'write a host name or an address').meta({
        title: 'host',
        description: 'Name or address of the machine.',
        examples: ['db-1.shop.example'],
      }),
      user: text
        .regex(/^[A-Za-z_][A-Za-z0-9._-]*$/, 'write a user name')
        .optional()
        .meta({
          title: 'text',
          description: 'Who logs in. Left out: what ssh finds by itself.',
          examples: ['recovery'],
        }),
      port: z
        .int()
        .min(1)
        .max(65_535)
        .optional()
        .meta({ description: 'Left out: 22, or what ssh is told.', examples: [2222] }),
      identityFile: text.optional().meta({
        description: 'Path of the private key. Left out: what ssh finds by itself.',
        examples: ['/etc/muster/recovery_ed25519'],
      }),
    })
    .meta({ description: 'How it is reached.', examples: [{ host: 'db-1.shop.example', user: 'recovery' }] }),
})
export type Runner = z.output<typeof runnerSchema>

export const connectionSchema = z.strictObject({
  label: text.optional().meta({ description: 'As people read it.', examples: ['Orders'] }),
  urlEnv: variableName.meta({
    description: 'Environment variable that holds the address, which has a password and never stands in a plan.',
    examples: ['SHOP_DATABASE_URL'],
  }),
})

const label = {
  label: text.meta({ description: 'As people who are asked for it read it.', examples: ['Database server'] }),
  hint: text.optional().meta({ description: 'What helps to answer.', examples: ['The one that replicas follow'] }),
}

/** A value that is asked for, has a default or is captured; it is always of its kind, wherever it comes from. */
export const valueSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('choice').meta({ description: 'One of several texts.', examples: ['choice'] }),
    ...label,
    options: z
      .array(text)
      .min(1)
      .meta({ description: 'The texts.', examples: [['db-1', 'db-2']] }),
    default: text.optional().meta({ description: 'Taken unless somebody says otherwise.', examples: ['db-1'] }),
  }),
  z.strictObject({
    kind: z.literal('pattern').meta({ description: 'A text of a certain form.', examples: ['pattern'] }),
    ...label,
    pattern: text.meta({ title: 'pattern', description: 'The whole text must match.', examples: ['[a-z0-9/.-]+'] }),
    default: text
      .optional()
      .meta({ description: 'Taken unless somebody says otherwise.', examples: ['orders/newest'] }),
  }),
  z.strictObject({
    kind: z.literal('number').meta({ description: 'A number.', examples: ['number'] }),
    ...label,
    min: z
      .number()
      .optional()
      .meta({ description: 'At least.', examples: [1] }),
    max: z
      .number()
      .optional()
      .meta({ description: 'At most.', examples: [16] }),
    default: z
      .number()
      .optional()
      .meta({ description: 'Taken unless somebody says otherwise.', examples: [4] }),
  }),
])
export type ValueSpec = z.output<typeof valueSchema>

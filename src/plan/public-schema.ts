/** What a system consists of, and where the public reads how it is. Part of the schema of a plan. */
import { z } from 'zod'
import { idOf, text } from './identifier.ts'
import { webhookSchema } from './notice-schema.ts'

export const componentSchema = z.strictObject({
  label: text.meta({ description: 'As people, and the public if they see it, read it.', examples: ['Ordering'] }),
  priority: z
    .enum(['critical', 'high', 'medium', 'low'])
    .optional()
    .meta({ description: 'How much depends on it.', examples: ['critical'] }),
  lossImpact: text.optional().meta({ description: 'What its loss means.', examples: ['Nobody can buy anything'] }),
  recoveryComplexity: z
    .enum(['low', 'medium', 'high'])
    .optional()
    .meta({ description: 'How hard it is to bring back.', examples: ['medium'] }),
  public: z
    .boolean()
    .default(true)
    .meta({ description: 'Whether the status page shows it.', examples: [false] }),
  tier: idOf('a tier')
    .optional()
    .meta({ description: 'Tier under whose label the status page shows it.', examples: ['core'] }),
  needs: z
    .array(idOf('a component'))
    .default([])
    .meta({ description: 'Components without which it does not work.', examples: [['database']] }),
})

export const statusPageSchema = z.strictObject({
  url: z.url().meta({
    title: 'address',
    description: 'Where the public reads it; messages to customers link to it.',
    examples: ['https://status.shop.example'],
  }),
  hostedPageId: text.optional().meta({
    description:
      'Page id at Atlassian Statuspage, which then follows along. Left out, there is only the page that Muster makes.',
    examples: ['kctbh9vrtdwd'],
  }),
  webhook: webhookSchema.optional().meta({
    description: 'A status page of another kind, which is told of every change by a request.',
    examples: [{ urlEnv: 'STATUS_WEBHOOK_URL' }],
  }),
})

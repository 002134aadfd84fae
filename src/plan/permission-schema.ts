/** Who may do what. Part of the schema of a plan; what it means is in `permissions.ts`. */
import { z } from 'zod'
import { id, idOf } from './identifier.ts'
import { PERMISSION_GROUPS, type PermissionGroup } from './permission-names.ts'

const named = z.strictObject({
  roles: z
    .array(idOf('a role'))
    .default([])
    .meta({
      description: 'Holders of these roles, whoever stands in for one, and whoever was given one in the incident.',
      examples: [['commander']],
    }),
  people: z
    .array(idOf('a person'))
    .default([])
    .meta({ description: 'And these people.', examples: [['ana']] }),
})

/** `anyone`: of the workspace; `people`: of this plan; or holders of roles and people by name. */
const permittedSchema = z.union([z.enum(['anyone', 'people']), named])
export type Permitted = z.output<typeof permittedSchema>

const EXAMPLES = [{ roles: ['commander'] }, 'people', 'anyone']

const groups = Object.fromEntries(
  Object.entries(PERMISSION_GROUPS).map(([group, one]) => [
    group,
    permittedSchema.default(one.default).meta({
      description: `Who may ${one.told}.`,
      examples: EXAMPLES,
      default: one.default,
    }),
  ]),
) as Record<PermissionGroup, z.ZodDefault<typeof permittedSchema>>

export const permissionsSchema = z.strictObject({
  slackGroup: z
    .string()
    .regex(/^S[A-Z0-9]{2,}$/, 'write the id of a Slack user group, which begins with S')
    .optional()
    .meta({
      title: 'id of a Slack user group',
      description:
        'Whoever is in none of the plans must be in this user group of Slack to be `anyone`. Left out: every full member of the workspace is.',
      examples: ['S0614TZR7'],
    }),
  ...groups,
  commands: z
    .record(id, permittedSchema)
    .default({})
    .meta({
      description: 'For single commands, in place of their group, by the name of the command.',
      examples: [{ cancel: { roles: ['commander'] } }],
    }),
})

/** One step of a recovery, or one check at its end, as a plan writes it. What the defaults mean together is worked out in `procedure.ts`. */
import { z } from 'zod'
import { actionSchema } from './action-schema.ts'
import { id, idOf, text } from './identifier.ts'
import type { Rule } from './problem.ts'
import { delayField } from './time-field.ts'

/** An approval that nobody gave for so long lapses, unless the plan says otherwise. */
export const APPROVAL_EXPIRES_MS = 30 * 60_000

/** Holds: a step was decided so, a value is set (or is one of these). */
export const conditionSchema = z.union([
  z.strictObject({
    chosen: z.record(idOf('a step'), z.union([id, z.array(id).min(1)])).meta({
      description: 'Options that were chosen, by the step that decides; of several, one of them.',
      examples: [{ way: 'restore' }, { way: ['restore', 'repair'] }],
    }),
  }),
  z.strictObject({
    value: idOf('a value').meta({ description: 'A value that is set.', examples: ['host'] }),
    equals: z
      .union([text, z.array(text).min(1)])
      .optional()
      .meta({ description: 'And is this, or one of these.', examples: ['db-2', ['db-1', 'db-2']] }),
  }),
])
export type Condition = z.output<typeof conditionSchema>

const approval = z.strictObject({
  roles: z
    .array(idOf('a role'))
    .min(1)
    .meta({ description: 'Whoever holds one of these roles can approve.', examples: [['commander']] }),
  count: z
    .int()
    .min(1)
    .max(5)
    .default(1)
    .meta({
      description:
        'So many different people. Where it is two or more, whoever asked for the run is never enough alone.',
      examples: [2],
    }),
  notRequester: z
    .boolean()
    .default(false)
    .meta({ description: 'Whoever asked for the run cannot approve it at all.', examples: [true] }),
  expires: delayField.default(APPROVAL_EXPIRES_MS).meta({
    description: 'An approval that nobody gave for so long lapses.',
    examples: ['15 min'],
  }),
})
export type Approval = z.output<typeof approval>

const onFailure = z.union([
  z.enum(['stop', 'warn']),
  z.strictObject({
    retry: z
      .int()
      .min(0)
      .max(10)
      .default(0)
      .meta({
        description: 'Run it so many times more, by itself; where it needs approval, each run needs its own.',
        examples: [2],
      }),
    every: delayField.default(10_000).meta({ description: 'How long between two of them.', examples: ['30 s'] }),
    goto: z
      .array(idOf('a step'))
      .default([])
      .meta({ description: 'Failed for good: these steps then, which nothing else starts.', examples: [['by-hand']] }),
    choose: z
      .array(idOf('a step'))
      .default([])
      .meta({
        description: 'Failed for good: people choose one of these steps, or to run it again, or to leave it out.',
        examples: [['by-hand']],
      }),
    otherwise: z
      .enum(['stop', 'warn'])
      .default('stop')
      .meta({
        description: 'When no branch leads on: the steps after it wait for people (`stop`), or go on (`warn`).',
        examples: ['warn'],
      }),
  }),
])

/** Something that happens in the incident anyway and ticks a manual step by itself (R126). */
const occurrence = z.union([
  z.enum(['declared', 'acknowledged', 'channel-opened', 'monitoring']),
  z.strictObject({
    noticeSent: idOf('a notice').meta({ description: 'This notice has gone out.', examples: ['customers'] }),
  }),
])
export type Occurrence = z.output<typeof occurrence>

const decision = z.strictObject({
  question: text.meta({ description: 'What is to be decided.', examples: ['Restore or repair?'] }),
  options: z
    .array(
      z.strictObject({
        id: id.meta({ description: 'By this name `when` of other steps refers to it.', examples: ['restore'] }),
        label: text.meta({ description: 'As people read it on the button.', examples: ['Restore a backup'] }),
      }),
    )
    .min(2)
    .max(10)
    .meta({
      description: 'What can be chosen, two to ten.',
      examples: [
        [
          { id: 'restore', label: 'Restore a backup' },
          { id: 'repair', label: 'Repair the table' },
        ],
      ],
    }),
})

const stepFields = {
  id: id.meta({ description: 'Of its own in the scenario.', examples: ['restore'] }),
  title: text.meta({ description: 'What is done, as people read it.', examples: ['Restore the orders'] }),
  why: text.optional().meta({
    description: 'Why, for somebody who does not know.',
    examples: ['Wrong orders must not be shipped'],
  }),
  budget: delayField.optional().meta({
    description:
      'How long it may take; `muster check` adds the budgets up and compares them with the RTO. Left out: it does not count.',
    examples: ['20 min'],
  }),
  owner: idOf('a role')
    .optional()
    .meta({ description: 'Who does it, or answers for it.', examples: ['on-call'] }),
  needs: z
    .array(idOf('a step'))
    .optional()
    .meta({
      description: 'Steps that must be done before. Left out: the step written before it. `[]`: none.',
      examples: [['look'], []],
    }),
  when: conditionSchema.optional().meta({
    description: 'Only if this holds; else it is skipped, and says so.',
    examples: [{ chosen: { way: 'restore' } }, { value: 'host', equals: 'db-2' }],
  }),
  risk: z
    .enum(['read', 'write', 'destructive'])
    .default('write')
    .meta({
      description:
        "`read`: looks only. `write`: changes something. `destructive`: causes an outage or is hard to undo, and whoever approves types the system's name.",
      examples: ['destructive'],
    }),
  start: z
    .union([
      z.enum(['auto', 'manual']),
      z.strictObject({
        after: delayField.meta({ description: 'By itself after so long.', examples: ['5 min'] }),
      }),
    ])
    .optional()
    .meta({
      description:
        '`auto`: as soon as its needs are met. `manual`: somebody presses Start. `after`: by itself after so long, unless somebody objects. Left out: `read` steps `auto`, others `manual`.',
      examples: ['auto', { after: '5 min' }],
    }),
  approval: approval.optional().meta({
    description:
      'Who approves it before it runs. Left out: nobody, but for destructive steps, which the commander approves.',
    examples: [{ roles: ['commander'], count: 1 }],
  }),
  do: z
    .array(actionSchema)
    .min(1)
    .optional()
    .meta({
      description: 'What Muster does: actions one after the other; the first that fails ends it.',
      examples: [[{ command: ['systemctl', 'stop', 'shop'] }]],
    }),
  manual: text.optional().meta({
    description: 'What a person does; they tick it.',
    examples: ['Call the data centre and ask for hands on site'],
  }),
  decide: decision.optional().meta({
    description: 'A question with options; what is chosen opens and closes steps with `when`.',
    examples: [
      {
        question: 'Restore or repair?',
        options: [
          { id: 'restore', label: 'Restore a backup' },
          { id: 'repair', label: 'Repair the table' },
        ],
      },
    ],
  }),
  checks: z
    .array(actionSchema)
    .default([])
    .meta({
      description: 'Must hold after the actions, or the step has failed; all are run, whatever the first says.',
      examples: [[{ http: 'https://shop.example/health' }]],
    }),
  onFailure: onFailure.default('stop').meta({
    description: '`stop`: the steps after it wait for people. `warn`: they go on. Or a block, for more.',
    examples: ['warn', { retry: 2, goto: ['by-hand'] }],
  }),
  repeatable: z
    .boolean()
    .default(false)
    .meta({
      description: 'May be run again by itself when nobody knows how it ended.',
      examples: [true],
    }),
  dryRun: z
    .array(actionSchema)
    .default([])
    .meta({
      description: 'What a dry run does in its place.',
      examples: [[{ command: ['./restore.sh', '--dry-run'] }]],
    }),
  inDrill: z
    .enum(['run', 'dry'])
    .optional()
    .meta({
      description:
        '`run`: a drill does it for real. `dry`: it does `dryRun`, or only says what would run. Left out: `read` steps run.',
      examples: ['run'],
    }),
  undo: z
    .strictObject({
      title: text.meta({ description: 'What taking it back does.', examples: ['Start the shop again'] }),
      do: z
        .array(actionSchema)
        .min(1)
        .meta({ description: 'The actions that do.', examples: [[{ command: ['systemctl', 'start', 'shop'] }]] }),
    })
    .optional()
    .meta({
      description: 'Takes it back (`/dr undo`); what is still to be taken back at the end holds up the resolution.',
      examples: [{ title: 'Start the shop again', do: [{ command: ['systemctl', 'start', 'shop'] }] }],
    }),
  tickedBy: occurrence.optional().meta({
    description: 'Something that happens anyway and ticks a manual step by itself.',
    examples: ['monitoring', { noticeSent: 'customers' }],
  }),
  restores: z
    .array(idOf('a tier'))
    .default([])
    .meta({ description: 'Tiers that are back with it.', examples: [['core']] }),
  serves: idOf('a region')
    .optional()
    .meta({
      description:
        'Once it is done, users are served from this region; the watch reminds people of the way back until it is the primary one.',
      examples: ['frankfurt'],
    }),
  openEnded: z
    .boolean()
    .default(false)
    .meta({
      description: 'Has no end of its own: runs beside the others and holds nothing up.',
      examples: [true],
    }),
}

const ONE_OF = {
  message: 'a step has exactly one of "do", "manual" and "decide": write one of them',
  params: { rule: 'bad-step' satisfies Rule },
}
const oneOf = (step: { do?: unknown; manual?: unknown; decide?: unknown }): boolean =>
  [step.do, step.manual, step.decide].filter((part) => part !== undefined).length === 1

export const stepSchema = z.strictObject(stepFields).refine(oneOf, ONE_OF)
export type StepSpec = z.output<typeof stepSchema>

export const checkSchema = z
  .strictObject({
    ...stepFields,
    group: z
      .enum(['technical', 'business'])
      .default('technical')
      .meta({ description: 'Who can tell: machines, or people who know the business.', examples: ['business'] }),
    risk: z
      .enum(['read', 'write', 'destructive'])
      .default('read')
      .meta({
        description: 'As of any step; but a check mostly looks only.',
        examples: ['write'],
      }),
  })
  .refine(oneOf, ONE_OF)

/**
 * A scenario's recovery as a plan writes it: phases of steps, sequences that several scenarios share, and the checks that must pass at the end. What the
 * defaults mean together (which step needs which) is worked out in `procedure.ts`.
 */
import { z } from 'zod'
import { actionSchema } from './action-schema.ts'
import { id, text } from './identifier.ts'
import type { Rule } from './problem.ts'
import { delayField, windowField } from './time-field.ts'

/** An approval that nobody gave for so long lapses, unless the plan says otherwise. */
export const APPROVAL_EXPIRES_MS = 30 * 60_000

/** Holds: a step was decided so, a value is set (or is one of these). */
const condition = z.union([
  z.strictObject({ chosen: z.record(id, z.union([id, z.array(id).min(1)])) }),
  z.strictObject({ value: id, equals: z.union([text, z.array(text).min(1)]).optional() }),
])
export type Condition = z.output<typeof condition>

const approval = z.strictObject({
  /** Whoever holds one of these roles can approve. */
  roles: z.array(id).min(1),
  /** So many different people. Where it is two or more, whoever asked for the run is never enough alone. */
  count: z.int().min(1).max(5).default(1),
  /** Whoever asked for the run cannot approve it at all. */
  notRequester: z.boolean().default(false),
  expires: delayField.default(APPROVAL_EXPIRES_MS),
})
export type Approval = z.output<typeof approval>

const onFailure = z.union([
  z.enum(['stop', 'warn']),
  z.strictObject({
    /** So many times more, by itself; where the step needs approval, each needs its own. */
    retry: z.int().min(0).max(10).default(0),
    every: delayField.default(10_000),
    /** Failed for good: these steps then, which nothing else starts. */
    goto: z.array(id).default([]),
    /** Failed for good: people choose one of these steps, or to retry, or to skip. */
    choose: z.array(id).default([]),
    /** And when no branch leads on: the steps after it wait for people, or go on. */
    otherwise: z.enum(['stop', 'warn']).default('stop'),
  }),
])

/** Something that happens in the incident anyway and ticks a manual step by itself (R126). */
const occurrence = z.union([
  z.enum(['declared', 'acknowledged', 'channel-opened', 'monitoring']),
  z.strictObject({ noticeSent: id }),
])
export type Occurrence = z.output<typeof occurrence>

const stepFields = {
  id,
  title: text,
  why: text.optional(),
  /** How long it may take; absent: as long as it takes, and it does not count in the forecast. */
  budget: delayField.optional(),
  /** Role that does it, or answers for it. */
  owner: id.optional(),
  /** Steps that must be done before; absent: the step written before it. `[]`: none. */
  needs: z.array(id).optional(),
  /** Else it is skipped, and says so. */
  when: condition.optional(),
  /** read: looks only. write: changes something. destructive: causes an outage or is hard to undo, and its approver types the system's name. */
  risk: z.enum(['read', 'write', 'destructive']).default('write'),
  /** auto: as soon as its needs are met. manual: somebody presses Start. `after`: by itself after so long, unless somebody objects. Default: read steps auto, others manual. */
  start: z.union([z.enum(['auto', 'manual']), z.strictObject({ after: delayField })]).optional(),
  /** Absent: none, but for destructive steps, which the commander approves. */
  approval: approval.optional(),
  /** Actions one after the other; the first that fails ends it. */
  do: z.array(actionSchema).min(1).optional(),
  /** What a person does; they tick it. */
  manual: text.optional(),
  /** A question with options; what is chosen opens and closes steps with `when`. */
  decide: z
    .strictObject({
      question: text,
      options: z
        .array(z.strictObject({ id, label: text }))
        .min(2)
        .max(10),
    })
    .optional(),
  /** Must hold after the actions, or the step has failed; all are run, whatever the first says. */
  checks: z.array(actionSchema).default([]),
  onFailure: onFailure.default('stop'),
  /** May be run again by itself when nobody knows how it ended. */
  repeatable: z.boolean().default(false),
  /** What a dry run does in its place. */
  dryRun: z.array(actionSchema).default([]),
  /** run: a drill does it for real. dry: a drill runs `dryRun`, or only says what would run. Default: read steps run. */
  inDrill: z.enum(['run', 'dry']).optional(),
  /** Takes it back (`/dr undo`); what is open at the end holds up the resolution. */
  undo: z.strictObject({ title: text, do: z.array(actionSchema).min(1) }).optional(),
  /** Ticks a manual step by itself. */
  tickedBy: occurrence.optional(),
  /** Tiers of the plan that are restored with it. */
  restores: z.array(id).default([]),
  /** Has no end of its own: runs beside the others and holds nothing up (R105). */
  openEnded: z.boolean().default(false),
}

const ONE_OF = {
  message: 'a step has exactly one of "do", "manual" and "decide": write one of them',
  params: { rule: 'bad-step' satisfies Rule },
}
const oneOf = (step: { do?: unknown; manual?: unknown; decide?: unknown }): boolean =>
  [step.do, step.manual, step.decide].filter((part) => part !== undefined).length === 1

export const stepSchema = z.strictObject(stepFields).refine(oneOf, ONE_OF)
export type StepSpec = z.output<typeof stepSchema>

const include = z.strictObject({
  /** All steps of a sequence of the plan. */
  sequence: id,
  /** Set before the ids of its steps, so that a scenario can have it twice: `as-step`. */
  as: id.optional(),
  /** For its first step. */
  needs: z.array(id).optional(),
  /** For all of its steps. */
  when: condition.optional(),
})
const entry = z.union([stepSchema, include])
export type Entry = z.output<typeof entry>

export const sequenceSchema = z.strictObject({ title: text, steps: z.array(stepSchema).min(1) })

/** Streams of work that customers are told of. */
export const STREAMS = ['infrastructure', 'data', 'services'] as const
export type Stream = (typeof STREAMS)[number]

export const phaseSchema = z.strictObject({
  id,
  title: text,
  /** From when to when after the declaration it should be under way: told, not enforced (R91). */
  window: windowField.optional(),
  /** Stream of work that its steps bring forward, for progress messages (R73). */
  stream: z.enum(STREAMS).optional(),
  steps: z.array(entry).min(1),
})

const check = z
  .strictObject({
    ...stepFields,
    group: z.enum(['technical', 'business']).default('technical'),
    risk: z.enum(['read', 'write', 'destructive']).default('read'),
  })
  .refine(oneOf, ONE_OF)

/** Checks that must have passed, or been waived by name, before the incident can be resolved. */
export const validationSchema = z.array(z.union([check, include]))

export const tierSchema = z.strictObject({
  id,
  label: text,
  /** From when to when after the declaration it should come back. */
  window: windowField,
})

export const rtoWarningsSchema = z.strictObject({
  /** Percent of the recovery time objective that are used up. */
  at: z.array(z.int().min(1).max(100)).default([50, 75, 90, 100]),
  /** Who is told, besides the channel; absent: the commander. */
  roles: z.array(id).default([]),
  people: z.array(id).default([]),
})

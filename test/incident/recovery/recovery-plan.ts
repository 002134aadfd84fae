/** The shop of `test-plan.ts` with a recovery: steps to approve, a branch, a decision, checks; and a story that begins with it. */
import type { IncidentCommand } from '../../../src/incident/commands.ts'
import { recoveryView } from '../../../src/incident/recovery/view-recovery.ts'
import type { StepView } from '../../../src/incident/recovery/view-shape.ts'
import { type Plan, planSchema } from '../../../src/plan/schema.ts'
import { type Story, startStory } from '../story.ts'
import { testPlanInput } from '../test-plan.ts'

type Step = Record<string, unknown>

/** Looks only: runs by itself. */
export const look = (id: string, more: Step = {}): Step => ({
  ...{ id, title: `Look at ${id}`, risk: 'read', do: [{ command: ['look', id] }] },
  ...more,
})
/** Changes something: somebody starts it. */
export const change = (id: string, more: Step = {}): Step => ({
  ...{ id, title: `Change ${id}`, do: [{ command: ['change', id] }] },
  ...more,
})
export const byHand = (id: string, more: Step = {}): Step => ({
  id,
  title: `Do ${id}`,
  manual: `Do ${id} by hand`,
  ...more,
})
export const approved = (id: string, approval: Step = {}, more: Step = {}): Step =>
  change(id, { approval: { roles: ['dba', 'technical-lead'], ...approval }, ...more })

export interface Recovery {
  steps?: Step[]
  phases?: Step[]
  validation?: Step[]
  scenario?: Record<string, unknown>
  plan?: Record<string, unknown>
}

export function recoveryPlan({ steps, phases, validation = [], scenario = {}, plan = {} }: Recovery): Plan {
  const { 'database-corruption': before } = testPlanInput.scenarios
  return planSchema.parse({
    ...testPlanInput,
    // One person for each role, and a second who can approve: Otto is a database administrator too.
    roles: { ...testPlanInput.roles, dba: { label: 'Database administrator', holders: ['dora', 'otto'] } },
    scenarios: {
      'database-corruption': {
        ...before,
        phases: phases ?? (steps ? [{ id: 'recovery', title: 'Recovery', steps }] : []),
        validation,
        ...scenario,
      },
    },
    ...plan,
  })
}

export interface RecoveryStory extends Story {
  step(id: string): StepView
  statuses(): Record<string, string>
  /** Runs that were handed out, `<run> at <minutes>`. */
  runs(): string[]
}

export function startRecovery(recovery: Recovery, options: Parameters<typeof startStory>[1] = {}): RecoveryStory {
  const plan = recoveryPlan(recovery)
  const story = startStory(plan, options)
  const view = () => recoveryView(plan, story.state)!
  return Object.assign(story, {
    step: (id: string) => {
      const found = view().steps.find((step) => step.id === id)
      if (!found) throw new Error(`there is no step ${id}`)
      return found
    },
    statuses: () => Object.fromEntries(view().steps.map(({ id, status }) => [id, status])),
    runs: () => story.of('attempted').flatMap(({ effect }) => (effect.kind === 'run-step' ? [effect.run] : [])),
  })
}

export type Ask = Omit<IncidentCommand, 'atMs' | 'by'>

/**
 * The variables that the steps of each plan take from the environment, secrets among them: one that is missing would fail its step in the disaster. Only
 * whether they are set is looked at. A draft runs nothing and needs none.
 */
import type { Trial } from '../plan/backup-schema.ts'
import type { Plan } from '../plan/schema.ts'
import { spots } from '../plan/spots.ts'
import {
  ACTION_LISTS,
  probeActions,
  type WrittenAction,
  type WrittenStep,
  writtenActions,
  writtenSteps,
} from '../plan/written-steps.ts'
import { type Check, error, type Finding, ok, type Subject } from './finding.ts'

/** So many steps of one variable are named; the rest are counted. */
const STEPS_NAMED = 3

export const stepVariables: Check = {
  name: 'step-variables',
  group: 'Steps',
  run: ({ plans: { plans }, settings }) =>
    plans.filter(({ draft }) => !draft).flatMap((plan) => findingsOf(plan, settings.actions.environment)),
}

type Environment = Subject['settings']['actions']['environment']

function findingsOf(plan: Plan, environment: Environment): Finding[] {
  const uses = variablesOf(plan)
  const isSet = (name: string) => Object.hasOwn(environment, name) && !['', undefined].includes(environment[name])
  const missing = [...uses].filter(([name]) => !isSet(name))
  if (missing.length > 0) return missing.map(([name, steps]) => lacking(plan, name, [...steps]))
  return uses.size === 0 ? [] : [ok(`The variables that steps of ${plan.id} need are set: ${uses.size}`)]
}

function lacking(plan: Plan, name: string, steps: string[]): Finding {
  const named = steps.slice(0, STEPS_NAMED).map((step) => `"${step}"`)
  const left = steps.length - named.length
  const which = `${steps.length === 1 ? 'The step' : 'The steps'} ${named.join(', ')}${left > 0 ? ` and ${left} more` : ''}`
  return error(
    `${name} is not set (${plan.id})`,
    `${which} ${steps.length === 1 ? 'needs' : 'need'} it and would fail.`,
    `Set ${name} where Muster runs; a variable of Muster's own is handed to no step, so give it another name in the plan.`,
  )
}

/** By the name of each variable the titles of the steps that need it. */
function variablesOf(plan: Plan): Map<string, Set<string>> {
  const uses = new Map<string, Set<string>>()
  for (const written of writtenSteps(plan)) {
    const actions = ACTION_LISTS.flatMap((list) => writtenActions(written, list))
    const meanwhile = replacedIn(plan, written)
    for (const name of actions.flatMap((action) => variablesIn(plan, action)).filter((one) => !meanwhile.has(one))) {
      uses.set(name, (uses.get(name) ?? new Set()).add(String(written.step.title)))
    }
  }
  for (const { id, trial } of trialsOf(plan)) {
    const server = plan.connections[trial.scratch?.on ?? '']?.urlEnv
    if (server !== undefined) uses.set(server, (uses.get(server) ?? new Set()).add(`test restore of ${id}`))
  }
  for (const written of probeActions(plan)) {
    const label = plan.probes[String(written.path[1])]?.label ?? ''
    for (const name of variablesIn(plan, written)) uses.set(name, (uses.get(name) ?? new Set()).add(label))
  }
  return uses
}

const trialsOf = (plan: Plan): { id: string; trial: Trial }[] =>
  Object.entries(plan.backups).flatMap(([id, { verification }]) =>
    verification.flatMap(({ trial }) => (trial ? [{ id, trial }] : [])),
  )

/** In the steps of a test restore these hold the scratch database, whatever they hold otherwise. */
function replacedIn(plan: Plan, { path: [kind, sequence] }: WrittenStep): ReadonlySet<string> {
  const own = trialsOf(plan).filter(
    ({ trial }) => kind === 'sequences' && (trial.sequence === sequence || trial.afterwards === sequence),
  )
  return new Set(own.flatMap(({ trial }) => trial.scratch?.as ?? []))
}

const OF_ACTION = ['env.*.secret', 'headers.*.secret', 'passEnv.*', 'http.env']

function variablesIn(plan: Plan, { action }: WrittenAction): string[] {
  const named = OF_ACTION.flatMap((pattern) => spots(action, pattern)).map(({ value }) => value)
  const connection = 'sql' in action ? plan.connections[String(action.on)]?.urlEnv : undefined
  const backups = 'backup' in action ? ofStore(plan, String(action.backup)) : []
  return [...named, connection, ...backups].filter((name) => typeof name === 'string')
}

/** What opens the store of a backup set. */
function ofStore(plan: Plan, backup: string): string[] {
  const store = plan.stores[plan.backups[backup]?.store ?? '']
  if (store?.bucket === undefined) return []
  const { accessKeyIdEnv, secretAccessKeyEnv, endpoint } = store
  return [accessKeyIdEnv, secretAccessKeyEnv, ...(typeof endpoint === 'object' ? [endpoint.env] : [])]
}

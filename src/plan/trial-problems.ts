/**
 * Test restores that could not be done, or would go where they must never go. Works on the data as written; parts of the wrong shape are passed over. Promises
 * that what a test restore runs asks nobody, and reaches no database, machine or address that a recovery changes.
 */
import type { DataProblem, Path } from './problem.ts'
import { type Spot, spots } from './spots.ts'
import { badStep } from './step-problems.ts'
import { ACTION_LISTS, type Block, isBlock, type WrittenAction, writtenActions, writtenSteps } from './written-steps.ts'

export function trialProblems(plan: unknown): DataProblem[] {
  const trials = spots(plan, 'backups.*.verification.*.trial').flatMap((spot): Trial[] =>
    isBlock(spot.value) ? [trialOf(plan, spot.path, spot.value)] : [],
  )
  const made = spots(plan, 'backups.*.make').flatMap(({ value }) => stepsOf(plan, String(value)))
  const asking = made.flatMap((step) => asksSomebody(step, 'and a backup is made without asking anybody'))
  if (trials.length === 0) return asking
  const touched = touchedByRecoveries(plan)
  const ofTrials = trials.flatMap((trial) => [
    ...outOfSight(plan, trial),
    ...scratchOfRecovery(plan, trial, touched),
    ...trial.steps.flatMap((step) => asksSomebody(step, 'and a test restore runs by itself')),
    ...trial.actions.flatMap((action) => goesToProduction(plan, action, trial, touched)),
    ...takesNothing(trial),
  ])
  return [...asking, ...ofTrials]
}

interface Trial {
  path: Path
  set: string
  block: Block
  steps: { path: Path; step: Block }[]
  actions: WrittenAction[]
  /** Variables that hold something else meanwhile. */
  replaced: ReadonlySet<string>
}

function trialOf(plan: unknown, path: Path, block: Block): Trial {
  const names = [block.sequence, block.afterwards].filter((name) => typeof name === 'string')
  const steps = names.flatMap((name) => stepsOf(plan, name))
  return {
    ...{ path, block, steps, set: String(path[1]) },
    actions: steps.flatMap((step) => [...writtenActions(step, 'do'), ...writtenActions(step, 'checks')]),
    replaced: new Set(spots(block, 'scratch.as.*').map(({ value }) => String(value))),
  }
}

const stepsOf = (plan: unknown, sequence: string): Trial['steps'] =>
  spots(plan, `sequences.${sequence}.steps.*`).flatMap(({ path, value }) =>
    isBlock(value) ? [{ path, step: value }] : [],
  )

/** Connections, by the variable of their address; machines; and variables of addresses that requests change something at. */
interface Touched {
  addresses: ReadonlySet<string>
  runners: ReadonlySet<string>
}

/** What the steps of scenarios and cards use. A connection that they only read is one of production all the same. */
function touchedByRecoveries(plan: unknown): Touched {
  const included = new Set(
    ['scenarios.*.phases.*.steps.*.sequence', 'scenarios.*.validation.*.sequence', 'regions.*.failback']
      .flatMap((pattern) => spots(plan, pattern))
      .map(({ value }) => String(value)),
  )
  const steps = writtenSteps(plan).filter(({ path }) => path[0] !== 'sequences' || included.has(String(path[1])))
  const actions = steps.flatMap((written) =>
    ACTION_LISTS.flatMap((list) => writtenActions(written, list)).map((one) => ({ ...one, risk: written.step.risk })),
  )
  const changing = actions.filter(({ risk }) => risk !== 'read')
  return {
    addresses: new Set([
      ...actions.flatMap(({ action }) => addressOf(plan, action) ?? []),
      ...changing.flatMap(({ action }) => spots(action, 'http.env').map(({ value }) => String(value))),
    ]),
    runners: new Set(changing.flatMap(({ action }) => ('command' in action && action.on ? [String(action.on)] : []))),
  }
}

/** The variable of the database that a query asks. */
const addressOf = (plan: unknown, action: Block): string | undefined =>
  'sql' in action ? urlVariable(plan, action.on) : undefined

function urlVariable(plan: unknown, connection: unknown): string | undefined {
  const [found] = typeof connection === 'string' ? spots(plan, `connections.${connection}.urlEnv`) : []
  return typeof found?.value === 'string' ? found.value : undefined
}

function outOfSight(plan: unknown, { path, set }: Trial): DataProblem[] {
  const [found] = spots(plan, `backups.${set}`)
  if (!isBlock(found?.value) || 'store' in found.value) return []
  const message = `"${set}" lies in no store, so that Muster has nothing to try`
  return [{ path, at: 'key', rule: 'bad-value', message, remedy: 'write its "store", or who tries it under "by"' }]
}

function scratchOfRecovery(plan: unknown, { path, block }: Trial, { addresses }: Touched): DataProblem[] {
  return spots(block, 'scratch.on').flatMap(({ path: at, value }) => {
    const variable = urlVariable(plan, value)
    if (variable === undefined || !addresses.has(variable)) return []
    return [never([...path, ...at], `steps of a recovery ask "${value}"`, 'name a connection of a server for tests')]
  })
}

/** Nobody is there to be asked when a test restore is due. */
function asksSomebody({ path, step }: { path: Path; step: Block }, alone: string): DataProblem[] {
  const name = `the step "${step.id}"`
  const remedy = 'write steps of their own for it'
  const keys = ['manual', 'decide', 'approval', 'when'].filter((key) => key in step)
  const found = keys.map((key) => badStep([...path, key], `${name} has "${key}", ${alone}`, remedy, 'key'))
  if (step.risk !== 'destructive') return found
  return [...found, badStep([...path, 'risk'], `${name} is destructive, ${alone}`, remedy)]
}

function goesToProduction(
  plan: unknown,
  { path, action }: WrittenAction,
  { replaced }: Trial,
  { addresses, runners }: Touched,
): DataProblem[] {
  const isTaken = (variable: unknown): boolean =>
    typeof variable === 'string' && addresses.has(variable) && !replaced.has(variable)
  const at = (spot: Spot) => [...path, ...spot.path]
  const remedy = 'let it hold the scratch database meanwhile ("scratch: { as: … }"), or name another one'
  const handed = ['passEnv.*', 'env.*.secret', 'http.env'].flatMap((pattern) => spots(action, pattern))
  const asked = isTaken(addressOf(plan, action)) ? spots(action, 'on') : []
  const there = 'command' in action ? spots(action, 'on').filter(({ value }) => runners.has(String(value))) : []
  return [
    ...handed
      .filter(({ value }) => isTaken(value))
      .map((spot) => never(at(spot), `${spot.value} leads to what a recovery works on`, remedy)),
    ...asked.map((spot) => never(at(spot), `steps of a recovery ask "${spot.value}"`, remedy)),
    ...there.map((spot) =>
      never(at(spot), `steps of a recovery change something on "${spot.value}"`, 'name another machine'),
    ),
  ]
}

const never = (path: Path, why: string, remedy: string): DataProblem => ({
  ...{ path, at: 'value', rule: 'trial-on-production' },
  message: `a test restore never goes to production, and ${why}`,
  remedy,
})

/** A sequence that is not there is reported as such. */
function takesNothing({ path, set, steps, actions }: Trial): DataProblem[] {
  const isTaken = actions.some(({ action }) => action.backup === set)
  if (steps.length === 0 || isTaken) return []
  const message = `the steps of this test restore never take a backup of "${set}"`
  const remedy = `begin one with "{ backup: ${set}, fetch: dump }"`
  return [{ path: [...path, 'sequence'], at: 'value', rule: 'bad-step', message, remedy }]
}

/**
 * Test restores that could not be done, or would go where they must never go. Works on the data as written; parts of the wrong shape are passed over. Promises
 * that what a test restore runs asks nobody, and reaches no database, machine or address that a recovery changes.
 */
import type { DataProblem, Path } from './problem.ts'
import { type Spot, spots } from './spots.ts'
import { badStep } from './step-problems.ts'
import { databaseOf, handedBy, hostOf, isReading, type Touched, touchedByRecoveries, urlVariable } from './touched.ts'
import { type Block, isBlock, type WrittenAction, writtenActions } from './written-steps.ts'

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
  /** What the plan lets it have of what recoveries are handed. */
  shared: ReadonlySet<string>
  /** Values that are others here. */
  given: ReadonlySet<string>
}

function trialOf(plan: unknown, path: Path, block: Block): Trial {
  const names = [block.sequence, block.afterwards].filter((name) => typeof name === 'string')
  const steps = names.flatMap((name) => stepsOf(plan, name))
  return {
    ...{ path, block, steps, set: String(path[1]) },
    actions: steps.flatMap((step) => [...writtenActions(step, 'do'), ...writtenActions(step, 'checks')]),
    replaced: new Set(spots(block, 'scratch.as.*').map(({ value }) => String(value))),
    shared: new Set(spots(block, 'shared.*').map(({ value }) => String(value))),
    given: new Set(spots(block, 'with.~').map(({ value }) => String(value))),
  }
}

const stepsOf = (plan: unknown, sequence: string): Trial['steps'] =>
  spots(plan, `sequences.${sequence}.steps.*`).flatMap(({ path, value }) =>
    isBlock(value) ? [{ path, step: value }] : [],
  )

function outOfSight(plan: unknown, { path, set }: Trial): DataProblem[] {
  const [found] = spots(plan, `backups.${set}`)
  if (!isBlock(found?.value) || 'store' in found.value) return []
  const message = `"${set}" lies in no store, so that Muster has nothing to try`
  return [{ path, at: 'key', rule: 'bad-value', message, remedy: 'write its "store", or who tries it under "by"' }]
}

function scratchOfRecovery(plan: unknown, { path, block }: Trial, { asked, handed }: Touched): DataProblem[] {
  if (spots(block, 'scratch.sameServer').some(({ value }) => value === true)) return []
  const remedy = 'name a connection of a server for tests, or say "sameServer: true" where there is no other'
  return spots(block, 'scratch.on').flatMap(({ path: at, value }) => {
    const variable = urlVariable(plan, value)
    if (variable === undefined) return []
    if (asked.has(variable)) return [never([...path, ...at], `steps of a recovery ask "${value}"`, remedy)]
    const why = `programs of a recovery are handed ${variable}, the address of "${value}"`
    return handed.has(variable) ? [never([...path, ...at], why, remedy)] : []
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
  { replaced, shared, given }: Trial,
  touched: Touched,
): DataProblem[] {
  const at = (spot: Spot) => [...path, ...spot.path]
  const isAsked = (name: string): boolean => touched.asked.has(name) && !replaced.has(name)
  const isHanded = (name: string): boolean => touched.handed.has(name) && !replaced.has(name) && !shared.has(name)
  const instead = 'let it hold the scratch database meanwhile ("scratch: { as: … }"), or name another one'
  const ofRecovery = [...handedBy(action), ...spots(action, 'http.env')].flatMap((spot) => {
    const name = String(spot.value)
    if (isAsked(name)) return [never(at(spot), `${name} leads to what a recovery works on`, instead)]
    const remedy = `${instead}; what is only a key, as that of the backups, can stand under "shared"`
    return isHanded(name) ? [never(at(spot), `programs of a recovery are handed ${name}, too`, remedy)] : []
  })
  const database = databaseOf(plan, action) ?? ''
  const asked = isAsked(database) || isHanded(database) ? spots(action, 'on') : []
  const there = 'command' in action ? spots(action, 'on').filter(({ value }) => touched.runners.has(String(value))) : []
  return [
    ...ofRecovery,
    ...asked.map((spot) => never(at(spot), `a recovery works on "${spot.value}"`, instead)),
    ...there.map((spot) =>
      never(at(spot), `steps of a recovery change something on "${spot.value}"`, 'name another machine'),
    ),
    ...asksHost(action, given, touched).map((host) =>
      never([...path, 'http'], `steps of a recovery ask ${host}`, 'name another host'),
    ),
  ]
}

/** Both may read there; once one of the two changes something, it is no place for a test. */
function asksHost(action: Block, given: ReadonlySet<string>, { hosts }: Touched): string[] {
  const host = hostOf(action) ?? ''
  const isOther = [...host.matchAll(/\{([^}]+)\}/g)].some(([, value = '']) => given.has(value))
  const isChanged = hosts.get(host)
  return isChanged === undefined || isOther || (!isChanged && isReading(action)) ? [] : [host]
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

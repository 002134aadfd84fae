/**
 * What the steps of scenarios and cards work on, which a test restore must leave alone: databases, machines, addresses, and whatever their programs are handed.
 * Works on the data as written, and on a whole plan; parts of the wrong shape are passed over.
 */
import { spots } from './spots.ts'
import { ACTION_LISTS, type Block, writtenActions, writtenSteps } from './written-steps.ts'

export interface Touched {
  /** Variables of the addresses that steps ask themselves: databases, and where requests change something. */
  asked: ReadonlySet<string>
  /** Variables and secret files that programs are handed: most of them lead somewhere, or open it. */
  handed: ReadonlySet<string>
  /** Machines on which a recovery changes something. */
  runners: ReadonlySet<string>
  /** Hosts of addresses that are written out; true: something is changed there. */
  hosts: ReadonlyMap<string, boolean>
}

/** How a program gets at what Muster's environment and secret files hold. */
const HANDED = ['passEnv.*', 'env.*.secret', 'env.*.secretFile']

/** A connection that they only read is one of production all the same. */
export function touchedByRecoveries(plan: unknown): Touched {
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
  const hosts = new Map<string, boolean>()
  for (const { action, risk } of actions) {
    const host = hostOf(action)
    if (host !== undefined) hosts.set(host, (hosts.get(host) ?? false) || (risk !== 'read' && !isReading(action)))
  }
  return {
    hosts,
    asked: new Set([
      ...actions.flatMap(({ action }) => databaseOf(plan, action) ?? []),
      ...changing.flatMap(({ action }) => spots(action, 'http.env').map(({ value }) => String(value))),
    ]),
    handed: new Set(actions.flatMap(({ action }) => handedBy(action)).map(({ value }) => String(value))),
    runners: new Set(changing.flatMap(({ action }) => ('command' in action && action.on ? [String(action.on)] : []))),
  }
}

export const handedBy = (action: Block) => HANDED.flatMap((pattern) => spots(action, pattern))

/** The variable of the database that a query asks. */
export const databaseOf = (plan: unknown, action: Block): string | undefined =>
  'sql' in action ? urlVariable(plan, action.on) : undefined

export function urlVariable(plan: unknown, connection: unknown): string | undefined {
  const [found] = typeof connection === 'string' ? spots(plan, `connections.${connection}.urlEnv`) : []
  return typeof found?.value === 'string' ? found.value : undefined
}

/** Of a request whose address is written out, as it is written. */
export const hostOf = ({ http }: Block): string | undefined =>
  typeof http === 'string' ? /^[a-z]+:\/\/(?:[^/?#]*@)?([^/?#]+)/i.exec(http)?.[1]?.toLowerCase() : undefined

/** A request that asks and changes nothing. */
export const isReading = ({ method = 'GET' }: Block): boolean => method === 'GET' || method === 'HEAD'

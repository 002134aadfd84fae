/**
 * Whether a test restore stays apart from what recoveries work on, by what variables hold where Muster runs: the plan knows only their names, and two of them
 * can lead to one server. Promises never to say an address.
 */

import type { RunContext } from '../../actions/run-context.ts'
import type { Trial } from '../../plan/backup-schema.ts'
import { own } from '../../plan/own.ts'
import type { Plan } from '../../plan/schema.ts'
import { spots } from '../../plan/spots.ts'
import { databaseOf, handedBy, isReading, type Touched, touchedByRecoveries } from '../../plan/touched.ts'
import { ACTION_LISTS, type Block, writtenActions, writtenSteps } from '../../plan/written-steps.ts'

type Environment = RunContext['environment']

/** Why it would go to production; undefined: it does not. */
export function whyNotApart(plan: Plan, trial: Trial, environment: Environment): string | undefined {
  const production = productionPlaces(touchedByRecoveries(plan), trial, environment)
  for (const { name, place } of placesOfTrial(plan, trial, environment)) {
    const taken = place === undefined ? undefined : production.get(place)
    if (taken !== undefined)
      return `a test restore never goes to production, and ${name} leads to the server of ${taken}`
  }
  return undefined
}

/** By server, the name by which a recovery has it. */
function productionPlaces({ asked, handed, hosts }: Touched, trial: Trial, environment: Environment) {
  const names = [...asked, ...[...handed].filter((name) => !trial.shared.includes(name))]
  const led = [
    ...names.map((name): Led => ({ name, place: placeOf(own(environment, name)) })),
    ...[...hosts.keys()].flatMap((name) =>
      ['http', 'https'].map((scheme): Led => ({ name, place: placeOf(`${scheme}://${name}`) })),
    ),
  ]
  return new Map(led.flatMap(({ name, place }) => (place === undefined ? [] : [[place, name] as const])))
}

interface Led {
  name: string
  place: string | undefined
}

/** Where its steps are led; what the plan lets them share and what leads to the scratch database meanwhile is left out. */
function placesOfTrial(plan: Plan, { scratch, sequence, afterwards, shared }: Trial, environment: Environment): Led[] {
  const actions = writtenSteps(plan)
    .filter(({ path }) => path[0] === 'sequences' && (path[1] === sequence || path[1] === afterwards))
    .flatMap((step) => ACTION_LISTS.flatMap((list) => writtenActions(step, list)))
  const named = actions.flatMap(({ action }) =>
    [
      ...[...handedBy(action), ...spots(action, 'http.env')].map(({ value }) => String(value)),
      databaseOf(plan, action) ?? [],
    ].flat(),
  )
  const free = new Set([...shared, ...(scratch?.as ?? [])])
  const server = scratch && !scratch.sameServer ? [plan.connections[scratch.on]?.urlEnv ?? ''] : []
  const names = [...new Set([...server, ...named.filter((name) => !free.has(name))])]
  return [
    ...names.map((name) => ({ name, place: placeOf(own(environment, name)) })),
    ...actions.flatMap(({ action }) => writtenOut(action)),
  ]
}

const writtenOut = (action: Block): Led[] =>
  typeof action.http === 'string' && !isReading(action) ? [{ name: action.http, place: placeOf(action.http) }] : []

const PORTS: Readonly<Record<string, string>> = {
  'http:': '80',
  'https:': '443',
  'postgres:': '5432',
  'postgresql:': '5432',
  'mysql:': '3306',
  'mongodb:': '27017',
  'redis:': '6379',
}
const HERE: ReadonlySet<string> = new Set(['localhost', '[::1]', '::1'])

/** Host and port of an address; undefined: it is none, or has no host. */
function placeOf(text = ''): string | undefined {
  const address = text.replace(/^jdbc:/, '')
  if (!URL.canParse(address)) return undefined
  const { protocol, hostname, port, searchParams } = new URL(address)
  const isPostgres = protocol.startsWith('postgres')
  const host = ((isPostgres && searchParams.get('host')) || hostname).toLowerCase().replace(/\.$/, '')
  if (host === '') return undefined
  const at = (isPostgres && searchParams.get('port')) || port || PORTS[protocol] || ''
  return `${HERE.has(host) ? '127.0.0.1' : host}:${at}`
}

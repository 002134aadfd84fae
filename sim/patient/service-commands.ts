/** Subcommands about the shop's process and its release. */

import { askHealth } from './ask-health.ts'
import { NAME, readVersions, urlOf } from './configuration.ts'
import { deployVersion, restartService, rollBack, runningPid, startService, stopService } from './service-control.ts'
import { databaseNameOf, databaseTrouble, examine, withDatabase } from './shop-database.ts'
import { done, type Subcommand, type Surroundings } from './subcommand.ts'

export const serviceCommands: readonly Subcommand[] = [
  { name: ['status'], takes: [], run: async ({ patient }) => done(...(await status(patient))) },
  {
    name: ['start'],
    takes: [],
    async run({ patient }) {
      const { pid, version, started } = await startService(patient)
      return done(started ? `Version ${version} runs (process ${pid}).` : `It runs already (process ${pid}).`)
    },
  },
  {
    name: ['stop'],
    takes: [],
    async run({ patient }) {
      const pid = await stopService(patient)
      return done(pid === undefined ? 'It was not running.' : `Stopped (process ${pid}).`)
    },
  },
  {
    name: ['restart'],
    takes: [],
    async run({ patient }) {
      const { pid, version } = await restartService(patient)
      return done(`Version ${version} runs anew (process ${pid}).`)
    },
  },
  {
    name: ['deploy'],
    takes: ['VERSION'],
    async run({ patient }, [id = '']) {
      const { pid, version, before } = await deployVersion(patient, id)
      return done(`Version ${version} runs (process ${pid}), before ${before}.`)
    },
  },
  {
    name: ['rollback'],
    takes: [],
    async run({ patient }) {
      const { pid, version, before } = await rollBack(patient)
      return done(`Rolled back from ${before}: version ${version} runs (process ${pid}).`)
    },
  },
]

async function status(patient: Surroundings['patient']): Promise<string[]> {
  const [pid, versions, health, database] = await Promise.all([
    runningPid(patient),
    readVersions(patient.dir),
    askHealth(patient),
    withDatabase(patient.databaseUrl, examine).then(
      ({ products, orders }) => `${orders} orders, ${products} products`,
      databaseTrouble,
    ),
  ])
  return [
    `${NAME} is ${health.ok ? 'up' : 'down'}`,
    `Process   ${pid === undefined ? 'none' : `${pid}, ${urlOf(patient)}`}`,
    `Version   ${versions.at(-1)}${versions.length > 1 ? `, before ${versions.at(-2)}` : ''}`,
    `Health    ${health.ok ? 'ok' : health.reason}`,
    `Database  ${databaseNameOf(patient.databaseUrl)}`,
    `Rows      ${database}`,
  ]
}

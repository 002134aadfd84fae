/** Subcommands about the shop's data: what it is like, saving it, restoring it, backing it up. */
import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { Client } from 'pg'
import type { BackupStore } from './backup-store.ts'
import { restoreDump } from './dump.ts'
import { readLines, type WrittenDump, writeDump } from './dump-file.ts'
import { sandboxNow } from './sandbox-time.ts'
import {
  createDatabase,
  damageOf,
  databaseNameOf,
  databaseUrlOn,
  digests,
  dropDatabase,
  examine,
  hasTables,
  SCHEMA,
  withDatabase,
} from './shop-database.ts'
import { done, type Environment, type Subcommand, type Surroundings, variable } from './subcommand.ts'

export const databaseCommands: readonly Subcommand[] = [
  {
    name: ['db', 'check'],
    takes: [],
    async run({ environment }) {
      const findings = await withDatabase(databaseUrl(environment), examine)
      const damage = damageOf(findings)
      if (damage !== undefined) return { code: 1, out: `${damage.charAt(0).toUpperCase()}${damage.slice(1)}` }
      return done(`${findings.orders} orders, none damaged, none missing`)
    },
  },
  {
    name: ['db', 'digest'],
    takes: [],
    async run({ environment }) {
      const found = await withDatabase(databaseUrl(environment), digests)
      return done(...found.map(({ table, rows, md5 }) => `${table} ${rows} rows, md5 ${md5}`))
    },
  },
  { name: ['db', 'create'], takes: [], run: ({ environment }) => create(environment) },
  { name: ['db', 'restore'], takes: ['FILE'], run: ({ environment }, [file = '']) => restore(environment, file) },
  { name: ['db', 'save-state', '--to-store'], takes: [], run: saveToStore },
  {
    name: ['db', 'save-state'],
    takes: ['FILE'],
    async run({ patient, environment }, [file = '']) {
      const made = new Date(await sandboxNow(patient.clockUrl)).toISOString()
      const { rows, bytes } = await writeDump(databaseUrl(environment), path.resolve(file), made)
      return done(`Saved ${rows} rows as they are (${kilobytes(bytes)}) to`, path.resolve(file))
    },
  },
  { name: ['backup'], takes: [], run: backup },
]

const databaseUrl = (environment: Environment) => variable(environment, 'PATIENT_DATABASE_URL')
const adminUrl = (environment: Environment) => variable(environment, 'PATIENT_ADMIN_URL')
const kilobytes = (bytes: number) => `${Math.ceil(bytes / 1024)} kB`

async function create(environment: Environment) {
  const url = databaseUrl(environment)
  const name = databaseNameOf(url)
  const created = await createDatabase(adminUrl(environment), name)
  const filled = await withDatabase(url, async (client) => {
    const { products, orders } = await hasTables(client)
    if (products && orders) return false
    await client.query(`BEGIN; DROP TABLE IF EXISTS orders, products; ${SCHEMA}; COMMIT`)
    return true
  })
  if (created) return done(`Database ${name} created, with empty tables.`)
  return done(`Database ${name} is there${filled ? '; its tables were made anew, empty' : ', with its tables'}.`)
}

async function restore(environment: Environment, file: string) {
  const fill = (client: Client) => restoreDump(client, readLines(file))
  const { header, findings } = await withDatabase(databaseUrl(environment), fill).catch((error) => {
    // Ours: what is wrong with the dump.
    throw error.code === undefined ? new Error(`${error.message} Nothing was changed.`) : error
  })
  const made = header.made.slice(0, 16).replace('T', ' ')
  return done(
    `Restored ${findings.products} products and ${findings.orders} orders from the dump of ${made} UTC.`,
    'Every seal holds, none is missing.',
  )
}

async function saveToStore({ patient, environment }: Surroundings) {
  const { savedStateKey } = await import('./backup-store.ts')
  return withDump({ patient, environment }, async (store, { file, written, nowMs }) => {
    const key = savedStateKey(nowMs)
    await upload(store, key, file, written)
    return done(`Saved ${written.rows} rows as they are (${kilobytes(written.bytes)}) to`, key)
  })
}

/** Tried before it is stored: what cannot be restored must not take the place of a backup that can. */
async function backup({ patient, environment }: Surroundings) {
  const { backupKey, VERIFIED } = await import('./backup-store.ts')
  const server = adminUrl(environment)
  return withDump({ patient, environment }, async (store, { file, written, nowMs }) => {
    const key = backupKey(nowMs)
    const rows = await tryRestore(server, file).catch((error: Error) => {
      throw new Error(`No backup was made, since restoring it for a try failed: ${error.message}`)
    })
    await upload(store, key, file, written)
    await store.putText(key + VERIFIED, `${new Date(nowMs).toISOString()} restored for a try: ${rows}`)
    return done(`Backed up ${rows} (${kilobytes(written.bytes)}) to`, key, 'Verified by restoring it for a try.')
  })
}

async function upload(store: BackupStore, key: string, file: string, { sha256 }: WrittenDump): Promise<void> {
  const { CHECKSUM } = await import('./backup-store.ts')
  await store.putFile(key, file)
  await store.putText(key + CHECKSUM, sha256)
}

/** Into a database of its own, which is gone afterwards. */
async function tryRestore(server: string, file: string): Promise<string> {
  const name = `corner_shop_try_${process.pid}`
  await dropDatabase(server, name)
  try {
    await createDatabase(server, name)
    const { findings } = await withDatabase(databaseUrlOn(server, name), (client) =>
      restoreDump(client, readLines(file)),
    )
    return `${findings.products} products and ${findings.orders} orders`
  } finally {
    await dropDatabase(server, name)
  }
}

interface Dumped {
  file: string
  written: WrittenDump
  nowMs: number
}

/** Dumps what is there into a file, for as long as the work goes on. */
async function withDump<T>(
  { patient, environment }: Surroundings,
  work: (store: BackupStore, dumped: Dumped) => Promise<T>,
): Promise<T> {
  const access = {
    endpoint: variable(environment, 'PATIENT_S3_ENDPOINT'),
    bucket: variable(environment, 'PATIENT_S3_BUCKET'),
    accessKeyId: variable(environment, 'PATIENT_S3_KEY_ID'),
    secretAccessKey: variable(environment, 'PATIENT_S3_SECRET'),
  }
  const url = databaseUrl(environment)
  const { openBackupStore } = await import('./backup-store.ts')
  const store = openBackupStore(access)
  const file = path.join(patient.dir, `dump-${process.pid}`)
  try {
    const nowMs = await sandboxNow(patient.clockUrl)
    const written = await writeDump(url, file, new Date(nowMs).toISOString())
    return await work(store, { file, written, nowMs })
  } finally {
    store.close()
    await rm(file, { force: true })
  }
}

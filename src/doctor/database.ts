/**
 * The database can be reached, is new enough, may be written, and Muster may bring its schema up to date there. Nothing is migrated and
 * the embedded one is not started: a Muster that runs may be using it.
 */
import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import pg from 'pg'
import { within } from '../adapters/within.ts'
import { migrationFiles } from '../engine/migrate.ts'
import { type Check, error, type Finding, ok, skipped, warning } from './finding.ts'

/** As PostgreSQL counts: 14.0. */
const VERSION_MIN = 140_000
const CONNECT_TIMEOUT_MS = 5_000

export const database: Check = {
  name: 'database',
  group: 'Database',
  run: ({ settings: { databaseUrl, dataDir } }, signal) =>
    databaseUrl === undefined ? examineEmbedded(dataDir) : examineServer(databaseUrl, signal),
}

async function examineEmbedded(dataDir: string): Promise<Finding[]> {
  if (!(await canBeMade(dataDir))) {
    const remedy = 'Make it a folder that can be written, or set MUSTER_DATA_DIR to another one.'
    return [error(`${dataDir} cannot be written`, 'The embedded database lives there.', remedy)]
  }
  const why = 'It has one copy, on one machine: a lost disk loses every incident, and there can be no second replica.'
  return [
    warning(`The embedded database is used, in ${dataDir}`, why, 'For production, set DATABASE_URL to a PostgreSQL.'),
  ]
}

/** Whether the first folder on the way up that is there can be written; a file in its place cannot. */
export async function canBeMade(folder: string): Promise<boolean> {
  try {
    const found = await stat(folder)
    await access(folder, constants.W_OK)
    return found.isDirectory()
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    return isMissing && folder !== dirname(folder) ? canBeMade(dirname(folder)) : false
  }
}

async function examineServer(connectionString: string, signal: AbortSignal): Promise<Finding[]> {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: CONNECT_TIMEOUT_MS,
    application_name: 'muster doctor',
  })
  // What breaks shows in the statement under way.
  client.on('error', () => {})
  try {
    await within(signal, client.connect())
  } catch (cause) {
    signal.throwIfAborted()
    const why = `It says: ${messageOf(cause)}.`
    return [error('The database cannot be reached', why, 'Correct DATABASE_URL, or start the server that it names.')]
  }
  try {
    return await examineConnected(client)
  } finally {
    await client.end().catch(() => {})
  }
}

interface Facts {
  version: string
  number: number
  readOnly: boolean
  name: string
  mayCreate: boolean
  hasSchema: boolean
  mayUse: boolean
}

async function examineConnected(client: pg.Client): Promise<Finding[]> {
  const { rows } = await client.query<Facts>(`
    SELECT current_setting('server_version') AS version,
           current_setting('server_version_num')::int AS number,
           current_setting('transaction_read_only')::bool AS "readOnly",
           current_database() AS name,
           has_database_privilege(current_database(), 'CREATE') AS "mayCreate",
           to_regnamespace('muster') IS NOT NULL AS "hasSchema",
           coalesce(has_schema_privilege(to_regnamespace('muster')::oid, 'CREATE'), true) AS "mayUse"`)
  const facts = rows[0]!
  return [versionFinding(facts), ...writingFindings(facts), ...(await schemaFindings(client, facts))]
}

function versionFinding({ number, version }: Facts): Finding {
  if (number >= VERSION_MIN) return ok(`PostgreSQL ${version}`)
  const remedy = 'Upgrade the server, or set DATABASE_URL to a newer one.'
  return error(`PostgreSQL ${version} is too old`, 'Muster needs version 14 or newer.', remedy)
}

function writingFindings({ readOnly, name, mayCreate, hasSchema, mayUse }: Facts): Finding[] {
  if (readOnly) {
    const remedy = 'Set DATABASE_URL to the primary, or to an address that leads to whichever server takes writes.'
    return [error('The database takes no writes', 'It is a standby, or set to read only.', remedy)]
  }
  if (hasSchema && !mayUse) {
    const remedy =
      'Connect as the user who made it, or give the schema muster to this one (ALTER SCHEMA muster OWNER TO …).'
    return [error('The schema muster belongs to somebody else', 'Nothing could be journaled.', remedy)]
  }
  if (hasSchema || mayCreate) return []
  const remedy = `Run GRANT CREATE ON DATABASE ${name} TO the user of DATABASE_URL.`
  return [error('Muster may not create its schema', 'Its tables could not be made at the first start.', remedy)]
}

async function schemaFindings(client: pg.Client, { hasSchema, mayUse }: Facts): Promise<Finding[]> {
  if (!hasSchema || !mayUse) {
    const why = hasSchema ? 'The schema cannot be read.' : 'The database is new to Muster.'
    return [skipped('No migrations to compare', why, 'Nothing to do: `muster serve` makes its tables at start.')]
  }
  const known = await migrationFiles()
  const { rows } = await client.query<{ name: string }>('SELECT name FROM muster.migration')
  const applied = new Set(rows.map(({ name }) => name))
  const waiting = known.filter((file) => !applied.has(file))
  const newer = [...applied].filter((file) => !known.includes(file))
  if (newer.length > 0) {
    const why = `It knows ${newer.join(', ')}; this version works beside the next one and not beside any later.`
    return [warning('The database is newer than this Muster', why, 'Install the version that the other replicas run.')]
  }
  if (waiting.length === 0) return [ok('The schema is up to date')]
  const remedy = 'Nothing to do: `muster serve` applies them at start.'
  return [skipped(`${waiting.length} migrations are to come`, `They are ${waiting.join(', ')}.`, remedy)]
}

/** Of several tries (localhost by IPv4 and by IPv6) Node gives an error without a message. */
function messageOf(cause: unknown): string {
  const one = cause instanceof AggregateError ? cause.errors[0] : cause
  return (one instanceof Error ? one.message : String(one)).replace(/\.$/, '')
}

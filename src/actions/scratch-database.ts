/**
 * A database of PostgreSQL for one test restore. Promises that it was not there before, so that nothing that anybody needs can be in it; that it is gone
 * afterwards; and that what a killed test has left behind goes with the next one. Touches no other database of the server.
 */
import pg from 'pg'
import { ActionFailure } from './action-failure.ts'
import { whyRefused } from './sql-failure.ts'

const CONNECT_TIMEOUT_MS = 10_000
const STATEMENT_TIMEOUT_MS = 120_000
/** PostgreSQL cuts longer names off. */
const NAME_MAX = 63
/** No test lasts longer; what is older was left behind. */
const LEFT_AFTER_MS = 25 * 3_600_000

export interface ScratchDatabase {
  url: string
  name: string
  drop(): Promise<void>
}

/**
 * @param serverUrl of any database there, for somebody who may create databases.
 * @param about which plan and set, such as `shop/orders`.
 * @param unique a few letters and digits that nobody has had before.
 */
export async function createScratchDatabase(
  serverUrl: string,
  about: string,
  unique: string,
  nowMs: number,
): Promise<ScratchDatabase> {
  const prefix = `muster_try_${about.replace(/[^a-z0-9]+/g, '_')}`.slice(0, NAME_MAX - unique.length - 1)
  const name = `${prefix}_${unique}`
  const mark = `Muster, test restore of ${about}, `
  await onServer(serverUrl, async (client) => {
    await dropLeft(client, mark, nowMs)
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`)
    const comment = pg.escapeLiteral(mark + new Date(nowMs).toISOString())
    await client.query(`COMMENT ON DATABASE ${pg.escapeIdentifier(name)} IS ${comment}`)
  })
  return { name, url: addressOf(serverUrl, name), drop: () => onServer(serverUrl, (client) => drop(client, name)) }
}

async function dropLeft(client: pg.Client, mark: string, nowMs: number): Promise<void> {
  const { rows } = await client.query<{ name: string; comment: string }>(
    `SELECT datname AS name, shobj_description(oid, 'pg_database') AS comment FROM pg_database
     WHERE starts_with(shobj_description(oid, 'pg_database'), $1)`,
    [mark],
  )
  for (const { name, comment } of rows) {
    if (nowMs - Date.parse(comment.slice(mark.length)) > LEFT_AFTER_MS) await drop(client, name)
  }
}

/** Whoever is connected to it is cut off. */
async function drop(client: pg.Client, name: string): Promise<void> {
  await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`)
}

function addressOf(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${encodeURIComponent(name)}`
  return url.href
}

async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: 'muster test restore',
  })
  client.on('error', () => {})
  try {
    await client.connect()
    return await work(client)
  } catch (error) {
    throw new ActionFailure(`the server for scratch databases ${whyRefused(error, true)}`)
  } finally {
    await client.end().catch(() => {})
  }
}

/**
 * Asks a database one statement. Promises that what is not meant to write cannot (the database itself sees to it), that a change is taken back when it was
 * not as the plan expects, and that the statement has ended in time or the database was asked to end it.
 */
import pg from 'pg'
import type { RenderedSql } from '../incident/recovery/work.ts'
import { formatDuration } from '../plan/length.ts'
import { own } from '../plan/own.ts'
import { ActionFailure, type Facts, stopped } from './action-failure.ts'
import { brief, type Kit, type Prepared } from './action-kit.ts'
import { captureEach } from './captures.ts'
import { whyRefused } from './sql-failure.ts'
import { ROWS_SHOWN, type Rows, tableOf, unmetRows } from './sql-rows.ts'
import { inTime, startTimeLimit, type TimeLimit, unlessAborted } from './time-limit.ts'

const CONNECT_TIMEOUT_MS = 10_000
/** The database ends a statement by its own clock; after so long it does not answer at all. */
const SILENCE_MS = 5_000
/** To say good-bye, or to ask for a statement's end. */
const FAREWELL_MS = 2_000
/** The longest `statement_timeout` that there is, milliseconds. */
const TIMEOUT_MAX_MS = 2_147_483_647
const WHAT_MAX = 160
/** Of what stands in a table, characters. */
const CELL_MAX = 40
/** They can end a transaction within, and begin one that writes. */
const UNGUARDED = /^\s*(?:(?:--[^\n]*\n|\/\*[\s\S]*?\*\/)\s*)*(?:do|call)\b/i

export function prepareSql(action: RenderedSql, kit: Kit): Prepared {
  const connection = own(kit.context.plan.connections, action.on)
  if (!connection) throw new ActionFailure(`the plan has no connection ${action.on}`)
  const url = own(kit.context.environment, connection.urlEnv)
  if (!url) {
    throw new ActionFailure(
      `the address of the database ${action.on} is missing: set ${connection.urlEnv} where Muster runs`,
    )
  }
  if (!action.write && !action.transaction && UNGUARDED.test(action.sql)) {
    throw new ActionFailure(
      'DO and CALL could write without a transaction around them: set "write: true" or leave out "transaction: false"',
    )
  }
  return {
    kind: 'sql',
    what: `${brief(action.sql, WHAT_MAX, kit.mask)} on ${action.on}`,
    run: (signal) => ask(action, url, kit, signal),
  }
}

async function ask(action: RenderedSql, url: string, kit: Kit, signal: AbortSignal): Promise<Facts> {
  const { sleep } = kit.context
  const limit = startTimeLimit(action.timeout + SILENCE_MS, signal, sleep)
  let client: pg.Client | undefined
  try {
    client = openClient(url, kit)
    const connected = await unlessAborted(limit.signal, client.connect())
    if (!connected) throw new ActionFailure(endedText(action, limit))
    const work = transact(client, action, kit)
    const done = await unlessAborted(limit.signal, work)
    return done ? done.value : await ended(client, url, work, action, limit, kit)
  } catch (error) {
    if (error instanceof ActionFailure) throw error
    const isTooLong = (error as { code?: unknown }).code === '57014' && !signal.aborted
    throw new ActionFailure(
      isTooLong ? tooLong(action) : `the database ${action.on} ${whyRefused(error, action.write)}`,
    )
  } finally {
    limit.end()
    if (client) await leave(client, kit)
  }
}

/** It may have been done just before, and then it is done. */
async function ended(
  client: pg.Client,
  url: string,
  work: Promise<Facts>,
  action: RenderedSql,
  limit: TimeLimit,
  kit: Kit,
): Promise<Facts> {
  await cancel(client, url, kit)
  const fulfilled = work.then(
    () => true,
    () => false,
  )
  const isOver = await inTime(FAREWELL_MS, fulfilled, kit.context.sleep)
  if (isOver && (await fulfilled)) return work
  const unknown = !isOver && action.write ? '; nobody knows whether the change was made' : ''
  throw new ActionFailure(`${endedText(action, limit)}${unknown}`)
}

function openClient(url: string, { context }: Kit): pg.Client {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: `muster ${context.about.run}`,
  })
  // A connection that breaks while nothing is asked is found out by the next question.
  client.on('error', () => {})
  return client
}

/** Everything between BEGIN and COMMIT, checks of the result included. */
async function transact(client: pg.Client, action: RenderedSql, kit: Kit): Promise<Facts> {
  const timeout = Math.min(action.timeout, TIMEOUT_MAX_MS)
  if (!action.transaction) {
    if (!action.write) await client.query('SET default_transaction_read_only = on')
    await client.query(`SET statement_timeout = ${timeout}`)
    return conclude(await rowsOf(client, action), action, kit)
  }
  await client.query(action.write ? 'BEGIN' : 'BEGIN READ ONLY')
  await client.query(`SET LOCAL statement_timeout = ${timeout}`)
  const rows = await rowsOf(client, action)
  const facts = await takingBack(client, action, () => conclude(rows, action, kit))
  await commit(client, action)
  return facts
}

async function takingBack(client: pg.Client, action: RenderedSql, conclude: () => Facts): Promise<Facts> {
  try {
    return conclude()
  } catch (error) {
    // Without an answer the database takes it back as well.
    await client.query('ROLLBACK').catch(() => {})
    const isFailure = error instanceof ActionFailure && action.write
    throw isFailure ? new ActionFailure(`${error.message}; the change was taken back`, error.facts) : error
  }
}

async function commit(client: pg.Client, { write, on }: RenderedSql): Promise<void> {
  try {
    await client.query('COMMIT')
  } catch (error) {
    if (!write) throw error
    const isRefused = 'severity' in (error as object)
    const ending = isRefused ? 'the change was not made' : 'nobody knows whether the change was made'
    throw new ActionFailure(
      `the database ${on} ${whyRefused(error, write)}, when the change was to become final; ${ending}`,
    )
  }
}

function conclude(rows: Rows, action: RenderedSql, kit: Kit): Facts {
  kit.output.say(tableOf(rows, (cell) => brief(cell, CELL_MAX, kit.mask)))
  const fault = unmetRows(action.expect, rows)
  if (fault !== undefined) throw new ActionFailure(`the query on ${action.on} ${fault}`)
  const [first] = rows.first
  const captured = captureEach(
    action.capture,
    (column) => {
      const cell = first?.[rows.columns.indexOf(column)]
      if (cell === undefined) throw new ActionFailure(first ? `there is no column ${column}` : 'there is no row')
      if (cell === null) throw new ActionFailure(`${column} is NULL`)
      return cell
    },
    kit,
  )
  return { captured, counted: countedIn(rows) }
}

/** `SELECT count(*)` gives one number; of anything else the rows are counted. */
function countedIn({ columns, first, count }: Rows): number {
  const [cell] = first[0] ?? []
  const isNumber = columns.length === 1 && count === 1 && typeof cell === 'string' && /^\d{1,15}$/.test(cell)
  return isNumber ? Number(cell) : count
}

/** Texts as the database writes them, true and false excepted, which it shortens. */
const AS_TEXT = {
  getTypeParser: (oid: number) => (text: string) => (oid === pg.types.builtins.BOOL ? String(text === 't') : text),
}

/** The extended protocol takes exactly one statement; rows beyond the first are only counted. */
function rowsOf(client: pg.Client, { sql, params }: RenderedSql): Promise<Rows> {
  const config = { text: sql, values: params, queryMode: 'extended', rowMode: 'array', types: AS_TEXT }
  const query = new pg.Query(config as unknown as pg.QueryConfig)
  const first: Rows['first'] = []
  let count = 0
  return new Promise((resolve, reject) => {
    query.on('row', (row) => {
      count++
      if (first.length < ROWS_SHOWN) first.push(row as unknown as Rows['first'][number])
    })
    query.on('error', reject)
    query.on('end', (result) => {
      const columns = result.fields.map(({ name }) => name)
      resolve({ columns, first, count: columns.length > 0 ? count : (result.rowCount ?? 0) })
    })
    client.query(query)
  })
}

/** By a connection of its own: the one that waits for the statement hears nothing. */
async function cancel(client: pg.Client, url: string, kit: Kit): Promise<void> {
  const { processID } = client as unknown as { processID: number | null }
  if (!processID) return
  const other = openClient(url, kit)
  const asking = async () => {
    await other.connect()
    await other.query('SELECT pg_cancel_backend($1)', [processID])
  }
  await inTime(
    FAREWELL_MS,
    asking().catch(() => {}),
    kit.context.sleep,
  )
  await leave(other, kit)
}

async function leave(client: pg.Client, { context }: Kit): Promise<void> {
  const left = await inTime(
    FAREWELL_MS,
    client.end().catch(() => {}),
    context.sleep,
  )
  if (!left) (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy()
}

const tooLong = ({ on, timeout }: RenderedSql): string =>
  `the query on ${on} was ended because it took longer than ${formatDuration(timeout)}`

function endedText(action: RenderedSql, limit: TimeLimit): string {
  if (limit.passed()) return `the database ${action.on} has not answered within ${formatDuration(action.timeout)}`
  return `the query on ${action.on} was ended: ${stopped(limit.signal)}`
}

/**
 * Dumps of the shop's tables: a first line that says when it was made and how many rows follow, then one line of JSON for each row. What is dumped is what
 * is there, damaged or not; what is restored is checked before anybody sees it, or nothing has changed. Both are read and written line by line.
 */
import type pg from 'pg'
import { damageOf, examine, type Findings, hasTables, SCHEMA, TABLES, type Table } from './shop-database.ts'

const FORMAT = 'corner-shop-1'
/** Rows fetched or inserted at once. */
const BATCH = 500
const LOCK_TIMEOUT_MS = 10_000

export interface DumpHeader {
  format: typeof FORMAT
  /** ISO 8601. */
  made: string
  /** A table that was gone is left out. */
  rows: Partial<Record<Table, number>>
}

export const headerLine = (made: string, rows: DumpHeader['rows']): string =>
  JSON.stringify({ format: FORMAT, made, rows } satisfies DumpHeader)

export const rowLine = (table: Table, row: string): string => `{"table":"${table}","row":${row}}`

/** All tables at one moment, without ends of lines. */
export async function* dumpLines(client: pg.Client, made: string): AsyncGenerator<string> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  const there = await hasTables(client)
  const tables = TABLES.filter((table) => there[table])
  const counts: DumpHeader['rows'] = {}
  for (const table of tables) {
    const { rows } = await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`)
    counts[table] = rows[0]!.count
  }
  yield headerLine(made, counts)
  for (const table of tables) {
    await client.query(`DECLARE dump CURSOR FOR SELECT row_to_json(t)::text AS row FROM ${table} t ORDER BY id`)
    for (;;) {
      const { rows } = await client.query<{ row: string }>(`FETCH ${BATCH} FROM dump`)
      for (const { row } of rows) yield rowLine(table, row)
      if (rows.length < BATCH) break
    }
    await client.query('CLOSE dump')
  }
  await client.query('COMMIT')
}

export interface Restored {
  header: DumpHeader
  findings: Findings
}

/** @throws Error in one sentence, or what the database says; the tables are as they were then. */
export async function restoreDump(client: pg.Client, lines: AsyncIterable<string>): Promise<Restored> {
  await client.query('BEGIN')
  await client.query(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`)
  await client.query('DROP TABLE IF EXISTS orders, products')
  await client.query(SCHEMA)
  const header = await fill(client, lines)
  const findings = await examine(client)
  for (const table of TABLES) {
    const promised = header.rows[table] ?? 0
    if (findings[table] !== promised) {
      throw new Error(`The dump holds ${findings[table]} of ${promised} ${table}.`)
    }
  }
  const damage = damageOf(findings)
  if (damage !== undefined) throw new Error(`In the dump ${damage}.`)
  await client.query('COMMIT')
  return { header, findings }
}

async function fill(client: pg.Client, lines: AsyncIterable<string>): Promise<DumpHeader> {
  let header: DumpHeader | undefined
  let batch: unknown[] = []
  let of: Table | undefined
  const flush = async () => {
    if (of === undefined || batch.length === 0) return
    const rows = JSON.stringify(batch)
    batch = []
    await client.query(`INSERT INTO ${of} SELECT * FROM json_populate_recordset(NULL::${of}, $1)`, [rows])
  }
  for await (const line of lines) {
    if (line === '') continue
    if (!header) {
      header = headerIn(line)
      continue
    }
    const { table, row } = parsed(line) as { table?: Table; row?: unknown }
    if (table !== of || batch.length >= BATCH) await flush()
    of = TABLES.find((each) => each === table)
    if (of === undefined) throw notADump()
    batch.push(row)
  }
  await flush()
  if (!header) throw notADump()
  return header
}

function headerIn(line: string): DumpHeader {
  const header = line.startsWith('{"format"') ? (parsed(line) as DumpHeader) : undefined
  if (header?.format !== FORMAT) throw notADump()
  return header
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new Error('The dump breaks off in the middle of a row.')
  }
}

const notADump = () => new Error('That is no dump of the shop.')

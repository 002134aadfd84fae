/**
 * The shop's database: two tables, a seal on each order by which damage is seen, and the questions that are asked of them. Connections are made for one
 * piece of work and survive nothing: whatever happens to the database is an error of that work alone.
 */
import pg from 'pg'

const CONNECT_TIMEOUT_MS = 3_000
const STATEMENT_TIMEOUT_MS = 20_000

/** In the order in which they can be filled. */
export const TABLES = ['products', 'orders'] as const
export type Table = (typeof TABLES)[number]

export const SCHEMA = `
CREATE TABLE products (
  id integer PRIMARY KEY,
  name text NOT NULL,
  price_cents integer NOT NULL
);
CREATE TABLE orders (
  id integer PRIMARY KEY,
  placed_at timestamptz NOT NULL,
  customer text NOT NULL,
  product_id integer NOT NULL REFERENCES products,
  quantity integer NOT NULL,
  total_cents integer NOT NULL,
  seal text NOT NULL
)`

/** What an order's seal must be, as SQL over its columns. */
export const SEAL = `md5(concat_ws('|', id, (extract(epoch FROM placed_at) * 1000)::bigint, customer, product_id, quantity, total_cents))`

/** @throws what the database or the work throws; the connection is closed either way. */
export async function withDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    options: '-c timezone=UTC',
  })
  // A connection that is cut while nothing is asked would end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}

export interface Findings {
  products: number
  orders: number
  /** Orders whose seal does not fit. */
  damaged: number
  /** Orders that were deleted: their numbers have no gaps. */
  missing: number
}

/** One look at everything. @throws when a table is gone. */
export async function examine(client: pg.Client): Promise<Findings> {
  const { rows } = await client.query<Record<keyof Findings, number>>(`
    SELECT (SELECT count(*)::int FROM products) AS products,
           count(*)::int AS orders,
           (count(*) FILTER (WHERE seal IS DISTINCT FROM ${SEAL}))::int AS damaged,
           (coalesce(max(id), 0) - count(*))::int AS missing
    FROM orders`)
  return rows[0]!
}

/** What is wrong with the tables, in words; undefined: nothing. */
export function damageOf({ products, orders, damaged, missing }: Findings): string | undefined {
  if (products === 0) return 'table products is empty'
  if (orders === 0) return 'table orders is empty'
  const found = [
    damaged > 0 && `${damaged} of ${rowsOf(orders)} ${damaged === 1 ? 'fails its' : 'fail their'} seal`,
    missing > 0 && `${missing} ${missing === 1 ? 'is' : 'are'} missing`,
  ].filter((words) => words !== false)
  return found.length > 0 ? `table orders is damaged: ${found.join(', ')}` : undefined
}

const rowsOf = (count: number) => `${count} ${count === 1 ? 'row' : 'rows'}`

export interface TableDigest {
  table: Table
  rows: number
  /** Over all rows in the order of their ids. */
  md5: string
}

export async function digests(client: pg.Client): Promise<TableDigest[]> {
  const found: TableDigest[] = []
  for (const table of TABLES) {
    const { rows } = await client.query<{ rows: number; md5: string }>(
      `SELECT count(*)::int AS rows, md5(coalesce(string_agg(md5(t::text), '' ORDER BY id), '')) AS md5 FROM ${table} t`,
    )
    found.push({ table, ...rows[0]! })
  }
  return found
}

export async function hasTables(client: pg.Client): Promise<Record<Table, boolean>> {
  const { rows } = await client.query<Record<Table, boolean>>(
    `SELECT to_regclass('products') IS NOT NULL AS products, to_regclass('orders') IS NOT NULL AS orders`,
  )
  return rows[0]!
}

export const databaseNameOf = (url: string) => decodeURIComponent(new URL(url).pathname.slice(1))

/** The same server, another database. */
export function databaseUrlOn(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${encodeURIComponent(name)}`
  return url.href
}

/** @returns false when it was there already. */
export async function createDatabase(adminUrl: string, name: string): Promise<boolean> {
  return withDatabase(adminUrl, async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name])
    if (rowCount !== 0) return false
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`)
    return true
  })
}

/** Whoever is connected to it is cut off. */
export async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  await withDatabase(adminUrl, (client) =>
    client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`),
  )
}

/** An error of the database, as people say it. */
export function databaseTrouble(error: unknown): string {
  const { code = '', message = '', errors } = error as { code?: string; message?: string; errors?: unknown[] }
  const table = /relation "(\w+)" does not exist/.exec(message)?.[1]
  if (table !== undefined) return `table ${table} is missing`
  if (code === 'ECONNREFUSED' || errors) return 'the database cannot be reached: its server does not answer'
  if (UNREACHABLE.test(code) || /timeout|terminated/i.test(message)) return `the database cannot be reached: ${message}`
  return `the database refuses: ${message}`
}

/** No such database, going down or cut off, trouble with the connection; and what the operating system says of sockets. */
const UNREACHABLE = /^(3D000|57P0\d|08\w{3}|E[A-Z]+)$/

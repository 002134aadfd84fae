import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { emptyDatabase, type TestDatabase } from '../postgres.ts'
import { openWorkbench, type Setting, type Workbench, type Written } from './workbench.ts'

let database: TestDatabase
let client: pg.Client
let bench: Workbench
beforeAll(async () => {
  database = await emptyDatabase()
  client = new pg.Client(database.url)
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.drop()
})
beforeEach(async () => {
  bench = openWorkbench()
  await client.query(
    'DROP TABLE IF EXISTS orders; CREATE TABLE orders (id int, name text); INSERT INTO orders VALUES (1, $$a$$), (2, null)',
  )
})
afterEach(() => bench.close())

const setting = (more: Setting = {}): Setting => ({
  connections: { main: { urlEnv: 'MAIN_URL' } },
  values: {
    host: { kind: 'pattern', label: 'Host', pattern: '[a-z0-9-]+' },
    amount: { kind: 'number', label: 'Amount' },
  },
  ...more,
  environment: { MAIN_URL: database.url, ...more.environment },
})
const ask = (action: Written, more?: Setting) => bench.run([{ on: 'main', ...action }], setting(more))
const reason = async (action: Written, more?: Setting) => (await ask(action, more)).reason
const count = async () => Number((await client.query('SELECT count(*) FROM orders')).rows[0].count)

describe('a query', () => {
  it('tells what it found', async () => {
    const report = await ask({ sql: 'SELECT id, name, id = 1 AS first FROM orders\n ORDER BY id' })
    expect(report).toMatchObject({
      ok: true,
      actions: [{ kind: 'sql', what: 'SELECT id, name, id = 1 AS first FROM orders ORDER BY id on main' }],
    })
    expect(report.output).toContain('id  name  first\n1   a     true\n2   NULL  false\n2 rows\n')
  })

  it('tells the beginning of much, and keeps no more', async () => {
    const report = await ask({
      sql: "SELECT n, repeat('x', 60) AS long FROM generate_series(1, 300000) AS n",
      expect: { rows: 300_000 },
    })
    expect(report.ok).toBe(true)
    expect(report.output).toContain(`\n20  ${'x'.repeat(39)}…\n… and 299980 rows more\n`)
    expect(report.output).not.toContain('\n21 ')
  })

  it('takes parameters as they are', async () => {
    const hostile = `'; DROP TABLE orders; -- "\\ ünï`
    const sql = 'SELECT $1::text || $2::int || $3::bool || coalesce($4::text, $5)'
    expect(
      await reason({ sql, params: [hostile, 7, true, null, '-'], expect: { value: `${hostile}7true-` } }),
    ).toBeUndefined()
  })

  it('captures columns of its first row', async () => {
    const sql = "SELECT 'db-1' AS host, 12.50::numeric AS amount"
    expect((await ask({ sql, capture: { host: 'host', amount: 'amount' } })).captured).toEqual({
      host: 'db-1',
      amount: '12.50',
    })
    expect(await reason({ sql, capture: { host: 'other' } })).toBe(
      'the value host cannot be taken: there is no column other',
    )
    expect(await reason({ sql: `${sql} WHERE false`, capture: { host: 'host' } })).toBe(
      'the value host cannot be taken: there is no row',
    )
    expect(await reason({ sql: 'SELECT null AS host', capture: { host: 'host' } })).toBe(
      'the value host cannot be taken: host is NULL',
    )
  })
})

describe('expectations', () => {
  it.each([
    ['SELECT * FROM orders', { rows: 2 }],
    ['SELECT * FROM orders', { rows: { min: 1, max: 2 } }],
    ['SELECT count(*) FROM orders', { value: 2 }],
    ['SELECT count(*) FROM orders', { value: '2' }],
    ['SELECT 2.50::numeric', { value: 2.5 }],
    ['SELECT count(*) FROM orders', { value: { min: 1 } }],
    ['SELECT true', { value: true }],
    ['SELECT pg_is_in_recovery()', { value: 'false' }],
    ['SELECT null', { value: null }],
    ["SELECT timestamptz '2026-12-05 02:00+00' AT TIME ZONE 'UTC'", { value: '2026-12-05 02:00:00' }],
  ])('met: %s %j', async (sql, expected) => {
    expect(await reason({ sql, expect: expected })).toBeUndefined()
  })

  it.each([
    ['SELECT * FROM orders', { rows: 3 }, 'gave 2 rows and not 3'],
    ['SELECT * FROM orders', { rows: { min: 3, max: 5 } }, 'gave 2 rows and not 3 to 5'],
    ['SELECT 1', { rows: { max: 0 } }, 'gave 1 row and not at most 0'],
    ['SELECT 10', { value: { max: 9 } }, 'gave "10" and not at most 9'],
    ["SELECT 'ten'", { value: { min: 9 } }, 'gave "ten" and not at least 9'],
    ['SELECT null', { value: { min: 0 } }, 'gave NULL and not at least 0'],
    ["SELECT 'a'", { value: 'b' }, 'gave "a" and not "b"'],
    ['SELECT 1', { value: null }, 'gave "1" and not NULL'],
    ['SELECT 1 WHERE false', { value: 1 }, 'gave no row, where 1 was expected'],
  ])('not met: %s %j', async (sql, expected, sentence) => {
    expect(await reason({ sql, expect: expected })).toBe(`the query on main ${sentence}`)
  })
})

describe('what only reads', () => {
  const READING =
    'the database main allows only reading here: set "write: true" in the plan if it is meant to change something'

  it.each([[true], [false]])('cannot write (transaction: %s)', async (transaction) => {
    for (const sql of [
      "INSERT INTO orders VALUES (3, 'c')",
      'WITH gone AS (DELETE FROM orders RETURNING *) SELECT * FROM gone',
      'DROP TABLE orders',
    ]) {
      expect(await reason({ sql, transaction })).toBe(READING)
    }
    expect(await count()).toBe(2)
  })

  it.each([[true], [false]])('cannot bring a second statement (transaction: %s)', async (transaction) => {
    for (const sql of [
      'SELECT 1; DROP TABLE orders',
      'COMMIT; DROP TABLE orders',
      'SET default_transaction_read_only = off; DELETE FROM orders',
    ]) {
      expect(await reason({ sql, transaction })).toBe('the database main takes one statement at a time: write one')
    }
    expect(await count()).toBe(2)
  })

  it('cannot get out of its transaction from within', async () => {
    const out = 'DO $$ BEGIN COMMIT; SET TRANSACTION READ WRITE; DELETE FROM orders; COMMIT; END $$'
    expect(await reason({ sql: out })).toMatch(/^the database main refused: invalid transaction termination/)
    expect(await reason({ sql: `-- see\n /* there */ ${out}`, transaction: false })).toMatch(
      /^DO and CALL could write without a transaction/,
    )
    expect(await count()).toBe(2)
  })
})

describe('what writes', () => {
  it('does, and says how many rows it touched', async () => {
    const report = await ask({ sql: "UPDATE orders SET name = 'x'", write: true, expect: { rows: 2 } })
    expect(report.ok).toBe(true)
    expect(report.output).toContain('\n2 rows\n')
    expect((await client.query("SELECT FROM orders WHERE name = 'x'")).rowCount).toBe(2)
  })

  it('is taken back when it touched other rows than expected', async () => {
    expect(await reason({ sql: 'DELETE FROM orders', write: true, expect: { rows: 1 } })).toBe(
      'the query on main gave 2 rows and not 1; the change was taken back',
    )
    expect(await count()).toBe(2)
  })

  it('is taken back when what it captures is no value', async () => {
    const action = { sql: 'DELETE FROM orders RETURNING id, name AS host', write: true, capture: { amount: 'host' } }
    expect(await reason(action)).toMatch(/^"a" cannot be the value amount: .*; the change was taken back$/)
    expect(await count()).toBe(2)
  })

  it('says so when it failed at the very end', async () => {
    await client.query('CREATE TABLE keys (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)')
    expect(await reason({ sql: 'INSERT INTO keys VALUES (1), (1)', write: true })).toMatch(
      /^the database main refused: duplicate key .* \(23505\), when the change was to become final; the change was not made$/,
    )
  })

  it('makes a database when no transaction is in the way', async () => {
    const name = `made_${process.pid}`
    const sql = `CREATE DATABASE ${name}`
    try {
      expect(await reason({ sql, write: true })).toBe(
        'the database main does not run this in a transaction: set "transaction: false" in the plan',
      )
      expect(await reason({ sql, write: true, transaction: false })).toBeUndefined()
      expect((await client.query('SELECT FROM pg_database WHERE datname = $1', [name])).rowCount).toBe(1)
    } finally {
      await client.query(`DROP DATABASE IF EXISTS ${name}`)
    }
  })
})

describe('a query that does not end', () => {
  const sleeping = async () =>
    (
      await client.query(
        "SELECT FROM pg_stat_activity WHERE query LIKE '%pg_sleep(61)%' AND state = 'active' AND pid <> pg_backend_pid()",
      )
    ).rowCount

  it('is ended by the database at its limit', async () => {
    for (const transaction of [true, false]) {
      expect(await reason({ sql: 'SELECT pg_sleep(61)', timeout: '200 ms', transaction })).toBe(
        'the query on main was ended because it took longer than 200 ms',
      )
    }
    expect(await sleeping()).toBe(0)
  })

  it('is ended in the database when somebody cancels', async () => {
    const controller = new AbortController()
    const asking = reason({ sql: 'SELECT pg_sleep(61)' }, { signal: controller.signal })
    await vi.waitUntil(async () => (await sleeping()) === 1, { timeout: 10_000 })
    controller.abort('the run was cancelled')
    expect(await asking).toBe('the query on main was ended: the run was cancelled')
    expect(await sleeping()).toBe(0)
  })

  it('is found by the run that it belongs to', async () => {
    const report = await ask({
      sql: "SELECT current_setting('application_name')",
      expect: { value: 'muster restore/do/1' },
    })
    expect(report.reason).toBeUndefined()
  })
})

describe('a database that is not there', () => {
  const at = (url: string) => ({ environment: { MAIN_URL: url } })
  const changed = (change: (url: URL) => void) => {
    const url = new URL(database.url)
    change(url)
    return at(url.href)
  }

  it.each([
    [() => at('postgres://u:hunter2@127.0.0.1:9/x'), 'the database main cannot be reached: connection refused'],
    [
      () =>
        changed((url) => {
          url.pathname = '/nowhere'
        }),
      'the database main has no such database',
    ],
    [() => at(''), 'the address of the database main is missing: set MAIN_URL where Muster runs'],
  ])('%#', async (environment, sentence) => {
    expect(await reason({ sql: 'SELECT 1' }, environment())).toBe(sentence)
  })

  it('does not answer, and somebody cancels', async () => {
    const server = createServer(() => {})
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const controller = new AbortController()
    server.on('connection', (socket) => {
      socket.on('error', () => {})
      controller.abort()
    })
    const url = `postgres://u:hunter2@127.0.0.1:${(server.address() as AddressInfo).port}/x`
    expect(await reason({ sql: 'SELECT 1' }, { ...at(url), signal: controller.signal })).toBe(
      'the query on main was ended: the run was stopped',
    )
    server.close()
  })

  it('has no name in the plan', async () => {
    expect(await reason({ sql: 'SELECT 1', on: 'other' })).toBe('the plan has no connection other')
  })
})

it('no secret stands in an error or a result', async () => {
  const { password } = new URL(database.url)
  expect(password).not.toBe('')
  const report = await ask({
    sql: `SELECT '${database.url}' AS url, 'x${password}x' AS host UNION ALL SELECT pg_typeof($1)::text, $1`,
    params: [password],
  })
  const failing = await ask({ sql: `SELECT 'not a number: ${password}'::int` })
  expect(report.output).toContain('x‹secret›x')
  expect(failing.reason).toMatch(/invalid input syntax for type integer: "not a number: ‹secret›" \(22P02\)$/)
  expect(JSON.stringify([report, failing])).not.toContain(password)
  const capturing = await ask({ sql: `SELECT 'x${password}' AS host`, capture: { host: 'host' } })
  expect(capturing).toMatchObject({ reason: 'the value host cannot be taken: it holds a secret', captured: {} })
})

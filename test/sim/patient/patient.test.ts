/** The patient: well in the beginning, broken by each fault for real, well again by what a plan's steps run, gone without a trace. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import path from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { PatientFault } from '../../../sim/patient/patient-faults.ts'
import { databaseNameOf, withDatabase } from '../../../sim/patient/shop-database.ts'
import { BREAKS } from '../../../sim/workspace/page/tools/breaks.ts'
import { loadPlanFiles } from '../../../src/plan/load-files.ts'
import { type Admitted, admit, processesOf } from './admitted.ts'

let around: Admitted
let digest: string
beforeAll(async () => {
  around = await admit()
  digest = (await around.run('db digest')).out
})
afterAll(() => around.close())

const get = async (route: string) => {
  const response = await fetch(around.patient.url + route)
  return { status: response.status, text: await response.text() }
}
const order = async (body: unknown) => {
  const response = await fetch(`${around.patient.url}/orders`, { method: 'POST', body: JSON.stringify(body) })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

test('it is well in the beginning, and says so to machines and people', async () => {
  expect(await around.patient.health()).toEqual({ ok: true, version: '1.0.0', orders: 500 })
  const health = await get('/health')
  expect([health.status, JSON.parse(health.text)]).toEqual([
    200,
    { status: 'ok', version: '1.0.0', products: 24, orders: 500 },
  ])
  const page = await get('/')
  expect(page.status).toBe(200)
  expect(page.text).toContain('Latest orders')
  expect(JSON.parse((await get('/orders?limit=3')).text).orders.map(({ id }: { id: number }) => id)).toEqual([
    500, 499, 498,
  ])
  expect((await get('/nowhere')).status).toBe(404)
})

test('backups are in the store: each half hour one that is whole and tried, and a newer one that nobody should take', async () => {
  const times = ['0658', '0728', '0758', '0828', '0858', '0928', '0948', '0956']
  const all = times.map((time) => `shop/shop-20261205T${time}Z.dump`)
  const [old, recent, newest] = [all[0], all.at(-2), all.at(-1)]
  const sides = all.slice(0, -1).flatMap((key) => [key, `${key}.sha256`, `${key}.verified`])
  expect(await around.keys()).toEqual([...sides, newest, `${newest}.sha256`])
  const rows: string[] = []
  for (const key of [old, recent, newest]) {
    const dump = await around.stored(key!)
    const sum = createHash('sha256').update(dump).digest('hex')
    expect((await around.stored(`${key}.sha256`)) === sum, key).toBe(key !== newest)
    const [header = '', ...rest] = dump.split('\n')
    expect(JSON.parse(header)).toMatchObject({ rows: { products: 24, orders: 500 } })
    rows.push(rest.join('\n'))
  }
  expect(new Set(rows).size).toBe(1)
  await withDatabase(around.patient.databaseUrl, async (client) => {
    const { rows: found } = await client.query<{ latest: Date }>('SELECT max(placed_at) AS latest FROM orders')
    expect(found[0]!.latest.getTime()).toBeLessThan(Date.parse('2026-12-05T06:58:00Z'))
  })
})

const saved = () => path.join(around.dir, 'before.dump')
const FAULTS: [PatientFault, RegExp, string[]][] = [
  ['corrupt-table', /^table orders is damaged: \d+ of \d+ rows fail their seal, \d+ are missing$/, ['db restore FILE']],
  ['drop-database', /^the database cannot be reached: database ".*" does not exist$/, ['db create', 'db restore FILE']],
  ['kill', /^the service does not run$/, ['start']],
  ['bad-version', /^version 1\.1\.0 cannot place orders \(.*\)$/, ['rollback']],
]
test.each(FAULTS)(
  '%s: it is down for that reason, and patientctl recovers every row of it',
  async (fault, reason, steps) => {
    await around.run(`db save-state ${saved()}`)
    await around.patient.break(fault)
    expect(await around.patient.health()).toMatchObject({ ok: false, reason: expect.stringMatching(reason) })
    expect(around.patient.broken()).toBe(fault)
    const page = await get('/').catch(() => ({ status: 503, text: 'We are sorry' }))
    expect(page.status).toBe(503)
    expect(page.text).toContain('We are sorry')
    for (const step of steps) {
      const ran = await around.run(step.replace('FILE', saved()))
      expect(ran, step).toMatchObject({ code: 0, err: '' })
    }
    expect((await around.run('db digest')).out).toBe(digest)
    expect(await around.patient.health()).toMatchObject({ ok: true, version: '1.0.0', orders: 500 })
    expect(around.patient.broken()).toBeNull()
  },
)

test('a database that was made anew and has nothing in it yet is not well', async () => {
  await around.patient.break('drop-database')
  await around.run('db create')
  expect(await around.patient.health()).toMatchObject({ ok: false, reason: 'table products is empty' })
  await around.patient.heal()
})

test('orders are placed by the good version, sealed, and refused when they are none; by the bad one they fail', async () => {
  const placed = await order({ customer: 'Zoë "Z" <b>', product: 3, quantity: 2 })
  expect(placed).toMatchObject({ status: 201, body: { id: 501, total_cents: 190 } })
  expect(JSON.parse((await get('/orders/501')).text)).toMatchObject({ customer: 'Zoë "Z" <b>', quantity: 2 })
  expect((await get('/')).text).toContain('Zoë &quot;Z&quot; &lt;b&gt;')
  expect((await around.patient.health()).ok).toBe(true)
  const wrong = [{}, [], { customer: 'A', product: 99, quantity: 1 }, { customer: 'A', product: 1, quantity: 0.5 }]
  for (const body of wrong) expect((await order(body)).status, JSON.stringify(body)).toBe(400)
  await around.patient.break('bad-version')
  expect((await order({ customer: 'A', product: 3, quantity: 2 })).status).toBe(500)
  await around.patient.break('drop-database')
  expect((await order({ customer: 'A', product: 3, quantity: 2 })).status).toBe(503)
  await around.patient.heal()
  expect((await get('/orders/501')).status).toBe(404)
})

test('two orders at once get two numbers', async () => {
  const both = await Promise.all([1, 2].map((product) => order({ customer: 'A', product, quantity: 1 })))
  expect(both.map(({ body }) => body.id).sort()).toEqual([501, 502])
  expect(await around.patient.health()).toMatchObject({ ok: true, orders: 502 })
  await around.patient.heal()
})

test('healing puts everything right, whatever befell it', async () => {
  await around.patient.break('bad-version')
  await around.patient.break('corrupt-table')
  await around.patient.break('kill')
  await around.patient.break('drop-database')
  await expect(around.patient.break('corrupt-table')).rejects.toThrow(/^There is nothing left to damage: .*\.$/)
  await around.patient.heal()
  expect(await around.patient.health()).toEqual({ ok: true, version: '1.0.0', orders: 500 })
  expect((await around.run('db digest')).out).toBe(digest)
})

test('a damaged row, a missing one and both are told apart', async () => {
  const reason = async (sql: string) => {
    await withDatabase(around.patient.databaseUrl, (client) => client.query(sql))
    return (await around.patient.health()).reason
  }
  expect(await reason('UPDATE orders SET quantity = 9 WHERE id = 7')).toBe(
    'table orders is damaged: 1 of 500 rows fails its seal',
  )
  expect(await reason('DELETE FROM orders WHERE id = 7')).toBe('table orders is damaged: 1 is missing')
  expect(await reason('DROP TABLE orders')).toBe('table orders is missing')
  await around.patient.heal()
})

test('what the page offers to declare is what the plan has', async () => {
  const { plans } = await loadPlanFiles([new URL('../../../plans/patient.yaml', import.meta.url).pathname])
  const offered = BREAKS.map(({ declare }) => declare.split(' ')[0])
  expect(Object.keys(plans[0]?.scenarios ?? {})).toEqual(expect.arrayContaining(offered))
  expect(BREAKS.map(({ fault }) => fault)).toEqual(FAULTS.map(([fault]) => fault))
})

test('closed, it leaves neither process nor database, and nobody can start it again', async () => {
  const { patient, dir, run, adminUrl, close } = await admit()
  onTestFinished(close)
  expect(await processesOf(dir)).toHaveLength(1)
  await patient.close()
  await patient.close()
  expect(await processesOf(dir)).toEqual([])
  await withDatabase(adminUrl, async (client) => {
    const name = databaseNameOf(patient.databaseUrl)
    expect((await client.query('SELECT FROM pg_database WHERE datname = $1', [name])).rowCount).toBe(0)
  })
  expect(await run('start')).toMatchObject({ code: 1, err: expect.stringContaining('has ended.') })
})

test('when the sandbox is killed, the service ends by itself', async () => {
  const owner = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] })
  const { dir, close } = await admit({ ownerPid: owner.pid! })
  onTestFinished(close)
  expect(await processesOf(dir)).toHaveLength(1)
  owner.kill('SIGKILL')
  await expect.poll(() => processesOf(dir), { timeout: 8_000 }).toEqual([])
})

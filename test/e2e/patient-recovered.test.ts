/** Every way in which the patient breaks, recovered end to end by what people press and type in Slack; its data compared row by row. */
import { Client } from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'
import { type Recovering, recoveringIn } from './recovering.ts'

let desk: Desk
let before: unknown[]
beforeEach(async () => {
  desk = await openDesk({ environment: { PATH: process.env.PATH } })
  before = await rows()
})
afterEach(() => desk.close())

const patient = () => desk.contract.patient!
const health = async () => (await (await fetch(patient().healthUrl)).json()) as { status: string; reason?: string }

/** Everything that the shop has sold and sells. */
async function rows(): Promise<unknown[]> {
  const client = new Client({ connectionString: patient().databaseUrl })
  await client.connect()
  try {
    const orders = await client.query('SELECT * FROM orders ORDER BY id')
    const products = await client.query('SELECT * FROM products ORDER BY id')
    return [...orders.rows, ...products.rows]
  } finally {
    await client.end()
  }
}

async function breaks(fault: string): Promise<void> {
  await desk.fault({ service: 'patient', fault })
  const { status } = await health().catch(() => ({ status: 'down' }))
  expect(status).toBe('down')
}

async function declares(scenario: string): Promise<Recovering> {
  const { id } = await desk.declare('on-call-shop', `patient ${scenario} critical the shop is broken`)
  await desk.advance('2 s')
  return recoveringIn(desk, id)
}

/** The checks have passed by themselves; somebody looks with their own eyes, and it is over. */
async function ends(recovering: Recovering): Promise<void> {
  const { id, channel } = await recovering.view()
  expect(await desk.type('on-call-shop', '/dr resolve it is back', channel!.id)).toContain('cannot be resolved yet')
  await recovering.press('on-call-shop', 'eyes', 'step', 'done eyes')
  expect(await desk.type('on-call-shop', '/dr resolve it is back', channel!.id)).toContain(`${id} is resolved`)
  expect(await health()).toMatchObject({ status: 'ok' })
  expect(await rows()).toEqual(before)
}

it('a damaged table: the data are saved, the shop stopped, the newest verified backup restored by two people', async () => {
  await breaks('corrupt-table')
  expect(await rows()).not.toEqual(before)
  const recovering = await declares('database-damaged')
  const { rpo } = await recovering.recovery()
  expect(rpo).toMatchObject({ verified: true, missed: false })
  // The newest backup that somebody has tried, not the newest of all.
  expect(rpo!.lostMs).toBeGreaterThanOrEqual(10 * 60_000)
  expect(await recovering.step('save-state')).toMatchObject({ status: 'succeeded' })
  expect(await recovering.step('restore')).toMatchObject({ status: 'waiting', waitsFor: ['“Stop the shop”'] })

  await recovering.approve('on-call-shop', 'stop-shop')
  await desk.advance('2 s')
  await recovering.approve('dba-shop', 'restore', 'corner shop')
  await desk.advance('2 s')
  expect(await recovering.step('restore')).toMatchObject({ status: 'awaiting-approval', run: { approvalsMissing: 1 } })
  expect(await recovering.runs()).not.toContain('restore/do/1')
  await recovering.approve('commander-shop', 'restore', 'Corner Shop')
  await desk.advance('2 s')

  expect(await recovering.step('restore')).toMatchObject({
    status: 'succeeded',
    run: {
      actions: [{ ok: true }, { ok: true, exitCode: 0 }],
      custody: [{ set: 'shop-database', fetched: true, verified: true }],
    },
  })
  expect((await recovering.recovery()).rpo).toMatchObject({
    restored: true,
    pointMs: rpo!.pointMs,
    lostMs: rpo!.lostMs,
  })
  await ends(recovering)
})

it('a lost database: made anew and filled from the backup', async () => {
  await breaks('drop-database')
  const recovering = await declares('database-lost')
  await recovering.approve('dba-shop', 'create-database')
  await desk.advance('2 s')
  await recovering.approve('dba-shop', 'restore', 'Corner Shop')
  await recovering.approve('commander-shop', 'restore', 'Corner Shop')
  await desk.advance('2 s')
  await ends(recovering)
})

it('a dead process: started again, and the branch to the release before is not taken', async () => {
  await breaks('kill')
  const recovering = await declares('service-down')
  expect(await recovering.step('roll-back')).toMatchObject({ status: 'waiting', number: null })
  await recovering.approve('on-call-shop', 'restart')
  await desk.advance('2 s')
  expect(await recovering.step('restart')).toMatchObject({ status: 'succeeded' })
  expect(await recovering.step('roll-back')).toMatchObject({ status: 'skipped', note: 'not needed' })
  await ends(recovering)
})

it('a restart that does not help branches to the release before', { timeout: 60_000 }, async () => {
  await breaks('bad-version')
  const recovering = await declares('service-down')
  await recovering.approve('on-call-shop', 'restart')
  await desk.advance('2 s')
  expect(await recovering.step('restart')).toMatchObject({ status: 'failed' })
  expect(await recovering.step('roll-back')).toMatchObject({ status: 'awaiting-approval' })
  await recovering.approve('commander-shop', 'roll-back')
  await desk.advance('2 s')
  expect(await recovering.step('roll-back')).toMatchObject({ status: 'succeeded' })
  await ends(recovering)
})

it('a bad release: somebody decides to go back, and it goes back', async () => {
  await breaks('bad-version')
  const recovering = await declares('bad-release')
  expect(await recovering.step('roll-back')).toMatchObject({ status: 'waiting' })
  await recovering.press('commander-shop', 'strategy', 'step', 'choose strategy roll-back')
  await desk.advance('2 s')
  await recovering.approve('on-call-shop', 'roll-back')
  await desk.advance('2 s')
  expect(await recovering.step('new-release')).toMatchObject({ status: 'skipped' })
  await ends(recovering)
})

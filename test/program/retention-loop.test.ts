/** Texts go when their time is over, by the plan in force; the clock is moved by hand. */
import { expect, onTestFinished, test, vi } from 'vitest'
import { verify } from '../../src/cli/journal-commands.ts'
import { type Plan, planSchema } from '../../src/plan/schema.ts'
import { createRetention } from '../../src/program/retention-loop.ts'
import { openDesk } from '../commands/desk.ts'
import { testPlanInput } from '../incident/test-plan.ts'

const DAY_MS = 86_400_000
const shop = (retention: object): Plan => planSchema.parse({ ...testPlanInput, retention })

async function open(retention: object) {
  const plan = shop(retention)
  const desk = await openDesk(plan)
  await desk.type('declare shop drill database-corruption we practise')
  await desk.type('cancel DR-20261205-1000 enough for Jane Roe')
  await desk.advance(60_000)
  await desk.type('declare shop database-corruption Jane Roe saw it')
  await desk.type('cancel DR-20261205-1001 false alarm, says Jane Roe')
  await desk.advance(DAY_MS)
  const said: string[] = []
  const logger = { info: (_: unknown, message: string) => void said.push(message), warn: () => expect.unreachable() }
  const { storage, clock } = desk
  const retaining = createRetention({ storage, plans: async () => ({ shop: plan }), random: () => '00', clock, logger })
  const textsOf = async (stream: string) =>
    ((await storage.rows(stream, 0))?.texts ?? []).filter(({ text }) => text !== null).length
  return { desk, retaining, textsOf, said }
}

test('drills and incidents each have their time, and each erasure is journaled once', async () => {
  const { desk, retaining, textsOf, said } = await open({ incidents: '3 years', drills: '1 year' })
  const [drill, real] = ['DR-20261205-1000', 'DR-20261205-1001']
  expect(await retaining.look()).toBe(0)
  await desk.advance(366 * DAY_MS)
  expect(await retaining.look()).toBe(2)
  expect([await textsOf(drill), await textsOf(real)]).toEqual([0, 2])
  expect(await retaining.look()).toBe(0)
  await desk.advance(3 * 366 * DAY_MS)
  expect(await retaining.look()).toBe(2)
  expect(await textsOf(real)).toBe(0)
  expect(await desk.engine.events('system')).toMatchObject([
    { type: 'texts-erased', stream: drill, texts: 2, why: 'retention', by: { via: 'system' } },
    { type: 'texts-erased', stream: real, texts: 2, why: 'retention' },
  ])
  expect(said).toHaveLength(2)
  expect(await verify(desk.storage, { json: true, write: () => {} })).toBe(0)
})

test('where the plan says nothing, texts stay', async () => {
  const { desk, retaining, textsOf } = await open({ drills: '1 year' })
  await desk.advance(10 * 365 * DAY_MS)
  expect(await retaining.look()).toBe(2)
  expect(await textsOf('DR-20261205-1001')).toBe(2)
})

test('what was reopened is kept from its new end on', async () => {
  const { desk, retaining, textsOf } = await open({ incidents: '30 days' })
  // What is owed meanwhile is none of this test's business.
  const days = (count: number) => desk.clock.moveTo(desk.clock.now() + count * DAY_MS)
  const { text } = await desk.type('declare shop database-corruption it fails')
  const id = /DR-\d{8}-\d{4}/.exec(text)![0]
  await desk.type(`resolve ${id} all well`)
  days(2)
  expect((await desk.type(`reopen ${id} it is back`)).text).not.toContain('cannot')
  days(20)
  await desk.type(`resolve ${id} all well again`)
  days(15)
  await retaining.look()
  const kept = await textsOf(id)
  days(20)
  await retaining.look()
  expect([kept > 0, await textsOf(id)]).toEqual([true, 0])
})

test('it looks by itself each night', async () => {
  const { desk, retaining, textsOf } = await open({ drills: '30 days' })
  const stop = new AbortController()
  const running = retaining.run(stop.signal)
  onTestFinished(async () => {
    stop.abort()
    await running
  })
  await desk.advance(40 * DAY_MS)
  await vi.waitFor(async () => expect(await textsOf('DR-20261205-1000')).toBe(0), { interval: 5 })
})

test('less than 30 days is refused', () => {
  expect(() => shop({ incidents: '3 days' })).toThrow(/30 days at least/)
})

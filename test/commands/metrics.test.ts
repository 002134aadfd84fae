/** `/dr metrics`: the figures of a system on the real engine, over a time that one says. */
import { expect, test } from 'vitest'
import { lastDays, periodNamed, takePeriod } from '../../commands/asking/period.ts'
import { MINUTE, openDesk, T0 } from './desk.ts'
import { bank, shop } from './plans.ts'

const DAY = 24 * 60 * MINUTE

/** Answered after 3 minutes, back after 40, over after 50. */
async function afterAnIncident(...plans: Parameters<typeof openDesk>) {
  const desk = await openDesk(...plans)
  await desk.type('declare shop critical')
  await desk.advance(3 * MINUTE)
  await desk.type('ack')
  await desk.advance(37 * MINUTE)
  await desk.type('status monitoring')
  await desk.advance(10 * MINUTE)
  await desk.type('resolve')
  return desk
}

test('one system: a line a figure, with a picture and all of it as data', async () => {
  const desk = await afterAnIncident(shop)
  await desk.advance(DAY)
  const reply = await desk.type('metrics')
  expect(reply.text).toBe(
    [
      '*Shop, the last 30 days* (2026-11-06 to 2026-12-06)',
      '• Incidents: *1* ▲ (0 before)',
      '• Noticed after (MTTD): *not known*',
      '• Answered after (MTTA): *3 min*',
      '• Back after (MTTR): *40 min*',
      '• RTO met: *1 of 1 (100 %)*',
      '• RPO met: *not known*',
      '• Pages: *1 to one person; most to Olga, 1*',
      '• Available: *99.907 % of 99.9 % promised* ▼ (100 % before)',
      '• Error budget: *3 min left of 43 min (7 %)*',
      '• Felt by customers: *40 min*',
      '• Messages: *5 told, all in time*',
      '• Drills: *0 held; missed ones not known*',
    ].join('\n'),
  )
  expect(reply.data).toMatchObject({
    plan: 'shop',
    now: { incidents: 1, mttr: { meanMs: 40 * MINUTE } },
    measures: [{ mttaMs: 3 * MINUTE }],
  })
  expect(reply.picture).toMatchObject({
    name: 'metrics-shop.png',
    title: 'Shop: how soon it was back, the last 30 days',
  })
  expect(
    Buffer.from(await reply.picture!.png())
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG')
})

test('a month before anything happened: no picture, and nothing made up', async () => {
  const desk = await afterAnIncident(shop)
  const reply = await desk.type('metrics shop 2026-11')
  expect(reply.text).toMatch(
    /^\*Shop, November 2026\* \(2026-11-01 to 2026-12-01\)\n• Incidents: \*none\*\n• Available: \*100 %/,
  )
  expect(reply.picture).toBeUndefined()
})

test('several systems: a line each, and one by its name', async () => {
  const desk = await afterAnIncident(shop, bank)
  const reply = await desk.type('metrics 90 days')
  expect(reply.text).toMatch(
    /^\*Figures of the last 90 days\*\n• \*Shop\*: Incidents: 1 ▲; Back after \(MTTR\): 40 min; RTO met: 1 of 1 \(100 %\); Error budget: .*\n• \*Bank\*: Incidents: none/,
  )
  expect((await desk.type('metrics bank year')).text).toMatch(/^\*Bank, the last 365 days\*/)
})

test.each([
  ['metrics shop 2026-13', '"2026-13" is no month: say one such as 2026-11, or a year such as 2026.'],
  ['metrics shop 0 days', 'Say from 1 to 3660 days.'],
  ...['shpo', 'shop tomorrow'].map((words) => [
    `metrics ${words}`,
    `"${words}" is no plan here. Say \`/dr metrics shop\`. A time is one such as 7 days, quarter, 2026-11 or year.`,
  ]),
])('%s is not understood', async (typed, why) => {
  const reply = await (await openDesk(shop)).type(typed)
  expect([reply.ok, reply.text]).toEqual([false, why])
})

test('times as people say them, and the time as long before', () => {
  const at = (words: string) => {
    const taken = takePeriod(words)
    return taken.ok ? { rest: taken.rest, ...taken.period('Europe/Berlin', T0) } : taken
  }
  expect(at('shop last 7 days')).toEqual({ rest: 'shop', ...lastDays(7, T0) })
  expect(at('quarter')).toMatchObject({
    rest: '',
    fromMs: T0 - 90 * DAY,
    before: { fromMs: T0 - 180 * DAY, toMs: T0 - 90 * DAY },
  })
  // A month begins when it does in the zone of the plan; March loses an hour there.
  expect(at('shop 2026-03')).toEqual({
    ...{ rest: 'shop', label: 'March 2026', fromMs: Date.UTC(2026, 1, 28, 23), toMs: Date.UTC(2026, 2, 31, 22) },
    before: { fromMs: Date.UTC(2026, 0, 31, 23), toMs: Date.UTC(2026, 1, 28, 23) },
  })
  expect(periodNamed('2026', 'UTC')).toEqual({
    ...{ label: '2026', fromMs: Date.UTC(2026, 0, 1), toMs: Date.UTC(2027, 0, 1) },
    before: { fromMs: Date.UTC(2025, 0, 1), toMs: Date.UTC(2026, 0, 1) },
  })
})

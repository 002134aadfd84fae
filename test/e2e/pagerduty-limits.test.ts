/** PagerDuty takes no more for a while, then has a fault of its own: no page waits for it, and none is lost. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'

const WHO = 'on-call-engineer'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})
afterEach(() => desk.close())

/** A minute of the day, as people read it: `10:01 UTC`. */
const clock = (atMs: number) => `${new Date(atMs).toISOString().slice(11, 16)} UTC`
const enqueue = { service: 'pagerduty', match: 'enqueue' }

it('falls to the next means at once, and the board says why and until when', async () => {
  const { id, declared, channel } = await desk.declare('technical-lead', 'mcp-debate S2 p1')
  await desk.fault({ ...enqueue, fault: 'rate-limit', retryAfter: 300 })
  await desk.advance('59 s')
  expect(await desk.sms(WHO)).toHaveLength(0)
  await desk.advance('3 s')
  expect((await desk.sms(WHO))[0]).toContain(id)

  const until = clock(declared.atMs + 60_000 + 300_000)
  const board = JSON.stringify((await desk.board(channel!.id)).blocks)
  expect(board).toContain(`PagerDuty failed: PagerDuty takes no more for now (429), not before ${until}`)
  const said = (await desk.channel(channel!.name)).messages.map((message) => message.text).join('\n')
  expect(said).toContain(`Could not reach On-call engineer by PagerDuty: PagerDuty takes no more for now (429)`)
  expect(said).toContain(`not again before ${until}`)
  expect(await desk.type('technical-lead', `/dr status ${id}`)).toContain(`not before ${until}`)
})

it('does the same for the next level, whom PagerDuty answers with 500', async () => {
  const { id } = await desk.declare('infrastructure-engineer', 'mcp-debate S2 p1')
  await desk.fault({ ...enqueue, fault: 'rate-limit', retryAfter: 30, count: 1 })
  await desk.advance('14 min')
  await desk.fault({ ...enqueue, fault: 'error', status: 500 })
  await desk.advance('2 min 2 s')
  for (const person of ['technical-lead', 'database-administrator']) {
    expect((await desk.sms(person))[0]).toContain(id)
  }
})

it('comes back to PagerDuty when every other means has failed, at the time that PagerDuty named', async () => {
  for (const service of ['slack', 'twilio', 'email']) await desk.fault({ service, fault: 'down' })
  await desk.fault({ ...enqueue, match: 'enqueue', fault: 'rate-limit', retryAfter: 40, count: 2 })
  await desk.console('infrastructure-engineer', 'declare mcp-debate S2 p1')
  await desk.advance('39 s')
  const { view } = await desk.incident()
  const triggers = async () =>
    (await desk.pagerduty.events()).filter((event) => event.dedup_key === `${view.id}/0/level-1`)
  expect(await triggers()).toHaveLength(0)
  await desk.advance('2 s')
  expect(await triggers()).toHaveLength(1)
})

it('says that somebody cannot be reached, and calls the next level, when PagerDuty fails that second time too', async () => {
  for (const service of ['slack', 'twilio', 'email']) await desk.fault({ service, fault: 'down' })
  await desk.fault({ ...enqueue, fault: 'rate-limit', retryAfter: 40, count: 2 })
  await desk.fault({ ...enqueue, fault: 'error', status: 500 })
  await desk.console('infrastructure-engineer', 'declare mcp-debate S2 p1')
  await desk.advance('41 s')
  const { view } = await desk.incident()
  expect(view.troubles.map((trouble) => trouble.what)).toContain(
    'On-call engineer could not be reached by any means: call them by hand',
  )
  expect(view.ladder.levels.find((level) => level.key === '0/level-2')).toMatchObject({ why: 'unanswered' })
})

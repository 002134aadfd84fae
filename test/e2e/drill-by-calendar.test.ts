/** A drill comes round: it is announced, begun from the message, followed up; another is skipped, and one gives way when it becomes earnest. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, openDesk, type SeenMessage } from './desk.ts'
import { copyOfPlan, type PlanFile } from './plan-file.ts'
import { resolveAll } from './resolving.ts'

const DAY = 24 * 3_600_000
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const LEAD = 'dr-lead'

let plan: PlanFile
let desk: Desk
let startMs: number
beforeAll(async () => {
  plan = await copyOfPlan('puo-memo')
  // Three days from now, whatever day it is.
  const weekday = WEEKDAYS[new Date(Date.now() + 3 * DAY).getUTCDay()]
  await plan.edit('First Saturday of each month, 10:00 UTC', `every ${weekday} at 10:00 UTC`)
  // Three days may lead into another month.
  await plan.edit('\ndrills:\n', '\nmonthlyReport: false\ndrills:\n')
  desk = await openDesk({ plans: [plan.file] })
  const nowMs = Date.parse(desk.contract.now)
  startMs = Math.floor((nowMs + 3 * DAY) / DAY) * DAY + 10 * 3_600_000
})
afterAll(async () => {
  await desk?.close()
  await plan?.remove()
})

const nowMs = async () => Date.parse(((await (await fetch(desk.contract.clockUrl)).json()) as { now: string }).now)
const until = async (ms: number) => desk.advance(`${Math.max(1, Math.ceil((ms - (await nowMs())) / 1_000))}s`)
const told = async () => (await desk.directMessages(LEAD)).messages
const newest = async () => {
  const { channel, messages } = await desk.directMessages(LEAD)
  return { channel, message: messages.at(-1)! }
}
const buttons = ({ blocks }: SeenMessage) =>
  blocks.flatMap(({ elements }) => elements ?? []).flatMap((one) => one.action_id ?? [])

it('is announced a day before, to its owner and in the overview channel, with its snapshot an hour before', async () => {
  await until(startMs - DAY - 60_000)
  expect(await told()).toEqual([])
  await until(startMs - DAY + 60_000)
  expect((await newest()).message.text).toMatch(/^PUO Memo MCP: Monthly disaster-recovery drill: Announce the drill/)
  const overview = (await desk.channel('dr-active')).messages.map(({ text }) => text)
  expect(overview.join('\n')).toContain('Announce the drill')
  await until(startMs - 3_600_000 + 60_000)
  expect((await newest()).message.text).toContain('Take a snapshot of production')
})

it('begins by a button, and what was practised is known to the readiness of the system', async () => {
  await until(startMs + 60_000)
  const place = await newest()
  expect(place.message.text).toContain('Monthly disaster-recovery drill begins')
  expect(place.message.text).toContain('Bring about the failure')
  expect(buttons(place.message)).toEqual(['drill', 'drill:2'])
  expect(await desk.press(LEAD, place, 'drill')).toContain('The drill has begun')
  const { view } = await desk.incident()
  expect(view.mode).toBe('drill')
  expect(await desk.type(LEAD, '/dr drill skip puo-memo monthly the office moves')).toContain(`goes on in ${view.id}`)
  await desk.type(LEAD, `/dr cancel ${view.id} only a test of the calendar`)
  // Until the watch has heard of the end, the drill is under way.
  await desk.advance('0s')
})

it('one that was called off is still to be held; skipped, its owner hears of it and it is asked for no more', async () => {
  const before = (await told()).length
  const begins = await newest()
  expect(await desk.type(LEAD, '/dr drill skip puo-memo monthly the office moves')).toMatch(
    /is skipped\* \(the one of \d{4}-\d\d-\d\d\)/,
  )
  // What was asked before asks for nothing any more.
  expect(buttons(begins.message)).toEqual([])
  expect(await desk.type(LEAD, '/dr drill start puo-memo monthly @2020-01-01')).toMatch(
    /^The one of 2020-01-01 is over/,
  )
  await desk.advance('1m')
  expect((await newest()).message.text).toContain('is skipped')
  expect(await desk.type(LEAD, '/dr readiness puo-memo')).toContain('*skipped today*')
  await until(startMs + 5 * DAY)
  expect((await told()).slice(before)).toHaveLength(1)
})

it('held to its end, what is left to do is asked for each day until somebody says that it is done', async () => {
  await until(startMs + 7 * DAY)
  await desk.press(LEAD, await newest(), 'drill')
  const { view } = await desk.incident()
  await resolveAll(desk, LEAD, view.id, 'we practised')
  expect(await desk.type(LEAD, '/dr drill puo-memo')).toContain('last held today')
  const before = (await told()).length
  await until(startMs + 10 * DAY)
  const asked = (await told()).slice(before).filter(({ text }) => text.includes('Hold the debrief'))
  expect(asked).toHaveLength(2)
  const place = await newest()
  expect(await desk.press(LEAD, place, 'readiness')).toContain('nobody is told of it again')
  await desk.advance('1m')
  const after = (await told()).find(({ ts }) => ts === place.message.ts)!
  expect(buttons(after)).toEqual([])
  expect(JSON.stringify(after.blocks)).toContain('Answered by')
  await until(startMs + 12 * DAY)
  expect((await told()).at(-1)!.ts).toBe(place.message.ts)
})

it('in earnest no drill is begun, and one that goes on is called off', async () => {
  await desk.type(LEAD, '/dr drill start puo-memo monthly')
  const drill = await desk.incident()
  expect(drill.view.mode).toBe('drill')
  await desk.type('on-call-engineer', '/dr declare puo-memo data-center-failure no request is answered')
  await desk.advance('1m')
  const all = await desk.incidents()
  const called = all.find(({ view }) => view.id === drill.view.id)!
  expect(called.view.phase).toBe('cancelled')
  expect((await told()).map(({ text }) => text).join('\n')).toContain('is called off')
  expect(await desk.type(LEAD, '/dr drill start puo-memo monthly')).toContain('is real and goes on')
})

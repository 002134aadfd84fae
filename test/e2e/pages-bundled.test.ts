/** Several disasters call the same person within a minute: the first page goes at once, the others come as one message that names them all. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'

const ON_CALL = 'on-call-engineer'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const declare = async (words: string) =>
  /\*(DR-[\d-]+) is open\*/.exec(await desk.type('incident-commander', `/dr declare ${words}`))![1]!
const pages = async () => (await desk.directMessages(ON_CALL)).messages

it('three incidents in a minute are two messages, and each incident can be answered from them', async () => {
  const first = await declare('mcp-debate S2 p1 debates cannot be opened')
  await desk.advance('10s')
  const second = await declare('mcp-debate S3 p1 everything is gone')
  await desk.advance('10s')
  const third = await declare('mcp-debate S4 p1 somebody else is in there')
  await desk.advance('39s')
  expect(await pages()).toHaveLength(1)
  expect((await pages())[0]!.text).toContain(first)
  // What waits says so, and until when.
  const waiting = await desk.type(ON_CALL, `/dr status ${second}`)
  expect(waiting).toContain('another incident has paged the same person within the last minute')

  await desk.advance('1s')
  const [, bundle, ...more] = await pages()
  expect(more).toEqual([])
  for (const id of [second, third]) expect(bundle!.text).toContain(id)
  await desk.advance('2s')
  for (const id of [second, third]) {
    const { events } = await desk.incident(id)
    const sent = events.filter((event) => event.type === 'carried-out' && event.effect.kind === 'page')
    expect(sent).toHaveLength(1)
  }
})

it('unanswered, each of them goes on by its own next means', async () => {
  await desk.advance('5m')
  const incidents = (await desk.incidents()).map(({ view }) => view.id)
  const triggered = (await desk.pagerduty.events()).map((event) => event.dedup_key)
  const sms = await desk.sms(ON_CALL)
  for (const id of incidents) {
    expect(triggered).toContain(`${id}/0/level-1`)
    expect(sms.filter((text) => text.includes(`${id} `))).toHaveLength(1)
  }
})

it('each can be acknowledged from the one message', async () => {
  const [third, second, first] = (await desk.incidents()).map(({ view }) => view.id)
  const [, bundle] = await pages()
  const { channel } = await desk.directMessages(ON_CALL)
  const buttons = bundle!.blocks
    .flatMap((block) => block.elements ?? [])
    .filter((one) => one.action_id?.startsWith('ack'))
  expect(buttons.map((one) => one.value?.split('|')[0]).sort()).toEqual([second, third].sort())
  for (const button of buttons) {
    const onlyThis = { ...bundle!, blocks: [{ type: 'actions', elements: [button] }] }
    expect(await desk.press(ON_CALL, { channel, message: onlyThis }, 'ack')).toContain(button.value!.split('|')[0])
  }
  const acknowledged = await Promise.all(
    [first, second, third].map(async (id) => (await desk.incident(id)).view.acknowledged),
  )
  expect(acknowledged.map((people) => people.length)).toEqual([0, 1, 1])
})

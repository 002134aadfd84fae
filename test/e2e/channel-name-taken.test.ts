/** A channel that has the incident's name already belongs to something else, archived or not: it stays as it is. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})
afterEach(() => desk.close())

/** The name that an incident declared now would take. */
async function nameNow(): Promise<string> {
  const { now } = (await (await fetch(desk.contract.clockUrl)).json()) as { now: string }
  return `dr-${now.slice(0, 10).replaceAll('-', '')}-${now.slice(11, 16).replace(':', '')}`
}

async function makeChannel(name: string): Promise<string> {
  const { channel } = await desk.slack.conversations.create({ name })
  await desk.slack.conversations.setTopic({ channel: channel!.id!, topic: 'last year' })
  return channel!.id!
}

const contentOf = async (channel: string) => {
  const [{ messages }, { channel: about }] = await Promise.all([
    desk.slack.conversations.history({ channel }),
    desk.slack.conversations.info({ channel }),
  ])
  return { messages: messages!.map((message) => message.text), topic: about!.topic!.value }
}

it('takes the next suffix beside a live channel', async () => {
  const name = await nameNow()
  const old = await makeChannel(name)
  const before = await contentOf(old)

  const incident = await desk.declare('on-call-engineer', 'mcp-debate S2 p1')
  expect(incident.channel!.name).toBe(`${name}-2`)
  expect((await desk.channel(`${name}-2`)).members).toContain(desk.person('on-call-engineer').slackUserId)
  await desk.board(incident.channel!.id)
  expect(await contentOf(old)).toEqual(before)
})

it('takes the suffix after that beside an archived one, which stays archived', async () => {
  const name = await nameNow()
  const old = await makeChannel(name)
  await desk.slack.conversations.archive({ channel: old })
  const second = await makeChannel(`${name}-2`)
  const before = [await contentOf(old), await contentOf(second)]

  const incident = await desk.declare('on-call-engineer', 'mcp-debate S2 p1')
  expect(incident.channel!.name).toBe(`${name}-3`)
  expect([await contentOf(old), await contentOf(second)]).toEqual(before)
  expect((await desk.slack.conversations.info({ channel: old })).channel).toMatchObject({ is_archived: true })
})

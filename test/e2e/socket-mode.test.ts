/** Without a public address: Slack reaches Muster over Socket Mode alone, and everything works as over HTTP. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { silentLogger } from '../../src/engine/logger.ts'
import { type Muster, startMuster } from '../../src/main.ts'
import { type Desk, openDesk } from './desk.ts'

const ON_CALL = 'on-call-engineer'

let desk: Desk
let muster: Muster
beforeAll(async () => {
  desk = await openDesk()
  await desk.sandbox.muster.stop()
  const { settings, clock, services } = desk.sandbox
  const { botToken, botApiUrl: apiUrl, appToken } = services.slack
  const slack = { botToken, apiUrl, appToken }
  muster = await startMuster({ ...settings, slack }, { clock, logger: silentLogger })
})
afterAll(async () => {
  await muster.stop()
  await desk.close()
})

const told = async () => {
  const response = await fetch(`${desk.contract.slack.ephemeralsUrl}?user=${desk.person(ON_CALL).slackUserId}`)
  return ((await response.json()) as { text: string }[]).map((one) => one.text)
}
const paged = async () => (await desk.directMessages(ON_CALL)).messages

it('takes no request over HTTP', async () => {
  const eventsUrl = `${muster.url}/slack/events`
  expect((await desk.send(ON_CALL, '/dr declare mcp-debate S2', { eventsUrl })).status).toBe(404)
})

it('takes a declaration, pages, and hears the button', async () => {
  const { slack } = desk.sandbox.services
  expect((await slack.slash(ON_CALL, '/dr declare mcp-debate S2 p1 debates cannot be opened')).status).toBe(200)
  await desk.until(paged, (messages) => messages.length === 1)
  expect(await desk.until(told, (texts) => texts.length === 1)).toEqual([expect.stringContaining('is open')])

  const { channel, messages } = await desk.directMessages(ON_CALL)
  await slack.click(ON_CALL, { channel, ts: messages[0]!.ts, actionId: 'ack' })
  const answers = await desk.until(told, (texts) => texts.length === 2)
  expect(answers.find((text) => text.includes('You have DR-'))).toBeDefined()
  const [incident] = await muster.services.incidents()
  expect(incident!.acknowledged.map((one) => [one.person.id, one.via])).toEqual([[ON_CALL, 'slack']])
})

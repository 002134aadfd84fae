/** Slack in trouble: each fault as the bot meets it, while the driver goes on undisturbed. */
import { expect, test } from 'vitest'
import { errorOf, startSocketApp, startWorkspace } from './workspace.ts'

const post = (client: Awaited<ReturnType<typeof startWorkspace>>['bot'], channel: string) =>
  client.chat.postMessage({ channel, text: 'hello' })

test('down cuts the bot’s connection, and the driver still gets through', async () => {
  const { bot, driver, slack, faults } = await startWorkspace()
  faults.set({ service: 'slack', fault: 'down' })
  await expect(post(bot, slack.commandChannelId)).rejects.toMatchObject({ code: 'slack_webapi_request_error' })
  await post(driver, slack.commandChannelId)
  faults.clear('slack')
  await post(bot, slack.commandChannelId)
  const bots = slack.records().filter(({ who }) => who === 'bot')
  expect(bots.map(({ response }) => response.error ?? response.ok)).toEqual(['fault: down', true])
})

test('rate-limit answers 429 with the seconds asked for, as often as asked for', async () => {
  const { bot, slack, faults } = await startWorkspace()
  faults.set({ service: 'slack', fault: 'rate-limit', retryAfter: 7, count: 1 })
  await expect(post(bot, slack.commandChannelId)).rejects.toMatchObject({ retryAfter: 7 })
  await post(bot, slack.commandChannelId)
})

test('error answers with the HTTP status asked for, for the method asked for', async () => {
  const { bot, slack, faults } = await startWorkspace()
  faults.set({ service: 'slack', fault: 'error', status: 503, match: 'chat.postMessage' })
  await expect(post(bot, slack.commandChannelId)).rejects.toMatchObject({
    code: 'slack_webapi_http_error',
    statusCode: 503,
  })
  expect((await bot.auth.test()).ok).toBe(true)
})

test('slow answers after the delay', async () => {
  const { bot, slack, faults } = await startWorkspace()
  faults.set({ service: 'slack', fault: 'slow', delayMs: 300, count: 1 })
  const startMs = performance.now()
  expect((await post(bot, slack.commandChannelId)).ok).toBe(true)
  expect(performance.now() - startMs).toBeGreaterThanOrEqual(290)
})

test('a response URL is the bot’s call too: posting meets the fault, listing does not', async () => {
  const { slack, faults } = await startWorkspace()
  faults.set({ service: 'slack', fault: 'down', match: 'response_url' })
  await expect(fetch(`${slack.responseUrl}/mine`, { method: 'POST', body: '{}' })).rejects.toThrow()
  expect(await (await fetch(slack.responseUrl)).json()).toEqual([])
})

test('Socket Mode cannot connect while Slack is down', async () => {
  const { slack, faults } = await startWorkspace()
  faults.set({ service: 'slack', fault: 'down', match: 'apps.connections.open' })
  expect(await errorOf(startSocketApp(slack, () => {}))).toContain('fetch failed')
})

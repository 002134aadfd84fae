/** Socket Mode with Bolt's own receiver: a round trip each way, several connections, and reconnecting. */
import { WebClient } from '@slack/web-api'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { getJson, startSocketApp, startWorkspace } from './workspace.ts'

const plain = (text: string) => ({ type: 'plain_text' as const, text })

test('commands, forms and events go over the socket and are acknowledged there', async () => {
  const { slack } = await startWorkspace()
  const events: string[] = []
  await startSocketApp(slack, (app) => {
    app.command('/dr', async ({ ack, client, command }) => {
      const blocks = [{ type: 'divider' as const }]
      const view = { type: 'modal' as const, callback_id: 'declare', title: plain('Declare'), blocks }
      await client.views.open({ trigger_id: command.trigger_id, view })
      await ack({ text: 'opened' })
    })
    app.view('declare', async ({ ack }) => ack({ response_action: 'errors', errors: { plan: 'no' } }))
    app.event('app_home_opened', async ({ event }) => void events.push(event.user))
  })
  const answer = await slack.slash('amara', '/dr declare')
  expect(answer).toMatchObject({ status: 200, body: '{"text":"opened"}' })
  const [view] = await getJson<{ id: string }[]>(slack.viewsUrl)
  const submitted = await slack.submit('amara', view!.id, {})
  expect(JSON.parse(submitted.body)).toEqual({ response_action: 'errors', errors: { plan: 'no' } })
  expect(await slack.event('ben', { type: 'app_home_opened', tab: 'home' })).toMatchObject({ status: 200, body: '' })
  await expect.poll(() => events).toEqual([slack.users.ben])
})

test('with two connections each envelope goes to one of them', async () => {
  const { slack } = await startWorkspace()
  const taken: string[] = []
  for (const name of ['first', 'second']) {
    await startSocketApp(slack, (app) =>
      app.command('/dr', async ({ ack }) => {
        taken.push(name)
        await ack()
      }),
    )
  }
  for (let sent = 0; sent < 4; sent++) await slack.slash('ben', '/dr status')
  expect(taken.toSorted()).toEqual(['first', 'first', 'second', 'second'])
})

test('an eleventh connection is told that there are too many, and a stale ticket opens nothing', async () => {
  const { slack } = await startWorkspace()
  const app = new WebClient(slack.appToken, { slackApiUrl: slack.botApiUrl })
  const connect = async () => {
    const { url } = await app.apps.connections.open()
    const socket = new WebSocket(url!)
    const hello = await new Promise<string>((resolve) => socket.once('message', (data) => resolve(String(data))))
    return { url: url!, hello: JSON.parse(hello) as { type: string; reason?: string; num_connections?: number } }
  }
  let last = await connect()
  for (let opened = 2; opened <= 10; opened++) last = await connect()
  expect(last.hello).toMatchObject({ type: 'hello', num_connections: 10 })
  expect((await connect()).hello).toEqual({ type: 'disconnect', reason: 'too_many_websockets' })
  const stale = new WebSocket(last.url)
  const refused = await new Promise<Error>((resolve) => stale.once('error', resolve))
  expect(refused.message).toContain('401')
})

test('asked to reconnect, the bot comes back and is reachable again', async () => {
  const { slack } = await startWorkspace()
  await startSocketApp(slack, (app) => app.command('/dr', async ({ ack }) => ack({ text: 'here' })))
  const opens = () => slack.records().filter(({ method }) => method === 'apps.connections.open').length
  expect(opens()).toBe(1)
  slack.refreshSockets()
  await expect.poll(opens, { timeout: 15_000 }).toBe(2)
  await expect
    .poll(() => slack.slash('ben', '/dr status').catch(String), { timeout: 5_000 })
    .toMatchObject({ body: '{"text":"here"}' })
})

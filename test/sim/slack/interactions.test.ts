/** People act and a real Bolt app answers, over signed HTTP: commands, buttons, shortcuts, events. */
import { createHmac } from 'node:crypto'
import { WebClient } from '@slack/web-api'
import { expect, test } from 'vitest'
import { createSteppedClock } from '../../../src/engine/stepped-clock.ts'
import { wallClock } from '../../../src/engine/wall-clock.ts'
import { button, opensModal, openViews } from './modal-fixtures.ts'
import { getJson, SIGNING_SECRET, startHttpApp, startWorkspace } from './workspace.ts'

test('a slash command arrives as Slack documents it, and its answer is shown to the person', async () => {
  const { slack } = await startWorkspace()
  const commands: object[] = []
  await startHttpApp(slack, (app) =>
    app.command('/dr', async ({ ack, command }) => {
      commands.push(command)
      await ack(`You said: ${command.text}`)
    }),
  )
  const response = await slack.slash('amara', '/dr status  all')
  expect(response).toMatchObject({ status: 200, body: 'You said: status  all' })
  expect(commands).toMatchObject([
    {
      command: '/dr',
      text: 'status  all',
      user_id: slack.users.amara,
      channel_id: slack.commandChannelId,
      channel_name: 'dr-commands',
      team_id: slack.teamId,
      api_app_id: slack.appId,
    },
  ])
  const shown = { user: slack.users.amara, channel: slack.commandChannelId, text: 'You said: status  all' }
  expect(await getJson(slack.ephemeralsUrl)).toMatchObject([shown])
})

test('respond() reaches the person or the channel, and is listed', async () => {
  const { slack, driver } = await startWorkspace()
  await startHttpApp(slack, (app) =>
    app.command('/dr', async ({ ack, respond }) => {
      await respond({ text: 'for you', response_type: 'ephemeral' })
      await respond({ text: 'for all', response_type: 'in_channel' })
      await ack()
    }),
  )
  await slack.slash('ben', '/dr help')
  expect(await getJson(slack.responseUrl)).toMatchObject([{ body: { text: 'for you' } }, { body: { text: 'for all' } }])
  expect(await getJson(slack.ephemeralsUrl)).toMatchObject([{ user: slack.users.ben, text: 'for you' }])
  const { messages } = await driver.conversations.history({ channel: slack.commandChannelId })
  expect(messages).toMatchObject([{ text: 'for all' }])
})

test('a button click carries its message, and the bot can replace it', async () => {
  const { slack, bot, driver } = await startWorkspace()
  const channel = slack.commandChannelId
  const bodies: object[] = []
  await startHttpApp(slack, (app) =>
    app.action('ack', async ({ ack, body, respond }) => {
      bodies.push(body)
      await respond({ replace_original: true, text: 'Acknowledged' })
      await ack()
    }),
  )
  const blocks = [{ type: 'actions' as const, elements: [button('ack', 'i1'), button('escalate', 'i1')] }]
  const { ts } = await bot.chat.postMessage({ channel, text: 'Page', blocks })
  expect(await slack.click('ben', { channel, ts: ts!, actionId: 'ack' })).toMatchObject({ status: 200 })
  expect(bodies).toMatchObject([
    {
      type: 'block_actions',
      user: { id: slack.users.ben },
      channel: { id: channel, name: 'dr-commands' },
      container: { type: 'message', message_ts: ts, is_ephemeral: false },
      message: { ts, text: 'Page' },
      actions: [{ action_id: 'ack', value: 'i1', type: 'button' }],
    },
  ])
  const { messages } = await driver.conversations.history({ channel })
  expect(messages).toMatchObject([{ ts, text: 'Acknowledged' }])
  expect(messages![0]!.blocks).toBeUndefined()
  await expect(slack.click('ben', { channel, ts: ts!, actionId: 'ack' })).rejects.toThrow('There is no "ack" to click')
})

test('message shortcuts and events arrive, and a home tab can be published', async () => {
  const { slack, bot } = await startWorkspace()
  const heard: string[] = []
  await startHttpApp(slack, (app) => {
    app.shortcut('note', async ({ ack, shortcut }) => {
      if (shortcut.type === 'message_action') heard.push(`${shortcut.user.id} notes ${shortcut.message.text}`)
      await ack()
    })
    app.event('app_home_opened', async ({ event, client }) => {
      const view = { type: 'home' as const, blocks: [{ type: 'divider' as const }] }
      await client.views.publish({ user_id: event.user, view })
    })
  })
  const channel = slack.commandChannelId
  const { ts } = await bot.chat.postMessage({ channel, text: 'database gone' })
  await slack.shortcut('ben', 'note', { channel, ts: ts! })
  expect(heard).toEqual([`${slack.users.ben} notes database gone`])
  expect(await slack.event('ben', { type: 'app_home_opened', channel: 'D1', tab: 'home' })).toMatchObject({
    status: 200,
  })
  expect(await openViews(slack.viewsUrl, 1, slack.users.ben!)).toMatchObject([{ type: 'home', user: slack.users.ben }])
})

test('a driver may sign its own request with ids of its own invention', async () => {
  const { slack } = await startWorkspace()
  const { url } = await startHttpApp(slack, opensModal)
  const send = (triggerId: string, secret: string) => {
    const fields = {
      command: '/dr',
      text: 'declare',
      user_id: slack.users.ben!,
      team_id: slack.teamId,
      trigger_id: triggerId,
    }
    return fetch(
      url,
      signed(new URLSearchParams({ ...fields, response_url: `${slack.responseUrl}/x` }).toString(), secret),
    )
  }
  expect((await send('157.42.mine', 'wrong secret')).status).toBe(401)
  slack.noteTrigger('157.42.mine', slack.users.ben!)
  expect((await send('157.42.mine', SIGNING_SECRET)).status).toBe(200)
  const [view] = await openViews(slack.viewsUrl, 1, slack.users.ben!)
  expect(view!.user).toBe(slack.users.ben)
  expect(await getJson(`${slack.viewsUrl}?user=${slack.users.amara}`)).toEqual([])
  expect((await send('157.43.unknown', SIGNING_SECRET)).status).toBe(200)
  expect(await openViews(slack.viewsUrl, 2)).toHaveLength(2)
  expect(await getJson(`${slack.viewsUrl}?user=${slack.users.amara}`)).toMatchObject([{ user: '' }])
  slack.applyViewResponse(view!.id, '')
  expect(await getJson(slack.viewsUrl)).toHaveLength(1)
})

test('an ephemeral’s button can be clicked by who sees it', async () => {
  const { slack, bot } = await startWorkspace()
  const containers: object[] = []
  await startHttpApp(slack, (app) =>
    app.action('hold', async ({ ack, body }) => {
      containers.push((body as { container: object }).container)
      await ack()
    }),
  )
  const channel = slack.commandChannelId
  const blocks = [{ type: 'actions' as const, elements: [button('hold', 'yes')] }]
  const sent = await bot.chat.postEphemeral({ channel, user: slack.users.ben!, text: 'Hold?', blocks })
  await slack.click('ben', { channel, ts: sent.message_ts!, actionId: 'hold', value: 'yes' })
  expect(containers).toMatchObject([{ is_ephemeral: true, message_ts: sent.message_ts }])
})

test('a bot that takes longer than three seconds is timed out, and one that is not there is named', async () => {
  const wall = createSteppedClock(wallClock, wallClock.now(), true)
  const { slack } = await startWorkspace({ wall })
  await expect(slack.slash('ben', '/dr help')).rejects.toThrow('The bot cannot be reached')
  slack.setEventsUrl('http://127.0.0.1:9/slack/events')
  await expect(slack.slash('ben', '/dr help')).rejects.toThrow('does not answer at its events URL')
  let release = () => {}
  const finished = new Promise<void>((resolve) => {
    release = resolve
  })
  await startHttpApp(slack, (app) =>
    app.command('/dr', async ({ ack }) => {
      wall.moveTo(wall.now() + 3_000)
      await finished
      await ack()
    }),
  )
  expect(await slack.slash('ben', '/dr help')).toMatchObject({ status: 504, body: 'operation_timeout' })
  release()
})

test('people who do not exist and commands without a slash are refused', async () => {
  const { slack } = await startWorkspace()
  await expect(slack.slash('zoe', '/dr')).rejects.toThrow(
    'Nobody in the sandbox workspace is called "zoe"; use one of amara, ben.',
  )
  await expect(slack.slash('ben', 'dr help')).rejects.toThrow('begins with "/"')
  const person = new WebClient(slack.userTokens.ben, { slackApiUrl: slack.apiUrl })
  expect((await person.auth.test()).user_id).toBe(slack.users.ben)
})

function signed(body: string, secret: string): RequestInit {
  const timestamp = String(Math.floor(Date.now() / 1000))
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${digest}`,
  }
  return { method: 'POST', headers, body }
}

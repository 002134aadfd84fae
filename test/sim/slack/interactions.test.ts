/** People act and a real Bolt app answers, over signed HTTP: commands, buttons, forms, shortcuts, events. */
import { createHmac } from 'node:crypto'
import type { App, SlackViewAction } from '@slack/bolt'
import { WebClient } from '@slack/web-api'
import { expect, test } from 'vitest'
import { createSteppedClock } from '../../../src/engine/stepped-clock.ts'
import { wallClock } from '../../../src/engine/wall-clock.ts'
import { errorOf, getJson, SIGNING_SECRET, startHttpApp, startWorkspace } from './workspace.ts'

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const button = (actionId: string, value: string) => ({
  type: 'button' as const,
  action_id: actionId,
  value,
  text: plain(actionId),
})
const declareModal = (title = 'Declare') => ({
  type: 'modal' as const,
  callback_id: 'declare',
  title: plain(title),
  submit: plain('Declare'),
  private_metadata: 'm',
  blocks: [
    {
      type: 'input' as const,
      block_id: 'plan',
      label: plain('Plan'),
      element: {
        type: 'static_select' as const,
        action_id: 'value',
        options: [{ text: plain('MCP debate'), value: 'mcp-debate' }],
      },
    },
    {
      type: 'input' as const,
      block_id: 'seen',
      optional: true,
      label: plain('What is seen'),
      element: { type: 'plain_text_input' as const, action_id: 'value', initial_value: 'nothing yet' },
    },
  ],
})

interface ListedView {
  id: string
  user: string
  hash: string
  root_view_id: string
  callback_id: string
  title: { text: string }
}

const opensModal = (app: App) =>
  app.command('/dr', async ({ ack, client, command }) => {
    await ack()
    await client.views.open({ trigger_id: command.trigger_id, view: declareModal() })
  })

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

test('a command opens a modal, and the submission carries what was entered', async () => {
  const { slack } = await startWorkspace()
  const submitted: SlackViewAction[] = []
  await startHttpApp(slack, (app) => {
    opensModal(app)
    app.view('declare', async ({ ack, body }) => {
      submitted.push(body)
      await ack()
    })
  })
  await slack.slash('amara', '/dr declare')
  const views = await openViews(slack.viewsUrl, 1, slack.users.amara!)
  const [view] = views
  expect(view).toMatchObject({ callback_id: 'declare', user: slack.users.amara, private_metadata: 'm' })
  expect(view!.root_view_id).toBe(view!.id)
  await expect(slack.submit('amara', view!.id, {})).rejects.toThrow('The input "plan" must be filled in.')
  await expect(slack.submit('amara', view!.id, { plan: 'other' })).rejects.toThrow('it offers mcp-debate')
  expect(await slack.submit('amara', view!.id, { plan: 'mcp-debate' })).toMatchObject({ status: 200, body: '' })
  expect(submitted[0]!.view.state.values).toMatchObject({
    plan: { value: { type: 'static_select', selected_option: { value: 'mcp-debate' } } },
    seen: { value: { type: 'plain_text_input', value: 'nothing yet' } },
  })
  expect(await getJson(slack.viewsUrl)).toEqual([])
})

test('the answer to a submission can keep, change, stack and clear views', async () => {
  const { slack } = await startWorkspace()
  const answers: object[] = [
    { response_action: 'errors', errors: { plan: 'Not this one' } },
    { response_action: 'update', view: declareModal('Changed') },
    { response_action: 'push', view: declareModal('On top') },
    { response_action: 'clear' },
  ]
  await startHttpApp(slack, (app) => {
    opensModal(app)
    app.view('declare', async ({ ack }) => ack(answers.shift() as never))
  })
  await slack.slash('amara', '/dr declare')
  const [first] = await openViews(slack.viewsUrl, 1)
  const submit = async (viewId: string) => {
    const response = await slack.submit('amara', viewId, { plan: 'mcp-debate' })
    const views = await getJson<ListedView[]>(slack.viewsUrl)
    return { body: response.body, titles: views.map((view) => view.title.text), views }
  }
  const kept = await submit(first!.id)
  expect(kept).toMatchObject({ titles: ['Declare'], views: [{ hash: first!.hash }] })
  expect(JSON.parse(kept.body)).toMatchObject({ errors: { plan: 'Not this one' } })
  expect((await submit(first!.id)).titles).toEqual(['Changed'])
  const stacked = await submit(first!.id)
  expect(stacked.titles).toEqual(['Changed', 'On top'])
  expect(stacked.views[1]).toMatchObject({ root_view_id: first!.id, previous_view_id: first!.id })
  expect((await submit(stacked.views[1]!.id)).titles).toEqual([])
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

test('a click in a modal lets the bot push a view on it, at most three deep', async () => {
  const { slack } = await startWorkspace()
  const refusals: string[] = []
  const modal = { ...declareModal(), blocks: [{ type: 'actions' as const, elements: [button('more', '1')] }] }
  await startHttpApp(slack, (app) => {
    app.shortcut('declare', async ({ ack, client, shortcut }) => {
      await client.views.open({ trigger_id: shortcut.trigger_id, view: modal })
      await ack()
    })
    app.action('more', async ({ ack, client, body }) => {
      const push = client.views.push({ trigger_id: (body as { trigger_id: string }).trigger_id, view: modal })
      refusals.push(await errorOf(push))
      await ack()
    })
  })
  await slack.shortcut('amara', 'declare')
  for (let depth = 1; depth <= 3; depth++) {
    const top = (await getJson<ListedView[]>(slack.viewsUrl)).at(-1)!
    await slack.click('amara', { viewId: top.id, actionId: 'more' })
  }
  expect(refusals).toEqual(['undefined', 'undefined', 'push_limit_reached'])
  expect(await getJson(slack.viewsUrl)).toHaveLength(3)
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

test('a trigger id opens one view, within three seconds', async () => {
  const wall = createSteppedClock(wallClock, wallClock.now(), false)
  const { slack, bot, driver } = await startWorkspace({ wall })
  const open = (triggerId: string) => bot.views.open({ trigger_id: triggerId, view: declareModal() })
  const issued = async () => {
    const reply = await driver.apiCall('views.generateTriggerId', { user_id: slack.users.ben })
    return (reply as unknown as { trigger_id: string }).trigger_id
  }
  const once = await issued()
  const late = await issued()
  await open(once)
  expect(await errorOf(open(once))).toBe('exchanged_trigger_id')
  slack.noteTrigger('1.2.invented', slack.users.ben!)
  wall.moveTo(wall.now() + 3_001)
  expect(await errorOf(open(late))).toBe('expired_trigger_id')
  expect(await errorOf(open('1.2.invented'))).toBe('expired_trigger_id')
  expect(await errorOf(open('no such id'))).toBe('invalid_trigger_id')
})

test('views.update wants the right hash', async () => {
  const { slack, bot } = await startWorkspace()
  const opened = (await bot.views.open({ trigger_id: '1.3.aa', view: declareModal() })).view!
  const update = (hash: string) => bot.views.update({ view_id: opened.id!, hash, view: declareModal('Later') })
  expect(await errorOf(update('0.stale'))).toBe('hash_conflict')
  const updated = (await update(opened.hash!)).view!
  expect(updated).toMatchObject({ id: opened.id, title: { text: 'Later' } })
  expect(updated.hash).not.toBe(opened.hash)
  expect(await errorOf(bot.views.update({ view_id: 'V0', view: declareModal() }))).toBe('not_found')
  expect(await getJson(slack.viewsUrl)).toMatchObject([{ title: { text: 'Later' } }])
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

/** The open views once there are so many: a bot answers first and opens the view afterwards. */
async function openViews(viewsUrl: string, count: number, user?: string): Promise<ListedView[]> {
  const url = user === undefined ? viewsUrl : `${viewsUrl}?user=${user}`
  return expect
    .poll(() => getJson<ListedView[]>(url), { timeout: 5_000 })
    .toHaveLength(count)
    .then(() => getJson(url))
}

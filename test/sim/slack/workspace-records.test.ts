/** What the feed tells a page that shows the workspace live: also what no call's own record shows. */
import { expect, test } from 'vitest'
import type { SlackRecord } from '../../../sim/slack/records.ts'
import { button, declareModal, opensModal, openViews } from './modal-fixtures.ts'
import { startHttpApp, startWorkspace } from './workspace.ts'

async function watchedWorkspace() {
  const seen: SlackRecord[] = []
  const workspace = await startWorkspace({ onRecord: (record) => seen.push(record) })
  const appeared = () => seen.filter(({ who }) => who === 'workspace').map(({ method, args }) => ({ method, args }))
  return { ...workspace, seen, appeared }
}

test('an answer that only one person sees is on the feed, whichever way it was given', async () => {
  const { slack, bot, appeared } = await watchedWorkspace()
  const channel = slack.commandChannelId
  await startHttpApp(slack, (app) =>
    app.command('/dr', async ({ ack, respond }) => {
      await respond('later')
      await ack('at once')
    }),
  )
  await slack.slash('ben', '/dr help')
  await bot.chat.postEphemeral({ channel, user: slack.users.amara!, text: 'pushed' })
  expect(appeared()).toMatchObject([
    { method: 'ephemeral', args: { user: slack.users.ben, channel, text: 'later', ts: expect.any(String) } },
    { method: 'ephemeral', args: { user: slack.users.ben, channel, text: 'at once' } },
    { method: 'ephemeral', args: { user: slack.users.amara, channel, text: 'pushed' } },
  ])
})

test('messages that a response URL posts, replaces and deletes are on the feed like those of the API', async () => {
  const { slack, bot, appeared } = await watchedWorkspace()
  const channel = slack.commandChannelId
  const answers: object[] = [
    { response_type: 'in_channel', text: 'for all' },
    { replace_original: true, text: 'done' },
    { delete_original: true },
  ]
  await startHttpApp(slack, (app) =>
    app.action('ack', async ({ ack, respond }) => {
      await respond(answers.shift() as never)
      await ack()
    }),
  )
  const blocks = [{ type: 'actions' as const, elements: [button('ack', '1')] }]
  const posts = await Promise.all(['a', 'b', 'c'].map((text) => bot.chat.postMessage({ channel, text, blocks })))
  for (const { ts } of posts) await slack.click('ben', { channel, ts: ts!, actionId: 'ack' })
  expect(appeared()).toMatchObject([
    { method: 'chat.postMessage', args: { channel, text: 'for all' } },
    { method: 'chat.update', args: { channel, ts: posts[1]!.ts, text: 'done' } },
    { method: 'chat.delete', args: { channel, ts: posts[2]!.ts } },
  ])
})

test('views are on the feed when they open, change and go; dismissing one tells a bot that asked to hear of it', async () => {
  const { slack, bot, appeared } = await watchedWorkspace()
  const closed: object[] = []
  await startHttpApp(slack, (bolt) => {
    opensModal(bolt)
    bolt.view({ callback_id: 'declare', type: 'view_closed' }, async ({ ack, body }) => {
      closed.push(body)
      await ack()
    })
  })
  await slack.slash('amara', '/dr declare')
  const [view] = await openViews(slack.viewsUrl, 1)
  await bot.views.update({ view_id: view!.id, view: { ...declareModal('B'), notify_on_close: true } })
  await slack.dismiss('amara', view!.id)
  await slack.dismiss('amara', view!.id)
  const user = slack.users.amara
  expect(appeared()).toMatchObject([
    { method: 'view', args: { user, view: { id: view!.id, title: { text: 'Declare' } } } },
    { method: 'view', args: { user, view: { id: view!.id, title: { text: 'B' } } } },
    { method: 'view_gone', args: { viewIds: [view!.id] } },
  ])
  expect(closed).toMatchObject([{ type: 'view_closed', user: { id: user }, view: { id: view!.id } }])
})

test('what a person writes is in the channel under their name, and the bot hears of it and of its mention', async () => {
  const { slack, driver, seen } = await watchedWorkspace()
  const heard: object[] = []
  await startHttpApp(slack, (app) => {
    app.event('message', async ({ event }) => void heard.push(event))
    app.event('app_mention', async ({ event }) => void heard.push(event))
  })
  const channel = slack.commandChannelId
  await slack.say('ben', { channel }, `hello <@${slack.botUserId}>`)
  const { messages } = await driver.conversations.history({ channel })
  const [message] = messages!
  expect(message).toMatchObject({ user: slack.users.ben, text: `hello <@${slack.botUserId}>` })
  expect(heard).toMatchObject([
    { type: 'message', user: slack.users.ben, channel, ts: message!.ts },
    { type: 'app_mention', user: slack.users.ben, channel, ts: message!.ts },
  ])
  await slack.say('amara', { channel, thread: message!.ts! }, 'in the thread')
  const thread = (await driver.conversations.replies({ channel, ts: message!.ts! })).messages!
  expect(thread.map(({ text }) => text)).toContain('in the thread')
  const said = seen.filter(({ who, method }) => who === 'person' && method === 'chat.postMessage')
  expect(said).toMatchObject([
    { response: { message: { user: slack.users.ben } } },
    { args: { thread_ts: message!.ts } },
  ])
})

/** The Web API at both doors: messages, conversations, directory, tokens, and the emulator's call limit. */
import { WebClient } from '@slack/web-api'
import { expect, test } from 'vitest'
import { BOT_SCOPES } from '../../../src/adapters/slack/scopes.ts'
import { errorOf, getJson, startWorkspace } from './workspace.ts'

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } })

test('the bot knows itself, and unknown tokens are refused', async () => {
  const { bot, slack } = await startWorkspace()
  expect(await bot.auth.test()).toMatchObject({ user_id: slack.botUserId, team_id: slack.teamId, bot_id: 'B000000002' })
  const stranger = new WebClient('xoxb-stranger', { slackApiUrl: slack.botApiUrl })
  expect(await errorOf(stranger.auth.test())).toBe('invalid_auth')
  const nobody = new WebClient(undefined, { slackApiUrl: slack.botApiUrl })
  expect(await errorOf(nobody.auth.test())).toBe('not_authed')
  expect(await errorOf(bot.apps.connections.open())).toBe('not_allowed_token_type')
  expect(await errorOf(bot.apiCall('no.such.method'))).toBe('unknown_method')
})

test('every answer names the scopes that the app was granted', async () => {
  const { bot, slack } = await startWorkspace()
  const scopes = async () => (await bot.auth.test()).response_metadata?.scopes
  expect(await scopes()).toEqual(BOT_SCOPES)
  slack.reinstall(['chat:write', 'commands'])
  expect(await scopes()).toEqual(['chat:write', 'commands'])
})

test('a message keeps its blocks and metadata, and an update shows in the history', async () => {
  const { bot, driver, slack } = await startWorkspace()
  const channel = slack.commandChannelId
  const metadata = { event_type: 'board', event_payload: { incident: 'i1' } }
  const posted = await bot.chat.postMessage({ channel, text: 'board', blocks: [section('one')], metadata })
  await bot.chat.update({ channel, ts: posted.ts!, text: 'board', blocks: [section('two')] })
  const [latest] = (await driver.conversations.history({ channel, include_all_metadata: true })).messages!
  expect(latest).toMatchObject({ ts: posted.ts, bot_id: 'B000000002', metadata, blocks: [section('two')] })
  expect(latest!.blocks![0]!.block_id).toBeTruthy()
  await bot.chat.delete({ channel, ts: posted.ts! })
  expect((await driver.conversations.history({ channel })).messages).toEqual([])
})

test('a direct message can be read by the person and by a driver', async () => {
  const { bot, driver, slack } = await startWorkspace()
  const opened = await bot.conversations.open({ users: slack.users.amara! })
  const channel = opened.channel!.id!
  await bot.chat.postMessage({ channel, text: 'You are paged' })
  await bot.chat.postMessage({ channel: slack.users.amara!, text: 'Again, by user id' })
  const person = new WebClient(slack.userTokens.amara, { slackApiUrl: slack.apiUrl })
  const texts = async (client: WebClient) =>
    (await client.conversations.history({ channel })).messages!.map((m) => m.text)
  expect(await texts(driver)).toEqual(['Again, by user id', 'You are paged'])
  expect(await texts(person)).toEqual(['Again, by user id', 'You are paged'])
  const ims = (await driver.conversations.list({ types: 'im' })).channels!
  expect(ims).toMatchObject([{ id: channel, user: slack.users.amara }])
  const other = new WebClient(slack.userTokens.ben, { slackApiUrl: slack.apiUrl })
  expect(await errorOf(other.conversations.history({ channel }))).toBe('not_in_channel')
})

test('a channel name is refused while taken, also by an archived channel', async () => {
  const { bot } = await startWorkspace()
  const made = await bot.conversations.create({ name: 'dr-20260301-0900' })
  expect(await errorOf(bot.conversations.create({ name: 'dr-20260301-0900' }))).toBe('name_taken')
  await bot.conversations.archive({ channel: made.channel!.id! })
  expect(await errorOf(bot.conversations.create({ name: 'dr-20260301-0900' }))).toBe('name_taken')
  expect(await errorOf(bot.conversations.create({ name: 'DR Room' }))).toBe('invalid_name_specials')
  expect(await errorOf(bot.chat.postMessage({ channel: made.channel!.id!, text: 'x' }))).toBe('is_archived')
})

test('topic, purpose, pins, bookmarks and invitations work; force invites those who can be', async () => {
  const { bot, driver, slack } = await startWorkspace()
  const channel = (await bot.conversations.create({ name: 'dr-room' })).channel!.id!
  await bot.conversations.setTopic({ channel, topic: 'SEV1' })
  await bot.conversations.setPurpose({ channel, purpose: 'active DR coordination' })
  const { ts } = await bot.chat.postMessage({ channel, text: 'board' })
  await bot.pins.add({ channel, timestamp: ts! })
  await bot.bookmarks.add({ channel_id: channel, title: 'Runbook', type: 'link', link: 'https://example.org/runbook' })
  const users = `${slack.users.amara},UNOBODY00,${slack.users.ben}`
  expect(await errorOf(bot.conversations.invite({ channel, users }))).toBe('user_not_found')
  const invited = await bot.conversations.invite({ channel, users, force: true })
  expect(invited.errors).toMatchObject([{ user: 'UNOBODY00', error: 'user_not_found' }])
  const info = (await driver.conversations.info({ channel })).channel!
  expect(info).toMatchObject({ topic: { value: 'SEV1' }, purpose: { value: 'active DR coordination' }, num_members: 3 })
  expect((await driver.pins.list({ channel })).items).toMatchObject([{ message: { ts } }])
  expect((await driver.bookmarks.list({ channel_id: channel })).bookmarks).toMatchObject([{ title: 'Runbook' }])
})

test('the bot must be a member to post; the driver may look anywhere', async () => {
  const { bot, driver, slack } = await startWorkspace()
  const person = new WebClient(slack.userTokens.amara, { slackApiUrl: slack.apiUrl })
  const channel = (await person.conversations.create({ name: 'without-bot' })).channel!.id!
  expect(await errorOf(bot.chat.postMessage({ channel, text: 'hello' }))).toBe('not_in_channel')
  expect(await errorOf(bot.conversations.history({ channel }))).toBe('not_in_channel')
  expect((await driver.conversations.history({ channel })).ok).toBe(true)
})

test('people and user groups can be looked up, ids and time zones included', async () => {
  const { bot, slack } = await startWorkspace()
  expect(slack.users).toEqual({ amara: 'U000000101', ben: 'U000000102' })
  const found = (await bot.users.lookupByEmail({ email: 'AMARA@example.org' })).user!
  expect(found).toMatchObject({ id: slack.users.amara, tz: 'Africa/Lagos', tz_offset: 3600, is_bot: false })
  expect(await errorOf(bot.users.lookupByEmail({ email: 'nobody@example.org' }))).toBe('users_not_found')
  const [group] = (await bot.usergroups.list({ include_users: true })).usergroups!
  expect(group).toMatchObject({ handle: 'on-call', users: [slack.users.ben] })
  expect((await bot.usergroups.users.list({ usergroup: group!.id! })).users).toEqual([slack.users.ben])
})

test('an ephemeral is listed for a driver and stays out of the history', async () => {
  const { bot, driver, slack, clock } = await startWorkspace()
  const to = { channel: slack.commandChannelId, user: slack.users.ben! }
  await bot.chat.postEphemeral({ ...to, text: 'only you', blocks: [section('only you')] })
  const listed = await getJson<object[]>(`${slack.ephemeralsUrl}?user=${slack.users.ben}`)
  expect(listed).toMatchObject([{ ...to, text: 'only you', at: new Date(clock.now()).toISOString() }])
  expect(await getJson(`${slack.ephemeralsUrl}?user=${slack.users.amara}`)).toEqual([])
  expect((await driver.conversations.history({ channel: slack.commandChannelId })).messages).toEqual([])
})

test('history can be cut by time and read by thread', async () => {
  const { bot, driver, slack } = await startWorkspace()
  const channel = slack.commandChannelId
  const stamps: string[] = []
  for (const text of ['one', 'two', 'three']) stamps.push((await bot.chat.postMessage({ channel, text })).ts!)
  await bot.chat.postMessage({ channel, text: 'reply', thread_ts: stamps[0]! })
  const texts = async (window: object) =>
    (await driver.conversations.history({ channel, ...window })).messages!.map((message) => message.text)
  expect(await texts({ oldest: stamps[0] })).toEqual(['three', 'two'])
  expect(await texts({ oldest: stamps[1], latest: stamps[2], inclusive: true })).toEqual(['three', 'two'])
  const thread = (await driver.conversations.replies({ channel, ts: stamps[0]! })).messages!
  expect(thread.map((message) => message.text)).toEqual(['one', 'reply'])
})

test('a file uploads through the bot’s door', async () => {
  const { bot, driver, slack } = await startWorkspace()
  const file = Buffer.from('the log')
  await bot.filesUploadV2({ channel_id: slack.commandChannelId, filename: 'step.log', file, initial_comment: 'log' })
  const files = (await driver.files.list({ channel: slack.commandChannelId })).files!
  expect(files).toMatchObject([{ name: 'step.log', size: file.length }])
  const kept = await slack.file(files[0]!.id!)
  expect(Buffer.from(kept!.bytes).toString()).toBe('the log')
  expect(await slack.file('F0NOWHERE')).toBeUndefined()
})

test('every call is on record with who made it and what came back', async () => {
  const seen: string[] = []
  const onRecord = (entry: { method: string }) => seen.push(entry.method)
  const { bot, driver, slack, clock } = await startWorkspace({ onRecord })
  await bot.chat.postMessage({ channel: slack.commandChannelId, text: 'hi' })
  await driver.conversations.history({ channel: slack.commandChannelId })
  await errorOf(bot.chat.postMessage({ channel: 'C0NOWHERE', text: 'hi' }))
  const at = new Date(clock.now()).toISOString()
  expect(slack.records()).toMatchObject([
    { at, who: 'bot', method: 'chat.postMessage', args: { text: 'hi' }, response: { ok: true } },
    { at, who: 'driver', method: 'conversations.history', response: { ok: true } },
    { at, who: 'bot', method: 'chat.postMessage', response: { ok: false, error: 'channel_not_found' } },
  ])
  expect(JSON.stringify(slack.records())).not.toContain(slack.botToken)
  expect(seen).toEqual(['chat.postMessage', 'conversations.history', 'chat.postMessage'])
})

test('more than 6,000 calls an hour never meet the emulator’s own limit', async () => {
  const { slack } = await startWorkspace()
  const headers = { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ channel: slack.commandChannelId })
  const statuses = new Set<number>()
  for (let done = 0; done < 6_400; done += 64) {
    const calls = Array.from({ length: 64 }, async () => {
      const response = await fetch(`${slack.apiUrl}conversations.info`, { method: 'POST', headers, body })
      statuses.add(((await response.json()) as { ok: boolean }).ok ? response.status : 0)
    })
    await Promise.all(calls)
  }
  expect([...statuses]).toEqual([200])
})

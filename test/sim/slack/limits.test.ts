/** What Slack refuses to take: too much at once, too much in one message or view, shapes that do not exist. */
import { expect, test } from 'vitest'
import { createRateLimits } from '../../../sim/slack/rate-limits.ts'
import { createSteppedClock } from '../../../src/engine/stepped-clock.ts'
import { wallClock } from '../../../src/engine/wall-clock.ts'
import { errorOf, startWorkspace } from './workspace.ts'

const plain = (text: string) => ({ type: 'plain_text', text })
const section = (text: string, more: object = {}) => ({ type: 'section', text: { type: 'mrkdwn', text }, ...more })
const button = (actionId: string, more: object = {}) => ({
  type: 'button',
  action_id: actionId,
  text: plain('Go'),
  ...more,
})
const actions = (elements: object[]) => ({ type: 'actions', elements })
const repeat = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index))

const tooMuch: [string, object[], string][] = [
  ['51 blocks', repeat(51, () => ({ type: 'divider' })), 'no more than 50 items allowed [json-pointer:/blocks]'],
  [
    'a section of 3,001 characters',
    [section('x'.repeat(3_001))],
    'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
  ],
  ['an empty section', [section('')], 'must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
  [
    'a header of 151 characters',
    [{ type: 'header', text: plain('x'.repeat(151)) }],
    'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    '26 buttons in a row',
    [actions(repeat(26, (n) => button(`go:${n}`)))],
    'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'a button text of 76 characters',
    [actions([button('go', { text: plain('x'.repeat(76)) })])],
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
  ],
  [
    'a button value of 2,001 characters',
    [actions([button('go', { value: 'x'.repeat(2_001) })])],
    'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
  ],
  [
    'an action_id of 256 characters',
    [actions([button('x'.repeat(256))])],
    'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
  ],
  [
    'the same action_id twice',
    [actions([button('go'), button('go')])],
    '`action_id` go already exists [json-pointer:/blocks/0/elements/1/action_id]',
  ],
  [
    'the same block_id twice',
    [section('a', { block_id: 'b' }), section('c', { block_id: 'b' })],
    '`block_id` b already exists [json-pointer:/blocks/1/block_id]',
  ],
  ['a block type that does not exist', [{ type: 'banner' }], 'unsupported type: banner [json-pointer:/blocks/0/type]'],
  [
    'an element where it does not belong',
    [actions([{ type: 'plain_text_input', action_id: 'value' }])],
    'unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]',
  ],
  [
    'mrkdwn on a button',
    [actions([button('go', { text: { type: 'mrkdwn', text: 'Go' } })])],
    'unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/text/type]',
  ],
]

test.each(tooMuch)('a message with %s is refused with invalid_blocks', async (_name, blocks, message) => {
  const { bot, slack } = await startWorkspace()
  const sent = bot.apiCall('chat.postMessage', { channel: slack.commandChannelId, text: 't', blocks })
  await expect(sent).rejects.toMatchObject({
    data: { error: 'invalid_blocks', response_metadata: { messages: [`[ERROR] ${message}`] } },
  })
})

test('text beyond the limit is refused, in updates sooner than in posts', async () => {
  const { bot, slack } = await startWorkspace()
  const channel = slack.commandChannelId
  expect(await errorOf(bot.chat.postMessage({ channel, text: 'x'.repeat(40_001) }))).toBe('msg_too_long')
  const { ts } = await bot.chat.postMessage({ channel, text: 'x'.repeat(40_000) })
  expect(await errorOf(bot.chat.update({ channel, ts: ts!, text: 'x'.repeat(4_001) }))).toBe('msg_too_long')
})

test('a message at the limits is taken', async () => {
  const { bot, slack } = await startWorkspace()
  const full = [section('x'.repeat(3_000)), actions(repeat(25, (n) => button(`go:${n}`, { value: 'x'.repeat(2_000) })))]
  const blocks = [...full, ...repeat(48, () => ({ type: 'divider' }))]
  expect(await bot.apiCall('chat.postMessage', { channel: slack.commandChannelId, text: 't', blocks })).toMatchObject({
    ok: true,
  })
})

test('a view beyond the limits is refused with invalid_arguments', async () => {
  const { bot } = await startWorkspace()
  const modal = { type: 'modal', title: plain('Declare'), blocks: [section('x')] }
  const refused = async (view: object) => {
    const sent = bot.apiCall('views.open', { trigger_id: '1.1.aa', view: { ...modal, ...view } })
    const error = await sent.catch((reason: { data: { error: string; errors: string[] } }) => reason)
    const { data } = error as { data: { error: string; errors: string[] } }
    expect(data.error).toBe('invalid_arguments')
    return data.errors
  }
  const input = { type: 'input', label: plain('Plan'), element: { type: 'plain_text_input', action_id: 'value' } }
  expect(await refused({ title: plain('x'.repeat(25)) })).toEqual([
    'must be less than 25 characters [json-pointer:/view/title/text]',
  ])
  expect(await refused({ blocks: repeat(101, () => ({ type: 'divider' })) })).toEqual([
    'no more than 100 items allowed [json-pointer:/view/blocks]',
  ])
  expect(await refused({ private_metadata: 'x'.repeat(3_001) })).toEqual([
    'must be less than 3001 characters [json-pointer:/view/private_metadata]',
  ])
  expect(await refused({ blocks: [input] })).toEqual([
    'must define `submit` to use an `input` block in modals [json-pointer:/view/submit]',
  ])
  expect(await refused({ type: 'home' })).toEqual(['unsupported type: home [json-pointer:/view/type]'])
})

test('a burst in one channel meets 429 with Retry-After, other channels and the driver do not', async () => {
  const { bot, driver, slack, clock } = await startWorkspace()
  const channel = slack.commandChannelId
  const post = (to: string) => bot.chat.postMessage({ channel: to, text: 'tick' })
  const results = await Promise.allSettled(repeat(30, () => post(channel)))
  const refused = results.filter((result) => result.status === 'rejected')
  expect(refused.length).toBeGreaterThanOrEqual(5)
  expect(refused[0]!.reason).toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 1 })
  const other = (await driver.conversations.list()).channels!.find(({ name }) => name === 'engineering')!
  await post(other.id!)
  await Promise.all(repeat(30, () => driver.chat.postMessage({ channel, text: 'tick' })))
  clock.moveTo(clock.now() + 60_000)
  await post(channel)
})

test('a method’s bucket refills by its tier, on whichever clock moved further', () => {
  const wall = createSteppedClock(wallClock, 0, false)
  const sandbox = createSteppedClock(wallClock, 0, false)
  const limits = createRateLimits([wall, sandbox])
  const refusals = () => repeat(20, () => limits.take('conversations.create', '')).filter((wait) => wait !== undefined)
  expect(refusals()).toEqual([])
  expect(refusals()).toEqual(repeat(20, () => 3))
  wall.moveTo(30_000)
  sandbox.moveTo(6_000)
  expect(refusals()).toHaveLength(10)
  sandbox.moveTo(3_600_000)
  expect(refusals()).toEqual([])
  expect(limits.take('conversations.history', '')).toBeUndefined()
})

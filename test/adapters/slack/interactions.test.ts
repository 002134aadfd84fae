/** Buttons, forms, shortcuts and events: what each asks of the program, and what the person sees. */
import { describe, expect, test } from 'vitest'
import type { Form } from '../../../commands/command.ts'
import { createSlackCarriers } from '../../../src/adapters/slack/carriers.ts'
import { createSlackClient } from '../../../src/adapters/slack/client.ts'
import { type Asked, startDesk } from './desk.ts'
import { carryingOf, shopPlan, shopStory } from './incidents.ts'

describe('a button', () => {
  /** Amara, as Olga of the shop, has been paged. */
  const paged = async () => {
    const desk = await startDesk()
    const { slack } = desk
    const plan = { ...shopPlan, people: { ...shopPlan.people, olga: { name: 'Olga', slack: slack.users.amara! } } }
    const carriers = createSlackCarriers({
      client: createSlackClient({ token: slack.botToken, apiUrl: slack.botApiUrl }),
      messages: { tell: () => undefined, notice: () => ({}) },
      events: async () => [],
    })
    const story = shopStory()
    const page = story.of('attempted').find(({ effect }) => effect.kind === 'page')!.effect
    const { state } = story
    const carrying = carryingOf({ ...story, state: { ...state, channel: { id: 'C0DR', name: 'dr' } } }, plan)
    const sent = await carriers.page(page as Parameters<typeof carriers.page>[0], carrying)
    const { ref: ts, channel } = sent.detail as { ref: string; channel: string }
    return { desk, message: { ts, channel } }
  }

  test('of a page is the command that it stands for, on that incident', async () => {
    const { desk, message } = await paged()
    expect((await desk.slack.click('amara', { ...message, actionId: 'ack' })).status).toBe(200)
    expect(await desk.told('amara')).toEqual(['did ack'])
    await desk.slack.click('amara', { ...message, actionId: 'next' })
    await desk.inbound.settled()
    const incident = 'DR-20261205-1000'
    expect(desk.asked).toMatchObject([
      { command: 'ack', words: '', incident, by: { id: `slack:${desk.slack.users.amara}` } },
      { command: 'next', words: '', incident },
    ])
    expect(desk.asked[0]!.key).not.toBe(desk.asked[1]!.key)
  })

  test('that only opens a page asks for nothing', async () => {
    const { desk, message } = await paged()
    expect((await desk.slack.click('amara', { ...message, actionId: 'join' })).status).toBe(200)
    await desk.inbound.settled()
    expect(desk.asked).toEqual([])
  })

  test('among several of the same command brings its own words', async () => {
    const buttons = ['one', 'two'].map((value) => ({ command: 'approve', label: value, value }))
    const desk = await startDesk(() => ({ ok: true, text: 'Which?', incident: 'DR-1', buttons }))
    await desk.slack.slash('amara', '/dr approve')
    await desk.inbound.settled()
    const ephemerals = await (await fetch(desk.slack.ephemeralsUrl)).json()
    const { channel, ts } = (ephemerals as { channel: string; ts: string }[])[0]!
    await desk.slack.click('amara', { channel, ts, actionId: 'approve:2' })
    await desk.inbound.settled()
    expect(desk.asked.at(-1)).toMatchObject({ command: 'approve', words: 'two', incident: 'DR-1' })
  })
})

describe('a form', () => {
  const form: Form = {
    command: 'declare',
    title: 'Declare a disaster, a title that is too long',
    submit: 'Declare',
    intro: 'Pages people at once.',
    fields: [
      { kind: 'select', param: 'plan', label: 'Plan', options: [{ value: 'shop', label: 'Shop' }], initial: 'shop' },
      { kind: 'multiline', param: 'seen', label: 'What is seen', optional: true },
      { kind: 'person', param: 'lead', label: 'Who leads', optional: true },
      { kind: 'datetime', param: 'since', label: 'Since when', optional: true },
      { kind: 'checkbox', param: 'drill', label: 'Drill', option: 'This is a drill' },
    ],
  }
  const opening = (answer: (asked: Asked) => object) =>
    startDesk((asked) => ({ ok: true, text: '', ...(asked.values ? answer(asked) : { form }) }))

  test('opens with an input for each field, named as the contract says', async () => {
    const desk = await opening(() => ({}))
    await desk.slack.slash('amara', '/dr declare')
    const [view] = await desk.views('amara')
    expect(view).toMatchObject({ callback_id: 'declare', private_metadata: `|${desk.slack.commandChannelId}` })
    const inputs = view!.blocks.filter(({ type }) => type === 'input')
    expect(inputs.map(({ block_id, element }) => [block_id, element!.type, element!.action_id])).toEqual([
      ['plan', 'static_select', 'value'],
      ['seen', 'plain_text_input', 'value'],
      ['lead', 'users_select', 'value'],
      ['since', 'datetimepicker', 'value'],
      ['drill', 'checkboxes', 'value'],
    ])
  })

  test('submitted is the command with its values; it closes and the answer comes to the channel', async () => {
    const desk = await opening(() => ({ text: 'Declared.' }))
    await desk.slack.slash('amara', '/dr declare')
    const [view] = await desk.views('amara')
    const since = String(Date.UTC(2026, 2, 1, 8, 30) / 1000)
    const entries = { seen: 'all is down', lead: desk.slack.users.ben!, since, drill: ['yes'] }
    const response = await desk.slack.submit('amara', view!.id, entries)
    expect(response).toMatchObject({ status: 200, body: '' })
    expect(await desk.told('amara')).toEqual(['Declared.'])
    expect(await desk.views('amara')).toEqual([])
    expect(desk.asked.at(-1)).toMatchObject({
      ...{ command: 'declare', words: '', canShowForm: false },
      values: {
        ...{ plan: 'shop', seen: 'all is down', lead: `<@${desk.slack.users.ben}>`, drill: 'yes' },
        since: '2026-03-01T08:30:00.000Z',
      },
    })
  })

  test('with an error stays open and says what is wrong, at the field or at the first one', async () => {
    const errors: Record<string, string> = { seen: 'Say what is seen.', unknown: 'Something else.' }
    const desk = await opening(() => ({ ok: false, text: 'No.', errors }))
    await desk.slack.slash('amara', '/dr declare')
    const [view] = await desk.views('amara')
    const response = await desk.slack.submit('amara', view!.id, {})
    expect(JSON.parse(response.body)).toEqual({
      response_action: 'errors',
      errors: { seen: 'Say what is seen.', plan: 'Something else.' },
    })
    expect(await desk.views('amara')).toHaveLength(1)
    expect(await desk.told('amara')).toEqual([])
    await desk.slack.submit('amara', view!.id, {})
    expect(desk.asked.filter(({ values }) => values)).toHaveLength(2)
  })

  test('keeps what was typed when the program fails', async () => {
    const desk = await opening(() => {
      throw new Error('no database')
    })
    await desk.slack.slash('amara', '/dr declare')
    const [view] = await desk.views('amara')
    const response = await desk.slack.submit('amara', view!.id, { seen: 'typed with care' })
    expect(JSON.parse(response.body)).toMatchObject({
      response_action: 'errors',
      errors: { plan: expect.stringContaining('internal error') },
    })
  })

  test('can lead to the next one', async () => {
    const desk = await opening(() => ({ form: { ...form, command: 'update', incident: 'DR-2' } }))
    await desk.slack.slash('amara', '/dr declare')
    const [view] = await desk.views('amara')
    await desk.slack.submit('amara', view!.id, {})
    expect(await desk.views('amara')).toMatchObject([
      { callback_id: 'update', private_metadata: expect.stringMatching(/^DR-2\|/) },
    ])
  })

  test('that takes longer than Slack waits closes, and the answer follows', async () => {
    let finish = () => {}
    const slow = new Promise<void>((resolve) => {
      finish = resolve
    })
    const desk = await startDesk(async ({ values }) => {
      if (values) await slow
      return { ok: true, text: 'Declared after all.', ...(values ? {} : { form }) }
    })
    await desk.slack.slash('amara', '/dr declare')
    const [view] = await desk.views('amara')
    const response = await desk.slack.submit('amara', view!.id, {})
    expect(response).toMatchObject({ status: 200, body: '' })
    expect(response.ms).toBeLessThan(3_000)
    finish()
    expect(await desk.told('amara')).toEqual(['Declared after all.'])
  })

  test('that Slack does not open is said, with what to type instead', async () => {
    const desk = await opening(() => ({}))
    desk.faults.set({ service: 'slack', fault: 'error', match: 'views.open' })
    await desk.slack.slash('amara', '/dr declare')
    expect(await desk.told('amara')).toEqual([expect.stringContaining('/dr help declare')])
  })

  test('of a menu too long for Slack asks for text instead', async () => {
    const options = Array.from({ length: 101 }, (_, n) => ({ value: `s${n}`, label: `Scenario ${n}` }))
    const long: Form = { ...form, fields: [{ kind: 'select', param: 'scenario', label: 'Scenario', options }] }
    const desk = await startDesk(() => ({ ok: true, text: '', form: long }))
    await desk.slack.slash('amara', '/dr declare')
    expect((await desk.views('amara'))[0]!.blocks.at(-1)).toMatchObject({ element: { type: 'plain_text_input' } })
  })
})

describe('a shortcut', () => {
  test('for everywhere runs its command, which can open a form', async () => {
    const form: Form = {
      command: 'declare',
      title: 'Declare',
      submit: 'Declare',
      fields: [{ kind: 'text', param: 'seen', label: 'Seen' }],
    }
    const desk = await startDesk(() => ({ ok: true, text: '', form }))
    await desk.slack.shortcut('amara', 'declare')
    expect(await desk.views('amara')).toMatchObject([{ callback_id: 'declare' }])
  })

  test('on a message notes it with who wrote it', async () => {
    const desk = await startDesk()
    const channel = desk.slack.commandChannelId
    const { ts } = await desk.driver.chat.postMessage({ channel, text: 'CPU is at 100 % &amp; rising' })
    await desk.slack.shortcut('amara', 'note', { channel, ts: ts! })
    expect(await desk.told('amara')).toEqual(['did note'])
    expect(desk.asked).toMatchObject([
      { command: 'note', incident: 'DR-20260301-0900', words: `<@${desk.slack.botUserId}>: CPU is at 100 % & rising` },
    ])
  })

  test('on a message with a picture keeps a link to it', async () => {
    const desk = await startDesk()
    const channel = desk.slack.commandChannelId
    await desk.driver.filesUploadV2({
      channel_id: channel,
      filename: 'graph.png',
      file: Buffer.from('png'),
      initial_comment: 'the graph',
    })
    const { messages = [] } = await desk.driver.conversations.history({ channel })
    const { ts } = messages.find(({ text }) => text === 'the graph')!
    await desk.slack.shortcut('amara', 'note', { channel, ts: ts! })
    await desk.told('amara')
    expect(desk.asked.at(-1)!.words).toMatch(/the graph https?:\/\/\S+/)
  })
})

describe('an event', () => {
  const message = (channel: string, more: object = {}) => ({
    type: 'message',
    channel,
    channel_type: 'channel',
    text: 'on it',
    ts: '1.2',
    ...more,
  })

  test('of somebody writing in the incident’s channel is a sign of life, at most once a minute', async () => {
    const desk = await startDesk()
    const channel = desk.slack.commandChannelId
    const write = async (more: object = {}) => {
      await desk.slack.event('amara', message(channel, more))
      await desk.inbound.settled()
    }
    await write()
    await write({ ts: '1.3' })
    desk.clock.moveTo(desk.clock.now() + 60_000)
    await write({ subtype: 'channel_join' })
    await write({ bot_id: 'B1' })
    expect(desk.lives).toHaveLength(1)
    await write({ ts: '1.4' })
    expect(desk.lives).toEqual(Array(2).fill(`${channel} ${desk.slack.users.amara}`))
  })

  test('elsewhere is none', async () => {
    const desk = await startDesk()
    await desk.slack.event('amara', message('C0ELSEWHERE'))
    await desk.inbound.settled()
    expect(desk.lives).toEqual([])
  })

  test('of a mention is answered with help', async () => {
    const desk = await startDesk()
    const channel = desk.slack.commandChannelId
    await desk.slack.event('amara', { type: 'app_mention', channel, text: '<@U1> what now', ts: '1.2' })
    expect(await desk.told('amara')).toEqual(['did help'])
  })

  test('of the opened home publishes what the program says, and a press there is served and brings it up to date', async () => {
    let looks = 0
    const desk = await startDesk(undefined, 'http', {
      home: async ({ by, atMs }) => ({
        atMs,
        sections: [
          { title: 'Open incidents', text: `Look ${++looks} of ${by.id}` },
          { text: 'Yours', incident: 'DR-1', buttons: [{ command: 'ack', label: 'I have it', style: 'primary' }] },
        ],
        buttons: [{ command: 'list all', label: 'All incidents' }],
      }),
    })
    const shown = async () => JSON.stringify((await desk.views('amara'))[0]!.blocks)
    await desk.slack.event('amara', { type: 'app_home_opened', tab: 'messages', channel: 'D1' })
    expect(await desk.views('amara')).toEqual([])
    await desk.slack.event('amara', { type: 'app_home_opened', tab: 'home', channel: 'D1' })
    const [home] = await desk.views('amara')
    expect(home).toMatchObject({ type: 'home', blocks: [{ type: 'header' }, { type: 'section' }, {}, {}, {}, {}] })
    expect(await shown()).toContain(`Look 1 of slack:${desk.slack.users.amara}`)
    await desk.slack.click('amara', { viewId: home!.id, actionId: 'ack' })
    expect(await shown()).toContain('Look 2 of')
    await desk.slack.click('amara', { viewId: (await desk.views('amara'))[0]!.id, actionId: 'list' })
    await desk.inbound.settled()
    expect(desk.asked).toMatchObject([
      { command: 'ack', words: '', incident: 'DR-1' },
      { command: 'list', words: 'all' },
    ])
  })

  test('of the opened home fits what Slack takes, however much is open, and links to boards', async () => {
    const desk = await startDesk(undefined, 'http', {
      home: async ({ atMs }) => {
        const channel = desk.slack.commandChannelId
        const { ts } = await desk.driver.chat.postMessage({ channel, text: 'The board' })
        const long = {
          text: 'so much is open that it does not fit. '.repeat(90),
          buttons: [{ command: 'status', label: 'x' }],
        }
        const gone = { text: 'a board that is gone', incident: 'DR-2', board: { channel, ts: '1.1' } }
        const linked = { text: 'a board', incident: 'DR-1', board: { channel, ts: ts! } }
        return { atMs, sections: [linked, gone, ...Array.from({ length: 60 }, () => long)], buttons: [] }
      },
    })
    await desk.slack.event('amara', { type: 'app_home_opened', tab: 'home', channel: 'D1' })
    const [home] = await desk.views('amara')
    expect(home!.blocks.length).toBe(100)
    expect(home!.blocks.at(-1)).toMatchObject({ type: 'context' })
    const told = JSON.stringify(home!.blocks.slice(0, 3))
    expect(told).toMatch(/"text":"Board".*"url":"https:\/\/[^"]*\/archives\//)
    expect(told.match(/"text":"Board"/g)).toHaveLength(1)
    expect(desk.diagnosed).toEqual([])
  })
})

/** Slack's requests over HTTP: only Slack's own have an effect, each is answered before the work begins, and a retry acts once. */
import { describe, expect, test } from 'vitest'
import { signatureOf } from '../../../sim/slack/deliveries.ts'
import { getJson, SIGNING_SECRET } from '../../sim/slack/workspace.ts'
import { startDesk } from './desk.ts'

const MINUTE = 60_000

const slashBody = (fields: Record<string, string> = {}) =>
  new URLSearchParams({
    ...{ command: '/dr', text: 'status', user_id: 'U000000101', channel_id: 'C1', trigger_id: '1.2.abc', ...fields },
  }).toString()

const send = (url: string, body: string, headers: Record<string, string>) =>
  fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers } })

const signed = (body: string, atMs = Date.now(), secret = SIGNING_SECRET) => signatureOf(body, secret, atMs)

describe('who may ask', () => {
  const refusals: [string, (body: string) => Record<string, string>][] = [
    ['signed with another secret', (body) => signed(body, Date.now(), 'another-secret')],
    ['whose body was changed', () => signed('text=something+else')],
    ['without a signature', () => ({})],
    ['of an unknown signature version', (body) => ({ ...signed(body), 'x-slack-signature': 'v1=abc' })],
    ['that is six minutes old', (body) => signed(body, Date.now() - 6 * MINUTE)],
    ['from six minutes ahead', (body) => signed(body, Date.now() + 6 * MINUTE)],
    ['whose time stamp is no number', (body) => ({ ...signed(body), 'x-slack-request-timestamp': 'soon' })],
  ]
  test.each(refusals)('a request %s is refused with 401 and has no effect', async (_what, headersOf) => {
    const desk = await startDesk()
    const body = slashBody()
    expect((await send(desk.eventsUrl, body, headersOf(body))).status).toBe(401)
    await desk.inbound.settled()
    expect(desk.asked).toEqual([])
    expect(desk.slack.records()).toEqual([])
  })

  test('the clock that counts is the real one, not the sandbox’s', async () => {
    const desk = await startDesk()
    desk.clock.moveTo(desk.clock.now() + 90 * 24 * 60 * MINUTE)
    const body = slashBody()
    expect((await send(desk.eventsUrl, body, signed(body, Date.now() - 4 * MINUTE))).status).toBe(200)
    await desk.inbound.settled()
    expect(desk.asked).toMatchObject([{ command: 'status', atMs: desk.clock.now() }])
  })

  test('a form may name its character set, as fetch does', async () => {
    const desk = await startDesk()
    const body = slashBody()
    const type = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' }
    expect((await send(desk.eventsUrl, body, { ...signed(body), ...type })).status).toBe(200)
  })

  test('Slack’s check of the address is answered', async () => {
    const desk = await startDesk()
    const body = JSON.stringify({ type: 'url_verification', challenge: 'abc' })
    const response = await send(desk.eventsUrl, body, { ...signed(body), 'content-type': 'application/json' })
    expect(await response.json()).toEqual({ challenge: 'abc' })
  })

  test('other addresses and methods are left to the rest of the program', async () => {
    const desk = await startDesk()
    expect((await fetch(desk.eventsUrl)).status).toBe(418)
    expect((await fetch(new URL('/healthz', desk.eventsUrl), { method: 'POST' })).status).toBe(418)
  })
})

describe('a slash command', () => {
  test('reaches the program with who, where, when and what; the answer only its asker sees', async () => {
    const desk = await startDesk()
    const { slack } = desk
    const response = await slack.slash('amara', '/dr  Note the disk is full &amp; &lt;@U000000102|ben&gt; knows')
    expect(response).toMatchObject({ status: 200, body: '' })
    expect(await desk.told('amara')).toEqual(['did Note'])
    expect(desk.asked).toMatchObject([
      {
        command: 'Note',
        words: 'the disk is full & <@U000000102|ben> knows',
        by: { id: `slack:${slack.users.amara}`, via: 'slack' },
        incident: 'DR-20260301-0900',
        atMs: desk.clock.now(),
        canShowForm: true,
      },
    ])
  })

  test('without words is help', async () => {
    const desk = await startDesk()
    await desk.slack.slash('amara', '/dr')
    await desk.inbound.settled()
    expect(desk.asked).toMatchObject([{ command: 'help', words: '' }])
  })

  test('is answered at once, however long the work takes', async () => {
    let finish = () => {}
    const slow = new Promise<void>((resolve) => {
      finish = resolve
    })
    const desk = await startDesk(async () => {
      await slow
      return { ok: true, text: 'done at last' }
    })
    expect((await desk.slack.slash('amara', '/dr status')).status).toBe(200)
    finish()
    expect(await desk.told('amara')).toEqual(['done at last'])
  })

  test('delivered twice acts once; typed twice acts twice', async () => {
    const desk = await startDesk()
    const body = slashBody({ text: 'escalate', response_url: desk.slack.responseUrl })
    for (const retry of ['0', '1']) {
      await send(desk.eventsUrl, body, { ...signed(body), 'x-slack-retry-num': retry })
      await desk.inbound.settled()
    }
    expect(desk.asked).toHaveLength(1)
    expect(await getJson(desk.slack.responseUrl)).toHaveLength(1)
    const again = slashBody({ text: 'escalate', trigger_id: '3.4.def' })
    await send(desk.eventsUrl, again, signed(again))
    await desk.inbound.settled()
    expect(desk.asked).toHaveLength(2)
    expect(desk.asked[0]!.key).not.toBe(desk.asked[1]!.key)
  })

  test('a link in what somebody wrote says where it leads in everybody else’s answer', async () => {
    const own = '<https://runbook.example|Runbook>'
    const text = `${own}; Ben noted: see <https://evil.example|https://runbook.example>`
    const desk = await startDesk(() => ({ ok: true, text, links: [own] }))
    await desk.slack.slash('amara', '/dr timeline')
    expect(await desk.told('amara')).toEqual([
      `${own}; Ben noted: see &lt;https://evil.example|https://runbook.example&gt;`,
    ])
  })

  test('typed again later is answered anew, also by a client that uses its trigger id again', async () => {
    const desk = await startDesk()
    const body = slashBody()
    const ask = async () => {
      await send(desk.eventsUrl, body, signed(body))
      await desk.inbound.settled()
    }
    await ask()
    desk.clock.moveTo(desk.clock.now() + 9 * MINUTE)
    await ask()
    expect(desk.asked).toHaveLength(1)
    desk.clock.moveTo(desk.clock.now() + MINUTE)
    await ask()
    await ask()
    expect(desk.asked).toHaveLength(2)
  })

  test('that failed within is said to have failed, and its retry is tried', async () => {
    let broken = true
    const desk = await startDesk(() => {
      if (broken) throw new Error('no database')
      return { ok: true, text: 'done' }
    })
    const body = slashBody({ user_id: desk.slack.users.amara!, channel_id: desk.slack.commandChannelId })
    await send(desk.eventsUrl, body, signed(body))
    expect(await desk.told('amara')).toEqual([expect.stringContaining('internal error')])
    expect(desk.diagnosed.join()).toContain('no database')
    broken = false
    await send(desk.eventsUrl, body, signed(body))
    expect((await desk.told('amara')).at(-1)).toBe('done')
    expect(desk.asked[0]!.key).toBe(desk.asked[1]!.key)
  })

  test('is answered by direct message when neither its URL nor its channel works', async () => {
    const desk = await startDesk()
    desk.faults.set({ service: 'slack', fault: 'error', match: 'response_url' })
    desk.faults.set({ service: 'slack', fault: 'error', match: 'chat.postEphemeral' })
    await desk.slack.slash('amara', '/dr status')
    await desk.inbound.settled()
    const { channels } = await desk.driver.conversations.list({ types: 'im' })
    const [told] = (await desk.driver.conversations.history({ channel: channels![0]!.id! })).messages!
    expect(told!.text).toBe('did status')
  })
})

test('answers carry their buttons, and what they quote is disarmed', async () => {
  const text = '*Open* <https://example.com/a|DR-1> <!channel>'
  const buttons = [
    { command: 'ack', label: 'Acknowledge', value: '@ben' },
    { command: 'ladder pause', label: 'Pause' },
  ]
  const desk = await startDesk(({ command }) => ({
    ok: true,
    text,
    links: ['<https://example.com/a|DR-1>'],
    incident: 'DR-1',
    ...(command === 'list' ? { buttons } : {}),
  }))
  await desk.slack.slash('amara', '/dr list')
  expect(await desk.told('amara')).toEqual(['*Open* <https://example.com/a|DR-1> &lt;!channel&gt;'])
  const [seen] = await getJson<{ ts: string; channel: string; blocks: object[] }[]>(desk.slack.ephemeralsUrl)
  expect(seen!.blocks.at(-1)).toMatchObject({
    elements: [
      { action_id: 'ack', value: 'DR-1|@ben' },
      { action_id: 'ladder', value: 'DR-1|pause' },
    ],
  })
  await desk.slack.click('amara', { channel: seen!.channel, ts: seen!.ts, actionId: 'ladder' })
  await desk.inbound.settled()
  expect(desk.asked.at(-1)).toMatchObject({ command: 'ladder', words: 'pause', incident: 'DR-1' })
})

/** Pages by direct message: their words and buttons, their end, and what is told when Slack does not take them. */
import { describe, expect, test } from 'vitest'
import { createSlackCarriers } from '../../../src/adapters/slack/carriers.ts'
import { createSlackClient } from '../../../src/adapters/slack/client.ts'
import { tell } from '../../../src/messages/tell.ts'
import { by, MINUTE, T0 } from '../../incident/story.ts'
import { shopStory } from './incidents.ts'
import { firstPage, historyOf, inChannel, openChannel, startShop, withoutChannel } from './shop.ts'

describe('a page', () => {
  test('says what, why this person and what is asked, whole also in its notification, with three buttons', async () => {
    const shop = await startShop()
    const channel = await openChannel(shop, shopStory())
    const outcome = await shop.carriers.page(firstPage, shop.carry(inChannel(shopStory(), channel)))
    expect(outcome).toMatchObject({ ok: true, detail: { ref: expect.any(String), channel: expect.any(String) } })
    const [page] = await historyOf(shop, String(outcome.detail!.channel))
    expect(page!.text).toBe(
      'Critical · Database corruption (DR-20261205-1000, Shop). You are paged: Level 1: Look at it. ' +
        'Acknowledge if you take it. If you cannot, say so, and the next person is called at once.',
    )
    const shown = JSON.stringify(page!.blocks)
    expect(shown).toContain('*Why you* Level 1: Look at it.')
    expect(shown).toContain(`*Channel* <#${channel}>`)
    expect(page!.blocks!.at(-1)).toMatchObject({
      elements: [
        { action_id: 'ack', text: { text: 'Acknowledge' }, value: 'DR-20261205-1000|' },
        { action_id: 'next', text: { text: 'I can’t: next one' }, value: 'DR-20261205-1000|' },
        { action_id: 'join', url: `https://slack.com/app_redirect?channel=${channel}` },
      ],
    })
  })

  test('goes out before the channel is there, and for a drill says so first', async () => {
    const shop = await startShop()
    const outcome = await shop.carriers.page(
      firstPage,
      shop.carry(withoutChannel(shopStory({ declare: { mode: 'drill' } }))),
    )
    const [page] = await historyOf(shop, String(outcome.detail!.channel))
    expect(page!.text).toMatch(/^DRILL · Critical/)
    expect(JSON.stringify(page!.blocks)).toContain('being opened')
    expect(JSON.stringify(page!.blocks)).not.toContain('app_redirect')
  })

  test('into which other incidents are bundled names them and takes each acknowledgement by itself', async () => {
    const shop = await startShop()
    const alsoFor = ['DR-20261205-1001', 'DR-20261205-1002']
    const outcome = await shop.carriers.page(firstPage, { ...shop.carry(withoutChannel(shopStory())), alsoFor })
    const [page] = await historyOf(shop, String(outcome.detail!.channel))
    expect(page!.text).toMatch(/Also waiting for you: DR-20261205-1001, DR-20261205-1002\.$/)
    expect(page!.blocks!.at(-1)).toMatchObject({
      elements: [
        { action_id: 'ack', value: 'DR-20261205-1000|' },
        { action_id: 'next' },
        { action_id: 'ack:2', text: { text: 'Acknowledge DR-20261205-1001' }, value: 'DR-20261205-1001|' },
        { action_id: 'ack:3', value: 'DR-20261205-1002|' },
      ],
    })
  })

  test('loses its buttons once somebody has acknowledged, and says who', async () => {
    const shop = await startShop()
    const story = shopStory()
    const sent = await shop.carriers.page(firstPage, shop.carry(story))
    story.until(MINUTE)
    story.ask({ type: 'acknowledge' }, by('tina'))
    const { ref, channel } = sent.detail as { ref: string; channel: string }
    const retire = { kind: 'retire-page', page: firstPage.page, ref, channel } as const
    expect(await shop.carriers['retire-page'](retire, shop.carry(story))).toEqual({ ok: true })
    const [page] = await historyOf(shop, channel)
    expect(page!.text).toContain('Acknowledged by Tina. Nothing more is asked of you.')
    expect(JSON.stringify(page!.blocks)).not.toContain('actions')
    await shop.driver.chat.delete({ channel, ts: ref })
    expect(await shop.carriers['retire-page'](retire, shop.carry(story))).toEqual({ ok: true })
  })

  test('asks again after a silence, and tests without alarm', async () => {
    const shop = await startShop()
    const asked = await shop.carriers['ask-again']({ kind: 'ask-again', person: 'olga' }, shop.carry(shopStory()))
    const { channel } = asked.detail as { channel: string }
    expect((await historyOf(shop, channel))[0]!.text).toMatch(/^Are you still on it\? Critical/)
    const test = { kind: 'test-page', planId: 'shop', person: 'olga', means: 'slack' } as const
    await shop.carriers['test-page'](test, { plan: shop.plan, atMs: T0 })
    expect((await historyOf(shop, channel))[0]!.text).toMatch(/^TEST, nothing is wrong\./)
  })
})

describe('when Slack does not play along, at once and without a second try', () => {
  const pageWith = async (fault: string, more: object = {}) => {
    const shop = await startShop()
    shop.faults.set({ service: 'slack', fault, ...more })
    const outcome = await shop.carriers.page(firstPage, shop.carry(shopStory()))
    const tried = shop.slack.records().filter(({ who, method }) => who === 'bot' && method === 'conversations.open')
    expect(tried).toHaveLength(1)
    return outcome
  }

  test('a rate limit: until when to wait, by the program’s clock', async () => {
    expect(await pageWith('rate-limit', { retryAfter: 30 })).toEqual({
      ok: false,
      reason: 'Slack asks us to wait 30 s (rate limit).',
      retryAtMs: T0 + 30_000,
    })
  })
  test('down: it may work later', async () => {
    const outcome = await pageWith('down')
    expect(outcome).toMatchObject({ ok: false, reason: expect.stringMatching(/^Slack cannot be reached/) })
    expect(outcome).not.toHaveProperty('permanent')
  })
  test('an HTTP error: it may work later', async () => {
    expect(await pageWith('error', { status: 503 })).toMatchObject({
      ok: false,
      reason: 'Slack answers with HTTP status 503.',
    })
  })
  test('a wrong token: it never will, and what to do', async () => {
    const { slack, carry } = await startShop()
    const carriers = createSlackCarriers({
      client: createSlackClient({ token: 'xoxb-wrong', apiUrl: slack.botApiUrl }),
      messages: { tell, notice: () => ({}) },
      events: async () => [],
    })
    expect(await carriers.page(firstPage, carry(shopStory()))).toEqual({
      ok: false,
      permanent: true,
      reason:
        'Slack refuses: the bot token is not valid; set SLACK_BOT_TOKEN to the token of the installed app (invalid_auth).',
    })
  })
})

/** What is shown and said in channels: one board, one message for what waited, and nothing that quotes can do. */
import { describe, expect, test } from 'vitest'
import type { ExternalEffect } from '../../../src/incident/effects.ts'
import type { Event } from '../../../src/incident/events.ts'
import type { IncidentState } from '../../../src/incident/state.ts'
import { by, type Story, T0 } from '../../incident/story.ts'
import { shopStory } from './incidents.ts'
import { historyOf, inChannel, openChannel, startShop, withoutChannel } from './shop.ts'

describe('the board', () => {
  const shown = (story: Story, channel: string, ts?: string): Story => {
    const board = ts ? { ts, shownSeq: 1, atMs: T0 } : null
    return { ...story, state: { ...inChannel(story, channel).state, board } as IncidentState }
  }

  test('is posted once, pinned, and updated in place', async () => {
    const shop = await startShop()
    const story = shopStory()
    const channel = await openChannel(shop, story)
    const show = (ts?: string) =>
      shop.carriers['show-board']({ kind: 'show-board', upToSeq: 1 }, shop.carry(shown(story, channel, ts)))
    const first = await show()
    const ts = String(first.detail!.ts)
    story.ask({ type: 'acknowledge' }, by('olga'))
    expect(await show(ts)).toEqual({ ok: true, detail: { ts } })
    const boards = (await historyOf(shop, channel)).filter((message) => message.blocks)
    expect(boards).toHaveLength(1)
    expect(JSON.stringify(boards[0]!.blocks)).toContain('Olga (in Slack, now)')
    expect((await shop.driver.pins.list({ channel })).items).toMatchObject([{ message: { ts } }])
  })

  test('is there although pinning failed, and pinned with its next update', async () => {
    const shop = await startShop()
    const channel = await openChannel(shop, shopStory())
    const show = (ts?: string) =>
      shop.carriers['show-board']({ kind: 'show-board', upToSeq: 1 }, shop.carry(shown(shopStory(), channel, ts)))
    shop.faults.set({ service: 'slack', fault: 'error', match: 'pins.add', count: 1 })
    const ts = String((await show()).detail!.ts)
    expect((await shop.driver.pins.list({ channel })).items).toEqual([])
    await show(ts)
    expect((await shop.driver.pins.list({ channel })).items).toMatchObject([{ message: { ts } }])
  })

  test('that somebody deleted is posted anew', async () => {
    const shop = await startShop()
    const channel = await openChannel(shop, shopStory())
    const show = (ts?: string) =>
      shop.carriers['show-board']({ kind: 'show-board', upToSeq: 1 }, shop.carry(shown(shopStory(), channel, ts)))
    const ts = String((await show()).detail!.ts)
    await shop.driver.chat.delete({ channel, ts })
    const anew = await show(ts)
    expect(anew.ok).toBe(true)
    expect(anew.detail!.ts).not.toBe(ts)
  })

  test('waits, without an error of its own, for a channel', async () => {
    const shop = await startShop()
    const outcome = await shop.carriers['show-board'](
      { kind: 'show-board', upToSeq: 1 },
      shop.carry(withoutChannel(shopStory())),
    )
    expect(outcome).toEqual({ ok: false, reason: 'The incident has no Slack channel yet.' })
  })
})

describe('what is said', () => {
  test('in the channel: one message for all that waited, in the order of the journal, quotations disarmed', async () => {
    const story = shopStory()
    const sentences = [
      '<@U0STRANGER> declared it',
      'Note by Olga: <!channel> <https://evil.example|our status page> a & b',
    ]
    const shop = await startShop({
      messages: {
        tell: (_plan, _state, { seq }) => ({ text: sentences[seq - 1]!, loud: seq === 1 }),
        notice: () => ({}),
      },
      events: async () => [2, 1, 3].map((seq) => ({ ...story.events[0]!, seq })),
    })
    const channel = await openChannel(shop, story)
    const { state } = inChannel(story, channel)
    const posts = [1, 2].map((seq) => ({ id: `p${seq}`, atMs: T0, seq }))
    const at = { ...shop.carry({ ...story, state: { ...state, posts } }) }
    const outcome = await shop.carriers.say({ kind: 'say', posts: ['p1', 'p2'] }, at)
    expect(outcome.ok).toBe(true)
    const [told] = await historyOf(shop, channel)
    expect(told!.text).toBe(
      ':rotating_light: <@U0STRANGER> declared it\nNote by Olga: &lt;!channel&gt; &lt;https://evil.example|our status page&gt; a &amp; b',
    )
  })

  test('what failed again and again once, with how often; what people said, and what is refused for good, is told as it is; what Slack being away explains is not', async () => {
    const story = shopStory()
    const fact = { atMs: T0, by: by('olga'), attempt: 1, reason: 'no answer' }
    const failed = (effect: ExternalEffect) => ({
      ...fact,
      type: 'attempt-failed' as const,
      obligation: effect.kind,
      effect,
    })
    const refused = failed({ kind: 'invite', person: 'olga' })
    const history: Event[] = [
      failed({ kind: 'publish-site', version: 1 }),
      story.events[0]!,
      failed({ kind: 'publish-site', version: 2 }),
      failed({ kind: 'set-topic' }),
      failed({ kind: 'ask-approval', run: 'wipe/1', person: 'olga', means: 'slack' }),
      refused,
      story.events[0]!,
    ]
    const shop = await startShop({
      messages: {
        tell: (_plan, _state, event) => ({
          text: event.type === 'attempt-failed' ? `Could not do this: ${event.effect.kind}` : 'A note',
          loud: false,
        }),
        notice: () => ({}),
      },
      events: async () => history.map((event, index) => ({ ...event, seq: index + 1 })),
    })
    const channel = await openChannel(shop, story)
    const { state } = inChannel(story, channel)
    const posts = history.map((_event, index) => ({ id: `p${index}`, atMs: T0, seq: index + 1 }))
    const away = { ...state.console, outages: [{ sinceMs: T0 - 1, backMs: T0 + 1 }] }
    const dead = { effect: refused.effect, attempts: 1, failures: 1, lastAtMs: T0, end: 'dead' as const }
    const efforts = { ...state.efforts, [refused.obligation]: dead }
    const at = shop.carry({ ...story, state: { ...state, efforts, posts, console: away } })
    await shop.carriers.say({ kind: 'say', posts: posts.map(({ id }) => id) }, at)
    const [told] = await historyOf(shop, channel)
    expect(told!.text).toBe('Could not do this: publish-site (2 times)\nA note\nCould not do this: invite\nA note')
  })

  test('more than one message holds goes out in several, and nothing at all in none', async () => {
    const story = shopStory()
    const long = `${'a sentence of ten words that goes on and on\n'.repeat(200)}the end`
    let text = long
    const shop = await startShop({
      messages: { tell: () => ({ text, loud: false }), notice: () => ({}) },
      events: async () => [{ ...story.events[0]!, seq: 1 }],
    })
    const channel = await openChannel(shop, story)
    const { state } = inChannel(story, channel)
    const at = shop.carry({ ...story, state: { ...state, posts: [{ id: 'p1', atMs: T0, seq: 1 }] } })
    await shop.carriers.say({ kind: 'say', posts: ['p1'] }, at)
    const told = (await historyOf(shop, channel)).flatMap((message) => message.text ?? []).toReversed()
    expect(told.filter((part) => part.includes('sentence')).length).toBeGreaterThan(1)
    expect(told.at(-1)).toMatch(/the end$/)
    text = ''
    expect(await shop.carriers.say({ kind: 'say', posts: ['p1'] }, at)).toEqual({ ok: true, detail: {} })
  })
})

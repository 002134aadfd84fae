/** Audiences told by Slack: in their channel, and one by one; each message once, also when nobody knows whether it went out. */
import { describe, expect, test } from 'vitest'
import type { Carrying } from '../../../src/adapters/carrier.ts'
import { T0 } from '../../incident/story.ts'
import { shopStory } from './incidents.ts'
import { historyOf, startShop } from './shop.ts'

type Shop = Awaited<ReturnType<typeof startShop>>

const notify = { kind: 'notify', notice: 'support', means: 'slack', moment: 'initial', nth: 0, dueMs: T0 } as const
const directly = { ...notify, means: 'slack-dm' } as const

/** A crash after Slack took the message and before we could note it. */
const dying = (carrying: Carrying): Carrying => ({
  ...carrying,
  ledger: { ...carrying.ledger, end: () => Promise.reject(new Error('killed')) },
})

const channelNamed = async ({ driver }: Shop, name: string) =>
  (await driver.conversations.list()).channels!.find((channel) => channel.name === name)!.id!

/** What a person has been told in their direct messages with the app. */
async function toldDirectly(shop: Shop, person: string): Promise<string[]> {
  const opened = await shop.driver.conversations.open({ users: shop.slack.users[person]! })
  return (await historyOf(shop, opened.channel!.id!)).map(({ text }) => String(text))
}

describe('an audience’s channel', () => {
  test('is told, by a message that bears our mark', async () => {
    const shop = await startShop()
    const outcome = await shop.carriers.notify(notify, shop.carry(shopStory()))
    expect(outcome).toMatchObject({ ok: true, detail: { channel: 'support', ts: expect.any(String) } })
    const [told] = await historyOf(shop, await channelNamed(shop, 'support'))
    expect(told).toMatchObject({
      text: 'The shop is down.',
      metadata: {
        event_type: 'muster_notice',
        event_payload: { incident: 'DR-20261205-1000', obligation: 'notify/one', part: 0 },
      },
    })
  })

  test('is not told twice after a crash', async () => {
    const shop = await startShop()
    const carrying = shop.carry(shopStory())
    await expect(shop.carriers.notify(notify, dying(carrying))).rejects.toThrow('killed')
    expect(await shop.carriers.notify(notify, carrying)).toMatchObject({ ok: true, detail: { channel: 'support' } })
    expect(await shop.carriers.notify(notify, carrying)).toMatchObject({ ok: true })
    const told = await historyOf(shop, await channelNamed(shop, 'support'))
    expect(told.filter(({ text }) => text === 'The shop is down.')).toHaveLength(1)
  })

  test('gets only the parts of a long text that it lacks', async () => {
    const text = `${'a sentence of ten words that goes on and on\n'.repeat(200)}the end`
    const shop = await startShop({ messages: { tell: () => undefined, notice: () => ({ text }) } })
    const carrying = shop.carry(shopStory())
    let ends = 0
    const second = {
      ...carrying.ledger,
      end: async (...how: Parameters<typeof carrying.ledger.end>) => {
        if (++ends === 2) throw new Error('killed')
        await carrying.ledger.end(...how)
      },
    }
    await expect(shop.carriers.notify(notify, { ...carrying, ledger: second })).rejects.toThrow('killed')
    expect(await shop.carriers.notify(notify, carrying)).toMatchObject({ ok: true })
    const parts = (await historyOf(shop, await channelNamed(shop, 'support'))).filter(({ metadata }) => metadata)
    const numbers = parts.map(({ metadata }) => Number((metadata!.event_payload as { part: number }).part))
    expect(numbers.length).toBeGreaterThan(2)
    expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, index) => index))
  })

  test('is not told again while Slack cannot say whether it was', async () => {
    const shop = await startShop()
    const carrying = shop.carry(shopStory())
    await expect(shop.carriers.notify(notify, dying(carrying))).rejects.toThrow('killed')
    shop.faults.set({ service: 'slack', fault: 'error', match: 'conversations.history', count: 1 })
    expect(await shop.carriers.notify(notify, carrying)).toMatchObject({ ok: false })
    const channel = await channelNamed(shop, 'support')
    expect((await historyOf(shop, channel)).filter(({ metadata }) => metadata)).toHaveLength(1)
    expect(await shop.carriers.notify(notify, carrying)).toMatchObject({ ok: true })
    expect((await historyOf(shop, channel)).filter(({ metadata }) => metadata)).toHaveLength(1)
  })
})

describe('the people of an audience', () => {
  const audiences = {
    support: { label: 'Support', people: ['olga', 'cleo'], roles: ['dba'], slackGroup: 'S000000001' },
    customers: { label: 'Customers', external: true, emails: ['customers@example.com'] },
  }
  const withGroup = { userGroups: [{ handle: 'help', name: 'Help', people: ['tina', 'olga'] }], plan: { audiences } }

  test('get a direct message each: those named, those who hold a role, and members of the group, nobody twice', async () => {
    const shop = await startShop({}, withGroup)
    const carrying = shop.carry(shopStory())
    const outcome = await shop.carriers['notify-directly'](directly, carrying)
    expect(outcome).toEqual({ ok: true, detail: { total: 3, sent: 3, failed: 0, failures: [] } })
    for (const person of ['olga', 'tina', 'dora'])
      expect(await toldDirectly(shop, person)).toEqual(['The shop is down.'])
    expect(await toldDirectly(shop, 'otto')).toEqual([])
  })

  test('whoever holds the role now is told, and not who would by the plan', async () => {
    const shop = await startShop(
      {},
      { plan: { audiences: { ...audiences, support: { label: 'Support', roles: ['dba'] } } } },
    )
    const story = shopStory()
    const carrying = shop.carry(story)
    const dba = { person: 'otto', sinceMs: T0, acting: false }
    const state = { ...carrying.state, roles: { ...carrying.state.roles, dba } }
    await shop.carriers['notify-directly'](directly, { ...carrying, state })
    expect(await toldDirectly(shop, 'otto')).toEqual(['The shop is down.'])
    expect(await toldDirectly(shop, 'dora')).toEqual([])
  })

  test('are not told twice after a crash', async () => {
    const shop = await startShop({}, withGroup)
    const carrying = shop.carry(shopStory())
    await shop.carriers['notify-directly'](directly, dying(carrying))
    expect(await shop.carriers['notify-directly'](directly, carrying)).toMatchObject({ ok: true, detail: { sent: 3 } })
    for (const person of ['olga', 'tina', 'dora']) expect(await toldDirectly(shop, person)).toHaveLength(1)
  })

  test('wait as long as Slack says when it limits us, and nobody is tried meanwhile', async () => {
    const shop = await startShop({}, withGroup)
    shop.faults.set({ service: 'slack', fault: 'rate-limit', match: 'chat.postMessage', retryAfter: 9, count: 1 })
    const carrying = shop.carry(shopStory())
    const outcome = await shop.carriers['notify-directly'](directly, carrying)
    const waitUntilMs = carrying.atMs + 9_000
    expect(outcome).toMatchObject({ ok: false, retryAtMs: waitUntilMs, detail: { sent: 0, waiting: 3, waitUntilMs } })
    expect(await shop.carriers['notify-directly'](directly, carrying)).toMatchObject({ ok: true, detail: { sent: 3 } })
  })

  test('are told also when the group does not exist any more, and that is said', async () => {
    const shop = await startShop({}, { plan: { audiences } })
    const outcome = await shop.carriers['notify-directly'](directly, shop.carry(shopStory()))
    expect(outcome).toMatchObject({
      ok: true,
      detail: { total: 3, sent: 2, failed: 1, failures: [{ index: 2, permanent: true }] },
    })
    expect(JSON.stringify(outcome)).toContain('The Slack user group: Slack refuses: there is no such user group')
  })

  test('that nobody can be told of is a refusal', async () => {
    const support = { label: 'Support', people: ['cleo'] }
    const shop = await startShop({}, { plan: { audiences: { ...audiences, support } } })
    expect(await shop.carriers['notify-directly'](directly, shop.carry(shopStory()))).toEqual({
      ok: false,
      permanent: true,
      reason: 'Support has nobody with a Slack id in the plan.',
    })
  })
})

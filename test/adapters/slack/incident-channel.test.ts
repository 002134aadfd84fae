/** The incident's channel in the sandbox's Slack: a name of its own, furnished, and no failure that stops the rest. */
import { describe, expect, test } from 'vitest'
import { shopStory } from './incidents.ts'
import { historyOf, inChannel, openChannel, startShop } from './shop.ts'

describe('the incident’s channel', () => {
  test('is named for the declaration, with its purpose', async () => {
    const shop = await startShop()
    const outcome = await shop.carriers['open-channel']({ kind: 'open-channel' }, shop.carry(shopStory()))
    expect(outcome).toMatchObject({ ok: true, detail: { channelName: 'dr-20261205-1000' } })
    const { channel } = await shop.driver.conversations.info({ channel: String(outcome.detail!.channelId) })
    expect(channel).toMatchObject({
      name: 'dr-20261205-1000',
      purpose: { value: 'active DR coordination (DR-20261205-1000)' },
    })
  })

  test('takes the next suffix when the name is taken or archived, and never reuses a channel', async () => {
    const shop = await startShop()
    const old = (await shop.driver.conversations.create({ name: 'dr-20261205-1000' })).channel!.id!
    await shop.driver.conversations.archive({ channel: old })
    await shop.driver.conversations.create({ name: 'dr-20261205-1000-2' })
    const outcome = await shop.carriers['open-channel']({ kind: 'open-channel' }, shop.carry(shopStory()))
    expect(outcome).toMatchObject({ ok: true, detail: { channelName: 'dr-20261205-1000-3' } })
    expect(outcome.detail!.channelId).not.toBe(old)
  })

  test('that an attempt without an answer has opened is found again, not opened twice', async () => {
    const shop = await startShop()
    await shop.driver.conversations.create({ name: 'dr-20261205-1000' })
    const open = (attempt: number, story = shopStory()) =>
      shop.carriers['open-channel']({ kind: 'open-channel' }, { ...shop.carry(story), attempt })
    const first = await open(1)
    expect(first).toMatchObject({ ok: true, detail: { channelName: 'dr-20261205-1000-2' } })
    expect(await open(2)).toEqual(first)
    const story = shopStory()
    const second = { ...story, state: { ...story.state, id: 'DR-20261205-1000-2' } }
    expect(await open(2, second)).toMatchObject({ ok: true, detail: { channelName: 'dr-20261205-1000-3' } })
  })

  test('that was opened without its purpose is found by who made it and when', async () => {
    const shop = await startShop()
    const { channel } = await shop.bot.conversations.create({ name: 'dr-20261205-1000' })
    const story = shopStory()
    const open = (declaredMs: number) => {
      const carrying = shop.carry({ ...story, state: { ...story.state, declaredMs } })
      return shop.carriers['open-channel']({ kind: 'open-channel' }, { ...carrying, attempt: 2 })
    }
    const hourMs = 3_600_000
    expect(await open(channel!.created! * 1000 + hourMs)).toMatchObject({
      detail: { channelName: 'dr-20261205-1000-2' },
    })
    const found = await open(channel!.created! * 1000)
    expect(found).toMatchObject({ ok: true, detail: { channelId: channel!.id } })
    const { channel: now } = await shop.driver.conversations.info({ channel: channel!.id! })
    expect(now!.purpose!.value).toContain('DR-20261205-1000')
  })

  test('opens beside the taken name when Slack does not list its channels', async () => {
    const shop = await startShop()
    await shop.driver.conversations.create({ name: 'dr-20261205-1000' })
    shop.faults.set({ service: 'slack', fault: 'error', match: 'conversations.list' })
    const carrying = { ...shop.carry(shopStory()), attempt: 2 }
    expect(await shop.carriers['open-channel']({ kind: 'open-channel' }, carrying)).toMatchObject({
      detail: { channelName: 'dr-20261205-1000-2' },
    })
  })

  test('of a second incident in the same minute begins at that one’s own suffix', async () => {
    const shop = await startShop()
    const story = shopStory()
    const second = { ...story, state: { ...story.state, id: 'DR-20261205-1000-2' } }
    expect(await shop.carriers['open-channel']({ kind: 'open-channel' }, shop.carry(second))).toMatchObject({
      detail: { channelName: 'dr-20261205-1000-2' },
    })
  })

  test('opens also when its purpose cannot be set', async () => {
    const shop = await startShop()
    shop.faults.set({ service: 'slack', fault: 'error', match: 'conversations.setPurpose' })
    expect(await shop.carriers['open-channel']({ kind: 'open-channel' }, shop.carry(shopStory()))).toMatchObject({
      ok: true,
    })
  })

  test('gets its topic, its people one by one, and its bookmarks without doubles', async () => {
    const shop = await startShop()
    const channel = await openChannel(shop, shopStory())
    const at = shop.carry(inChannel(shopStory(), channel))
    expect(await shop.carriers['set-topic']({ kind: 'set-topic' }, at)).toEqual({ ok: true })
    for (const again of [1, 2]) {
      expect(again && (await shop.carriers.invite({ kind: 'invite', person: 'olga' }, at))).toEqual({ ok: true })
      expect(await shop.carriers['set-bookmarks']({ kind: 'set-bookmarks' }, at)).toEqual({ ok: true })
    }
    const info = (await shop.driver.conversations.info({ channel })).channel!
    expect(info.topic!.value).toBe('Critical · investigating · RTO until 2026-12-05 12:00 UTC · Database corruption')
    expect((await shop.driver.conversations.members({ channel })).members).toContain(shop.slack.users.olga)
    const { bookmarks } = await shop.driver.bookmarks.list({ channel_id: channel })
    expect(bookmarks).toMatchObject([
      { title: 'Status page', link: 'https://status.example.com/' },
      { title: 'Runbook', link: 'https://example.com/runbook' },
    ])
  })

  test('an invitation that cannot work says why and that it never will', async () => {
    const shop = await startShop()
    const channel = await openChannel(shop, shopStory())
    const at = shop.carry(inChannel(shopStory(), channel))
    expect(await shop.carriers.invite({ kind: 'invite', person: 'ivan' }, at)).toEqual({
      ok: false,
      permanent: true,
      reason: 'Slack refuses: there is no such Slack user (user_not_found).',
    })
    expect(await shop.carriers.invite({ kind: 'invite', person: 'cleo' }, at)).toEqual({
      ok: false,
      permanent: true,
      reason: 'Cleo has no Slack id in the plan.',
    })
  })

  test('is announced in the overview channel, which is named by the plan', async () => {
    const shop = await startShop()
    const channel = await openChannel(shop, shopStory())
    const outcome = await shop.carriers['tell-overview'](
      { kind: 'tell-overview' },
      shop.carry(inChannel(shopStory(), channel)),
    )
    expect(outcome.ok).toBe(true)
    const [told] = await historyOf(shop, String(outcome.detail!.channel))
    expect(told!.text).toBe(
      `*Critical* declared for *Shop*: Database corruption (\`DR-20261205-1000\`). It is run in <#${channel}>.`,
    )
  })
})

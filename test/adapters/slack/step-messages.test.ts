/** Steps in the sandbox's Slack: one message each, kept up to date; approvers and those who watch a clock are told directly. */
import { describe, expect, test } from 'vitest'
import { privately } from '../../../src/plan/actor.ts'
import { by, MINUTE, T0 } from '../../incident/story.ts'
import { carryingOf } from './incidents.ts'
import { type Recovery, recoveryPlan, reported, startRecovery } from './recoveries.ts'
import { historyOf, inChannel, openChannel, startShop, withoutChannel } from './shop.ts'

/** The recovery's plan with people whom the workspace knows, its channel open. */
async function startRecoveryShop(options: Parameters<typeof startRecovery>[1] = {}) {
  const shop = await startShop()
  const recovery = startRecovery(recoveryPlan({}, { people: shop.plan.people }), options)
  const channel = await openChannel(shop, withoutChannel(recovery.story))
  const carry = (shown: Recovery['story']['state']['recovery']['shown'] = {}) => {
    const story = inChannel(recovery.story, channel)
    const state = { ...story.state, recovery: { ...story.state.recovery, shown } }
    return carryingOf({ ...story, state, nowMs: recovery.story.nowMs }, recovery.plan)
  }
  const show = (step: string, ts?: string) =>
    shop.carriers['show-step'](
      { kind: 'show-step', step, key: 'k' },
      carry(ts ? { [step]: { ts, key: 'before', atMs: T0 } } : {}),
    )
  /** The first words of every section of a message. */
  const messages = async () => (await historyOf(shop, channel)).filter(({ blocks }) => blocks)
  return { ...shop, recovery, channel, carry, show, messages }
}

describe('a step’s message', () => {
  test('is posted once and updated in place', async () => {
    const { show, messages, recovery } = await startRecoveryShop()
    const first = await show('stop-writes')
    const ts = String(first.detail!.ts)
    expect(await messages()).toMatchObject([
      { ts, text: 'Needs approval · Step 2 of 5 · Stop all writes (DR-20261205-1000)' },
    ])
    recovery.story.ask({ type: 'approve-step', step: 'stop-writes' }, by('dora'))
    expect(await show('stop-writes', ts)).toEqual({ ok: true, detail: { ts } })
    const shown = await messages()
    expect(shown).toMatchObject([{ ts, text: expect.stringMatching(/^Running since 10:00 UTC/) }])
    expect(JSON.stringify(shown[0]!.blocks)).toContain('"value":"DR-20261205-1000|cancel stop-writes"')
  })

  test('that somebody deleted is posted anew', async () => {
    const { show, driver, channel } = await startRecoveryShop()
    const ts = String((await show('how')).detail!.ts)
    await driver.chat.delete({ channel, ts })
    const anew = await show('how', ts)
    expect(anew.ok).toBe(true)
    expect(anew.detail!.ts).not.toBe(ts)
  })

  test('shows exactly what taking it back runs to whoever must approve that', async () => {
    const { show, messages, recovery } = await startRecoveryShop()
    recovery.story.ask({ type: 'approve-step', step: 'stop-writes' }, by('dora'))
    recovery.ends('stop-writes/do/1', { ok: true, detail: reported() })
    recovery.story.ask({ type: 'start-step', step: 'stop-writes', variant: 'undo' }, by('olga'))
    await show('stop-writes')
    const [shown] = await messages()
    expect(JSON.stringify(shown!.blocks)).toContain('Taking it back runs:\\n```\\nsystemctl start shop-api\\n```')
  })

  test('waits for a channel; for a step that is there no more nobody waits', async () => {
    const { carriers, recovery, show, messages } = await startRecoveryShop()
    const carrying = carryingOf(withoutChannel(recovery.story), recovery.plan)
    expect(await carriers['show-step']({ kind: 'show-step', step: 'how', key: 'k' }, carrying)).toEqual({
      ok: false,
      reason: 'The incident has no Slack channel yet.',
    })
    expect(await show('gone')).toEqual({ ok: true, detail: {} })
    expect(await messages()).toEqual([])
  })

  test('that Slack does not take for now says until when to wait', async () => {
    const { show, faults } = await startRecoveryShop()
    faults.set({ service: 'slack', fault: 'rate-limit', retryAfter: 7 })
    expect(await show('how')).toMatchObject({ ok: false, retryAtMs: T0 + 7_000 })
  })
})

describe('somebody who can approve', () => {
  const ask = (run: string, person: string) => ({ kind: 'ask-approval', run, person, means: 'slack' }) as const

  test('is asked with who asks, until when, exactly what runs, and the step’s own buttons', async () => {
    const shop = await startRecoveryShop()
    const outcome = await shop.carriers['ask-approval'](ask('stop-writes/do/1', 'dora'), shop.carry())
    expect(outcome).toMatchObject({ ok: true, detail: { ref: expect.any(String), channel: expect.any(String) } })
    const [message] = await historyOf(shop, String(outcome.detail!.channel))
    expect(message!.text).toBe(
      'Muster asks for your approval until 10:30 UTC: Stop all writes (Shop, DR-20261205-1000). ' +
        'It runs: API_TOKEN=‹secret SHOP_TOKEN› systemctl stop shop-api',
    )
    const shown = JSON.stringify(message!.blocks)
    expect(shown).toContain('Approval needed · Stop all writes')
    expect(shown).toContain(
      '*What you approve*, exactly this:\\n```\\nAPI_TOKEN=‹secret SHOP_TOKEN› systemctl stop shop-api\\n```',
    )
    expect(shown).toContain(`sha256 \`${shop.recovery.step('stop-writes').run!.digest.slice(0, 12)}\``)
    expect(message!.blocks!.at(-1)).toMatchObject({
      elements: [
        {
          action_id: 'approve',
          style: 'primary',
          value: expect.stringMatching(/^DR-20261205-1000\|stop-writes @[0-9a-f]{16}$/),
        },
        { action_id: 'reject', value: 'DR-20261205-1000|stop-writes' },
        { action_id: 'join', url: `https://slack.com/app_redirect?channel=${shop.channel}` },
      ],
    })
  })

  test('is no longer asked once it is approved: the message says by whom, and has no buttons', async () => {
    const shop = await startRecoveryShop()
    const { detail } = await shop.carriers['ask-approval'](ask('stop-writes/do/1', 'dora'), shop.carry())
    const [ref, channel] = [String(detail!.ref), String(detail!.channel)]
    shop.recovery.story.ask({ type: 'approve-step', step: 'stop-writes' }, by('dora'))
    const retire = { kind: 'retire-ask', run: 'stop-writes/do/1', ref, channel } as const
    expect(await shop.carriers['retire-ask'](retire, shop.carry())).toEqual({ ok: true })
    const [message] = await historyOf(shop, channel)
    expect(message!.text).toBe('Stop all writes (DR-20261205-1000): Approved by Dora. Thank you.')
    expect(JSON.stringify(message!.blocks)).not.toContain('action_id')
  })

  test('sees that a step is destructive, and in a drill that it is one', async () => {
    const shop = await startRecoveryShop({ declare: { mode: 'drill' } })
    shop.recovery.story.ask({ type: 'approve-step', step: 'stop-writes' }, by('dora'))
    shop.recovery.ends('stop-writes/do/1', { ok: true, detail: reported() })
    const outcome = await shop.carriers['ask-approval'](ask('restore/do/1', 'dora'), shop.carry())
    const [message] = await historyOf(shop, String(outcome.detail!.channel))
    expect(message!.text).toMatch(/^DRILL · Muster asks for your approval/)
    expect(JSON.stringify(message!.blocks)).toContain('In this drill it only looks on.')
    const real = await startRecoveryShop()
    real.recovery.story.ask({ type: 'approve-step', step: 'stop-writes' }, by('dora'))
    real.recovery.ends('stop-writes/do/1', { ok: true, detail: reported() })
    const asked = await real.carriers['ask-approval'](ask('restore/do/1', 'dora'), real.carry())
    const [loud] = await historyOf(real, String(asked.detail!.channel))
    expect(loud!.text).toContain('Destructive. It runs: [ops@db1.example.com] pg_restore')
    expect(JSON.stringify(loud!.blocks)).toContain('*Destructive.* You will be asked to type')
  })

  test('of taking something back sees what that runs', async () => {
    const shop = await startRecoveryShop()
    shop.recovery.story.ask({ type: 'approve-step', step: 'stop-writes' }, by('dora'))
    shop.recovery.ends('stop-writes/do/1', { ok: true, detail: reported() })
    shop.recovery.story.ask({ type: 'start-step', step: 'stop-writes', variant: 'undo' }, by('olga'))
    const outcome = await shop.carriers['ask-approval'](ask('stop-writes/undo/1', 'dora'), shop.carry())
    const [message] = await historyOf(shop, String(outcome.detail!.channel))
    expect(message!.text).toContain('Olga asks for your approval until 10:30 UTC: Undo: Allow writes again')
    expect(message!.text).toMatch(/It runs: systemctl start shop-api$/)
    expect(message!.blocks!.at(-1)).toMatchObject({
      elements: [{ value: expect.stringMatching(/\|stop-writes undo @[0-9a-f]{16}$/) }, {}, {}],
    })
  })

  test('is not asked for what has changed since, or by a way that is not there', async () => {
    const shop = await startRecoveryShop()
    const changed = {
      ok: false,
      permanent: true,
      reason: 'What it would run has changed since it was asked for: there is nothing to approve.',
    }
    expect(await shop.carriers['ask-approval'](ask('stop-writes/do/9', 'dora'), shop.carry())).toEqual(changed)
    shop.recovery.story.ask({ type: 'approve-step', step: 'stop-writes' }, by('dora'))
    shop.recovery.ends('stop-writes/do/1', { ok: true, detail: reported() })
    shop.recovery.story.ask({ type: 'give-value', name: 'target', text: privately('other') }, by('dora'))
    expect(await shop.carriers['ask-approval'](ask('restore/do/1', 'dora'), shop.carry())).toEqual(changed)
    expect(await shop.carriers['ask-approval'](ask('stop-writes/do/1', 'cleo'), shop.carry())).toMatchObject({
      ok: false,
      reason: 'Cleo has no Slack id in the plan.',
    })
  })
})

describe('somebody who watches the clock', () => {
  const told = async (afterMs: number, clock: 'rto' | 'forecast', percent: number, options = {}) => {
    const shop = await startRecoveryShop(options)
    shop.recovery.story.until(afterMs)
    // Whatever happens makes the forecast anew.
    shop.recovery.story.ask({ type: 'start-step', step: 'tell-vendor' }, by('tina'))
    const effect = { kind: 'tell-clock', person: 'dora', clock, percent, dueMs: T0 + afterMs } as const
    const outcome = await shop.carriers['tell-clock'](effect, shop.carry())
    const [message] = await historyOf(shop, String(outcome.detail!.channel))
    return { text: message!.text!, shown: JSON.stringify(message!.blocks) }
  }

  test('hears what is left, with the two things that are in hand', async () => {
    const { text, shown } = await told(60 * MINUTE, 'rto', 50)
    expect(text).toBe('50 % of the RTO of 2 h are used: 1 h left (until 12:00 UTC). Shop, DR-20261205-1000.')
    expect(shown).toMatch(
      /\*In hand now\*\\n• :hourglass_flowing_sand: Call the vendor: running, until [^•]*• :large_blue_circle: How to restore: to be decided\\n… and 1 more/,
    )
    expect(shown).toContain('"action_id":"join"')
  })

  test('hears that it is over, and of a drill that it is one', async () => {
    const { text } = await told(125 * MINUTE, 'rto', 100, { declare: { mode: 'drill' } })
    expect(text).toMatch(/^DRILL · The RTO of 2 h has been missed, 5 min ago: it was due 12:00 UTC\./)
  })

  test('hears when the forecast leaves no time, and when it lies beyond', async () => {
    expect((await told(105 * MINUTE, 'forecast', 100)).text).toMatch(
      /^The forecast says 12:00 UTC, just before the RTO \(12:00 UTC\): no time is left to lose\./,
    )
    expect((await told(110 * MINUTE, 'forecast', 100)).text).toMatch(
      /^The forecast says 12:05 UTC: 5 min beyond the RTO\./,
    )
  })
})

test('somebody who is given a role reads what it asks of them', async () => {
  const shop = await startRecoveryShop()
  const effect = { kind: 'tell-duty', person: 'dora', duty: 'role', id: 'commander' } as const
  const { commander } = shop.recovery.plan.roles
  const duties = ['Decide the severity', 'Keep <everybody> informed']
  const carrying = shop.carry()
  const plan = { ...carrying.plan, roles: { ...carrying.plan.roles, commander: { ...commander!, duties } } }
  const outcome = await shop.carriers['tell-duty'](effect, { ...carrying, plan })
  const [message] = await historyOf(shop, String(outcome.detail!.channel))
  expect(message!.text).toBe(
    `You are ${commander!.label}: Decide the severity; Keep &lt;everybody&gt; informed. Shop, DR-20261205-1000.`,
  )
  const shown = JSON.stringify(message!.blocks)
  expect(shown).toContain('• Decide the severity\\n• Keep &lt;everybody&gt; informed')
  expect(shown).toContain('"action_id":"join"')
})

import { describe, expect, it } from 'vitest'
import type { Event } from '../../src/incident/events.ts'
import { tell } from '../../src/messages/tell.ts'
import { privately } from '../../src/plan/actor.ts'
import { by, MINUTE, type Story, startStory, T0 } from '../incident/story.ts'
import { testPlan } from '../incident/test-plan.ts'

const plan = testPlan()
const sentences = (story: Story) =>
  story.events.flatMap((event, index) => {
    const told = tell(plan, story.state, { ...event, seq: index + 1 })
    return told ? [`${told.loud ? '! ' : ''}${told.text}`] : []
  })
const one = (event: Event, story = startStory(plan)) => tell(plan, story.state, { ...event, seq: 1 })

describe('what the channel is told', () => {
  it('reads like the incident', () => {
    const story = startStory(plan, {
      answer: (effect) => {
        if (effect.kind === 'page' && effect.means === 'slack') return { ok: false, reason: 'Slack has a fault (500).' }
        if (effect.kind === 'open-channel') return { ok: true, detail: { channelId: 'C1', channelName: 'dr-1' } }
        return { ok: true, detail: {} }
      },
    })
    story.nowMs += 2 * MINUTE
    story.ask({ type: 'decline', reason: privately('on a train') }, by('olga', 'sms'))
    story.ask({ type: 'acknowledge' }, by('otto', 'voice'))
    story.ask({ type: 'change-status', status: 'identified' }, by('otto'))
    story.ask({ type: 'set-eta', etaMs: T0 + 90 * MINUTE }, by('otto'))
    story.until(11 * MINUTE)
    story.ask({ type: 'resolve', text: privately('disk replaced') }, by('otto'))
    expect(sentences(story)).toMatchInlineSnapshot(`
      [
        "! Critical declared by Dora. Database corruption: queries fail",
        "Paging Level 1: On-call engineer",
        "Could not reach Olga by Slack: Slack has a fault (500)",
        "Opened #dr-1",
        "Paged Olga by PagerDuty",
        "Olga cannot take it: on a train",
        "The one before declined: paging Otto by Slack, PagerDuty, SMS, phone call, mail",
        "Could not reach Otto by Slack: Slack has a fault (500)",
        "Paged Otto by PagerDuty",
        "Otto acknowledged by phone",
        "Now identified (was investigating)",
        "Expected resolution: 2026-12-05 11:30 UTC",
        "Told Support by Slack (first message)",
        "Resolved by Otto: disk replaced",
        "Told Support by Slack (resolution)",
      ]
    `)
  })

  it('mentions somebody whom only Slack knows', () => {
    const told = one({ type: 'life-shown', atMs: T0, by: by('olga') })
    expect(told).toBeUndefined()
    const stranger = { id: 'slack:U024BE7LH', via: 'slack' as const }
    expect(one({ type: 'acknowledged', atMs: T0, by: stranger })?.text).toBe('<@U024BE7LH> acknowledged in Slack')
  })

  it('is loud about what nobody may miss, and quiet about the rest', () => {
    const at = { atMs: T0, by: by('olga') }
    expect(one({ type: 'page-exhausted', ...at, page: '0/one/olga' })).toEqual({
      text: 'Olga cannot be reached: every means has failed',
      loud: true,
    })
    expect(one({ type: 'ladder-ended', ...at, round: 0, unanswered: true })?.loud).toBe(true)
    expect(one({ type: 'noted', ...at, text: privately('hm'), decision: false })?.loud).toBe(false)
  })

  it('says which part of an audience was not reached', () => {
    const effect = {
      kind: 'notify',
      notice: 'customers',
      means: 'email',
      moment: 'initial',
      nth: 0,
      dueMs: T0,
    } as const
    const done = { type: 'carried-out', atMs: T0, by: by('olga'), obligation: 'x', attempt: 1, effect } as const
    expect(one({ ...done, detail: { sent: 3, failed: 2 } })).toEqual({
      text: 'Told Customers by mail (first message), but 2 of 5 recipients were refused',
      loud: true,
    })
  })

  it('keeps housekeeping to itself until it fails for good', () => {
    const failed = { type: 'attempt-failed', atMs: T0, by: by('olga'), obligation: 'x', attempt: 1 } as const
    const effect = { kind: 'set-topic' } as const
    expect(one({ ...failed, effect, reason: 'Slack has a fault.', retryAtMs: T0 + 1 })).toBeUndefined()
    expect(one({ ...failed, effect, reason: 'Slack has a fault.' })).toEqual({
      text: "Could not do this: setting the channel's topic. Slack has a fault",
      loud: true,
    })
  })
})

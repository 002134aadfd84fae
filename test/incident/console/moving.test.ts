/** Slack is away: who gets links, how often, and what becomes of what only Slack can do. */
import { describe, expect, it } from 'vitest'
import { owed } from '../../../src/incident/owed.ts'
import { view } from '../../../src/incident/view.ts'
import { privately, SYSTEM } from '../../../src/plan/actor.ts'
import type { Outcome } from '../../../src/plan/core.ts'
import { by, MINUTE, SECOND, type Story, startStory, T0 } from '../story.ts'
import { testPlan } from '../test-plan.ts'

const plan = testPlan()
const SLACK_IS_AWAY: Outcome = { ok: false, reason: 'Slack cannot be reached (ECONNREFUSED).' }

/** Links handed out: `person by means`, in order. */
const links = (story: Story) =>
  story.events.flatMap((event) =>
    event.type === 'attempted' && event.effect.kind === 'send-link'
      ? [`${event.effect.person} by ${event.effect.means}`]
      : [],
  )
const move = (story: Story) => story.ask({ type: 'move', sinceMs: story.nowMs - 40 * SECOND }, SYSTEM)

describe('an incident that moves', () => {
  it('owes each responder one text message and one mail, and audiences none', () => {
    const story = startStory(plan)
    move(story)
    expect(links(story).toSorted()).toEqual(['dora by email', 'dora by sms', 'olga by email', 'olga by sms'])
    move(story)
    story.until(14 * MINUTE)
    expect(links(story)).toHaveLength(4)
  })

  it('sends theirs to whoever comes later, and nobody a second one', () => {
    const story = startStory(plan)
    move(story)
    story.until(16 * MINUTE)
    expect(links(story).filter((one) => one.startsWith('tina'))).toEqual(['tina by sms', 'tina by email'])
    story.ask({ type: 'acknowledge', person: 'tina' }, by('tina', 'sms'))
    story.ask({ type: 'assign-role', role: 'commander', person: 'ivan' }, by('dora', 'console'))
    story.until(20 * MINUTE)
    expect(new Set(links(story)).size).toBe(links(story).length)
    expect(links(story)).toContain('ivan by sms')
  })

  it('tries again what fails, says once that it has moved, and not after the end', () => {
    const story = startStory(plan, {
      answer: (effect) => (effect.kind === 'send-link' && effect.means === 'sms' ? SLACK_IS_AWAY : { ok: true }),
    })
    move(story)
    story.until(2 * MINUTE)
    expect(links(story).filter((one) => one === 'olga by sms').length).toBeGreaterThan(3)
    story.ask({ type: 'cancel', reason: privately('false alarm') }, by('dora', 'console'))
    const before = links(story).length
    story.until(60 * MINUTE)
    expect(links(story)).toHaveLength(before)
    move(story)
    expect(story.of('moved')).toHaveLength(1)
  })

  it('sends another link to whoever asks, half a minute apart, and to nobody whom the plan does not know', () => {
    const story = startStory(plan)
    story.ask({ type: 'ask-link' }, by('cleo', 'console'))
    expect(story.ask({ type: 'ask-link' }, by('cleo', 'sms'))).toMatchObject({ events: [] })
    story.nowMs += MINUTE
    story.ask({ type: 'ask-link' }, by('cleo', 'sms'))
    expect(links(story)).toEqual(['cleo by sms', 'cleo by email', 'cleo by sms', 'cleo by email'])
    expect(story.ask({ type: 'ask-link' }, { id: 'slack:U1', via: 'slack' })).toMatchObject({ ok: false })
  })
})

it('when Slack is back, what only Slack can do is due at once and nothing of it is given up', () => {
  let away = false
  const inSlack = new Set(['show-board', 'say', 'set-topic', 'invite', 'set-bookmarks', 'tell-overview'])
  const story = startStory(plan, {
    answer: (effect) => {
      if (effect.kind === 'open-channel') return { ok: true, detail: { channelId: 'C1', channelName: 'dr-1' } }
      return away && inSlack.has(effect.kind) ? SLACK_IS_AWAY : { ok: true, detail: { ts: '1' } }
    },
  })
  away = true
  move(story)
  story.ask({ type: 'acknowledge', person: 'tina' }, by('tina', 'sms'))
  story.until(61 * MINUTE)
  expect(Object.values(story.state.efforts).filter(({ end }) => end === 'dead')).not.toEqual([])
  expect(story.state.posts.length).toBeGreaterThan(3)
  away = false
  story.ask({ type: 'move-back' }, SYSTEM)
  story.until(61 * MINUTE + 2 * SECOND)
  expect(story.state.posts).toEqual([])
  const said = story.of('attempted').filter(({ effect, atMs }) => effect.kind === 'say' && atMs >= T0 + 61 * MINUTE)
  expect(said).toHaveLength(1)
  expect(owed(plan, story.state).filter(({ dueMs }) => dueMs <= story.nowMs)).toEqual([])
  expect(view(plan, story.state)).toMatchObject({ troubles: [], slackAway: [{ backMs: T0 + 61 * MINUTE }] })
})

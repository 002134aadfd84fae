/** Links that open once, and codes that are good for one thing, for five minutes, five times tried. */
import { describe, expect, it } from 'vitest'
import { privately } from '../../../src/plan/actor.ts'
import type { Outcome } from '../../../src/plan/core.ts'
import { by, MINUTE, SECOND, type Story, startStory } from '../story.ts'
import { testPlan } from '../test-plan.ts'

const DAY = 24 * 60 * MINUTE
const tina = by('tina', 'console')
const askCode = (story: Story, challenge: string, more: { thing?: string; mailToo?: boolean } = {}) =>
  story.ask(
    { ...{ type: 'ask-code', challenge, thing: 'a', what: privately('approve it'), mailToo: false }, ...more },
    tina,
  )
const answer = (story: Story, challenge: string, right: boolean, who = tina) =>
  story.ask({ type: 'answer-code', challenge, right }, who)
const codes = (story: Story) =>
  story.events.flatMap((event) =>
    event.type === 'attempted' && event.effect.kind === 'send-code' ? [event.effect.means] : [],
  )

describe('a link', () => {
  it('opens the console once', () => {
    const story = startStory(testPlan())
    expect(story.ask({ type: 'open-console', link: 'moved-1-sms' }, tina)).toMatchObject({ ok: true })
    expect(story.ask({ type: 'open-console', link: 'moved-1-sms' }, tina)).toMatchObject({
      why: expect.stringContaining('has been used'),
    })
    expect(story.ask({ type: 'open-console', link: 'moved-1-email' }, tina)).toMatchObject({ ok: true })
    expect(story.ask({ type: 'open-console', link: 'moved-1-sms' }, by('olga', 'console'))).toMatchObject({ ok: true })
  })

  it('opens nothing a week after the end', () => {
    const story = startStory(testPlan())
    story.ask({ type: 'cancel', reason: privately('false alarm') }, tina)
    story.nowMs += 6 * DAY
    expect(story.ask({ type: 'open-console', link: 'a' }, tina)).toMatchObject({ ok: true })
    story.nowMs += 2 * DAY
    expect(story.ask({ type: 'open-console', link: 'b' }, tina)).toMatchObject({ ok: false })
  })
})

describe('a code', () => {
  it('goes out once, by text message, and counts once', () => {
    const story = startStory(testPlan())
    askCode(story, 'x')
    askCode(story, 'x')
    expect(codes(story)).toEqual(['sms'])
    expect(answer(story, 'x', true)).toMatchObject({ ok: true })
    expect(answer(story, 'x', true)).toMatchObject({ ok: false })
  })

  it('is nobody else’s, and not good after five minutes or five wrong tries', () => {
    const story = startStory(testPlan())
    askCode(story, 'x')
    expect(answer(story, 'x', true, by('olga', 'console'))).toMatchObject({ ok: false })
    expect(answer(story, 'none', true)).toMatchObject({ ok: false })
    for (let n = 1; n <= 5; n++) expect(answer(story, 'x', false)).toMatchObject({ ok: true })
    expect(answer(story, 'x', true)).toMatchObject({ ok: false })
    story.nowMs += MINUTE
    askCode(story, 'y')
    story.nowMs += 5 * MINUTE - SECOND
    const early = startStory(testPlan())
    askCode(early, 'y')
    early.nowMs += 5 * MINUTE - SECOND
    expect(answer(early, 'y', true)).toMatchObject({ ok: true })
    story.nowMs += SECOND
    expect(answer(story, 'y', true)).toMatchObject({ ok: false })
  })

  it('is not sent again within half a minute for one thing, nor more than 20 times an hour', () => {
    const story = startStory(testPlan())
    askCode(story, 'a')
    expect(askCode(story, 'b')).toMatchObject({ ok: false })
    expect(askCode(story, 'c', { thing: 'other' })).toMatchObject({ ok: true })
    for (let n = 3; n <= 20; n++) expect(askCode(story, `n${n}`, { thing: `t${n}` })).toMatchObject({ ok: true })
    expect(askCode(story, 'more', { thing: 'more' })).toMatchObject({ ok: false })
    story.nowMs += 60 * MINUTE
    expect(askCode(story, 'later')).toMatchObject({ ok: true })
  })

  it('goes by mail only when the text message has failed for good, and only where that was said', () => {
    const failed: Outcome = { ok: false, reason: 'Twilio refuses: no such number.', permanent: true }
    const answer = (effect: { kind: string; means?: string }): Outcome =>
      effect.kind === 'send-code' && effect.means === 'sms' ? failed : { ok: true }
    const strict = startStory(testPlan(), { answer })
    askCode(strict, 'x')
    strict.until(5 * MINUTE)
    expect(codes(strict)).toEqual(['sms'])
    const story = startStory(testPlan(), { answer })
    askCode(story, 'x', { mailToo: true })
    story.until(5 * MINUTE)
    expect(codes(story)).toEqual(['sms', 'email'])
  })

  it('is refused to whoever has no telephone number in the plan, with what to do', () => {
    const plan = testPlan()
    const people = { ...plan.people, tina: { ...plan.people.tina!, phone: undefined } }
    const story = startStory({ ...plan, people } as typeof plan)
    expect(askCode(story, 'x')).toMatchObject({ why: expect.stringContaining('somebody else has to do it') })
  })
})

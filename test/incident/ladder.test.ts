import { describe, expect, it } from 'vitest'
import { view } from '../../src/incident/view.ts'
import { privately, SYSTEM } from '../../src/plan/actor.ts'
import { by, MINUTE, SECOND, startStory, T0 } from './story.ts'
import { testPlan, testPlanInput } from './test-plan.ts'

describe('the escalation ladder', () => {
  it('pages each level at its own time while nobody answers', () => {
    const story = startStory(testPlan())
    story.until(61 * MINUTE)
    expect(story.reached()).toEqual(['one at 0 (time)', 'two at 15 (time)', 'three at 30 (time)', 'four at 60 (time)'])
    expect(story.pages()).toEqual([
      'olga by slack at 0',
      'tina by slack at 15',
      'dora by slack at 15',
      'ivan by slack at 30',
      'cleo by slack at 60',
    ])
  })

  it('stops at the first acknowledgement when the plan says so', () => {
    const story = startStory(testPlan())
    story.ask({ type: 'acknowledge' }, by('olga', 'sms'))
    story.until(120 * MINUTE)
    expect(story.reached()).toEqual(['one at 0 (time)'])
  })

  it('goes on until resolved when the plan says so, without paging again who has acknowledged', () => {
    const story = startStory(
      testPlan({ policy: { stop: 'resolved' }, level: { repeat: { every: '5 min', times: 3 } } }),
    )
    story.ask({ type: 'acknowledge' }, by('olga'))
    story.until(16 * MINUTE)
    story.ask({ type: 'acknowledge' }, by('tina'))
    story.ask({ type: 'acknowledge' }, by('dora'))
    story.until(31 * MINUTE)
    story.ask({ type: 'resolve' })
    story.until(120 * MINUTE)
    expect(story.pages()).toEqual([
      'olga by slack at 0',
      'tina by slack at 15',
      'dora by slack at 15',
      'ivan by slack at 30',
    ])
  })

  it('stops only when a holder of the role acknowledges, when the plan names one', () => {
    const story = startStory(testPlan({ policy: { stop: { acknowledgedBy: 'technical-lead' } } }))
    story.ask({ type: 'acknowledge' }, by('olga'))
    story.until(16 * MINUTE)
    expect(story.reached()).toHaveLength(2)
    story.ask({ type: 'acknowledge' }, by('tina'))
    story.until(120 * MINUTE)
    expect(story.reached()).toHaveLength(2)
  })

  it('passes an empty level on at once, and the later levels keep their times', () => {
    const plan = testPlan({
      plan: { roles: { ...testPlan().roles, 'on-call': { label: 'On-call engineer', holders: [] } } },
    })
    const story = startStory(plan)
    story.until(31 * MINUTE)
    expect(story.reached()).toEqual(['one at 0 (time)', 'two at 0 (nobody)', 'three at 30 (time)'])
  })

  it('goes to the next holder and then to the next level when people decline', () => {
    const story = startStory(testPlan())
    story.ask({ type: 'decline' }, by('olga'))
    expect(story.pages()).toEqual(['olga by slack at 0', 'otto by slack at 0'])
    story.until(2 * MINUTE)
    story.ask({ type: 'decline', reason: privately('on a plane') }, by('otto'))
    expect(story.reached()).toEqual(['one at 0 (time)', 'two at 2 (unanswered)'])
  })

  it('falls to the next means as soon as one fails, then to the next holder, and says who cannot be reached', () => {
    const story = startStory(testPlan(), {
      answer: (effect) =>
        effect.kind === 'page' && effect.person === 'olga'
          ? { ok: false, reason: 'refused' }
          : { ok: true, detail: { ref: 'r' } },
    })
    expect(story.pages()).toEqual([
      'olga by slack at 0',
      'olga by pagerduty at 0',
      'olga by sms at 0',
      'olga by voice at 0',
      'olga by email at 0',
      'otto by slack at 0',
    ])
    expect(story.of('page-exhausted')).toHaveLength(1)
    const troubles = () => view(testPlan(), story.state).troubles.map(({ what }) => what)
    expect(troubles()).toContain('Olga could not be reached by any means: call them by hand')
    story.ask({ type: 'acknowledge' }, by('otto'))
    expect(troubles()).toContain('Olga could not be reached by any means')
    story.ask({ type: 'acknowledge' }, by('olga'))
    expect(troubles().join()).not.toContain('Olga could not')
  })

  it('takes a message of which no delivery is reported within 60 s for lost', () => {
    const plan = testPlan({ level: { means: ['sms', 'email'] } })
    const story = startStory(plan, { answer: () => ({ ok: true, detail: { ref: 'SM1', awaitsReport: true } }) })
    story.until(59 * SECOND)
    expect(story.pages()).toEqual(['olga by sms at 0'])
    story.until(60 * SECOND)
    expect(story.pages()).toEqual(['olga by sms at 0', 'olga by email at 1'])
  })

  it('takes note of a report that overtakes the answer that names its message', () => {
    const story = startStory(testPlan({ level: { means: ['sms', 'email'] } }), {
      answer: (effect) => (effect.kind === 'page' && effect.means === 'sms' ? 'lost' : { ok: true }),
    })
    story.ask({ type: 'report-delivery', page: '0/one/olga', means: 'sms', ref: 'SM1', status: 'undelivered' }, SYSTEM)
    story.outcome('page/0/one/olga/0/sms', 1, { ok: true, detail: { ref: 'SM1', awaitsReport: true } })
    expect(story.pages()).toEqual(['olga by sms at 0', 'olga by email at 0'])
  })

  it('waits with a message that was delivered, unless the plan gives it a time', () => {
    const report = (means: 'sms' | 'voice') =>
      ({ type: 'report-delivery', page: '0/one/olga', means, ref: 'SM1', status: 'delivered' }) as const
    const story = startStory(testPlan({ level: { means: ['sms', 'voice'] } }), {
      answer: () => ({ ok: true, detail: { ref: 'SM1', awaitsReport: true } }),
    })
    story.ask(report('sms'))
    story.until(14 * MINUTE)
    expect(story.pages()).toEqual(['olga by sms at 0'])
    const pressing = startStory(testPlan({ level: { means: ['sms', 'email'], nextMeansAfter: '2 min' } }), {
      answer: () => ({ ok: true, detail: { ref: 'SM1', awaitsReport: true } }),
    })
    pressing.ask(report('sms'))
    pressing.until(14 * MINUTE)
    expect(pressing.pages()).toEqual(['olga by sms at 0', 'olga by email at 2'])
  })

  it('comes back to a means that was rate-limited when every other one has failed', () => {
    const plan = testPlan({ level: { means: ['pagerduty', 'sms'] } })
    let calls = 0
    const story = startStory(plan, {
      answer: (effect, atMs) => {
        if (effect.kind !== 'page' || effect.person !== 'olga') return { ok: true, detail: {} }
        calls += 1
        if (calls > 2) return { ok: true, detail: {} }
        return effect.means === 'pagerduty'
          ? { ok: false, reason: 'rate limited', retryAtMs: atMs + 30 * SECOND }
          : { ok: false, reason: 'no such number', permanent: true }
      },
    })
    expect(story.pages()).toEqual(['olga by pagerduty at 0', 'olga by sms at 0'])
    story.until(MINUTE)
    expect(story.pages()).toEqual(['olga by pagerduty at 0', 'olga by sms at 0', 'olga by pagerduty at 0.5'])
    expect(story.of('page-exhausted')).toEqual([])
  })

  it('goes back to the only means of a person as long as it asks to wait, while the ladder goes on', () => {
    const plan = testPlan({ level: { means: ['pagerduty'] } })
    let busy = 4
    const story = startStory(plan, {
      answer: (effect, atMs) =>
        effect.kind === 'page' && effect.person === 'olga' && busy-- > 0
          ? { ok: false, reason: 'rate limited', retryAtMs: atMs + 30 * SECOND }
          : { ok: true, detail: {} },
    })
    story.until(3 * MINUTE)
    const times = [0, 0.5, 1, 1.5, 2]
    const olga = story.pages().filter((page) => page.startsWith('olga'))
    expect(olga).toEqual(times.map((minute) => `olga by pagerduty at ${minute}`))
    expect(story.of('page-exhausted')).toEqual([])
  })

  it('says that nobody can be reached when a means asks to wait too often, or for too long a second time', () => {
    const exhausted = (waitMs: number) => {
      const story = startStory(testPlan({ level: { means: ['pagerduty'] } }), {
        answer: (effect, atMs) =>
          effect.kind === 'page' && effect.person === 'olga'
            ? { ok: false, reason: 'rate limited', retryAtMs: atMs + waitMs }
            : { ok: true, detail: {} },
      })
      story.until(30 * MINUTE)
      return {
        tries: story.pages().filter((page) => page.startsWith('olga')).length,
        atMinutes: story.of('page-exhausted').map(({ atMs }) => (atMs - T0) / MINUTE),
      }
    }
    expect(exhausted(30 * SECOND)).toEqual({ tries: 6, atMinutes: [2.5] })
    expect(exhausted(6 * MINUTE)).toEqual({ tries: 2, atMinutes: [6] })
  })

  /** Olga's page, when her means answer like this; the waits are in seconds, and `no` is a refusal for good. */
  const answering = (means: Record<string, (number | 'no' | 'yes')[]>) => {
    const story = startStory(testPlan({ level: { means: Object.keys(means) } }), {
      answer: (effect, atMs) => {
        if (effect.kind !== 'page' || effect.person !== 'olga') return { ok: true, detail: {} }
        const answer = means[effect.means]?.shift() ?? 'no'
        if (answer === 'yes') return { ok: true, detail: {} }
        if (answer === 'no') return { ok: false, reason: 'no such number', permanent: true }
        return { ok: false, reason: 'rate limited', retryAtMs: atMs + answer * SECOND }
      },
    })
    story.until(14 * MINUTE)
    return story
  }

  it('waits for the means that asks for longest when the one that it goes back to first refuses for good', () => {
    const story = answering({ pagerduty: [120, 'yes'], sms: [30, 'no'] })
    const olga = story.pages().filter((page) => page.startsWith('olga'))
    expect(olga.slice(2)).toEqual(['olga by sms at 0.5', 'olga by pagerduty at 2'])
    expect(story.of('page-exhausted')).toEqual([])
  })

  it('goes back to that means alone, and calls the next holder once it has done so in vain', () => {
    const story = answering({ pagerduty: [30, 30, 30, 'yes'], sms: ['no'], voice: ['no'] })
    const [olga, others] = Object.values(Object.groupBy(story.pages(), (page) => String(!page.startsWith('olga'))))
    expect(olga).toEqual([
      ...['pagerduty', 'sms', 'voice'].map((means) => `olga by ${means} at 0`),
      ...[0.5, 1, 1.5].map((minute) => `olga by pagerduty at ${minute}`),
    ])
    expect(others?.[0]).toBe('otto by pagerduty at 0.5')
  })

  it('starts over when the whole ladder went unanswered, as often as the plan allows', () => {
    const story = startStory(testPlan({ policy: { again: { after: '15 min', times: 1 } } }))
    story.until(5 * 60 * MINUTE)
    expect(story.reached()).toEqual([
      'one at 0 (time)',
      'two at 15 (time)',
      'three at 30 (time)',
      'four at 60 (time)',
      'one at 75 (again)',
      'two at 90 (time)',
      'three at 105 (time)',
      'four at 135 (time)',
    ])
  })

  it('does not start over before the last holder has had their turn', () => {
    const [first] = testPlanInput.policies.main.levels
    const levels = [{ ...first, nextHolderAfter: '15 min' }]
    const story = startStory(testPlan({ policy: { again: { after: '15 min', times: 1 }, levels } }))
    story.until(35 * MINUTE)
    expect(story.pages().slice(0, 2)).toEqual(['olga by slack at 0', 'otto by slack at 15'])
    expect(story.reached()).toEqual(['one at 0 (time)', 'one at 30 (again)'])
  })

  it('says so when everyone has been tried in vain', () => {
    const story = startStory(testPlan(), {
      answer: (effect) => (effect.kind === 'page' ? { ok: false, reason: 'down' } : { ok: true }),
    })
    expect(story.reached()).toEqual([
      'one at 0 (time)',
      'two at 0 (unanswered)',
      'three at 0 (unanswered)',
      'four at 0 (unanswered)',
    ])
    expect(story.of('ladder-ended')).toMatchObject([{ unanswered: true }])
  })

  it('waits while it is paused and goes on by itself', () => {
    const story = startStory(testPlan())
    story.until(10 * MINUTE)
    story.ask({ type: 'pause-ladder', reason: privately('on the phone with them'), untilMs: story.nowMs + 10 * MINUTE })
    story.until(25 * MINUTE)
    expect(story.reached()).toEqual(['one at 0 (time)', 'two at 20 (time)'])
  })

  it('pages the next level now when somebody escalates, also after the ladder has stopped', () => {
    const story = startStory(testPlan())
    // In the same instant: what came first counts, not the clock.
    story.ask({ type: 'acknowledge' }, by('olga'))
    story.ask({ type: 'escalate' }, by('olga'))
    expect(story.pages()).toEqual(['olga by slack at 0', 'tina by slack at 0', 'dora by slack at 0'])
    story.until(120 * MINUTE)
    expect(story.reached()).toHaveLength(2)
  })

  it('asks again after a silence and takes no answer for gone', () => {
    const story = startStory(testPlan({ policy: { silence: { after: '20 min', answerWithin: '5 min' } } }))
    story.ask({ type: 'acknowledge' }, by('olga'))
    story.until(24 * MINUTE)
    expect(story.of('attempted').filter((event) => event.effect.kind === 'ask-again')).toHaveLength(1)
    expect(story.reached()).toHaveLength(1)
    story.until(25 * MINUTE)
    expect(story.reached()).toEqual(['one at 0 (time)', 'two at 25 (lapsed)'])
    const awake = startStory(testPlan({ policy: { silence: { after: '20 min', answerWithin: '5 min' } } }))
    awake.ask({ type: 'acknowledge' }, by('olga'))
    awake.until(24 * MINUTE)
    awake.ask({ type: 'note', text: privately('still looking'), decision: false }, by('olga'))
    awake.until(30 * MINUTE)
    expect(awake.reached()).toHaveLength(1)
  })

  it('hands off: whoever had acknowledged is out, the next holder is paged', () => {
    const story = startStory(testPlan())
    story.ask({ type: 'acknowledge' }, by('olga'))
    story.until(MINUTE)
    expect(story.ask({ type: 'decline' }, by('olga'))).toMatchObject({
      ok: true,
      events: [{ type: 'declined', handOff: true }],
    })
    expect(story.pages()).toEqual(['olga by slack at 0', 'otto by slack at 1'])
    story.ask({ type: 'decline', to: 'cleo' }, by('otto'))
    expect(story.pages().at(-1)).toBe('cleo by slack at 1')
  })

  it('repeats a page that nobody answers, within the limit', () => {
    const story = startStory(testPlan({ level: { repeat: { every: '5 min', times: 2 }, means: ['slack'] } }))
    story.until(14 * MINUTE)
    expect(story.pages()).toEqual(['olga by slack at 0', 'olga by slack at 5', 'olga by slack at 10'])
  })

  it('tries a lost attempt once more by the same means, then the next means', () => {
    const story = startStory(testPlan({ level: { means: ['slack', 'sms'] } }), {
      answer: (effect) => (effect.kind === 'page' && effect.means === 'slack' ? 'lost' : { ok: true }),
    })
    story.until(MINUTE)
    expect(story.pages()).toEqual(['olga by slack at 0', 'olga by slack at 0.25', 'olga by sms at 0.5'])
  })

  it('asks PagerDuty who is on call, and pages whom the plan names when it does not say', () => {
    const { main } = testPlan().policies
    const levels = [{ ...main!.levels[0]!, to: [{ pagerdutySchedule: 'PSCHED', otherwise: { role: 'on-call' } }] }]
    const plan = testPlan({ policy: { levels: levels.map((level) => ({ ...level, after: '0' })) } })
    const told = startStory(plan, {
      answer: (effect) =>
        effect.kind === 'on-call-lookup' ? { ok: true, detail: { people: ['cleo'] } } : { ok: true },
    })
    expect(told.pages()).toEqual(['cleo by slack at 0'])
    const silent = startStory(plan, { answer: (effect) => (effect.kind === 'on-call-lookup' ? 'lost' : { ok: true }) })
    silent.until(10 * SECOND)
    expect(silent.pages()).toEqual(['olga by slack at 0.16666666666666666'])
  })

  it('says that nobody answers when everyone was reached and nobody acknowledged', () => {
    const story = startStory(testPlan())
    story.until(64 * MINUTE)
    expect(story.of('ladder-ended')).toEqual([])
    story.until(66 * MINUTE)
    expect(story.of('ladder-ended')).toMatchObject([{ unanswered: true }])
    expect(view(testPlan(), story.state).troubles[0]?.what).toContain('nobody has acknowledged')
  })

  it('starts over until somebody answers when the plan sets no number of times', () => {
    const story = startStory(testPlan({ policy: { again: { after: '15 min' } } }))
    story.until(24 * 60 * MINUTE)
    expect(story.reached().filter((reached) => reached.includes('(again)')).length).toBeGreaterThan(15)
  })

  it('starts over when the last one who had it gives it up and no level is left', () => {
    const story = startStory(testPlan({ policy: { silence: { after: '20 min', answerWithin: '5 min' } } }))
    story.until(61 * MINUTE)
    story.ask({ type: 'acknowledge' }, by('cleo'))
    story.until(70 * MINUTE)
    story.ask({ type: 'decline' }, by('cleo'))
    expect(story.reached().at(-1)).toBe('one at 70 (again)')
    const lapsed = startStory(testPlan({ policy: { silence: { after: '20 min', answerWithin: '5 min' } } }))
    lapsed.until(61 * MINUTE)
    lapsed.ask({ type: 'acknowledge' }, by('cleo'))
    lapsed.until(87 * MINUTE)
    expect(lapsed.reached().at(-1)).toBe('one at 86 (again)')
  })

  it('waits for the colleague who was named before it starts over', () => {
    const story = startStory(testPlan())
    story.until(61 * MINUTE)
    story.ask({ type: 'acknowledge' }, by('cleo'))
    story.ask({ type: 'decline', to: 'otto' }, by('cleo'))
    expect(story.pages().at(-1)).toBe('otto by slack at 61')
    story.until(65 * MINUTE)
    expect(story.reached()).toHaveLength(4)
    story.until(66 * MINUTE)
    expect(story.reached().at(-1)).toBe('one at 66 (again)')
  })

  it('goes on from where it stood after a hand-off, instead of paging everyone who would have been due', () => {
    const story = startStory(testPlan())
    story.until(5 * MINUTE)
    story.ask({ type: 'acknowledge' }, by('olga'))
    story.until(70 * MINUTE)
    story.ask({ type: 'decline', to: 'otto' }, by('olga'))
    expect(story.pages()).toEqual(['olga by slack at 0', 'otto by slack at 70'])
    story.until(126 * MINUTE)
    expect(story.reached().slice(1)).toEqual(['two at 80 (time)', 'three at 95 (time)', 'four at 125 (time)'])
  })

  it('pages the levels of the policy that a raised severity brings', () => {
    const { main } = testPlanInput.policies
    const critical = { stop: 'acknowledged', levels: [{ ...main.levels[3], id: 'cto-at-once', after: '0' }] }
    const plan = testPlan({ policies: { critical }, plan: { severityPolicies: { critical: 'critical' } } })
    const story = startStory(plan, { declare: { severity: 'minor' } })
    story.until(MINUTE)
    story.ask({ type: 'change-severity', severity: 'critical' })
    expect(story.pages()).toEqual(['olga by slack at 0', 'cleo by slack at 1'])
  })

  it('counts a stand-in for the role whose holder they stand in for', () => {
    const facts = { standIns: { 'shop/tina': 'cleo' } }
    const story = startStory(testPlan({ policy: { stop: { acknowledgedBy: 'technical-lead' } } }), { facts })
    story.until(16 * MINUTE)
    expect(story.pages()).toContain('cleo by slack at 15')
    story.ask({ type: 'acknowledge' }, by('cleo'))
    story.until(120 * MINUTE)
    expect(story.reached()).toHaveLength(2)
  })

  it('pages the stand-in also when somebody escalates', () => {
    const story = startStory(testPlan(), { facts: { standIns: { 'shop/tina': 'cleo' } } })
    story.ask({ type: 'escalate' })
    expect(story.pages()).toEqual(['olga by slack at 0', 'cleo by slack at 0', 'dora by slack at 0'])
  })

  it('takes a question that was lost three times for one that was asked', () => {
    const story = startStory(testPlan({ policy: { silence: { after: '20 min', answerWithin: '5 min' } } }), {
      answer: (effect) => (effect.kind === 'ask-again' ? 'lost' : { ok: true }),
    })
    story.ask({ type: 'acknowledge' }, by('olga'))
    story.until(30 * MINUTE)
    expect(story.of('acknowledgement-lapsed')).toHaveLength(1)
  })

  it('calls nobody more when one of two who have it gives it up', () => {
    const story = startStory(testPlan())
    story.ask({ type: 'acknowledge' }, by('dora'))
    story.ask({ type: 'acknowledge' }, by('olga'))
    story.ask({ type: 'decline' }, by('dora'))
    expect(story.reached()).toEqual(['one at 0 (time)'])
  })

  it('starts over after a quarter of an hour when the plan says nothing about it', () => {
    const story = startStory(testPlan({ policy: { again: undefined } }))
    story.until(76 * MINUTE)
    expect(story.reached().at(-1)).toBe('one at 75 (again)')
  })

  it('answers late acknowledgements kindly and changes nothing', () => {
    const story = startStory(testPlan())
    story.ask({ type: 'resolve' })
    const before = story.events.length
    expect(story.ask({ type: 'acknowledge' }, by('tina'))).toMatchObject({
      ok: true,
      events: [],
      note: expect.stringContaining('was resolved at 10:00 UTC'),
    })
    expect(story.events).toHaveLength(before)
  })

  it('begins a new pass when it is reopened', () => {
    const story = startStory(testPlan())
    story.ask({ type: 'acknowledge' }, by('olga'))
    story.ask({ type: 'resolve' }, by('olga'))
    story.until(60 * MINUTE)
    story.ask({ type: 'reopen' }, by('olga'))
    story.until(76 * MINUTE)
    expect(story.reached()).toEqual(['one at 0 (time)', 'one at 60 (time)', 'two at 75 (time)'])
    expect(story.pages().at(-1)).toBe('dora by slack at 75')
  })

  it('tries somebody paged by hand by one means after the other, a minute each, until they answer', () => {
    const story = startStory(testPlan())
    story.ask({ type: 'acknowledge' }, by('olga'))
    story.ask({ type: 'page-person', person: 'cleo' }, by('olga'))
    story.until(2.5 * MINUTE)
    story.ask({ type: 'acknowledge' }, by('cleo'))
    story.until(10 * MINUTE)
    expect(story.pages().slice(1)).toEqual(['cleo by slack at 0', 'cleo by pagerduty at 1', 'cleo by sms at 2'])
  })

  it('does not take up a page by hand again when it is reopened', () => {
    const story = startStory(testPlan())
    story.ask({ type: 'page-person', person: 'cleo' }, by('olga'))
    story.ask({ type: 'resolve' }, by('olga'))
    story.until(5 * MINUTE)
    story.ask({ type: 'reopen' }, by('olga'))
    story.until(10 * MINUTE)
    expect(story.pages()).toEqual(['olga by slack at 0', 'cleo by slack at 0', 'olga by slack at 5'])
  })
})

/** Levels that add up, rhythms that are changed, the review, and what a drill does not reach. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { meansInForce, noticesInForce } from '../../../src/incident/communication/in-force.ts'
import { privately } from '../../../src/plan/actor.ts'
import { AUDIENCE_MEANS } from '../../../src/plan/schema.ts'
import { by, MINUTE, startStory, T0 } from '../story.ts'
import { testPlan } from '../test-plan.ts'
import { draftPlan, sent } from './telling.ts'

const HOUR = 60 * MINUTE
const templates = { initial: 'internal-alert', resolved: 'internal-resolved' }

describe('levels that add up', () => {
  const plan = testPlan({
    plan: {
      severities: [
        { id: 'one', label: 'Minor', rank: 3 },
        { id: 'two', label: 'Major', rank: 2 },
        { id: 'three', label: 'Critical', rank: 1 },
      ],
      audiences: {
        technical: { label: 'Technical', slack: 'tech', emails: ['tech@example.com'], phones: ['+14155550199'] },
        management: { label: 'Management', emails: ['boss@example.com'] },
      },
      notices: [
        { id: 'technical', audience: 'technical', means: ['slack', 'email'], fromSeverity: 'one', templates },
        {
          id: 'management',
          audience: 'management',
          means: ['email'],
          target: '15 min',
          fromSeverity: 'two',
          templates,
        },
        { id: 'everyone', audience: 'technical', means: 'all', target: '30 min', fromSeverity: 'three', templates },
      ],
    },
  })
  const at = (severity: string) => {
    const story = startStory(plan, { declare: { severity, scenario: null } })
    return noticesInForce(plan, story.state).map((notice) => [notice.id, meansInForce(plan, story.state, notice)])
  }

  it('keep the audiences of the milder ones at their faster times, and add means', () => {
    expect(at('one')).toEqual([['technical', ['slack', 'email']]])
    expect(at('two')).toEqual([
      ['technical', ['slack', 'email']],
      ['management', ['email']],
    ])
    expect(at('three')).toEqual([
      ['technical', ['slack', 'email']],
      ['management', ['email']],
      ['everyone', ['sms', 'voice']],
    ])
  })

  it('write nothing for whom another level tells already by every means', () => {
    const twice = testPlan({
      plan: {
        notices: ['fast', 'slow'].map((id, n) => ({
          ...{ id, audience: 'support', means: ['slack'], target: `${n * 5} min`, fromSeverity: 'minor', templates },
          approval: { otherwise: 'hold' },
        })),
      },
    })
    const story = startStory(twice)
    story.until(30 * MINUTE)
    expect(Object.keys(story.state.communication.messages)).toEqual(['fast/initial/0'])
  })

  it('add at once what is missing when it turns out worse', () => {
    const story = startStory(plan, { declare: { severity: 'one', scenario: null } })
    story.until(40 * MINUTE)
    expect(sent(story)).toEqual(['technical initial at 0', 'technical initial at 0'])
    story.ask({ type: 'change-severity', severity: 'two' })
    expect(sent(story).at(-1)).toBe('management initial at 40')
  })
})

describe('a rhythm', () => {
  it('can be changed, stopped and put back while it lasts', () => {
    const story = startStory(draftPlan({ target: '15 min', cadence: '30 min', approval: undefined }))
    story.until(46 * MINUTE)
    story.ask({ type: 'set-cadence', notice: 'customers', everyMs: 10 * MINUTE })
    story.until(66 * MINUTE)
    story.ask({ type: 'set-cadence', notice: 'customers', everyMs: null })
    story.until(5 * HOUR)
    expect(sent(story).map((line) => line.split(' at ')[1])).toEqual(['15', '45', '55', '65'])
    story.ask({ type: 'set-cadence', notice: 'customers' })
    story.until(5 * HOUR + 6 * MINUTE)
    // What is overdue by the plan's own rhythm is told now.
    expect(sent(story).at(-1)).toBe('customers progress at 300')
  })

  it('is not faster than anybody reads, and not for those who get no updates', () => {
    const story = startStory(draftPlan({ target: '15 min', templates }))
    expect(story.ask({ type: 'set-cadence', notice: 'customers', everyMs: 5 * MINUTE })).toMatchObject({ ok: false })
    const other = startStory(draftPlan({ target: '15 min' }))
    expect(other.ask({ type: 'set-cadence', notice: 'customers', everyMs: 1_000 })).toMatchObject({ ok: false })
  })
})

describe('the review that was promised', () => {
  const plan = () =>
    draftPlan({
      approval: undefined,
      reviewWithin: '48 h',
      templates: { initial: 'customer-initial', resolved: 'customer-resolved', review: 'customer-review' },
    })

  it('is told to those who were told of the outage, once it is there', () => {
    const story = startStory(plan())
    story.until(HOUR)
    story.ask({ type: 'resolve' })
    story.until(20 * HOUR)
    const link = privately('https://example.com/review')
    expect(story.ask({ type: 'publish-review', link }, by('otto'))).toMatchObject({ ok: false })
    expect(story.ask({ type: 'publish-review', link }, by('tina'))).toMatchObject({ ok: true })
    story.until(80 * HOUR)
    expect(sent(story).map((line) => line.split(' at ')[0])).toEqual([
      'customers initial',
      'customers resolved',
      'customers review',
    ])
    expect(story.of('notice-warned')).toEqual([])
  })

  it('is missed when nobody says that it is there; whoever leads is told before', () => {
    const story = startStory(plan())
    story.until(HOUR)
    story.ask({ type: 'resolve' })
    story.until(80 * HOUR)
    expect(story.of('notice-warned').map(({ mark, atMs }) => [mark, (atMs - T0) / HOUR])).toEqual([
      ['50', 25],
      ['75', 37],
      ['90', 44.2],
      ['missed', 49],
    ])
  })

  it('cannot be there before it is over', () => {
    const story = startStory(plan())
    expect(story.ask({ type: 'publish-review', link: privately('https://example.com') })).toMatchObject({ ok: false })
  })
})

describe('any plan of notices', () => {
  const minutes = fc.integer({ min: 0, max: 120 }).map((n) => `${n} min`)
  const notice = fc.record(
    {
      means: fc.oneof(fc.constant('all' as const), fc.subarray([...AUDIENCE_MEANS], { minLength: 1 })),
      target: minutes,
      deadline: minutes,
      cadence: fc.integer({ min: 5, max: 60 }).map((n) => `${n} min`),
      approval: fc.record({ otherwise: fc.constantFrom('send' as const, 'hold' as const) }),
      audience: fc.constantFrom('customers', 'support'),
    },
    { requiredKeys: ['means', 'audience'] },
  )
  const turn = fc.record({
    minute: fc.integer({ min: 0, max: 240 }),
    act: fc.constantFrom('approve', 'edit', 'skip', 'notify', 'worse', 'milder', 'cadence', 'resolve', 'reopen'),
    works: fc.boolean(),
  })

  it('comes to rest; sends each message by each means at most once; nothing unread that is to be held; in drills nothing outside', () => {
    fc.assert(
      fc.property(
        fc.array(notice, { minLength: 1, maxLength: 3 }),
        fc.array(turn, { maxLength: 12 }),
        fc.boolean(),
        (notices, turns, drill) => {
          const moments = { initial: 'internal-alert', progress: 'internal-progress', resolved: 'internal-resolved' }
          const plan = testPlan({
            plan: {
              communication: 'technical-lead',
              notices: notices.map((one, n) => ({ id: `n${n}`, templates: moments, ...one })),
            },
          })
          const story = startStory(plan, drill ? { declare: { mode: 'drill' } } : {})
          for (const { minute, act, works } of turns.toSorted((a, b) => a.minute - b.minute)) {
            story.answer = () => (works ? { ok: true } : { ok: false, reason: 'busy' })
            story.until(minute * MINUTE)
            const open = Object.values(story.state.communication.messages)
            const [message] = open.slice(-1)
            const id = message && { notice: message.notice, moment: message.moment, nth: message.nth }
            if (act === 'approve' && id)
              story.ask({ type: 'approve-message', ...id, version: message.version }, by('tina'))
            if (act === 'edit' && id)
              story.ask(
                { type: 'edit-message', ...id, version: message.version, text: privately('{"sections":{}}') },
                by('tina'),
              )
            if (act === 'skip' && id) story.ask({ type: 'skip-message', ...id, reason: privately('no') }, by('tina'))
            if (act === 'notify') story.ask({ type: 'notify', notice: 'n0' })
            if (act === 'worse') story.ask({ type: 'change-severity', severity: 'critical' })
            if (act === 'milder') story.ask({ type: 'change-severity', severity: 'minor' })
            if (act === 'cadence') story.ask({ type: 'set-cadence', notice: 'n0', everyMs: 7 * MINUTE })
            if (act === 'resolve') story.ask({ type: 'resolve' })
            if (act === 'reopen') story.ask({ type: 'reopen' })
          }
          story.until(6 * HOUR)
          const out = story.of('carried-out').flatMap(({ effect }) => (effect.kind === 'notify' ? [effect] : []))
          const names = out.map(({ notice: id, means, moment, nth }) => `${id}/${means}/${moment}/${nth}`)
          expect(new Set(names).size).toBe(names.length)
          for (const effect of out) {
            const rule = plan.notices.find(({ id }) => id === effect.notice)
            const message = story.state.communication.messages[`${effect.notice}/${effect.moment}/${effect.nth}`]
            if (rule?.approval?.otherwise === 'hold' && effect.moment !== 'correction')
              expect(message?.approved).toBeDefined()
            expect(message?.skipped).toBeUndefined()
            if (drill) expect([rule?.audience, effect.means]).not.toContain('customers')
            if (drill) expect(effect.means).not.toBe('status-page')
          }
        },
      ),
      { numRuns: 40, endOnFailure: true },
    )
  })
})

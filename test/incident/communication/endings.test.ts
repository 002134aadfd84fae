/** How an incident ends, and begins again, for those who were told of it. */
import { describe, expect, it } from 'vitest'
import { view } from '../../../src/incident/view.ts'
import { privately } from '../../../src/plan/actor.ts'
import { by, MINUTE, startStory, T0 } from '../story.ts'
import { testPlan, testPlanInput } from '../test-plan.ts'
import { draftPlan, sent, texts } from './telling.ts'

const names = (story: ReturnType<typeof startStory>) => sent(story).map((line) => line.split(' at ')[0])

describe('opened again', () => {
  it('is told at once to those who had been told that it is over, in rhythm or not', () => {
    const story = startStory(draftPlan({ target: '5 min', approval: undefined }))
    story.until(10 * MINUTE)
    story.ask({ type: 'resolve' })
    story.until(20 * MINUTE)
    story.ask({ type: 'reopen' })
    expect(sent(story).slice(-2)).toEqual(['customers resolved at 10', 'customers progress at 20'])
    story.until(60 * MINUTE)
    story.ask({ type: 'resolve' })
    expect(names(story).at(-1)).toBe('customers resolved')
  })

  it('sends no draft of before its end, whether approved or not, and asks for the new one anew', () => {
    const plan = draftPlan({ target: '15 min', cadence: '30 min', approval: { otherwise: 'hold' } })
    const story = startStory(plan)
    story.until(12 * MINUTE)
    story.ask({ type: 'approve-message', notice: 'customers', moment: 'initial', nth: 0, version: 1 }, by('tina'))
    story.until(36 * MINUTE)
    story.ask({ type: 'approve-message', notice: 'customers', moment: 'progress', nth: 1, version: 1 }, by('tina'))
    story.ask({ type: 'resolve' })
    story.until(300 * MINUTE)
    story.ask({ type: 'reopen' })
    story.until(310 * MINUTE)
    expect(sent(story)).toEqual(['customers initial at 15'])
    expect(texts(story).filter((line) => line.startsWith('customers progress'))).toHaveLength(2)
    const asked = story.of('attempted').filter(({ effect }) => effect.kind === 'ask-task')
    expect(asked.at(-1)?.atMs).toBeGreaterThan(T0 + 300 * MINUTE - 1)
  })

  it('calls nothing late that was due while it was over', () => {
    const story = startStory(draftPlan({ target: '30 min', deadline: '40 min', approval: undefined }))
    story.until(10 * MINUTE)
    story.ask({ type: 'resolve' })
    story.until(180 * MINUTE)
    story.ask({ type: 'reopen' })
    story.until(200 * MINUTE)
    expect(sent(story)).toEqual(['customers initial at 180'])
    expect(story.of('notice-warned')).toEqual([])
  })
})

describe('its end', () => {
  const told = { audience: 'Customers', means: ['email'] }
  it.each([
    ['who was told that it had begun', {}, 10, [told], true],
    ['nobody who had not been told', { target: '30 min' }, 10, [], false],
    [
      'who was told, once it is approved',
      { approval: { moments: ['resolved'], otherwise: 'hold' } },
      10,
      [{ ...told, approval: { by: 'Technical lead', holds: true } }],
      false,
    ],
    [
      'who was told, approved or not',
      { approval: { moments: ['resolved'] } },
      10,
      [{ ...told, approval: { by: 'Technical lead', holds: false } }],
      true,
    ],
  ])('is for %s, as is said before', (_who, notice, minutes, expected, goesOut) => {
    const plan = draftPlan({ target: '5 min', approval: undefined, ...notice })
    const story = startStory(plan)
    story.until(minutes * MINUTE)
    expect(view(plan, story.state).ending).toEqual(expected)
    story.ask({ type: 'resolve' })
    story.until(600 * MINUTE)
    expect(names(story).includes('customers resolved')).toBe(goesOut)
    expect(view(plan, story.state).ending).toEqual([])
    // Whatever the notices say, the public page does.
    const outside = story.of('carried-out').filter(({ atMs }) => atMs >= T0 + minutes * MINUTE)
    const kinds = outside.map(({ effect }) => effect.kind)
    expect(kinds).toEqual(expect.arrayContaining(['publish-site', 'tell-subscribers']))
  })

  it('does not go out when it was opened again meanwhile, and never loops', () => {
    const story = startStory(draftPlan({ target: '5 min', approval: undefined }))
    story.until(6 * MINUTE)
    story.answer = (effect) => (effect.kind === 'notify' ? { ok: false, reason: 'busy' } : { ok: true })
    story.ask({ type: 'resolve' })
    story.ask({ type: 'reopen' })
    story.answer = () => ({ ok: true })
    story.until(30 * MINUTE)
    expect(names(story)).toEqual(['customers initial'])
    expect(story.of('attempt-withdrawn').length).toBeLessThan(3)
  })

  it('is told to a list of which only a part could be told that something is wrong', () => {
    const story = startStory(draftPlan({ target: '5 min', approval: undefined }), {
      answer: (effect) =>
        effect.kind === 'notify' && effect.moment === 'initial'
          ? { ok: false, reason: 'one asks us to wait', detail: { total: 200, sent: 199, failed: 1, failures: [] } }
          : { ok: true },
    })
    story.until(8 * MINUTE)
    story.ask({ type: 'resolve' })
    expect(names(story)).toEqual(['customers resolved'])
  })

  it('is that it is followed elsewhere, when it was merged', () => {
    const story = startStory(draftPlan({ target: '5 min', approval: undefined }))
    story.until(8 * MINUTE)
    story.ask({ type: 'merge-into', incident: 'DR-20261205-0951' })
    expect(names(story)).toEqual(['customers initial', 'customers correction'])
  })

  it('is late when nobody approves it, and whoever leads hears of that', () => {
    const story = startStory(draftPlan({ target: '5 min', approval: { otherwise: 'hold', moments: ['resolved'] } }))
    story.until(8 * MINUTE)
    story.ask({ type: 'resolve' })
    story.until(120 * MINUTE)
    expect(names(story)).toEqual(['customers initial'])
    expect(story.of('notice-warned')).toMatchObject([{ moment: 'resolved', mark: 'missed' }])
  })

  it('a second link to the review corrects the first one', () => {
    const templates = { initial: 'customer-initial', resolved: 'customer-resolved', review: 'customer-review' }
    const story = startStory(draftPlan({ target: '5 min', approval: undefined, templates }))
    story.until(8 * MINUTE)
    story.ask({ type: 'resolve' })
    for (const link of ['https://example.com/wrong', 'https://example.com/right'])
      story.ask({ type: 'publish-review', link: privately(link) }, by('tina'))
    expect(names(story).slice(-2)).toEqual(['customers review', 'customers review'])
  })
})

describe('what does not apply any more', () => {
  it('does not go out although it was tried: answered with no, lowered, left out', () => {
    const plan = testPlan({
      plan: {
        communication: 'technical-lead',
        questions: { breach: { question: 'Is data affected?', within: '1 h' } },
        notices: [
          {
            ...{ id: 'customers', audience: 'customers', means: ['email'], target: '10 min', if: 'breach' },
            templates: { initial: 'customer-initial' },
          },
        ],
      },
    })
    let down = true
    const story = startStory(plan, {
      answer: (effect) => (effect.kind === 'notify' && down ? { ok: false, reason: 'busy' } : { ok: true }),
    })
    story.ask({ type: 'answer-question', question: 'breach', answer: 'yes' }, by('tina'))
    story.until(11 * MINUTE)
    const reason = privately('only test data')
    expect(story.ask({ type: 'answer-question', question: 'breach', answer: 'no', reason }, by('tina'))).toMatchObject({
      ok: true,
    })
    down = false
    story.until(60 * MINUTE)
    expect(sent(story)).toEqual([])
  })

  it('can be left out while it cannot be sent', () => {
    let down = true
    const story = startStory(draftPlan({ target: '15 min', deadline: '1 h' }), {
      answer: (effect) => (effect.kind === 'notify' && down ? { ok: false, reason: 'busy' } : { ok: true }),
    })
    story.until(12 * MINUTE)
    const id = { notice: 'customers', moment: 'initial', nth: 0 } as const
    story.ask({ type: 'approve-message', ...id, version: 1 }, by('tina'))
    story.until(16 * MINUTE)
    expect(story.ask({ type: 'skip-message', ...id, reason: privately('it is over soon') }, by('tina'))).toMatchObject({
      ok: true,
    })
    down = false
    story.until(60 * MINUTE)
    expect(sent(story)).toEqual([])
  })

  it('no update goes to an audience whose first message is held or was left out', () => {
    const held = startStory(
      draftPlan({ target: '5 min', cadence: '10 min', approval: { moments: ['initial'], otherwise: 'hold' } }),
    )
    held.until(60 * MINUTE)
    expect(sent(held)).toEqual([])
    held.ask({ type: 'approve-message', notice: 'customers', moment: 'initial', nth: 0, version: 1 }, by('tina'))
    expect(sent(held)).toEqual(['customers initial at 60'])
    held.until(80 * MINUTE)
    expect(names(held)).toEqual(
      ['customers initial', 'customers progress', 'customers progress'].slice(0, names(held).length),
    )
  })
})

describe('who may tell', () => {
  it('nobody from outside has an audience told, changes how often, or says that the review is there', () => {
    const story = startStory(draftPlan({ target: '5 min', approval: undefined }))
    const stranger = { id: 'slack:UEVIL', via: 'slack' } as const
    story.until(8 * MINUTE)
    expect(story.ask({ type: 'notify', notice: 'customers' }, stranger)).toMatchObject({ ok: false })
    expect(story.ask({ type: 'set-cadence', notice: 'customers', everyMs: 5 * MINUTE }, stranger)).toMatchObject({
      ok: false,
    })
    story.ask({ type: 'resolve' })
    const link = privately('https://evil.example')
    expect(story.ask({ type: 'publish-review', link }, stranger)).toMatchObject({ ok: false })
  })

  it('asked twice within a minute tells once', () => {
    const story = startStory(draftPlan({ target: '5 min', approval: undefined }))
    story.until(8 * MINUTE)
    story.ask({ type: 'notify', notice: 'customers' })
    story.ask({ type: 'notify', notice: 'customers' })
    story.until(20 * MINUTE)
    expect(names(story)).toEqual(['customers initial', 'customers progress'])
    expect(story.of('notice-warned')).toEqual([])
  })
})

describe('levels that add up', () => {
  it('silence nobody by one that tells nobody itself', () => {
    const templates = { initial: 'internal-alert' }
    const base = { audience: 'support', means: ['slack'], fromSeverity: 'minor', templates }
    const plan = testPlan({
      plan: {
        audiences: testPlanInput.audiences,
        notices: [
          { ...base, id: 'by-hand', automatic: false },
          { ...base, id: 'slow', target: '10 min' },
        ],
      },
    })
    const story = startStory(plan)
    story.until(20 * MINUTE)
    expect(sent(story)).toEqual(['slow initial at 10'])
  })
})

describe('the rhythm', () => {
  it('leaves half of itself at least between two messages', () => {
    const story = startStory(
      draftPlan({ target: '30 min', cadence: '30 min', severities: ['critical'], approval: undefined }),
      {
        declare: { severity: 'minor' },
      },
    )
    story.until(89 * MINUTE)
    story.ask({ type: 'change-severity', severity: 'critical' })
    story.until(125 * MINUTE)
    expect(sent(story)).toEqual(['customers initial at 89', 'customers progress at 120'])
  })
})

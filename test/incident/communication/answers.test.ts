/** What only a person can say or do: questions that notices depend on, and what is told by hand. */
import { describe, expect, it } from 'vitest'
import { view } from '../../../src/incident/view.ts'
import { privately } from '../../../src/plan/actor.ts'
import { by, MINUTE, startStory, T0 } from '../story.ts'
import { testPlan } from '../test-plan.ts'
import { sent } from './telling.ts'

const HOUR = 60 * MINUTE

const regulated = (notice: Record<string, unknown> = {}, question: Record<string, unknown> = {}) =>
  testPlan({
    plan: {
      communication: 'technical-lead',
      questions: { breach: { question: 'Is personal data affected?', within: '4 h', ...question } },
      audiences: { regulator: { label: 'Regulator', external: true, emails: ['office@example.com'] } },
      notices: [
        {
          id: 'regulator',
          audience: 'regulator',
          means: ['email'],
          from: 'breach',
          target: '48 h',
          deadline: '72 h',
          templates: { initial: 'regulator-initial' },
          ...notice,
        },
      ],
    },
  })

describe('a question that notices depend on', () => {
  it('is asked at once, again half-way, then also of whoever leads', () => {
    const story = startStory(regulated(), { declare: { commander: 'ivan' } })
    story.until(5 * HOUR)
    const asked = story
      .of('attempted')
      .flatMap(({ effect, atMs }) =>
        effect.kind === 'ask-task' ? [`${effect.person} ${effect.loud} at ${(atMs - T0) / HOUR}`] : [],
      )
    expect(asked).toEqual(['tina 0 at 0', 'tina 1 at 2', 'ivan 1 at 2'])
    expect(sent(story)).toEqual([])
  })

  it('answered with yes, starts the clock of its notices at the moment from which it was known', () => {
    const story = startStory(regulated())
    story.until(3 * HOUR)
    const sinceMs = T0 + 2 * HOUR
    story.ask({ type: 'answer-question', question: 'breach', answer: 'yes', sinceMs }, by('tina'))
    const [first] = view(regulated(), story.state).notices
    expect(first).toMatchObject({ targetMs: sinceMs + 48 * HOUR, deadlineMs: sinceMs + 72 * HOUR })
    story.until(51 * HOUR)
    expect(sent(story)).toEqual([`regulator initial at ${50 * 60}`])
    expect(story.of('notice-warned')).toEqual([])
  })

  it('warns as the long window of a notice that waits for somebody is used up', () => {
    const plan = regulated({ approval: { otherwise: 'hold' } })
    const story = startStory(plan, { declare: { commander: 'ivan' } })
    story.ask({ type: 'answer-question', question: 'breach', answer: 'yes' }, by('tina'))
    story.until(80 * HOUR)
    expect(story.of('notice-warned').map(({ mark, atMs }) => [mark, (atMs - T0) / HOUR])).toEqual([
      ['50', 36],
      ['75', 54],
      ['90', 64.8],
      ['missed', 72],
    ])
  })

  it('answered with no, needs a reason, and nobody is told', () => {
    const story = startStory(regulated())
    expect(story.ask({ type: 'answer-question', question: 'breach', answer: 'no' }, by('tina'))).toMatchObject({
      ok: false,
    })
    const reason = privately('only test data')
    story.ask({ type: 'answer-question', question: 'breach', answer: 'no', reason }, by('tina'))
    story.until(80 * HOUR)
    expect(sent(story)).toEqual([])
    expect(view(regulated(), story.state).tasks).toMatchObject([{ state: 'done', acted: { how: 'no' } }])
  })

  it('can be answered anew, until somebody has been told because of a yes', () => {
    const story = startStory(regulated({ target: '1 h' }))
    const reason = privately('only test data')
    story.ask({ type: 'answer-question', question: 'breach', answer: 'no', reason }, by('tina'))
    expect(story.ask({ type: 'answer-question', question: 'breach', answer: 'yes' }, by('tina'))).toMatchObject({
      ok: true,
    })
    story.until(2 * HOUR)
    expect(sent(story)).toHaveLength(1)
    expect(story.ask({ type: 'answer-question', question: 'breach', answer: 'no', reason }, by('tina'))).toMatchObject({
      ok: false,
    })
  })

  it('is asked only where the plan says so, and can be answered elsewhere too; by nobody else than whom it is for', () => {
    const plan = regulated({}, { scenarios: ['database-corruption'] })
    const story = startStory(plan, { declare: { scenario: null, commander: 'ivan' } })
    expect(view(plan, story.state).tasks).toEqual([])
    const yes = { type: 'answer-question', question: 'breach', answer: 'yes' } as const
    expect(story.ask(yes, by('cleo'))).toMatchObject({ ok: false })
    expect(story.ask(yes, by('ivan'))).toMatchObject({ ok: true })
  })

  it('begins a duty that the end of the outage does not end', () => {
    const plan = regulated({ approval: { otherwise: 'hold', ahead: '24 h' } })
    const story = startStory(plan)
    story.ask({ type: 'answer-question', question: 'breach', answer: 'yes' }, by('tina'))
    story.until(2 * HOUR)
    story.ask({ type: 'resolve' })
    story.until(30 * HOUR)
    expect(view(plan, story.state).tasks.find(({ kind }) => kind === 'approve')).toMatchObject({ state: 'open' })
    story.ask({ type: 'approve-message', notice: 'regulator', moment: 'initial', nth: 0, version: 1 }, by('tina'))
    story.until(60 * HOUR)
    expect(sent(story)).toEqual([`regulator initial at ${48 * 60}`])
  })

  it('can still be answered once the outage is over, when a duty begins with it', () => {
    const story = startStory(regulated())
    story.until(2 * HOUR)
    story.ask({ type: 'resolve' })
    story.until(3 * HOUR)
    expect(view(regulated(), story.state).tasks).toMatchObject([{ kind: 'question', state: 'open' }])
    story.ask({ type: 'answer-question', question: 'breach', answer: 'yes' }, by('tina'))
    story.until(60 * HOUR)
    expect(sent(story)).toEqual([`regulator initial at ${51 * 60}`])
  })

  it('is not asked in a drill', () => {
    const story = startStory(regulated(), { declare: { mode: 'drill' } })
    story.until(5 * HOUR)
    expect(view(regulated(), story.state).tasks).toEqual([])
    expect(story.ask({ type: 'answer-question', question: 'breach', answer: 'yes' }, by('tina'))).toMatchObject({
      ok: false,
    })
  })
})

const press = () =>
  testPlan({
    plan: {
      communication: 'technical-lead',
      audiences: { press: { label: 'Press', external: true } },
      notices: [
        {
          id: 'press',
          audience: 'press',
          means: ['manual'],
          target: '10 min',
          deadline: '30 min',
          templates: { initial: 'press-initial', resolved: 'press-resolved' },
        },
      ],
    },
  })

describe('what only a person can tell', () => {
  it('is a task with its text from its time on, and the commander hears when nobody does it', () => {
    const story = startStory(press())
    story.until(11 * MINUTE)
    const [task] = view(press(), story.state).tasks
    expect(task).toMatchObject({ kind: 'hand', state: 'open', untilMs: T0 + 30 * MINUTE })
    expect(story.of('attempted').some(({ effect }) => effect.kind === 'notify')).toBe(false)
    story.until(31 * MINUTE)
    expect(story.of('notice-warned').map(({ mark }) => mark)).toEqual(['soon', 'missed'])
  })

  it('is done by whoever says so, and then its end has to be told too', () => {
    const story = startStory(press())
    story.until(11 * MINUTE)
    const where = privately('https://press.example/1')
    const id = { notice: 'press', moment: 'initial', nth: 0 } as const
    expect(story.ask({ type: 'told-by-hand', ...id, where }, by('tina'))).toMatchObject({ ok: true })
    story.until(60 * MINUTE)
    expect(story.of('notice-warned')).toEqual([])
    expect(view(press(), story.state).notices[0]).toMatchObject({ means: 'manual', state: 'sent', late: false })
    story.ask({ type: 'resolve' })
    expect(view(press(), story.state).tasks).toMatchObject([
      { state: 'done', acted: { by: { id: 'tina' } } },
      { state: 'open', message: { moment: 'resolved' } },
    ])
  })

  it('needs no end when nobody was told of the beginning', () => {
    const story = startStory(press())
    story.until(11 * MINUTE)
    story.ask({ type: 'resolve' })
    expect(view(press(), story.state).tasks).toMatchObject([{ state: 'gone' }])
  })
})

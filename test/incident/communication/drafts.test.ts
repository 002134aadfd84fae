/** Messages that wait for somebody: written in time, read, changed, approved, left out, or not answered at all. */
import { describe, expect, it } from 'vitest'
import { view } from '../../../src/incident/view.ts'
import { privately } from '../../../src/plan/actor.ts'
import { by, MINUTE, SECOND, startStory, T0 } from '../story.ts'
import { draftPlan, sent, texts } from './telling.ts'

const FIRST = { notice: 'customers', moment: 'initial', nth: 0 } as const

describe('a message that waits for an approval', () => {
  it('is written a third of its window before its time, and goes out at that time once it is approved', () => {
    const story = startStory(draftPlan({ target: '15 min', deadline: '1 h' }))
    story.until(9 * MINUTE)
    expect(texts(story)).toEqual([])
    story.until(10 * MINUTE)
    expect(texts(story)).toEqual(['customers initial at 10'])
    story.ask({ type: 'approve-message', ...FIRST, version: 1 }, by('tina'))
    story.until(14 * MINUTE)
    expect(sent(story)).toEqual([])
    story.until(16 * MINUTE)
    expect(sent(story)).toEqual(['customers initial at 15'])
  })

  it('never appears more than 30 minutes before, and as early as the plan says', () => {
    const story = startStory(draftPlan({ target: '3 h', deadline: '4 h' }))
    story.until(200 * MINUTE)
    expect(texts(story)).toEqual(['customers initial at 150'])
    const early = startStory(draftPlan({ target: '3 h', approval: { ahead: '1 h' } }))
    early.until(170 * MINUTE)
    expect(texts(early)).toEqual(['customers initial at 120'])
  })

  it('goes out at once when it is approved after its time', () => {
    const story = startStory(draftPlan({ target: '15 min', deadline: '1 h' }))
    story.until(20 * MINUTE)
    story.ask({ type: 'approve-message', ...FIRST, version: 1 }, by('tina'))
    expect(sent(story)).toEqual(['customers initial at 20'])
  })

  it('goes out unread a minute before it would be late when nobody acts', () => {
    const story = startStory(draftPlan({ target: '15 min', deadline: '1 h' }))
    story.until(2 * 60 * MINUTE)
    expect(sent(story)).toEqual(['customers initial at 59'])
    expect(story.of('notice-warned').map(({ mark }) => mark)).toEqual(['soon'])
  })

  it('is held for as long as the plan says so; that it is late is an event, once, and the commander hears it before', () => {
    const story = startStory(draftPlan({ target: '15 min', deadline: '1 h', approval: { otherwise: 'hold' } }))
    story.until(3 * 60 * MINUTE)
    expect(sent(story)).toEqual([])
    const warned = story.of('notice-warned').map(({ mark, atMs, to }) => [mark, (atMs - T0) / MINUTE, to])
    expect(warned).toEqual([
      ['soon', 55, ['dora', 'tina']],
      ['missed', 60, ['dora', 'tina']],
    ])
    const told = story.of('attempted').flatMap(({ effect }) => (effect.kind === 'tell-notice' ? [effect.person] : []))
    expect(told).toEqual(['dora', 'tina', 'dora', 'tina'])
    expect(view(draftPlan({}), story.state).tasks[0]).toMatchObject({ kind: 'approve', state: 'open' })
  })

  it('asks again, by more than one means, when half of the time is over', () => {
    const story = startStory(draftPlan({ target: '15 min', deadline: '1 h' }))
    story.until(58 * MINUTE)
    const asked = story
      .of('attempted')
      .flatMap(({ effect, atMs }) =>
        effect.kind === 'ask-task' ? [[effect.person, effect.loud, (atMs - T0) / MINUTE]] : [],
      )
    expect(asked).toEqual([
      ['tina', 0, 10],
      ['tina', 1, 34.5],
    ])
  })

  it('is not left out without a reason, and nothing is sent once it is', () => {
    const story = startStory(draftPlan({ target: '15 min', deadline: '1 h' }))
    story.until(12 * MINUTE)
    expect(story.ask({ type: 'skip-message', ...FIRST, reason: privately(' ') }, by('tina'))).toMatchObject({
      ok: false,
    })
    story.ask({ type: 'skip-message', ...FIRST, reason: privately('nobody noticed') }, by('tina'))
    story.until(2 * 60 * MINUTE)
    expect(sent(story)).toEqual([])
    expect(story.of('notice-warned')).toEqual([])
    expect(story.ask({ type: 'approve-message', ...FIRST, version: 1 }, by('tina'))).toMatchObject({ ok: false })
  })

  it('is approved and changed by the people of its role and by whoever leads, and by nobody else', () => {
    const story = startStory(draftPlan({ target: '15 min' }), { declare: { commander: 'ivan' } })
    story.until(12 * MINUTE)
    for (const outsider of ['cleo', 'otto']) {
      const refused = story.ask({ type: 'approve-message', ...FIRST, version: 1 }, by(outsider))
      expect(refused).toMatchObject({ ok: false, why: 'This is for the Technical lead, or Ivan, who leads.' })
    }
    expect(story.ask({ type: 'approve-message', ...FIRST, version: 1 }, by('ivan'))).toMatchObject({ ok: true })
  })

  it('sends exactly what was approved: a change after the approval needs another one', () => {
    const story = startStory(draftPlan({ target: '15 min', deadline: '1 h', approval: { otherwise: 'hold' } }))
    story.until(11 * MINUTE)
    story.ask({ type: 'approve-message', ...FIRST, version: 1 }, by('tina'))
    story.ask(
      { type: 'edit-message', ...FIRST, version: 1, text: privately('{"sections":{"text":"new"}}') },
      by('tina'),
    )
    story.until(40 * MINUTE)
    expect(sent(story)).toEqual([])
    expect(story.ask({ type: 'approve-message', ...FIRST, version: 1 }, by('tina'))).toMatchObject({ ok: false })
    story.ask({ type: 'approve-message', ...FIRST, version: 2 }, by('tina'))
    expect(sent(story)).toEqual(['customers initial at 40'])
    expect(story.state.communication.messages['customers/initial/0']?.text?.private).toBe('{"sections":{"text":"new"}}')
  })

  it('cannot be changed once it has gone out, nor over somebody else’s change', () => {
    const story = startStory(draftPlan({ target: '15 min', deadline: '1 h' }))
    story.until(11 * MINUTE)
    const edit = { type: 'edit-message', ...FIRST, text: privately('{"sections":{"text":"mine"}}') } as const
    expect(story.ask({ ...edit, version: 1 }, by('tina'))).toMatchObject({ ok: true })
    expect(story.ask({ ...edit, version: 1 }, by('dora'))).toMatchObject({ ok: false, why: /Tina has changed/ })
    story.ask({ type: 'approve-message', ...FIRST, version: 2 }, by('tina'))
    story.until(16 * MINUTE)
    expect(story.ask({ ...edit, version: 2 }, by('tina'))).toMatchObject({ ok: false, why: /has gone out/ })
  })

  it('stays long enough to be read when it becomes due all at once', () => {
    const plan = draftPlan({ target: '15 min', severities: ['critical'] })
    const story = startStory(plan, { declare: { severity: 'minor' } })
    story.until(30 * MINUTE)
    story.ask({ type: 'change-severity', severity: 'critical' })
    expect(texts(story)).toEqual(['customers initial at 30'])
    story.until(31 * MINUTE)
    expect(sent(story)).toEqual([])
    story.until(33 * MINUTE)
    expect(sent(story)).toEqual(['customers initial at 32'])
  })

  it('waits also with regular updates and with the end; only a correction does not', () => {
    const story = startStory(draftPlan({ target: '15 min', cadence: '30 min', approval: { otherwise: 'hold' } }))
    story.until(12 * MINUTE)
    story.ask({ type: 'approve-message', ...FIRST, version: 1 }, by('tina'))
    story.until(36 * MINUTE)
    expect(texts(story)).toEqual(['customers initial at 10', 'customers progress at 35'])
    story.until(50 * MINUTE)
    expect(sent(story)).toEqual(['customers initial at 15'])
    story.ask({ type: 'resolve' })
    expect(texts(story).at(-1)).toBe('customers resolved at 50')
    story.until(70 * MINUTE)
    expect(sent(story)).toEqual(['customers initial at 15'])
    story.ask({ type: 'approve-message', notice: 'customers', moment: 'resolved', nth: 1, version: 1 }, by('tina'))
    expect(sent(story)).toEqual(['customers initial at 15', 'customers resolved at 70'])

    const alarm = startStory(draftPlan({ target: '15 min' }))
    alarm.until(12 * MINUTE)
    alarm.ask({ type: 'approve-message', ...FIRST, version: 1 }, by('tina'))
    alarm.until(20 * MINUTE)
    alarm.ask({ type: 'cancel', reason: privately('a test') })
    expect(sent(alarm)).toEqual(['customers initial at 15', 'customers correction at 20'])
  })

  it('is no longer needed when the incident ends before it goes out', () => {
    const story = startStory(draftPlan({ target: '15 min', approval: { otherwise: 'hold' } }))
    story.until(12 * MINUTE)
    story.ask({ type: 'resolve' })
    expect(view(draftPlan({}), story.state).tasks).toMatchObject([{ state: 'gone', actions: [] }])
    expect(story.ask({ type: 'approve-message', ...FIRST, version: 1 }, by('tina'))).toMatchObject({ ok: false })
  })

  it('is overtaken by the next one: an unread update is not sent after the one that follows it', () => {
    const story = startStory(draftPlan({ target: '15 min', cadence: '30 min', approval: { otherwise: 'hold' } }))
    story.until(12 * MINUTE)
    story.ask({ type: 'approve-message', ...FIRST, version: 1 }, by('tina'))
    story.until(66 * MINUTE)
    const second = { notice: 'customers', moment: 'progress', nth: 2, version: 1 } as const
    story.ask({ type: 'approve-message', ...second }, by('tina'))
    story.until(80 * MINUTE)
    expect(sent(story)).toEqual(['customers initial at 15', 'customers progress at 75'])
    expect(story.ask({ type: 'approve-message', ...second, nth: 1 }, by('tina'))).toMatchObject({ ok: false })
  })
})

describe('a draft that nobody has touched', () => {
  const filled = (story: ReturnType<typeof startStory>) =>
    story.of('carried-out').flatMap(({ effect, atMs }) => (effect.kind === 'compose' ? [(atMs - T0) / MINUTE] : []))

  it('is filled anew before it goes out unread', () => {
    const story = startStory(draftPlan({ target: '15 min', deadline: '1 h' }))
    story.until(2 * 60 * MINUTE)
    expect(filled(story)).toEqual([10, 59])
    expect(sent(story)).toEqual(['customers initial at 59'])
  })

  it('is filled anew when the severity changes, and asks for no second first call', () => {
    const story = startStory(draftPlan({ target: '15 min', deadline: '1 h' }))
    story.until(12 * MINUTE)
    story.ask({ type: 'change-severity', severity: 'minor' })
    expect(filled(story)).toEqual([10, 12])
    story.until(30 * MINUTE)
    expect(story.of('attempted').filter(({ effect }) => effect.kind === 'ask-task')).toHaveLength(1)
    expect(story.ask({ type: 'approve-message', ...FIRST, version: 1 }, by('tina'))).toMatchObject({ ok: false })
    expect(story.ask({ type: 'approve-message', ...FIRST, version: 2 }, by('tina'))).toMatchObject({ ok: true })
  })

  it('goes out as it was when it cannot be filled anew', () => {
    let fills = 0
    const story = startStory(draftPlan({ target: '15 min', deadline: '1 h' }), {
      answer: (effect) =>
        effect.kind === 'compose' && ++fills > 1 ? { ok: false, reason: 'the template is gone' } : { ok: true },
    })
    story.until(70 * MINUTE)
    expect(sent(story)).toEqual(['customers initial at 59'])
  })

  it('is left alone once somebody has approved or changed it, whatever comes', () => {
    const story = startStory(draftPlan({ target: '15 min', deadline: '1 h' }))
    story.until(12 * MINUTE)
    story.ask({ type: 'approve-message', ...FIRST, version: 1 }, by('tina'))
    story.ask({ type: 'change-severity', severity: 'minor' })
    story.until(2 * 60 * MINUTE)
    expect(filled(story)).toEqual([10])
    expect(sent(story)).toEqual(['customers initial at 15'])
  })
})

describe('a message that nobody has to read first', () => {
  it('is written once, at its time, and every try of every means sends that text', () => {
    let down = true
    const story = startStory(draftPlan({ target: '15 min', approval: undefined, means: ['email', 'sms'] }), {
      answer: (effect) => {
        if (effect.kind === 'compose')
          return { ok: true, detail: { text: privately('{"sections":{"text":"as of 15"}}') } }
        return effect.kind === 'notify' && effect.means === 'sms' && down ? { ok: false, reason: 'busy' } : { ok: true }
      },
    })
    story.until(16 * MINUTE)
    down = false
    story.until(17 * MINUTE)
    expect(texts(story)).toEqual(['customers initial at 15'])
    expect(sent(story)).toHaveLength(2)
    expect(story.state.communication.messages['customers/initial/0']).toMatchObject({
      version: 1,
      text: privately('{"sections":{"text":"as of 15"}}'),
    })
  })

  it('is tried again until the next one’s time comes, which then goes out in its place', () => {
    let down = true
    const story = startStory(draftPlan({ target: '15 min', cadence: '30 min', approval: undefined }), {
      answer: (effect) => (effect.kind === 'notify' && down ? { ok: false, reason: 'busy' } : { ok: true }),
    })
    story.until(44 * MINUTE)
    expect(sent(story)).toEqual([])
    story.until(45 * MINUTE)
    down = false
    story.until(60 * MINUTE)
    expect(sent(story).map((line) => line.split(' at ')[0])).toEqual(['customers progress'])
  })

  it('is called late when it could not be sent in time', () => {
    const story = startStory(draftPlan({ target: '15 min', deadline: '20 min', approval: undefined }), {
      answer: (effect) => (effect.kind === 'notify' ? { ok: false, reason: 'busy' } : { ok: true }),
    })
    story.until(21 * MINUTE)
    expect(story.of('notice-warned').map(({ mark, atMs }) => [mark, (atMs - T0) / SECOND])).toEqual([
      ['soon', 16 * 60],
      ['missed', 20 * 60],
    ])
  })

  it('is in no danger as long as its time has not come', () => {
    const story = startStory(draftPlan({ target: '19 min', deadline: '20 min', approval: undefined }))
    story.until(60 * MINUTE)
    expect(story.of('notice-warned')).toEqual([])
  })
})

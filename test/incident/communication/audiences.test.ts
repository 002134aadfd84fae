import { describe, expect, it } from 'vitest'
import { nextInCadence } from '../../../src/incident/communication/schedule.ts'
import { view } from '../../../src/incident/view.ts'
import { privately } from '../../../src/plan/actor.ts'
import { by, MINUTE, type Story, startStory, T0 } from '../story.ts'
import { testPlan } from '../test-plan.ts'

const told = (story: Story) =>
  story.events.flatMap((event) =>
    event.type === 'attempted' && event.effect.kind === 'notify'
      ? [`${event.effect.notice} ${event.effect.moment} at ${(event.atMs - T0) / MINUTE}`]
      : [],
  )

describe('what audiences are owed', () => {
  it('tells each audience at its target and then in its cadence, also with nobody present', () => {
    const story = startStory(testPlan())
    story.until(80 * MINUTE)
    expect(told(story)).toEqual([
      'support initial at 10',
      'customers initial at 15',
      'customers progress at 45',
      'customers progress at 75',
    ])
  })

  it('tells everyone who was told that it is over, once, and nobody else', () => {
    const story = startStory(testPlan())
    story.until(12 * MINUTE)
    story.ask({ type: 'resolve' })
    story.until(120 * MINUTE)
    expect(told(story)).toEqual(['support initial at 10', 'support resolved at 12'])
  })

  it('corrects a false alarm with those who heard of it', () => {
    const story = startStory(testPlan())
    story.until(20 * MINUTE)
    story.ask({ type: 'cancel', reason: privately('a test alert') })
    expect(told(story).slice(2)).toEqual(['support correction at 20', 'customers correction at 20'])
  })

  it('tells nobody outside of a drill', () => {
    const story = startStory(testPlan(), { declare: { mode: 'drill' } })
    story.until(120 * MINUTE)
    story.ask({ type: 'resolve' })
    expect(told(story)).toEqual(['support initial at 10', 'support resolved at 120'])
    expect(story.ask({ type: 'notify', notice: 'customers' })).toMatchObject({ ok: false })
  })

  it('does not send in a row what was missed, and keeps the rhythm', () => {
    const [noon, half] = [0, 30 * MINUTE]
    expect(nextInCadence({ dueMs: noon, attemptedMs: noon }, half, null)).toBe(half)
    expect(nextInCadence({ dueMs: noon, attemptedMs: 100 * MINUTE }, half, null)).toBe(120 * MINUTE)
    expect(nextInCadence({ dueMs: noon, attemptedMs: 0 }, half, 60 * MINUTE)).toBe(90 * MINUTE)
  })

  it('goes on at once with a long list that only ran out of time, however often', () => {
    let told = 0
    const story = startStory(testPlan(), {
      answer: (effect) => {
        if (effect.kind !== 'notify' || effect.notice !== 'customers' || ++told > 20) return { ok: true }
        return { ok: false, reason: 'no time left', detail: { sent: told, done: [[0, told - 1]], outOfTime: true } }
      },
    })
    story.until(16 * MINUTE)
    expect(story.state.notices.find(({ notice }) => notice === 'customers')).toMatchObject({
      sentMs: T0 + 15 * MINUTE,
    })
    expect(story.state.troubles).toEqual([])
  })

  it('keeps how far a list came until it is told, and whoever was told of it hears of the end', () => {
    const detail = {
      total: 3,
      sent: 2,
      failed: 1,
      failures: [{ index: 1, reason: 'refused for now', permanent: false }],
    }
    const story = startStory(testPlan(), {
      answer: (effect) =>
        effect.kind === 'notify' && effect.notice === 'customers' && effect.moment === 'initial'
          ? {
              ok: false,
              reason: 'refused for now',
              detail: {
                ...detail,
                done: [
                  [0, 0],
                  [2, 2],
                ],
              },
            }
          : { ok: true },
    })
    story.until(16 * MINUTE)
    const effort = Object.values(story.state.efforts).find(({ effect }) => effect.kind === 'notify')
    expect(effort?.detail).toMatchObject({
      done: [
        [0, 0],
        [2, 2],
      ],
    })
    story.until(44 * MINUTE)
    story.ask({ type: 'resolve' })
    expect(told(story)).toContain('customers resolved at 44')
  })

  it('tries a notice again after a failure for as long as it is owed, and says that it is late', () => {
    let down = true
    const story = startStory(testPlan(), {
      answer: (effect) =>
        effect.kind === 'notify' && down ? { ok: false, reason: 'mail server is away' } : { ok: true },
    })
    story.until(100 * MINUTE)
    const support = () => view(testPlan(), story.state).notices.find(({ notice }) => notice === 'support')
    expect(support()).toMatchObject({ state: 'sending', late: true })
    down = false
    story.until(110 * MINUTE)
    expect(support()).toMatchObject({ state: 'sent', late: true })
  })

  it('gives a notice up that is refused for good, says so, and tries it once more when somebody asks', () => {
    let refuses = true
    const story = startStory(testPlan(), {
      answer: (effect) =>
        effect.kind === 'notify' && refuses
          ? { ok: false, reason: 'mail server refuses', permanent: true }
          : { ok: true },
    })
    story.until(120 * MINUTE)
    const shown = view(testPlan(), story.state)
    expect(shown.notices.find((notice) => notice.notice === 'support' && notice.moment === 'initial')).toMatchObject({
      state: 'failed',
      late: true,
    })
    expect(shown.troubles.map((trouble) => trouble.what).join()).toContain(
      'tell Support by Slack failed for good: mail server refuses',
    )
    refuses = false
    story.ask({ type: 'notify', notice: 'support' })
    expect(view(testPlan(), story.state).notices.find(({ notice }) => notice === 'support')).toMatchObject({
      state: 'sent',
    })
  })

  it('raises: what is due at the new severity goes out at once; lowers: what is not yet sent is not sent', () => {
    const { notices } = testPlan()
    const critical = testPlan({
      plan: { notices: notices.map((notice) => ({ ...raw(notice), severities: ['critical'] })) },
    })
    const story = startStory(critical, { declare: { severity: 'minor' } })
    story.until(20 * MINUTE)
    expect(told(story)).toEqual([])
    story.ask({ type: 'change-severity', severity: 'critical' })
    expect(told(story)).toEqual(['support initial at 20', 'customers initial at 20'])
    const lowered = startStory(critical)
    lowered.until(12 * MINUTE)
    lowered.ask({ type: 'change-severity', severity: 'minor' })
    lowered.until(60 * MINUTE)
    expect(told(lowered)).toEqual(['support initial at 10'])
  })

  it('sends a notice early when somebody asks for it; asked again, it sends what is new, and keeps the rhythm from there', () => {
    const story = startStory(testPlan())
    story.until(2 * MINUTE)
    story.ask({ type: 'notify', notice: 'customers' })
    expect(told(story)).toEqual(['customers initial at 2'])
    story.until(5 * MINUTE)
    story.ask({ type: 'notify', notice: 'customers' })
    story.until(36 * MINUTE)
    expect(told(story)).toEqual([
      'customers initial at 2',
      'customers progress at 5',
      'support initial at 10',
      'customers progress at 35',
    ])
  })
})

describe('what the channel is owed', () => {
  const counts = (story: Story, kind: string) =>
    story.of('attempted').filter((event) => event.effect.kind === kind).length

  it('pages although the channel cannot be opened, and fills it in when it can', () => {
    let down = true
    const story = startStory(testPlan(), {
      answer: (effect) => {
        if (effect.kind === 'open-channel')
          return down
            ? { ok: false, reason: 'Slack is down' }
            : { ok: true, detail: { channelId: 'C1', channelName: 'dr-1' } }
        return { ok: true, detail: { ts: '1' } }
      },
    })
    expect(story.pages()).toEqual(['olga by slack at 0'])
    story.until(16 * MINUTE)
    story.ask({ type: 'note', text: privately('still nothing'), decision: false })
    expect(counts(story, 'say')).toBe(0)
    down = false
    story.until(20 * MINUTE)
    expect(story.state.channel).toEqual({ id: 'C1', name: 'dr-1' })
    const said = story.of('attempted').flatMap((event) => (event.effect.kind === 'say' ? event.effect.posts : []))
    expect(said.length).toBeGreaterThan(2)
    expect(story.state.posts).toEqual([])
  })

  it('changes the board at most once a second, however much happens', () => {
    const story = startStory(testPlan(), {
      answer: () => ({ ok: true, detail: { channelId: 'C1', channelName: 'dr-1', ts: '1' } }),
    })
    for (let n = 0; n < 20; n++) story.ask({ type: 'note', text: privately(`${n}`), decision: false })
    story.until(900)
    expect(counts(story, 'show-board')).toBeLessThanOrEqual(1)
    story.until(3_000)
    expect(counts(story, 'show-board')).toBeLessThanOrEqual(4)
    expect(story.state.board?.shownSeq).toBe(story.state.changed.seq)
  })

  it('goes on inviting others when one invitation fails', () => {
    const story = startStory(testPlan(), {
      answer: (effect) =>
        effect.kind === 'invite' && effect.person === 'olga'
          ? { ok: false, reason: 'cannot invite', permanent: true }
          : { ok: true, detail: { channelId: 'C1', channelName: 'dr-1', ts: '1' } },
    })
    const invited = story
      .of('carried-out')
      .flatMap((event) => (event.effect.kind === 'invite' ? [event.effect.person] : []))
    expect(invited).toEqual(['dora'])
    expect(view(testPlan(), story.state).troubles[0]?.what).toContain('invite Olga to the channel failed for good')
  })

  it('hands the lead to the first commander of the plan who acknowledges', () => {
    const story = startStory(testPlan())
    expect(story.state.roles.commander).toMatchObject({ person: 'dora', acting: true })
    story.ask({ type: 'acknowledge' }, by('ivan'))
    expect(story.state.roles.commander).toMatchObject({ person: 'ivan', acting: false })
  })
})

/** A parsed notice as it may be written: the schema takes milliseconds only with a unit. */
const raw = (notice: ReturnType<typeof testPlan>['notices'][number]) =>
  Object.fromEntries(
    Object.entries(notice).map(([key, value]) => [key, typeof value === 'number' ? `${value / 1000}s` : value]),
  )

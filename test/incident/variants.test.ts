/** Plans may say whom to page, and when to tell, by circumstance: each variant of the ladder and of a notice's window by itself. */
import { describe, expect, it } from 'vitest'
import { type Plan, planSchema } from '../../src/plan/schema.ts'
import { MINUTE, startStory, T0 } from './story.ts'
import { testPlanInput } from './test-plan.ts'

const { main } = testPlanInput.policies
const [first] = main.levels
const security = {
  stop: 'acknowledged',
  levels: [
    { id: 'breach', label: 'Breach', after: 0, to: [{ person: 'cleo' }], means: ['slack'], purpose: 'Contain it.' },
  ],
}

const planWith = (changes: Record<string, unknown>): Plan =>
  planSchema.parse({ ...testPlanInput, policies: { main, security }, ...changes })

const withLevel = (level: Record<string, unknown>): Plan =>
  planWith({ policies: { main: { ...main, levels: [{ ...first, means: ['slack'], ...level }] } } })

describe('the ladder', () => {
  it('is the scenario’s own where it has one, else the severity’s, else the plan’s', () => {
    const scenarios = {
      'database-corruption': { title: 'Database corruption' },
      breach: { title: 'Breach', policy: 'security' },
    }
    const reached = (changes: Record<string, unknown>, declare: { scenario?: string; severity?: string }) =>
      startStory(planWith({ scenarios, ...changes }), { declare }).reached()
    expect(reached({}, {})).toEqual(['one at 0 (time)'])
    expect(reached({}, { scenario: 'breach' })).toEqual(['breach at 0 (time)'])
    expect(reached({ severityPolicies: { minor: 'security' } }, { severity: 'minor' })).toEqual(['breach at 0 (time)'])
    const mild = { breach: { title: 'Breach', policy: 'main' } }
    const both = { scenarios: mild, severityPolicies: { minor: 'security' } }
    expect(reached(both, { scenario: 'breach', severity: 'minor' })).toEqual(['one at 0 (time)'])
  })

  it('leaves out a level that is for another severity', () => {
    const [one, two, ...rest] = main.levels
    const levels = [one, { ...two, severities: ['critical'] }, ...rest]
    const story = startStory(planWith({ policies: { main: { ...main, levels } } }), { declare: { severity: 'minor' } })
    story.until(70 * MINUTE)
    expect(story.reached()).toEqual(['one at 0 (time)', 'three at 30 (time)', 'four at 60 (time)'])
  })

  it('reaches a level at once when a raised severity adds it late, and not at all when a lowered one drops it', () => {
    const [one, two, ...rest] = main.levels
    const levels = [one, { ...two, severities: ['critical'] }, ...rest]
    const plan = planWith({ policies: { main: { ...main, levels } } })
    const raised = startStory(plan, { declare: { severity: 'minor' } })
    raised.until(20 * MINUTE)
    raised.ask({ type: 'change-severity', severity: 'critical' })
    expect(raised.reached()).toEqual(['one at 0 (time)', 'two at 20 (time)'])
    const lowered = startStory(plan)
    lowered.until(10 * MINUTE)
    lowered.ask({ type: 'change-severity', severity: 'minor' })
    lowered.until(29 * MINUTE)
    expect(lowered.reached()).toEqual(['one at 0 (time)'])
  })

  it('calls the targets of a level one after another where it says so', () => {
    const plan = withLevel({ to: [{ person: 'tina' }, { person: 'dora' }], mode: 'in-order', nextHolderAfter: '5 min' })
    const story = startStory(plan)
    story.until(10 * MINUTE)
    expect(story.pages()).toEqual(['tina by slack at 0', 'dora by slack at 5'])
  })

  it('takes one answer for enough where any of a level will do, and asks every one of them where all must', () => {
    const answered = (mode: 'any' | 'all') => {
      const plan = withLevel({
        to: [{ person: 'tina' }, { person: 'ivan' }],
        mode,
        repeat: { every: '5 min', times: 1 },
      })
      plan.policies.main!.stop = 'resolved'
      const story = startStory(plan)
      story.ask({ type: 'acknowledge', person: 'tina' })
      story.until(10 * MINUTE)
      return story.pages().slice(2)
    }
    expect(answered('any')).toEqual([])
    expect(answered('all')).toEqual(['ivan by slack at 5'])
  })

  it('may be missing: nobody is paged, and that is all', () => {
    const story = startStory(planWith({ policy: undefined }))
    story.until(70 * MINUTE)
    expect([...story.reached(), ...story.pages()]).toEqual([])
    expect(story.state.phase).toBe('open')
  })
})

describe('a notice', () => {
  const told = (notice: Record<string, unknown>, ask?: (story: ReturnType<typeof startStory>) => void) => {
    const [support] = testPlanInput.notices
    const story = startStory(planWith({ notices: [{ ...support, target: undefined, ...notice }] }))
    ask?.(story)
    story.until(60 * MINUTE)
    return story
      .of('carried-out')
      .flatMap(({ atMs, effect }) => (effect.kind === 'notify' ? [(atMs - T0) / MINUTE] : []))
  }

  it('does not go out before its window opens, unless somebody asks for it', () => {
    expect(told({ earliest: '5 min' })).toEqual([5])
    expect(told({ earliest: '5 min' }, (story) => story.ask({ type: 'notify', notice: 'support' }))).toEqual([0])
  })

  it('waits for a person where it is not automatic', () => {
    expect(told({ automatic: false })).toEqual([])
    expect(told({ automatic: false }, (story) => story.ask({ type: 'notify', notice: 'support' }))).toEqual([0])
  })

  it('goes out only for the scenarios that it names', () => {
    expect(told({ scenarios: ['database-corruption'] })).toEqual([0])
    const scenarios = { 'database-corruption': { title: 'Database corruption' }, fire: { title: 'Fire' } }
    const [support] = testPlanInput.notices
    const plan = planWith({ scenarios, notices: [{ ...support, target: 0, scenarios: ['fire'] }] })
    const story = startStory(plan)
    story.until(60 * MINUTE)
    expect(story.state.notices).toEqual([])
  })
})

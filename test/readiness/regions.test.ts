/** Regions: how each is by its probes, where users go when one fails, also with the next one down, and that nobody forgets the way back. */
import { describe, expect, it } from 'vitest'
import { newsWords } from '../../src/messages/news-words.ts'
import { regionHealth, servingNow, whereTo } from '../../src/readiness/regions/regions.ts'
import { byHand, startRecovery } from '../incident/recovery/recovery-plan.ts'
import { watchedPlan } from '../program/probes/watched-plan.ts'
import { by, MINUTE, signalling } from './signals/signalling.ts'

const DAY = 24 * 60 * MINUTE
/** As in plan D: 80, 20 and nothing, the third built up in two hours. */
const REGIONS = `regions:
  west: { role: primary, share: 80 }
  east: { role: secondary, share: 20, failback: corruption }
  europe: { role: recovery, share: 0, activation: 2 hours }
`
const plan = watchedPlan(
  `monthlyReport: false
${REGIONS}probes:
  west: { label: West answers, ask: { http: 'https://west.example/health' }, failures: 1, region: west, tier: out }
  east: { label: East answers, ask: { http: 'https://east.example/health' }, region: east, tier: quiet }
alerts:
  - { id: out, label: Out, respond: 0-30 minutes, triggers: [West] }
  - { id: quiet, label: Told, respond: 0-24 hours, reaction: tell, triggers: [East] }
`.replace('corruption', Object.keys(watchedPlan('').scenarios)[0]!),
)

const moved = (desk: ReturnType<typeof signalling>, region: string) =>
  desk.watch.give({ type: 'set-serving', atMs: desk.watch.nowMs, by, region })
const asked = (desk: ReturnType<typeof signalling>) => {
  const news = desk.watch.state.news.find(({ about }) => about.kind === 'proposal')!
  return newsWords(plan, desk.watch.state, news, desk.watch.nowMs).text
}

describe('when the primary region fails', () => {
  it('users are to go to the secondary one while that is well', () => {
    const desk = signalling(plan)
    desk.probe('west', false)
    expect(regionHealth(plan, desk.watch.state, 'west')).toBe('failing')
    expect(whereTo(plan, desk.watch.state, 'west')).toBe('east')
    expect(asked(desk)).toContain('*Region:* west (primary) is failing. east (secondary) is well and can take over.')
  })

  it('with the secondary one down, the third has to be activated, and that takes two hours', () => {
    const desk = signalling(plan)
    desk.probe('east', false)
    desk.probe('west', false)
    expect(whereTo(plan, desk.watch.state, 'west')).toBe('europe')
    expect(asked(desk)).toContain('east (secondary) is failing as well.')
    expect(asked(desk)).toContain('europe (disaster recovery) has to be activated, which takes 2 h.')
  })

  it('the secondary one alone proposes nothing: it is told', () => {
    const desk = signalling(plan)
    desk.probe('east', false)
    expect(desk.signals.proposal).toBeNull()
    expect(desk.told()).toEqual(['probe/east fired'])
  })
})

describe('the way back', () => {
  it('is reminded of each week, until users are served from the primary region again', () => {
    const desk = signalling(plan)
    expect(servingNow(plan, desk.watch.state)).toBe('west')
    moved(desk, 'east')
    expect(servingNow(plan, desk.watch.state)).toBe('east')
    desk.watch.until(desk.watch.nowMs + 22 * DAY)
    const told = () => desk.watch.of('attempted').filter(({ effect }) => effect.kind === 'tell-news').length
    expect(told()).toBe(4)
    moved(desk, 'west')
    expect(desk.watch.state.news.map(({ about }) => about.kind)).toContain('serving-primary')
    const before = told()
    desk.watch.until(desk.watch.nowMs + 22 * DAY)
    expect(told()).toBe(before)
  })

  it('is offered as an incident with its approvals where the plan has one', () => {
    const desk = signalling(plan)
    moved(desk, 'east')
    const words = newsWords(plan, desk.watch.state, desk.watch.state.news.at(-1)!, desk.watch.nowMs)
    expect(words.buttons.map(({ command, label }) => [command, label])).toEqual([
      ['declare', 'Start the way back…'],
      ['regions', 'Served from west again'],
      ['readiness', 'I have seen it'],
    ])
  })

  it('what an incident has moved is heard once: whoever moves users back meanwhile is right', () => {
    const desk = signalling(plan)
    const hear = (serving?: string) =>
      desk.watch.give({
        ...{ type: 'hear-of-incident', atMs: desk.watch.nowMs, by, incident: 'DR-1', mode: 'real', scenario: null },
        ...{ drill: null, startedMs: desk.watch.nowMs, ...(serving && { serving }) },
      })
    hear()
    hear('east')
    expect(desk.watch.state.serving).toMatchObject({ region: 'east', incident: 'DR-1' })
    moved(desk, 'west')
    const end = { type: 'hear-of-ending' as const, atMs: desk.watch.nowMs, by, incident: 'DR-1', proof: null }
    desk.watch.give({ ...end, serving: 'east' })
    expect(servingNow(plan, desk.watch.state)).toBe('west')
  })

  it('a region that there is not is refused with those that there are', () => {
    const desk = signalling(plan)
    expect(moved(desk, 'nowhere').why).toBe('There is no region "nowhere": say west, east or europe.')
    expect(moved(desk, 'west').events).toEqual([])
  })
})

describe('the steps of an incident', () => {
  const steps = [byHand('dns', { serves: 'east' }), byHand('back', { serves: 'west' })]
  const regions = { west: { role: 'primary' }, east: { role: 'secondary' } }
  const effects = (story: ReturnType<typeof startRecovery>) =>
    story.of('attempted').flatMap(({ obligation, effect }) => (effect.kind === 'tell-watch' ? [obligation] : []))

  it('say where users are, as each is done', () => {
    const story = startRecovery({ steps, plan: { regions } })
    expect(effects(story)).toEqual(['watch/open/0/database-corruption'])
    story.ask({ type: 'end-step', step: 'dns', ok: true })
    story.ask({ type: 'end-step', step: 'back', ok: true })
    expect(effects(story)).toEqual([
      'watch/open/0/database-corruption',
      'watch/open/0/database-corruption/east/1',
      'watch/open/0/database-corruption/west/2',
    ])
  })

  it('move nobody in a drill', () => {
    const story = startRecovery({ steps, plan: { regions } }, { declare: { mode: 'drill' } })
    story.ask({ type: 'end-step', step: 'dns', ok: true })
    expect(effects(story)).toEqual(['watch/open/0/database-corruption'])
  })
})

it('what a step has moved and somebody has taken back is told again', () => {
  const undo = { title: 'Back', do: [{ command: ['dns', 'west'] }] }
  const step = { id: 'dns', title: 'Move', do: [{ command: ['dns', 'east'] }], serves: 'east', undo }
  const regions = { west: { role: 'primary' }, east: { role: 'secondary' } }
  const answer = (effect: { kind: string }) =>
    effect.kind === 'run-step'
      ? { ok: true as const, detail: { ref: 'r', actions: [], checks: [], custody: [], outputBytes: 0 } }
      : { ok: true as const, detail: { ref: 'r' } }
  const story = startRecovery({ steps: [step], plan: { regions } }, { answer })
  story.ask({ type: 'start-step', step: 'dns' })
  story.ask({ type: 'start-step', step: 'dns', variant: 'undo' })
  const told = story
    .of('attempted')
    .flatMap(({ obligation, effect }) => (effect.kind === 'tell-watch' ? [obligation] : []))
  expect(told.at(0)).toBe('watch/open/0/database-corruption')
  expect(told.some((one) => one.includes('/east/'))).toBe(true)
  expect(told.at(-1)).not.toContain('/east/')
})

it('a region of a draft, whose probes nobody asks, is not called well', () => {
  const desk = signalling({ ...plan, draft: true })
  expect(regionHealth({ ...plan, draft: true }, desk.watch.state, 'west')).toBe('unwatched')
})

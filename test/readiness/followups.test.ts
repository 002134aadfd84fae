/** What is left to do after an incident: opened by the plan's lists from its end, asked for in time, told to whoever leads when it stays undone, for a year. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newsWords } from '../../src/messages/news-words.ts'
import { privately } from '../../src/plan/actor.ts'
import { loadPlanFiles } from '../../src/plan/load-files.ts'
import type { Plan } from '../../src/plan/schema.ts'
import { recipients } from '../../src/readiness/watch/news.ts'
import { watching } from './watching.ts'

const loaded = await loadPlanFiles('plans')
const planOf = (id: string): Plan => loaded.plans.find((plan) => plan.id === id)!
const T0 = Date.UTC(2026, 10, 28, 12)
const HOUR = 3_600_000
const DAY = 24 * HOUR
const ANN = { id: 'slack:U1', via: 'slack' as const }
/** Without all else that a year of quiet days brings. */
const quiet = (plan: Plan): Plan => ({
  ...plan,
  drills: {},
  backups: {},
  probes: {},
  contactTests: 'never',
  monthlyReport: false,
})

function ended(plan: Plan, mode: 'real' | 'drill' = 'real') {
  const watch = watching(plan, T0)
  const about = { atMs: T0, by: ANN, incident: 'DR-1' }
  watch.give({ ...about, type: 'hear-of-incident', mode, scenario: null, drill: null, startedMs: T0 })
  const proof = { incident: 'DR-1', scenario: null, mode, drill: null, startedMs: T0, tookMs: HOUR, rtoMs: HOUR }
  watch.give({ ...about, type: 'hear-of-ending', proof, endedMs: T0 })
  return watch
}
const due = (watch: ReturnType<typeof watching>) => [
  ...new Set(watch.state.followups.map(({ dueMs }) => (dueMs - T0) / HOUR)),
]

describe('what a plan wants done afterwards', () => {
  it.each([
    // Within 24 hours, 7 days and 4 weeks (R158, plan A).
    ['mcp-debate', [24, 7 * 24, 28 * 24]],
    ['dhafnck-mcp', [24, 7 * 24, 14 * 24]],
    ['puo-memo', [4, 48, 30 * 24]],
    ['sentia-mcp', [72]],
  ])('%s: within %j hours of its end', (id, hours) => {
    expect(due(ended(quiet(planOf(id)))).toSorted((a, b) => a - b)).toEqual(expect.arrayContaining(hours))
  })

  it('comes once, also when the end is heard of again, and not after a drill', () => {
    const watch = ended(quiet(planOf('mcp-debate')))
    const before = watch.state.followups.length
    expect(before).toBeGreaterThan(5)
    watch.give({ type: 'hear-of-ending', atMs: T0 + HOUR, by: ANN, incident: 'DR-1', proof: null, endedMs: T0 })
    expect(watch.state.followups).toHaveLength(before)
    expect(ended(quiet(planOf('mcp-debate')), 'drill').state.followups).toEqual([])
  })
})

describe('the review', () => {
  const ending = {
    type: 'hear-of-ending' as const,
    atMs: T0 + HOUR,
    by: ANN,
    incident: 'DR-1',
    proof: null,
    endedMs: T0,
  }
  const refiled = (watch: ReturnType<typeof watching>) =>
    watch.of('attempted').flatMap(({ effect, atMs }) => (effect.kind === 'refile-review' ? [(atMs - T0) / 1000] : []))

  it('is asked for no more once it is published, by whom and whenever that is heard of', () => {
    const watch = ended(quiet(planOf('mcp-debate')))
    const asked = () => watch.state.followups.filter(({ what, done }) => 'review' in what && !done)
    expect(asked()).toHaveLength(1)
    const reviewedBy = { id: 'slack:U7', via: 'slack' as const, person: 'technical-lead' }
    watch.give({ ...ending, reviewedBy })
    expect(asked()).toEqual([])
    expect(watch.of('followup-ended')).toMatchObject([{ by: reviewedBy, note: privately('The review is published.') }])
    watch.give({ ...ending, reviewedBy })
    expect(watch.of('followup-ended')).toHaveLength(1)
  })

  it('has those invited whom the plan wants in it, each once, with the agenda; nobody after a drill, or once it has been held', () => {
    const plan = quiet(planOf('sentia-mcp'))
    const { participants, agenda } = plan.postIncident
    expect(participants.length).toBeGreaterThan(1)
    const wanted = [...new Set(participants.flatMap((role) => plan.roles[role]!.holders))]
    const watch = ended(plan)
    const invitations = (of: ReturnType<typeof watching>) =>
      of.state.news.filter(({ about }) => about.kind === 'review-invited')
    expect(
      invitations(watch)
        .flatMap((news) => recipients(plan, news))
        .toSorted(),
    ).toEqual(wanted.toSorted())
    watch.until(T0 + 20 * DAY)
    const told = new Set(invitations(watch).map(({ id }) => id))
    const tellings = watch.of('attempted').filter(({ effect }) => effect.kind === 'tell-news' && told.has(effect.news))
    expect(tellings).toHaveLength(wanted.length)
    const { title, text } = newsWords(plan, watch.state, invitations(watch)[0]!, T0)
    expect(title).toBe('Sentia Manufacturing MCP Server: you are asked to take part in the review of DR-1')
    for (const point of agenda) expect(text).toContain(point)

    expect(invitations(ended(plan, 'drill'))).toEqual([])
    const held = watching(plan, T0, () => undefined)
    held.give({
      ...ending,
      proof: { incident: 'DR-1', scenario: null, mode: 'real', drill: null, startedMs: T0, tookMs: HOUR, rtoMs: HOUR },
      atMs: T0,
    })
    held.give({ ...ending, reviewedBy: ANN })
    expect(invitations(held).map(({ overMs }) => overMs)).toEqual(wanted.map(() => T0 + HOUR))
  })

  it('is filed again half a minute after what is left to do has changed, once for several changes; not for what the end itself opens', () => {
    const watch = ended(quiet(planOf('mcp-debate')))
    const [first, second] = watch.state.followups
    for (const { id } of [first!, second!])
      watch.give({ type: 'end-followup', atMs: T0, by: ANN, followup: id, note: privately('done') })
    watch.until(T0 + HOUR)
    expect(refiled(watch)).toEqual([30])
    const move = { type: 'change-followup' as const, by: ANN, followup: watch.state.followups[2]!.id }
    watch.give({ ...move, atMs: watch.nowMs, dueMs: T0 + 20 * DAY })
    watch.until(T0 + 3 * DAY)
    expect(refiled(watch)).toEqual([30, 3630])
  })
})

describe('over a year', () => {
  it('each is asked for before it is due, when it is, and two days later of whoever leads; then there is silence', () => {
    const watch = ended(quiet(planOf('mcp-debate')))
    watch.until(T0 + 366 * DAY)
    const marks = watch.of('followups-reminded').flatMap(({ ids, mark }) => ids.map((id) => `${id} ${mark}`))
    expect(marks.toSorted()).toEqual(
      watch.state.followups.flatMap(({ id }) => ['due', 'late', 'soon'].map((mark) => `${id} ${mark}`)).toSorted(),
    )
    // Those that are due together are asked for together: three lists and the review, three times each, at most.
    expect(watch.of('followups-reminded').length).toBeLessThanOrEqual(12)
    const last = Math.max(...watch.of('attempted').map(({ atMs }) => atMs))
    expect((last - T0) / DAY).toBeLessThan(28 + 2 + 8)
  })

  it('what is done is asked for no more', () => {
    const watch = ended(quiet(planOf('mcp-debate')))
    for (const { id } of watch.state.followups)
      watch.give({ type: 'end-followup', atMs: watch.nowMs, by: ANN, followup: id, note: privately('done') })
    watch.until(T0 + 366 * DAY)
    expect(watch.of('followups-reminded')).toEqual([])
    expect(watch.state.news.filter(({ about }) => about.kind === 'followups')).toEqual([])
  })
})

describe('one that somebody adds', () => {
  const plan = quiet(planOf('mcp-debate'))
  const owner = Object.keys(plan.people)[0]!
  const add = (watch: ReturnType<typeof watching>, more: { owner?: string | null; dueMs?: number } = {}) =>
    watch.give({
      ...{ type: 'add-followup', atMs: watch.nowMs, by: ANN, incident: 'DR-1', text: privately('Replace the disk') },
      ...{ owner, dueMs: watch.nowMs + 4 * DAY, ...more },
    })

  it('is asked for of its owner, and what is told names it', () => {
    const watch = watching(plan, T0)
    expect(add(watch).ok).toBe(true)
    watch.until(T0 + 4 * DAY + 1)
    const news = watch.state.news.at(-1)!
    expect(recipients(plan, news)).toEqual([owner])
    const words = newsWords(plan, watch.state, news, watch.nowMs)
    expect(words.text).toContain('• Replace the disk (`f2`)')
    expect(words.buttons[0]).toMatchObject({ command: 'followup', value: 'done mcp-debate f2' })
  })

  it('late, whoever leads hears of it, and whose it is', () => {
    const watch = watching(plan, T0)
    add(watch)
    watch.until(T0 + 6 * DAY + 1)
    const late = watch.state.news.at(-1)!
    expect(recipients(plan, late)).toEqual(plan.roles[plan.commander]!.holders)
    expect(newsWords(plan, watch.state, late, watch.nowMs).text).toContain(plan.people[owner]!.name)
  })

  it('moved, it is asked for anew in its new time', () => {
    const watch = watching(plan, T0)
    add(watch)
    watch.until(T0 + 4 * DAY + 1)
    watch.give({ type: 'change-followup', atMs: watch.nowMs, by: ANN, followup: 'f2', dueMs: T0 + 30 * DAY })
    const told = () => watch.of('attempted').filter(({ effect }) => effect.kind === 'tell-news')
    const before = told().length
    watch.until(T0 + 28 * DAY)
    expect(told()).toHaveLength(before)
    watch.until(T0 + 30 * DAY + 1)
    expect(watch.of('followups-reminded').map(({ mark }) => mark)).toEqual(['soon', 'due', 'soon', 'due'])
  })

  it('in the past, too far ahead, for nobody whom the plan knows, or of one that there is not, is refused', () => {
    const watch = watching(plan, T0)
    expect(add(watch, { dueMs: T0 }).why).toContain('in the past')
    expect(add(watch, { dueMs: T0 + 400 * DAY }).why).toContain('more than a year')
    expect(add(watch, { owner: 'nobody-here' }).why).toContain('knows nobody called "nobody-here"')
    const end = { type: 'end-followup' as const, atMs: T0, by: ANN, followup: 'f99', note: privately('') }
    expect(watch.give(end).why).toContain('no follow-up "f99"')
    expect(watch.state.followups).toEqual([])
  })
})

it('whatever is added, ended and moved, no two have one name and each mark is told once for its time', () => {
  const step = fc.record({ what: fc.constantFrom('add', 'end', 'move', 'wait'), days: fc.integer({ min: 1, max: 20 }) })
  const plan = quiet(planOf('mcp-debate'))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const watch = watching(plan, T0)
      for (const { what, days } of steps) {
        const base = { atMs: watch.nowMs, by: ANN }
        const [first] = watch.state.followups.filter(({ done }) => !done)
        if (what === 'add')
          watch.give({
            ...base,
            type: 'add-followup',
            incident: 'DR-1',
            text: privately('x'),
            owner: null,
            dueMs: watch.nowMs + days * DAY,
          })
        if (what === 'end' && first)
          watch.give({ ...base, type: 'end-followup', followup: first.id, note: privately('') })
        if (what === 'move' && first)
          watch.give({ ...base, type: 'change-followup', followup: first.id, dueMs: watch.nowMs + days * DAY })
        watch.until(watch.nowMs + DAY)
      }
      const ids = watch.state.followups.map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
      for (const { told } of watch.state.followups) expect(new Set(told).size).toBe(told.length)
    }),
    { numRuns: 60 },
  )
})

/** After a real incident its system is looked at more closely for a while: begun by its end, told of, ended with what was seen. */
import { expect, it } from 'vitest'
import { newsWords } from '../../src/messages/news-words.ts'
import { type Plan, planSchema } from '../../src/plan/schema.ts'
import { closenessNow } from '../../src/readiness/afterwatch/afterwatch.ts'
import { testPlanInput } from '../incident/test-plan.ts'
import { watching } from './watching.ts'

const T0 = Date.UTC(2026, 10, 2, 12)
const HOUR = 3_600_000
const ANN = { id: 'slack:U1', via: 'slack' as const }
const plan: Plan = planSchema.parse({
  ...testPlanInput,
  contactTests: 'never',
  monthlyReport: false,
  overviewChannel: 'dr',
  postIncident: { watch: { for: '24 hours', every: '10 s' } },
  probes: { shop: { label: 'The shop answers', ask: { http: 'https://shop.example/health' }, every: '60 s' } },
})

function ended(plan: Plan, mode: 'real' | 'drill' = 'real') {
  const watch = watching(plan, T0)
  const about = { atMs: T0, by: ANN, incident: 'DR-1' }
  watch.give({ ...about, type: 'hear-of-incident', mode, scenario: null, drill: null, startedMs: T0 })
  const proof = { incident: 'DR-1', scenario: null, mode, drill: null, startedMs: T0, tookMs: HOUR, rtoMs: HOUR }
  watch.give({ ...about, type: 'hear-of-ending', proof, endedMs: T0 })
  return watch
}
const told = (watch: ReturnType<typeof watching>) =>
  watch.state.news
    .filter(({ about }) => about.kind === 'afterwatch')
    .map((news) => newsWords(plan, watch.state, news, watch.nowMs))
const USUAL = { every: 60_000, failures: { bad: 3, of: 3 } }
const pace = (watch: ReturnType<typeof watching>) => closenessNow(plan, watch.state, USUAL, watch.nowMs).every

it('lasts as long as the plan wants, with the probes asked more often, and says at its end what was seen', () => {
  const watch = ended(plan)
  expect(pace(watch)).toBe(10_000)
  expect(told(watch)).toMatchObject([
    {
      title: 'Shop: watched more closely after DR-1',
      text: 'Its probes are asked more often, at least every 10 s, until 2026-11-03 12:00 UTC. If it comes back, `/dr reopen DR-1` goes on where it ended.',
      buttons: [{ command: 'reopen', value: 'DR-1' }],
    },
  ])
  watch.until(T0 + 20 * HOUR)
  const bad = { firstBadMs: watch.nowMs, lastGoodMs: watch.nowMs - 1_000, evidence: null, sinceMs: watch.nowMs }
  watch.give({ type: 'report-probe', atMs: watch.nowMs, by: ANN, probe: 'shop', ok: false, ...bad })
  watch.until(T0 + 24 * HOUR - 1)
  expect(pace(watch)).toBe(10_000)
  watch.until(T0 + 24 * HOUR)
  expect(pace(watch)).toBe(60_000)
  expect(told(watch).at(-1)).toMatchObject({
    title: 'Shop: the closer watch after DR-1 is over',
    text: '1 signal became bad meanwhile, and `/dr alerts` shows how they stand. Its probes are asked as often as before.',
    buttons: [{ command: 'reopen', value: 'DR-1' }],
  })
  expect(watch.state.afterwatch).toBeNull()
})

it('of a quiet one nothing was seen, and there is nothing to reopen', () => {
  const watch = ended(plan)
  watch.until(T0 + 30 * HOUR)
  expect(told(watch).at(-1)).toMatchObject({ text: expect.stringContaining('Nothing was seen.'), buttons: [] })
  expect(watch.of('afterwatch-ended')).toHaveLength(1)
})

it.each([
  ['after a drill', plan, 'drill' as const],
  ['where the plan wants none', { ...plan, postIncident: { ...plan.postIncident, watch: undefined } }, 'real' as const],
  ['where there is nothing to look at', { ...plan, probes: {} }, 'real' as const],
])('there is none %s', (_what, without, mode) => {
  const watch = ended(without as Plan, mode)
  watch.until(T0 + 30 * HOUR)
  expect(watch.of('afterwatch-began')).toEqual([])
})

it('a probe that is asked more often by itself stays so', () => {
  expect(closenessNow(plan, ended(plan).state, { ...USUAL, every: 5_000 }, T0).every).toBe(5_000)
})

it('counts as failed after as many bad looks as the plan wants then, else after its own, or after those when they are fewer', () => {
  const { watch: closer } = plan.postIncident
  const strict = { ...plan, postIncident: { ...plan.postIncident, watch: { ...closer!, failures: { bad: 1, of: 1 } } } }
  const watch = ended(strict)
  const failures = (of: Plan) => closenessNow(of, watch.state, USUAL, watch.nowMs).failures
  expect([failures(strict), failures(plan)]).toEqual([{ bad: 1, of: 1 }, USUAL.failures])
  const few = (bad: number, of: number, wanted: { bad: number; of: number }) => {
    const lax = { ...plan, postIncident: { ...plan.postIncident, watch: { ...closer!, failures: wanted } } }
    return closenessNow(lax, watch.state, { ...USUAL, failures: { bad, of } }, watch.nowMs).failures
  }
  expect(few(1, 1, { bad: 3, of: 5 })).toEqual({ bad: 1, of: 1 })
  expect(few(3, 5, { bad: 3, of: 3 })).toEqual({ bad: 3, of: 5 })
  expect(few(3, 3, { bad: 3, of: 5 })).toEqual({ bad: 3, of: 5 })
  const [news] = watch.state.news.filter(({ about }) => about.kind === 'afterwatch')
  expect(newsWords(strict, watch.state, news!, watch.nowMs).text).toContain(
    'every 10 s, and 1 bad look of 1 is enough, until',
  )
  watch.until(T0 + 24 * HOUR)
  expect(failures(strict)).toEqual(USUAL.failures)
})

/** The day by which a plan is to be looked through: told to whoever leads before it, each week after it, and no more once the plan names another. */
import { expect, it } from 'vitest'
import { newsWords } from '../../src/messages/news-words.ts'
import { SYSTEM } from '../../src/plan/actor.ts'
import { type Plan, planSchema } from '../../src/plan/schema.ts'
import { recipients } from '../../src/readiness/watch/news.ts'
import { testPlanInput } from '../incident/test-plan.ts'
import { watching } from './watching.ts'

const at = (text: string) => Date.parse(text)
const planOf = (review?: string, updated?: string): Plan =>
  planSchema.parse({
    ...testPlanInput,
    contactTests: 'never',
    monthlyReport: false,
    zone: 'Europe/Berlin',
    review,
    updated,
  })
const told = (watch: ReturnType<typeof watching>) =>
  watch.of('attempted').flatMap(({ effect, atMs }) => {
    if (effect.kind !== 'tell-news') return []
    return `${effect.person} at ${new Date(atMs).toISOString().slice(0, 16)}`
  })

it('is told two weeks before, and each week once it is over, at nine in the zone of the plan', () => {
  const plan = planOf('2026-11-10')
  const watch = watching(plan, at('2026-10-01T12:00Z'))
  watch.until(at('2026-11-10T22:00Z'))
  // The day ends at 22:59:59.999Z, and the morning after 27 October 23:59:59 in Berlin is the 28th.
  expect(told(watch)).toEqual(['ivan at 2026-10-28T08:00'])
  const before = watch.state.news.at(-1)!
  expect(newsWords(plan, watch.state, before, watch.nowMs).title).toBe(
    'Shop: the plan is to be looked through by 2026-11-10',
  )
  watch.until(at('2026-11-25T12:00Z'))
  expect(told(watch).slice(1)).toEqual(['2026-11-11', '2026-11-18', '2026-11-25'].map((day) => `ivan at ${day}T08:00`))
  const news = watch.state.news.at(-1)!
  expect(recipients(plan, news)).toEqual(plan.roles.commander!.holders)
  const { title, buttons } = newsWords(plan, watch.state, news, watch.nowMs)
  expect(title).toBe('Shop: the plan was to be looked through by 2026-11-10')
  expect(buttons.map(({ label }) => label)).toEqual(['I have seen it'])
})

it('ends when the plan in force names another day, and the new one counts', () => {
  const watch = watching(planOf('quarterly', '2026-07-15'), at('2026-11-01T12:00Z'))
  watch.until(at('2026-11-05T12:00Z'))
  expect(told(watch)).toEqual(['ivan at 2026-11-02T08:00'])
  watch.adopt(planOf('quarterly', '2026-11-05'))
  expect(watch.state.news.at(-1)!.overMs).toBe(at('2026-11-05T12:00Z'))
  watch.until(at('2027-01-20T12:00Z'))
  expect(told(watch)).toHaveLength(1)
  watch.until(at('2027-02-07T12:00Z'))
  expect(told(watch).slice(1)).toEqual(['ivan at 2027-01-23T08:00', 'ivan at 2027-02-06T08:00'])
})

it('is not told of a plan that names no date, nor again to whoever has seen it, and once where Muster slept through both', () => {
  const silent = watching(planOf('whenever somebody finds the time'), at('2026-11-01T12:00Z'))
  silent.until(at('2027-11-01T12:00Z'))
  expect(told(silent)).toEqual([])
  const plan = planOf('2026-11-10')
  const asleep = watching(plan, at('2026-10-01T12:00Z'))
  asleep.awayUntil(at('2026-11-20T12:00Z'))
  expect(asleep.of('plan-review-noted').map(({ overdue }) => overdue)).toEqual([true])
  asleep.give({ type: 'answer-news', atMs: asleep.nowMs, by: SYSTEM, news: asleep.state.news.at(-1)!.id })
  const before = told(asleep).length
  asleep.until(at('2027-03-01T12:00Z'))
  expect(told(asleep)).toHaveLength(before)
})

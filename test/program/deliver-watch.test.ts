/** Urgent news wakes people, and is held to what one person may get in an hour as pages are (promise 8). */
import { expect, it } from 'vitest'
import { createMemoryPageGate } from '../../src/engine/page-gate-store.ts'
import { createWatchDelivery } from '../../src/program/deliver-watch.ts'
import { addNews } from '../../src/readiness/watch/news.ts'
import { initial, type Pace, type WatchState } from '../../src/readiness/watch/state.ts'
import { testPlan } from '../incident/test-plan.ts'

const T0 = Date.UTC(2026, 10, 28, 12)
const plan = { ...testPlan(), pagesPerPersonAndHourMax: 3 }
const [person] = Object.keys(plan.people) as [string]

const telling = (pace: Pace) => {
  const sent: string[] = []
  const carrier = (means: string) => async () => {
    sent.push(means)
    return { ok: true as const }
  }
  const nothing = async () => ({ ok: true as const })
  const adapters = {
    slack: { 'tell-news': carrier('slack') },
    twilio: { sms: { tellNews: carrier('sms') } },
    email: undefined,
  }
  const deliver = createWatchDelivery({
    ...{ adapters, pageGate: createMemoryPageGate(), verifyBackup: nothing, makeBackup: nothing, callOff: nothing },
    proposals: { declare: nothing, note: nothing },
  } as unknown as Parameters<typeof createWatchDelivery>[0])
  let state: WatchState = initial()
  for (let n = 0; n < 5; n++)
    state = { ...addNews(state, { atMs: T0, about: { kind: 'serving-primary' }, pace }), seq: n + 1 }
  const tell = (news: string, atMs: number, nth = 0) =>
    deliver({ kind: 'tell-news', news, person, nth }, { plan, state, atMs, signal: new AbortController().signal })
  return { sent, tell }
}

it('goes by Slack and text message at once, so often in an hour and no more; the rest waits', async () => {
  const { sent, tell } = telling('urgent')
  for (const news of ['n1', 'n2', 'n3']) expect(await tell(news, T0)).toEqual({ ok: true })
  expect(sent.toSorted()).toEqual(['slack', 'slack', 'slack', 'sms', 'sms', 'sms'])
  const held = await tell('n4', T0 + 60_000)
  expect(held).toMatchObject({ ok: false, detail: { held: true }, retryAtMs: T0 + 3_600_000 })
  expect(await tell('n4', T0 + 3_600_001)).toEqual({ ok: true })
})

it('what is not urgent is written once, and counts for nothing', async () => {
  const { sent, tell } = telling('daily')
  for (const news of ['n1', 'n2', 'n3', 'n4', 'n5']) expect(await tell(news, T0)).toEqual({ ok: true })
  expect(sent).toEqual(['slack', 'slack', 'slack', 'slack', 'slack'])
})

it('what was urgent so often for nothing is written as what can wait is', async () => {
  const { sent, tell } = telling('urgent')
  expect(await tell('n1', T0, 16)).toEqual({ ok: true })
  expect(sent).toEqual(['slack'])
})

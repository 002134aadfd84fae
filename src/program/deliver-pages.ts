/**
 * Pages and their tests, each by the means it names. A page passes the page gate first, so that several incidents, or a wrong plan, cannot flood one person
 * (promise 8).
 */
import type { Carrying } from '../adapters/carrier.ts'
import { refused } from '../adapters/outcomes.ts'
import type { PageCarrier, PageEffect, TestCarrier } from '../adapters/page-carrying.ts'
import type { Clock } from '../engine/clock.ts'
import type { PageGate } from '../engine/page-gate-store.ts'
import type { Outcome } from '../plan/core.ts'
import type { Means, Plan } from '../plan/schema.ts'
import type { Effect as SystemEffect } from '../readiness/owed.ts'
import type { Adapters } from './adapters.ts'
import { byProvider } from './by-provider.ts'
import { NOT_SET_UP } from './not-set-up.ts'
import { identity } from './page-identity.ts'

/** What the page gate may bundle. A call's words are fetched by a link that knows one incident; PagerDuty has an incident for each of ours. */
const BUNDLING: Record<Means, { canCarry: boolean; canRide: boolean }> = {
  slack: { canCarry: true, canRide: true },
  pagerduty: { canCarry: false, canRide: false },
  sms: { canCarry: true, canRide: true },
  voice: { canCarry: false, canRide: true },
  email: { canCarry: true, canRide: true },
}

export function createPaging({ adapters, pageGate, clock }: { adapters: Adapters; pageGate: PageGate; clock: Clock }) {
  const pageBy = (means: Means): PageCarrier | undefined =>
    ({
      slack: adapters.slack?.page,
      pagerduty: adapters.pagerduty?.page,
      sms: adapters.twilio?.sms.page,
      voice: adapters.twilio?.voice.page,
      email: adapters.email?.page,
    })[means]

  return async (effect: PageEffect, carrying: Carrying, obligation: string): Promise<Outcome> => {
    const carrier = pageBy(effect.means)
    if (!carrier) return refused(NOT_SET_UP[effect.means])
    const { incident: stream, plan, atMs } = carrying
    const own = { person: identity(plan, effect.person), stream, page: obligation, nowMs: atMs }
    const answer = await pageGate.admit({
      ...own,
      ...BUNDLING[effect.means],
      perHourMax: plan.pagesPerPersonAndHourMax,
    })
    // The other incident hears whether that message arrives; this one waits as long for it, and then goes on to the next means.
    if ('sentWith' in answer) return { ok: true, detail: answer }
    if (!answer.send) return { ok: false, reason: answer.reason, retryAtMs: answer.untilMs, detail: { held: true } }
    const alsoFor = [...new Set(answer.alsoFor.map((other) => other.stream))].filter((other) => other !== stream)
    const outcome = await byProvider(effect.kind, effect.means, () => carrier(effect, { ...carrying, alsoFor }))
    const awaitsReport = outcome.ok && outcome.detail?.awaitsReport === true
    await pageGate.conclude({ ...own, delivered: outcome.ok, awaitsReport, nowMs: clock.now() })
    return outcome
  }
}

/** A test page belongs to no incident: it goes by the plan in force. */
export function createTestPaging({
  adapters,
  clock,
  plans,
}: {
  adapters: Adapters
  clock: Clock
  /** By id. */
  plans(): Promise<Record<string, Plan>>
}) {
  return async (effect: Extract<SystemEffect, { kind: 'test-page' }>, signal: AbortSignal): Promise<Outcome> => {
    const plan = (await plans())[effect.planId]
    if (!plan) return refused(`There is no plan ${effect.planId} any more.`)
    const testing = { plan, person: effect.person, atMs: clock.now(), signal }
    const { slack, pagerduty, twilio, email } = adapters
    const carrier: TestCarrier | undefined = {
      slack: slack && (() => slack['test-page'](effect, testing)),
      pagerduty: pagerduty?.test,
      sms: twilio?.sms.test,
      voice: twilio?.voice.test,
      email: email?.test,
    }[effect.means]
    return carrier ? carrier(testing) : refused(NOT_SET_UP[effect.means])
  }
}

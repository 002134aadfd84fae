/**
 * From an effect to the adapter that carries it out. Pages pass the page gate first, so that several incidents, or a wrong plan, cannot
 * flood one person (promise 8). What is not set up is a failure like any other: the next means is tried.
 */
import type { Carrier, Carrying } from '../adapters/carrier.ts'
import { refusedInDrill } from '../adapters/drill-reach.ts'
import { refused } from '../adapters/outcomes.ts'
import type { PageCarrier, PageEffect, TestCarrier } from '../adapters/page-carrying.ts'
import type { Clock } from '../engine/clock.ts'
import type { DeliveryLedger } from '../engine/deliveries.ts'
import type { PageGate } from '../engine/page-gate-store.ts'
import { wallClock } from '../engine/wall-clock.ts'
import type { CarryOutContext } from '../engine/worker.ts'
import { messageKey } from '../incident/communication/state.ts'
import type { Effect, ExternalEffect } from '../incident/effects.ts'
import { isInternal } from '../incident/effects.ts'
import type { IncidentState } from '../incident/state.ts'
import { view } from '../incident/view.ts'
import type { View } from '../incident/view-shape.ts'
import type { Outcome } from '../plan/core.ts'
import type { AudienceMeans, Means, Plan } from '../plan/schema.ts'
import type { Effect as SystemEffect } from '../readiness/owed.ts'
import type { Effect as WatchEffect } from '../readiness/watch/effects.ts'
import { isWatchStream } from '../readiness/watch/state.ts'
import type { Adapters } from './adapters.ts'
import { byProvider } from './by-provider.ts'
import type { AnyEffect } from './cores.ts'
import type { ReviewCarriers } from './file-review.ts'
import { identity } from './page-identity.ts'
import type { Steps } from './steps.ts'
import type { Watch } from './watch.ts'

const NOT_SET_UP: Record<Means | AudienceMeans, string> = {
  slack: 'Slack is not set up.',
  pagerduty: 'PagerDuty is not set up.',
  sms: 'Twilio is not set up.',
  voice: 'Twilio is not set up.',
  email: 'Mail is not set up.',
  'slack-dm': 'Slack is not set up.',
  'status-page': 'There is no status page.',
  webhook: 'Nothing is set up to call webhooks.',
  manual: 'This is for a person to do.',
}

/** What the page gate may bundle. A call's words are fetched by a link that knows one incident; PagerDuty has an incident for each of ours. */
const BUNDLING: Record<Means, { canCarry: boolean; canRide: boolean }> = {
  slack: { canCarry: true, canRide: true },
  pagerduty: { canCarry: false, canRide: false },
  sms: { canCarry: true, canRide: true },
  voice: { canCarry: false, canRide: true },
  email: { canCarry: true, canRide: true },
}

/** An audience is told one by one: so long before the attempt's deadline no other message is begun, and what is not out then is cut off. */
const CLOSING_BEFORE_MS = 8_000
const CUT_OFF_BEFORE_MS = 2_000
const TELLS_MANY: ReadonlySet<ExternalEffect['kind']> = new Set(['notify', 'tell-subscribers'])

const NO_SLACK = {
  'open-channel': undefined,
  'set-topic': undefined,
  invite: undefined,
  'set-bookmarks': undefined,
  'show-board': undefined,
  say: undefined,
  'tell-overview': undefined,
  'retire-page': undefined,
  'retire-ask': undefined,
  'show-step': undefined,
  'show-task': undefined,
  'update-ask': undefined,
}

/** Everything but pages, which pass the gate first. */
type Carried = Exclude<ExternalEffect['kind'], 'page'>

export interface DeliveryParts {
  adapters: Adapters
  steps: Pick<Steps, 'carriers'>
  compose: Carrier<'compose'>
  publishSite: Carrier<'publish-site'>
  tellSubscribers: Carrier<'tell-subscribers'>
  fileReport: Carrier<'file-report'>
  reviews: ReviewCarriers
  watch: Pick<Watch, 'tellWatch' | 'carryOut'>
  pageGate: PageGate
  deliveries: DeliveryLedger
  clock: Clock
  /** Real time, which bounds how long many are told. Absent: that of this machine. */
  wall?: Clock
  /** Plans in force, by id: a test page belongs to no incident. */
  plans(): Promise<Record<string, Plan>>
}

export function createDelivery(parts: DeliveryParts) {
  const {
    adapters,
    steps,
    compose,
    publishSite,
    tellSubscribers,
    fileReport,
    reviews,
    watch,
    pageGate,
    deliveries,
    clock,
    wall = wallClock,
    plans,
  } = parts
  const pageBy = (means: Means): PageCarrier | undefined =>
    ({
      slack: adapters.slack?.page,
      pagerduty: adapters.pagerduty?.page,
      sms: adapters.twilio?.sms.page,
      voice: adapters.twilio?.voice.page,
      email: adapters.email?.page,
    })[means]

  const page = async (effect: PageEffect, carrying: Carrying, obligation: string): Promise<Outcome> => {
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

  const byFirst =
    <Kind extends Carried>(of: (adapters: Adapters) => (Carrier<Kind> | undefined)[]): Carrier<Kind> =>
    (effect, carrying) =>
      firstThatWorks(of(adapters), (carrier) => carrier(effect, carrying))

  const carriers: { [Kind in Carried]: Carrier<Kind> | undefined } = {
    // The channel's effects and the direct messages; `notify` is routed by means below, pages by themselves.
    ...(adapters.slack ?? NO_SLACK),
    notify: (effect, carrying) => notify(effect, carrying),
    'ask-again': byFirst(({ slack, twilio, email }) => [slack?.['ask-again'], twilio?.sms.askAgain, email?.askAgain]),
    'tell-clock': byFirst(({ slack, twilio, email }) => [
      slack?.['tell-clock'],
      twilio?.sms.tellClock,
      email?.tellClock,
    ]),
    'ask-approval': (effect, carrying) => {
      const { slack, twilio, email } = adapters
      const carrier = {
        slack: slack?.['ask-approval'],
        sms: twilio?.sms.askApproval,
        email: email?.askApproval,
      }[effect.means]
      return carrier ? carrier(effect, carrying) : Promise.resolve(refused(NOT_SET_UP[effect.means]))
    },
    ...steps.carriers,
    'check-delivery': adapters.twilio?.checkDelivery,
    'on-call-lookup': adapters.pagerduty?.lookUp,
    'settle-pagerduty': adapters.pagerduty?.settle,
    'publish-status': adapters.statuspage,
    compose,
    'ask-task': (effect, carrying) => askTask(effect, carrying),
    'tell-notice': byFirst(({ slack, twilio, email }) => [
      slack?.['tell-notice'],
      twilio?.sms.tellNotice,
      email?.tellNotice,
    ]),
    'tell-duty': byFirst(({ slack, twilio, email }) => [slack?.['tell-duty'], twilio?.sms.tellDuty, email?.tellDuty]),
    'publish-site': publishSite,
    'tell-subscribers': tellSubscribers,
    'tell-watch': watch.tellWatch,
    'file-report': fileReport,
    ...reviews,
    'send-link': adapters.consoleMessages?.['send-link'],
    'send-code': adapters.consoleMessages?.['send-code'],
  }

  const external = async <Kind extends Carried>(
    effect: Extract<ExternalEffect, { kind: Kind }>,
    carrying: Carrying,
  ): Promise<Outcome> => {
    const { kind } = effect as { kind: Kind }
    const carrier = carriers[kind] as Carrier<Kind> | undefined
    const means = 'means' in effect ? effect.means : undefined
    if (carrier) return byProvider(kind, means, () => carrier(effect, carrying))
    return refused(`Nothing is set up to ${kind.replaceAll('-', ' ')}.`)
  }

  /** First by one means; then by Slack and a text message at once, and by mail when neither works. */
  const askTask = async (
    effect: Extract<ExternalEffect, { kind: 'ask-task' }>,
    carrying: Carrying,
  ): Promise<Outcome> => {
    const { slack, twilio, email } = adapters
    const [direct, sms, mail] = [slack?.['ask-task'], twilio?.sms.askTask, email?.askTask]
    const by = (means: (Carrier<'ask-task'> | undefined)[]) =>
      firstThatWorks(means, (carrier) => carrier(effect, carrying))
    if (effect.loud === 0) return by([direct, sms, mail])
    const [written, texted] = await Promise.all([by([direct, mail]), by([sms])])
    return written.ok ? written : texted
  }

  const notify = (effect: Extract<ExternalEffect, { kind: 'notify' }>, carrying: Carrying): Promise<Outcome> => {
    // What somebody has read and approved is gone: nothing else goes out in its place.
    const message = carrying.state.communication.messages[messageKey(effect)]
    if (message?.text?.private === null) return Promise.resolve(refused('The text of this message has been erased.'))
    // Our own page shows the state itself: it is told by the very fact that this is journaled.
    if (effect.means === 'status-page') return Promise.resolve({ ok: true })
    const { slack, pagerduty, twilio, email, webhook } = adapters
    const carrier: Partial<Record<AudienceMeans, Carrier<'notify'> | undefined>> = {
      slack: slack?.notify,
      'slack-dm': slack?.['notify-directly'],
      pagerduty: pagerduty?.notify,
      sms: twilio?.sms.notify,
      voice: twilio?.voice.notify,
      email: email?.notify,
      webhook: webhook?.notify,
    }
    const notifyBy = carrier[effect.means]
    return notifyBy ? notifyBy(effect, carrying) : Promise.resolve(refused(NOT_SET_UP[effect.means]))
  }

  const test = async (effect: Extract<SystemEffect, { kind: 'test-page' }>, signal: AbortSignal): Promise<Outcome> => {
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

  return async function carryOut(any: AnyEffect, context: CarryOutContext): Promise<Outcome> {
    const { stream, obligation, attempt, deadlineMs, signal, plan } = context
    if (isWatchStream(stream)) return watch.carryOut(any as WatchEffect, context)
    const effect = any as Effect | SystemEffect
    if (effect.kind === 'test-page') return test(effect, signal)
    if (effect.kind === 'lose' || isInternal(effect))
      throw new Error(`${effect.kind} is journaled by the tick and never handed out`)
    if (!plan) throw new Error(`${stream} has no plan`)
    const state = context.state as IncidentState
    const before = state.efforts[obligation]?.detail
    let shown: View | undefined
    const carrying: Carrying = {
      incident: stream,
      state,
      plan,
      // For whoever shows it: much of what goes out needs none.
      get view() {
        shown ??= view(plan, state)
        return shown
      },
      atMs: clock.now(),
      attempt,
      obligation,
      ledger: deliveries,
      signal,
      ...(before && { before }),
      ...(TELLS_MANY.has(effect.kind) && inTime(wall, signal, deadlineMs - clock.now())),
    }
    const unreached = refusedInDrill(effect, plan, state)
    if (unreached) return unreached
    return effect.kind === 'page' ? page(effect, carrying, obligation) : external(effect, carrying)
  }
}

/** By the wall clock: a provider's slowness is real, whatever the sandbox's clock says. */
function inTime(wall: Clock, signal: AbortSignal, leftMs: number): { signal: AbortSignal; closing: AbortSignal } {
  const before = (ms: number) => {
    const over = new AbortController()
    wall.sleepUntil(wall.now() + Math.max(0, leftMs - ms), signal).then(() => over.abort())
    return AbortSignal.any([signal, over.signal])
  }
  return { signal: before(CUT_OFF_BEFORE_MS), closing: before(CLOSING_BEFORE_MS) }
}

/** The outcome of the first means that works, else of the last that was tried. */
async function firstThatWorks<T>(means: (T | undefined)[], act: (means: T) => Promise<Outcome>): Promise<Outcome> {
  let last: Outcome = refused('Neither Slack nor Twilio nor mail is set up.')
  for (const each of means) {
    if (each === undefined) continue
    last = await act(each)
    if (last.ok) return last
  }
  return last
}

/** From an effect to the adapter that carries it out. What is not set up is a failure like any other: the next means is tried. */
import type { Carrier, Carrying } from '../adapters/carrier.ts'
import { refusedInDrill } from '../adapters/drill-reach.ts'
import { refused } from '../adapters/outcomes.ts'
import type { Clock } from '../engine/clock.ts'
import type { DeliveryLedger } from '../engine/deliveries.ts'
import type { PageGate } from '../engine/page-gate-store.ts'
import { wallClock } from '../engine/wall-clock.ts'
import type { CarryOutContext } from '../engine/worker.ts'
import type { Effect, ExternalEffect } from '../incident/effects.ts'
import { isInternal } from '../incident/effects.ts'
import type { IncidentState } from '../incident/state.ts'
import { view } from '../incident/view.ts'
import type { View } from '../incident/view-shape.ts'
import type { Outcome } from '../plan/core.ts'
import type { Plan } from '../plan/schema.ts'
import type { Effect as SystemEffect } from '../readiness/owed.ts'
import type { Effect as WatchEffect } from '../readiness/watch/effects.ts'
import { isWatchStream } from '../readiness/watch/state.ts'
import type { Adapters } from './adapters.ts'
import { byProvider } from './by-provider.ts'
import type { AnyEffect } from './cores.ts'
import { createByMeans } from './deliver-by-means.ts'
import { createPaging, createTestPaging } from './deliver-pages.ts'
import type { ReviewCarriers } from './file-review.ts'
import type { Steps } from './steps.ts'
import type { Watch } from './watch.ts'

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
  const { adapters, watch, pageGate, deliveries, clock, wall = wallClock, plans } = parts
  const page = createPaging({ adapters, pageGate, clock })
  const test = createTestPaging({ adapters, clock, plans })
  const external = createExternal(parts)

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

function createExternal(parts: DeliveryParts) {
  const { adapters, steps, compose, publishSite, tellSubscribers, fileReport, reviews, watch } = parts
  const carriers: { [Kind in Carried]: Carrier<Kind> | undefined } = {
    // The channel's effects and the direct messages.
    ...(adapters.slack ?? NO_SLACK),
    ...createByMeans(adapters),
    ...steps.carriers,
    'check-delivery': adapters.twilio?.checkDelivery,
    'on-call-lookup': adapters.pagerduty?.lookUp,
    'settle-pagerduty': adapters.pagerduty?.settle,
    'publish-status': adapters.statuspage,
    compose,
    'publish-site': publishSite,
    'tell-subscribers': tellSubscribers,
    'tell-watch': watch.tellWatch,
    'file-report': fileReport,
    ...reviews,
    'send-link': adapters.consoleMessages?.['send-link'],
    'send-code': adapters.consoleMessages?.['send-code'],
  }

  return async <Kind extends Carried>(
    effect: Extract<ExternalEffect, { kind: Kind }>,
    carrying: Carrying,
  ): Promise<Outcome> => {
    const { kind } = effect as { kind: Kind }
    const carrier = carriers[kind] as Carrier<Kind> | undefined
    const means = 'means' in effect ? effect.means : undefined
    if (carrier) return byProvider(kind, means, () => carrier(effect, carrying))
    return refused(`Nothing is set up to ${kind.replaceAll('-', ' ')}.`)
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

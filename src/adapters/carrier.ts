/** The one interface between the engine's worker and the outside world: an adapter carries one effect out, once, and says how that ended. */

import type { DeliveryLedger } from '../engine/deliveries.ts'
import type { ExternalEffect } from '../incident/effects.ts'
import type { IncidentState } from '../incident/state.ts'
import type { View } from '../incident/view-shape.ts'
import type { Outcome } from '../plan/core.ts'
import type { Plan } from '../plan/schema.ts'

export interface Carrying {
  /** Stream name, which is the incident's id. */
  incident: string
  state: IncidentState
  plan: Plan
  view: View
  /** The instant by the program's clock, epoch milliseconds. */
  atMs: number
  attempt: number
  /** Id of what is owed; with the incident it names the message in the ledger. */
  obligation: string
  /** Who has been told already, over all attempts and replicas. */
  ledger: DeliveryLedger
  /** Aborts at the attempt's deadline: what is not done by then counts as lost. */
  signal: AbortSignal
  /** The detail of the last attempt that failed with one: how far it came. */
  before?: Record<string, unknown>
  /** Aborts some seconds earlier: who has several things to do begins no other one, and reports how far it came. */
  closing?: AbortSignal
}

/** Never throws for what the outside world does wrong: that is an outcome. `retries are ours`: adapters switch off those of the SDKs. */
export type Carrier<Kind extends ExternalEffect['kind']> = (
  effect: Extract<ExternalEffect, { kind: Kind }>,
  carrying: Carrying,
) => Promise<Outcome>

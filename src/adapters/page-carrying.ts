/**
 * What a page carries besides the incident: pages of other incidents that the gate has bundled into this one message (promise 8). The engine
 * knows of one page at a time; whoever wires the gate adds the others.
 */

import type { ExternalEffect } from '../incident/effects.ts'
import type { Outcome } from '../plan/core.ts'
import type { Plan } from '../plan/schema.ts'
import type { Carrying } from './carrier.ts'

export interface PageCarrying extends Carrying {
  /** Ids of the other incidents that call the same person. */
  alsoFor?: readonly string[]
}

export type PageEffect = Extract<ExternalEffect, { kind: 'page' }>
export type PageCarrier = (effect: PageEffect, carrying: PageCarrying) => Promise<Outcome>

/** A test of one means of one person: no incident, nothing to answer. */
export interface Testing {
  plan: Plan
  person: string
  /** The instant by the program's clock, epoch milliseconds. */
  atMs: number
  signal: AbortSignal
}
export type TestCarrier = (testing: Testing) => Promise<Outcome>

/**
 * The outside world, which outlives every replica: what services remember, and what follows from what reached them (a delivery report, somebody who reads it). Whoever
 * wants to react to an arrival listens here.
 */
import type { DeliveryStatus, ExternalEffect } from '../../../src/incident/effects.ts'
import type { Entropy } from '../entropy.ts'
import type { Service } from '../faults.ts'
import type { Arrival } from '../witness.ts'

export interface Outside {
  arrived(arrival: Arrival, effect: ExternalEffect): void
  onArrival(listener: (arrival: Arrival, effect: ExternalEffect, ref: string) => void): void
  /** The reference that the service gives to what has just arrived there. */
  newRef(service: Service): string
  /** The message that a provider has to that recipient; `key`: incident, obligation and address. */
  messageTo(key: string): string | undefined
  /** What became of a message or call; undefined: it is still under way. */
  statusOf(ref: string): DeliveryStatus | undefined
}

/** How messages and calls usually end. */
const SMS: readonly DeliveryStatus[] = ['delivered', 'delivered', 'delivered', 'undelivered', 'failed']
const VOICE: readonly DeliveryStatus[] = ['answered', 'answered', 'no-answer', 'busy', 'failed']

export function createOutside(entropy: Entropy): Outside {
  const listeners: Parameters<Outside['onArrival']>[0][] = []
  const messages = new Map<string, string>()
  const statuses = new Map<string, DeliveryStatus>()
  let refs = 0
  const refOf = (service: Service, n: number) => `${service}-${n}`
  return {
    arrived(arrival, effect) {
      const ref = refOf(arrival.service, refs + 1)
      if (effect.kind === 'notify') messages.set(`${arrival.stream}/${arrival.obligation}/${arrival.to}`, ref)
      if (effect.kind === 'page' && arrival.service === 'twilio')
        statuses.set(ref, entropy.pick(effect.means === 'voice' ? VOICE : SMS))
      for (const listener of listeners) listener(arrival, effect, ref)
    },
    onArrival: (listener) => listeners.push(listener),
    newRef: (service) => refOf(service, ++refs),
    messageTo: (key) => messages.get(key),
    statusOf: (ref) => statuses.get(ref),
  }
}

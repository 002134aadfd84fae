/**
 * The faults that the sandbox can switch on, by service. A simulator asks `next` for each call that the bot makes to it and does
 * what it is told; calls of the person or test that drives the sandbox never ask. This file holds the switches, not their effects.
 */
export const FAULT_SERVICES = ['slack', 'pagerduty', 'twilio', 'email', 'statuspage', 's3', 'patient'] as const
export type FaultService = (typeof FAULT_SERVICES)[number]

/** What the contract (docs/architecture.md, "Sandbox contract") lets a driver ask for. */
export interface Fault {
  service: FaultService
  /** down: connection refused or cut; slow: answers late; rate-limit: 429; error: an HTTP status or protocol error. The patient has its own. */
  fault: string
  /** HTTP status for `error` (default 500). */
  status?: number
  /** Extra delay for `slow`, milliseconds (default 2000). */
  delayMs?: number
  /** Seconds in Retry-After for `rate-limit` (default 30). */
  retryAfter?: number
  /** How many calls it touches before it ends by itself; absent: until switched off. */
  count?: number
  /** Only calls whose method and path (or API method) contain this text. */
  match?: string
}

export interface Faults {
  /** The fault that this call of the bot meets, if any; counts it down. `call` is like `POST /v2/enqueue` or `chat.postMessage`. */
  next(service: FaultService, call: string): Fault | undefined
  set(fault: Fault): void
  /** Clears one service's faults, or all of them. */
  clear(service?: FaultService): void
  list(): Fault[]
}

export function createFaults(): Faults {
  let active: { fault: Fault; left: number }[] = []
  return {
    next(service, call) {
      const hit = active.find(({ fault }) => fault.service === service && (!fault.match || call.includes(fault.match)))
      if (!hit) return undefined
      hit.left -= 1
      if (hit.left <= 0) active = active.filter((entry) => entry !== hit)
      return hit.fault
    },
    set(fault) {
      active.push({ fault, left: fault.count ?? Number.POSITIVE_INFINITY })
    },
    clear(service) {
      active = service ? active.filter(({ fault }) => fault.service !== service) : []
    },
    list: () => active.map(({ fault, left }) => (Number.isFinite(left) ? { ...fault, count: left } : fault)),
  }
}

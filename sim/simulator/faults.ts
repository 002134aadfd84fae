/**
 * What goes wrong in one simulation, drawn from its seed before it begins. Each class of faults is left out now and then, because faults that always come together
 * hide each other.
 */
import { createEntropy, type Entropy } from './entropy.ts'
import type { Span } from './span.ts'

const SERVICES = ['slack', 'pagerduty', 'twilio', 'email', 'statuspage', 'runner'] as const
export type Service = (typeof SERVICES)[number]

/** lossy: requests and answers get lost; garbage: it answers what nobody expects. */
const SERVICE_FAULTS = ['down', 'slow', 'rate-limited', 'garbage', 'lossy'] as const
export type ServiceFault = (typeof SERVICE_FAULTS)[number]

/** refusing: most transactions fail; forgetful: the commit is done and its answer lost. */
const DATABASE_FAULTS = ['gone', 'slow', 'refusing', 'forgetful'] as const
export type DatabaseFault = (typeof DATABASE_FAULTS)[number]

export interface Faults {
  replicas: number
  /** By how much each replica's clock is off, milliseconds; and the jump that it makes once. */
  clocks: { skewMs: number; jumpAtMs: number; jumpMs: number }[]
  /** Chance at each call of a port that the replica is killed there. */
  killsPerCall: number
  killsMax: number
  services: (Span & { service: Service; fault: ServiceFault })[]
  database: (Span & { fault: DatabaseFault })[]
  /** Of messages to us: webhooks, buttons, reports. */
  messages: { lost: number; doubled: number; late: number }
  /** Share of the notifications between replicas that nobody hears. */
  deaf: number
  /** False: the incident's channel cannot be opened, and nothing is shown in it: two thirds of all events, on which nothing else depends. */
  channel: boolean
}

/** Farther than this no two clocks are apart, milliseconds: what docs/connect.md asks of NTP is far less. */
export const SKEW_MAX_MS = 3_000

/** @param span in which all faults happen. */
export function drawFaults(seed: number, span: Span): Faults {
  const entropy = createEntropy(seed, 'faults')
  const often = () => entropy.happens(0.65)
  const replicas = entropy.pick([1, 2, 2, 3])
  const skewed = often()
  const clocks = Array.from({ length: replicas }, () => drawClock(entropy, span, skewed))
  const killing = often()
  const [servicesFail, databaseFails, messagesFail] = [often(), often(), often()]
  return {
    replicas,
    clocks,
    killsPerCall: killing ? entropy.pick([0.0005, 0.002, 0.006]) : 0,
    killsMax: entropy.between(1, 6),
    services: servicesFail ? drawServices(entropy, span) : [],
    database: databaseFails ? drawDatabase(entropy, span) : [],
    messages: messagesFail
      ? { lost: entropy.pick([0, 0.1, 0.3]), doubled: entropy.pick([0, 0.2, 0.5]), late: entropy.pick([0, 0.2, 0.5]) }
      : { lost: 0, doubled: 0, late: 0 },
    deaf: entropy.pick([0, 0, 0.3, 1]),
    channel: entropy.happens(0.12),
  }
}

function drawClock(entropy: Entropy, span: Span, skewed: boolean) {
  if (!skewed) return { skewMs: 0, jumpAtMs: span.toMs, jumpMs: 0 }
  const half = SKEW_MAX_MS / 2
  const skewMs = entropy.between(-half, half)
  const jumpMs = entropy.happens(0.3) ? entropy.between(-half, half) - skewMs : 0
  return { skewMs, jumpAtMs: entropy.between(span.fromMs, span.toMs), jumpMs }
}

function drawServices(entropy: Entropy, span: Span): Faults['services'] {
  return Array.from({ length: entropy.between(1, 6) }, () => ({
    ...drawSpan(entropy, span, 0.8),
    service: entropy.pick(SERVICES),
    fault: entropy.pick(SERVICE_FAULTS),
  }))
}

function drawDatabase(entropy: Entropy, span: Span): Faults['database'] {
  return Array.from({ length: entropy.between(1, 3) }, () => ({
    ...drawSpan(entropy, span, 0.25),
    fault: entropy.pick(DATABASE_FAULTS),
  }))
}

/** @param most share of the whole. */
function drawSpan(entropy: Entropy, { fromMs, toMs }: Span, most: number): Span {
  const lastsMs = Math.ceil((toMs - fromMs) * most * entropy.share())
  const startMs = entropy.between(fromMs, toMs - lastsMs)
  return { fromMs: startMs, toMs: startMs + lastsMs }
}

/** One line for each thing that goes wrong. */
export function faultsInWords(faults: Faults, startMs: number): string[] {
  const { replicas, clocks, killsPerCall, killsMax, services, database, messages, deaf, channel } = faults
  const when = ({ fromMs, toMs }: Span) => `${minutes(fromMs - startMs)}-${minutes(toMs - startMs)}`
  const percent = (share: number) => `${Math.round(share * 100)} %`
  return [
    `${replicas} ${replicas === 1 ? 'replica' : 'replicas'}, clocks off by ${clocks.map(({ skewMs, jumpMs }) => `${skewMs}${jumpMs ? ` then ${skewMs + jumpMs}` : ''}`).join(', ')} ms`,
    ...(killsPerCall > 0
      ? [`killed at a call of a port with a chance of ${killsPerCall}, ${killsMax} times at most`]
      : []),
    ...(channel ? [] : ['no channel can be opened']),
    ...database.map((span) => `database ${span.fault} ${when(span)}`),
    ...services.map((span) => `${span.service} ${span.fault} ${when(span)}`),
    `messages to us: ${percent(messages.lost)} lost, ${percent(messages.doubled)} doubled, ${percent(messages.late)} late; notifications between replicas: ${percent(deaf)} lost`,
  ]
}

const minutes = (ms: number) => `${(ms / 60_000).toFixed(1)}m`

const isIn = ({ fromMs, toMs }: Span, atMs: number) => fromMs <= atMs && atMs < toMs

export const serviceFaultAt = (faults: Faults, service: Service, atMs: number): ServiceFault | undefined =>
  faults.services.find((span) => span.service === service && isIn(span, atMs))?.fault

export const databaseFaultAt = (faults: Faults, atMs: number): DatabaseFault | undefined =>
  faults.database.find((span) => isIn(span, atMs))?.fault

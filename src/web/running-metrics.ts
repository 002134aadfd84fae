/** How Muster itself does: its database, its queues, its wake loop, its replicas, and how late and how long its effects are. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, type Registry } from 'prom-client'
import type { Observer } from '../engine/observer.ts'
import type { Backlog } from '../engine/outbox.ts'
import type { ReplicaCount } from '../engine/replicas.ts'
import type { ReadGauge } from './read-gauge.ts'

export interface RunningPorts {
  version: string
  replicas: () => Promise<ReplicaCount[]>
  backlog: () => Promise<Backlog[]>
  nowMs: () => number
}

type EffectOutcome = 'ok' | 'failed' | 'held'

export interface RunningMetrics {
  observer: Observer
  /** One effect, carried out or not. */
  countEffect(kind: string, outcome: EffectOutcome, tookMs: number): void
  /** One question to the database, answered or not. */
  countAnswer(ok: boolean, tookMs: number): void
}

/** Seconds. A page has 15 s, a step hours. */
const EFFECT_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 60, 600, 3_600]
const LATE_BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300]
const ANSWER_BUCKETS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2]

export function addRunningMetrics(registry: Registry, read: ReadGauge, ports: RunningPorts): RunningMetrics {
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'muster_info',
    help: 'Always 1; its label says which version answers.',
    labelNames: ['version'],
    registers,
  })
    .labels(ports.version)
    .set(1)
  read(
    { name: 'muster_replicas', help: 'Replicas on the same database, by version.', labelNames: ['version'] },
    async (set) => {
      for (const { version, replicas } of await ports.replicas()) set({ version }, replicas)
    },
  )
  addQueues(read, ports.backlog)
  const up = new Gauge({
    name: 'muster_database_up',
    help: '1 when the database answered last time it was asked, else 0.',
    registers,
  })
  const answers = new Histogram({
    ...{ name: 'muster_database_answer_seconds', help: 'How long the database took for a small question.' },
    ...{ buckets: ANSWER_BUCKETS, registers },
  })
  const effects = new Counter({
    ...{ name: 'muster_effects_total', help: 'Effects carried out, by kind and outcome (ok, failed, held).' },
    ...{ labelNames: ['kind', 'outcome'], registers },
  })
  const took = new Histogram({
    ...{ name: 'muster_effect_seconds', help: 'How long effects took, by kind and outcome.' },
    ...{ labelNames: ['kind', 'outcome'], buckets: EFFECT_BUCKETS, registers },
  })
  return {
    observer: addWakeLoop(registry, ports.nowMs),
    countEffect(kind, outcome, tookMs) {
      effects.inc({ kind, outcome })
      took.observe({ kind, outcome }, tookMs / 1_000)
    },
    countAnswer(ok, tookMs) {
      up.set(ok ? 1 : 0)
      if (ok) answers.observe(tookMs / 1_000)
    },
  }
}

function addQueues(read: ReadGauge, backlog: RunningPorts['backlog']): void {
  read(
    { name: 'muster_jobs_waiting', help: 'Jobs that no replica has taken yet, by queue.', labelNames: ['queue'] },
    async (set) => {
      for (const { queue, jobs } of await backlog()) set({ queue }, jobs)
    },
  )
  read(
    {
      name: 'muster_jobs_oldest_seconds',
      help: 'How long the oldest of them has waited, by queue.',
      labelNames: ['queue'],
    },
    async (set) => {
      for (const { queue, oldestSeconds } of await backlog()) set({ queue }, Math.max(0, oldestSeconds))
    },
  )
}

function addWakeLoop(registry: Registry, nowMs: () => number): Observer {
  const registers = [registry]
  let lookedMs = nowMs()
  const looks = new Counter({
    ...{
      name: 'muster_wake_loop_looks_total',
      help: 'How often the wake loop has looked at what is due, by outcome (ok, failed).',
    },
    ...{ labelNames: ['outcome'], registers },
  })
  for (const outcome of ['ok', 'failed']) looks.inc({ outcome }, 0)
  new Gauge({
    ...{
      name: 'muster_wake_loop_age_seconds',
      help: 'How long ago the wake loop last looked with success; it looks every 5 s.',
    },
    registers,
    collect() {
      this.set(Math.max(0, nowMs() - lookedMs) / 1_000)
    },
  })
  const late = new Histogram({
    ...{ name: 'muster_due_lateness_seconds', help: 'How late what was owed has been attempted.' },
    ...{ buckets: LATE_BUCKETS, registers },
  })
  return {
    due: (lateMs) => late.observe(Math.max(0, lateMs) / 1_000),
    looked(ok) {
      looks.inc({ outcome: ok ? 'ok' : 'failed' })
      if (ok) lookedMs = nowMs()
    },
  }
}

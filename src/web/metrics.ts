/**
 * What operators watch: open incidents, how late the most overdue thing is, what became of effects, how Muster itself does. Gauges are read when scraped;
 * what happens is counted as it happens. docs/operations.md explains each.
 */
import { Gauge, Histogram, Registry } from 'prom-client'
import type { Services } from '../../commands/services.ts'
import { addBackupMetrics } from './backup-metrics.ts'
import { addFiguresMetrics } from './figures-metrics.ts'
import { addLifeboatMetrics, type LifeboatMetricsPorts } from './lifeboat-metrics.ts'
import { addOffsiteMetrics } from './offsite-metrics.ts'
import { createReadGauge, type ReadGauge } from './read-gauge.ts'
import { addReadinessMetrics } from './readiness-metrics.ts'
import { addRunningMetrics, type RunningMetrics, type RunningPorts } from './running-metrics.ts'

export interface MetricsPorts extends RunningPorts, LifeboatMetricsPorts {
  services: Pick<Services, 'countOpen' | 'system' | 'plans' | 'proofs' | 'watch' | 'lookAtBackups' | 'measures'>
  /** When the next thing is due, epoch ms; undefined: nothing is. */
  nextDueMs: () => Promise<number | undefined>
  /** Whether the database does; asked once a scrape. */
  answers: () => Promise<{ ok: boolean }>
  /** How long ago the heads of the journal were known to be off-site; undefined: nobody keeps them there. */
  anchorLagSeconds?: () => number | undefined
  /** How long ago the whole journal was known to be off-site; absent: nobody copies it there. */
  offsiteLagSeconds?: () => Promise<number | undefined>
}

export interface Metrics extends RunningMetrics {
  /** One look of a probe. */
  countLook(plan: string, probe: string, look: { ok: boolean; tookMs: number }): void
  /** The exposition text, with its content type. */
  read(): Promise<{ text: string; contentType: string }>
}

export function createMetrics(ports: MetricsPorts): Metrics {
  const { services, nowMs, anchorLagSeconds, offsiteLagSeconds } = ports
  const registry = new Registry()
  const registers = [registry]
  let answered = true
  const read = createReadGauge(registry, async () => answered)
  addStanding(read, ports)
  if (anchorLagSeconds?.() !== undefined) {
    new Gauge({
      name: 'muster_anchor_lag_seconds',
      help: 'How long ago all heads of the journal were last known to be in the bucket.',
      registers,
      collect() {
        this.set(anchorLagSeconds() ?? 0)
      },
    })
  }
  addLifeboatMetrics(registry, ports)
  if (offsiteLagSeconds) addOffsiteMetrics(read, offsiteLagSeconds)
  addReadinessMetrics(read, { services, nowMs })
  addBackupMetrics(registry, { services, nowMs })
  addFiguresMetrics(read, { services, nowMs })
  const running = addRunningMetrics(registry, read, ports)
  const looks = new Histogram({
    name: 'muster_probe_seconds',
    help: 'How long probes took, by plan, probe and outcome (ok or failed).',
    labelNames: ['plan', 'probe', 'outcome'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  })
  const up = new Gauge({
    name: 'muster_probe_up',
    help: '1 when the last look of a probe was well, else 0.',
    labelNames: ['plan', 'probe'],
    registers,
  })
  return {
    ...running,
    countLook(plan, probe, { ok, tookMs }) {
      looks.observe({ plan, probe, outcome: ok ? 'ok' : 'failed' }, tookMs / 1_000)
      up.set({ plan, probe }, ok ? 1 : 0)
    },
    async read() {
      const { ok } = await ports.answers()
      answered = ok
      return { text: await registry.metrics(), contentType: registry.contentType }
    },
  }
}

function addStanding(read: ReadGauge, { services, nextDueMs, nowMs }: MetricsPorts): void {
  read(
    { name: 'muster_open_incidents', help: 'Incidents that are open, by mode (real or drill).', labelNames: ['mode'] },
    async (set) => {
      for (const [mode, count] of Object.entries(await services.countOpen())) set({ mode }, count)
    },
  )
  read(
    {
      name: 'muster_oldest_overdue_seconds',
      help: 'How long the most overdue obligation has been due; 0 when nothing is late.',
    },
    async (set) => {
      const dueMs = await nextDueMs()
      set({}, dueMs === undefined ? 0 : Math.max(0, nowMs() - dueMs) / 1000)
    },
  )
  read({ name: 'muster_held', help: '1 while /dr hold stops everything outgoing.' }, async (set) => {
    set({}, (await services.system()).held === null ? 0 : 1)
  })
  read(
    {
      name: 'muster_service_away',
      help: '1 while a service cannot be reached and people work without it, by service.',
      labelNames: ['service'],
    },
    async (set) => set({ service: 'slack' }, (await services.system()).away.slack ? 1 : 0),
  )
}

/**
 * What operators watch: open incidents, how late the most overdue thing is, what became of effects. The gauges are read when scraped;
 * only effects are counted as they happen, by whoever carries them out.
 */
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Services } from '../../commands/services.ts'
import { addBackupMetrics } from './backup-metrics.ts'
import { addFiguresMetrics } from './figures-metrics.ts'
import { addOffsiteMetrics } from './offsite-metrics.ts'
import { addReadinessMetrics } from './readiness-metrics.ts'

export interface MetricsPorts {
  services: Pick<Services, 'incidents' | 'system' | 'plans' | 'proofs' | 'watch' | 'lookAtBackups' | 'measures'>
  /** When the next thing is due, epoch ms; undefined: nothing is. */
  nextDueMs: () => Promise<number | undefined>
  nowMs: () => number
  /** How long ago the heads of the journal were known to be off-site; undefined: nobody keeps them there. */
  anchorLagSeconds?: () => number | undefined
  /** How long ago the whole journal was known to be off-site; absent: nobody copies it there. */
  offsiteLagSeconds?: () => Promise<number | undefined>
}

export type EffectOutcome = 'ok' | 'failed'

export interface Metrics {
  countEffect(kind: string, outcome: EffectOutcome): void
  /** One look of a probe. */
  countLook(plan: string, probe: string, look: { ok: boolean; tookMs: number }): void
  /** The exposition text, with its content type. */
  read(): Promise<{ text: string; contentType: string }>
}

export function createMetrics({
  services,
  nextDueMs,
  nowMs,
  anchorLagSeconds,
  offsiteLagSeconds,
}: MetricsPorts): Metrics {
  const registry = new Registry()
  const registers = [registry]
  new Gauge({
    name: 'muster_open_incidents',
    help: 'Incidents that are open, by mode (real or drill).',
    labelNames: ['mode'],
    registers,
    async collect() {
      const open = await services.incidents()
      for (const mode of ['real', 'drill']) this.set({ mode }, open.filter((view) => view.mode === mode).length)
    },
  })
  new Gauge({
    name: 'muster_oldest_overdue_seconds',
    help: 'How long the most overdue obligation has been due; 0 when nothing is late.',
    registers,
    async collect() {
      const dueMs = await nextDueMs()
      this.set(dueMs === undefined ? 0 : Math.max(0, nowMs() - dueMs) / 1000)
    },
  })
  new Gauge({
    name: 'muster_held',
    help: '1 while /dr hold stops everything outgoing.',
    registers,
    async collect() {
      this.set((await services.system()).held === null ? 0 : 1)
    },
  })
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
  if (offsiteLagSeconds) addOffsiteMetrics(registry, offsiteLagSeconds)
  addReadinessMetrics(registry, { services, nowMs })
  addBackupMetrics(registry, { services, nowMs })
  addFiguresMetrics(registry, { services, nowMs })
  const effects = new Counter({
    name: 'muster_effects_total',
    help: 'Effects carried out, by kind and outcome.',
    labelNames: ['kind', 'outcome'],
    registers,
  })
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
    countLook(plan, probe, { ok, tookMs }) {
      looks.observe({ plan, probe, outcome: ok ? 'ok' : 'failed' }, tookMs / 1_000)
      up.set({ plan, probe }, ok ? 1 : 0)
    },
    countEffect: (kind, outcome) => effects.inc({ kind, outcome }),
    read: async () => ({ text: await registry.metrics(), contentType: registry.contentType }),
  }
}

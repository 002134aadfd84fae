/**
 * What operators watch: open incidents, how late the most overdue thing is, what became of effects. The gauges are read when scraped;
 * only effects are counted as they happen, by whoever carries them out.
 */
import { Counter, Gauge, Registry } from 'prom-client'
import type { Services } from '../../commands/services.ts'
import { addReadinessMetrics } from './readiness-metrics.ts'

export interface MetricsPorts {
  services: Pick<Services, 'incidents' | 'system' | 'plans' | 'proofs'>
  /** When the next thing is due, epoch ms; undefined: nothing is. */
  nextDueMs: () => Promise<number | undefined>
  nowMs: () => number
}

export type EffectOutcome = 'ok' | 'failed'

export interface Metrics {
  countEffect(kind: string, outcome: EffectOutcome): void
  /** The exposition text, with its content type. */
  read(): Promise<{ text: string; contentType: string }>
}

export function createMetrics({ services, nextDueMs, nowMs }: MetricsPorts): Metrics {
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
  addReadinessMetrics(registry, { services, nowMs })
  const effects = new Counter({
    name: 'muster_effects_total',
    help: 'Effects carried out, by kind and outcome.',
    labelNames: ['kind', 'outcome'],
    registers,
  })
  return {
    countEffect: (kind, outcome) => effects.inc({ kind, outcome }),
    read: async () => ({ text: await registry.metrics(), contentType: registry.contentType }),
  }
}

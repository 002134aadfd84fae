/** How far the copy of the journal is behind, for whoever raises an alarm. */
import { Gauge, type Registry } from 'prom-client'

export function addOffsiteMetrics(registry: Registry, lagSeconds: () => Promise<number | undefined>): void {
  new Gauge({
    name: 'muster_offsite_lag_seconds',
    help: 'How long ago the whole journal was last known to be in the bucket; what is younger is lost with the database.',
    registers: [registry],
    async collect() {
      this.set((await lagSeconds()) ?? 0)
    },
  })
}

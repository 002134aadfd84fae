/** What operators watch of the lifeboat: whether it is needed, and whether it would be of use. */
import { Gauge, type Registry } from 'prom-client'

export interface LifeboatMetricsPorts {
  /** Since when the database has been away; undefined: it is not. */
  adriftSinceMs?: () => number | undefined
  /** How old the local copy of open incidents is; undefined: there is none. */
  copyAgeSeconds?: () => number | undefined
}

export function addLifeboatMetrics(registry: Registry, { adriftSinceMs, copyAgeSeconds }: LifeboatMetricsPorts): void {
  const registers = [registry]
  new Gauge({
    name: 'muster_adrift',
    help: '1 while this replica runs from its lifeboat, because the database is away.',
    registers,
    collect() {
      this.set(adriftSinceMs?.() === undefined ? 0 : 1)
    },
  })
  new Gauge({
    name: 'muster_lifeboat_copy_age_seconds',
    help: 'How old the local copy of open incidents is; -1 when there is none, and nobody would be paged without the database.',
    registers,
    collect() {
      this.set(copyAgeSeconds?.() ?? -1)
    },
  })
}

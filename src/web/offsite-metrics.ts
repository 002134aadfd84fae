/** How far the copy of the journal is behind, for whoever raises an alarm. */
import type { ReadGauge } from './read-gauge.ts'

export function addOffsiteMetrics(read: ReadGauge, lagSeconds: () => Promise<number | undefined>): void {
  const help =
    'How long ago the whole journal was last known to be in the bucket; what is younger is lost with the database.'
  read({ name: 'muster_offsite_lag_seconds', help }, async (set) => {
    const seconds = await lagSeconds()
    if (seconds !== undefined) set({}, seconds)
  })
}

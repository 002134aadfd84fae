/** Whether other monitors can send the alerts that the plans wait for. */
import { type Check, ok, warning } from './finding.ts'

export const alerts: Check = {
  name: 'alerts',
  group: 'Muster itself',
  run({ settings: { alertsSecret, publicUrl }, plans: { plans }, hooksPath }) {
    if (alertsSecret !== undefined) {
      const address = `${publicUrl ?? ''}${hooksPath}/alerts/`
      return [ok(`Monitors can send alerts to ${address}…, with MUSTER_ALERTS_SECRET`)]
    }
    const waiting = plans.filter(({ draft, signals }) => !draft && signals.length > 0).map(({ id }) => id)
    if (waiting.length === 0) return []
    return [
      warning(
        `No monitor can send the alerts that ${waiting.join(', ')} knows`,
        'Whoever sends one is refused, but for PagerDuty.',
        'Set MUSTER_ALERTS_SECRET to 16 random characters or more, and give it to the monitors as their token.',
      ),
    ]
  },
}

/** Times of day without a zone: UTC is taken, and whoever wrote 02:00 may have meant another night. */
import type { CheckRule } from '../rule.ts'

export const timezoneMissing: CheckRule = {
  name: 'timezone-missing',
  level: 'warning',
  judge: ({ data }) => {
    if (typeof data !== 'object' || data === null || 'zone' in data) return []
    return [
      {
        path: [],
        at: 'value',
        message: 'the plan names no time zone, so its times of day are read as UTC',
        remedy: 'write "zone: UTC", or the zone that is meant, such as "zone: Europe/Berlin"',
        fix: [{ path: ['zone'], to: 'UTC' }],
      },
    ]
  },
}

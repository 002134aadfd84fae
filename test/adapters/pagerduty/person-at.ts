/** A person's hands inside the simulated PagerDuty. */
import https from 'node:https'
import type { PagerDutySim } from '../../../sim/pagerduty/pagerduty.ts'

export const personAt = (sim: PagerDutySim) => (path: string, body: unknown) =>
  new Promise<{ status: number; body: { status: number | null } }>((done, failed) => {
    const request = https.request(
      `${sim.url}${path}`,
      { ca: sim.ca, method: 'POST', agent: false },
      async (response) => {
        const text = (await response.toArray()).join('')
        done({ status: response.statusCode ?? 0, body: JSON.parse(text) })
      },
    )
    request.on('error', failed)
    request.end(JSON.stringify(body))
  })

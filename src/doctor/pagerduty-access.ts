/** PagerDuty's client for the time of one check, and what the failures mean that say nothing about a key. */
import { unreachable } from '../adapters/outcomes.ts'
import { createPagerDutyClient, type PagerDutyClient } from '../adapters/pagerduty/pagerduty-client.ts'
import type { Settings } from '../program/settings.ts'
import { error, type Finding, warning } from './finding.ts'

/** Undefined when PagerDuty is off. */
export async function withPagerDuty<T>(
  { pagerduty }: Settings,
  work: (client: PagerDutyClient) => Promise<T>,
): Promise<T | undefined> {
  if (!pagerduty) return undefined
  const { apiKey, server, ca } = pagerduty
  const client = createPagerDutyClient({
    ...(apiKey !== undefined && { apiKey }),
    ...(server !== undefined && { server }),
    ...(ca !== undefined && { ca }),
  })
  try {
    return await work(client)
  } finally {
    client.close()
  }
}

/** @param cause an HTTP status, or what was thrown when there was no answer. */
export function pagerDutyTrouble(what: string, cause: unknown): Finding {
  if (typeof cause === 'number') {
    return warning(
      what,
      `PagerDuty answers ${cause}.`,
      'Run `muster doctor` again in a few minutes; status.pagerduty.com tells more.',
    )
  }
  const { reason } = unreachable('PagerDuty', cause)
  return error(
    what,
    reason,
    'Let this machine reach events.pagerduty.com and api.pagerduty.com by https, and run again.',
  )
}

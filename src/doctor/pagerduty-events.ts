/**
 * Each routing key that a plan needs is set, and PagerDuty takes it. An event that resolves an alert which does not exist is accepted and
 * dropped: it opens nothing and wakes nobody.
 */
import type { PagerDutyClient, PagerDutyEvent } from '../adapters/pagerduty/pagerduty-client.ts'
import { type Check, error, type Finding, ok, type Subject, skipped, warning } from './finding.ts'
import { pagerDutyTrouble, withPagerDuty } from './pagerduty-access.ts'

const WHERE =
  'the Integration Key of an Events API V2 integration (PagerDuty, Services, Service Directory, your service, Integrations)'

export const pagerDutyEvents: Check = {
  name: 'pagerduty-events',
  group: 'PagerDuty',
  async run(subject, signal) {
    const needed = variablesOf(subject)
    const keys = subject.settings.pagerduty?.routingKeys ?? {}
    if (needed.length === 0 && Object.keys(keys).length === 0) return [pagerDutyIsOff]
    const missing = needed.filter(({ variable }) => keys[variable] === undefined).map(missingKey)
    const tried = await withPagerDuty(subject.settings, (client) =>
      Promise.all(Object.entries(keys).map(([variable, key]) => tryKey(client, { variable, key }, subject, signal))),
    )
    return [...missing, ...(tried ?? [])]
  },
}

const pagerDutyIsOff = skipped(
  'PagerDuty is off',
  'No plan has a PagerDuty service and no routing key is set.',
  'To use it, give a plan `pagerduty: { service: … }` and set PAGERDUTY_ROUTING_KEY.',
)

/** Variables that plans name, with the plans. */
function variablesOf({ plans: { plans } }: Subject): { variable: string; plan: string }[] {
  return plans.flatMap(({ id, pagerduty }) => (pagerduty ? [{ variable: pagerduty.routingKeyEnv, plan: id }] : []))
}

const missingKey = ({ variable, plan }: { variable: string; plan: string }): Finding =>
  warning(`${variable} is not set`, `The plan ${plan} pages by PagerDuty, and that is off.`, `Set it to ${WHERE}.`)

async function tryKey(
  client: PagerDutyClient,
  { variable, key }: { variable: string; key: string },
  { nonce }: Subject,
  signal: AbortSignal,
): Promise<Finding> {
  const data: PagerDutyEvent = {
    routing_key: key,
    event_action: 'resolve',
    dedup_key: `muster-doctor/${nonce()}`,
    payload: { summary: 'muster doctor tries its routing key', source: 'muster doctor', severity: 'info' },
  }
  try {
    const { status, body } = await client.send(data, signal)
    if (status < 300) return ok(`PagerDuty takes the routing key in ${variable}`)
    const errors = Array.isArray(body.errors) ? `: ${body.errors.join(', ')}` : ''
    if (status === 400) {
      return error(`PagerDuty does not take ${variable}`, `It answers ${status}${errors}.`, `Set it to ${WHERE}.`)
    }
    return pagerDutyTrouble(`Whether ${variable} is right cannot be told`, status)
  } catch (cause) {
    return pagerDutyTrouble(`Whether ${variable} is right cannot be told`, cause)
  }
}

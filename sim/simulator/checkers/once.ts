/** What must not happen twice: an audience told the same by one means, a text message that the provider has, two incidents at PagerDuty for one level. */

import { levelDedupKey } from '../../../src/adapters/pagerduty/dedup-keys.ts'
import { toldTwice } from '../../../src/rehearsal/violations/telling.ts'
import type { Checker, Evidence, Incident } from './checker.ts'

export const toldOnce: Checker = {
  name: 'told-once',
  promise: 'nobody is told the same twice where the provider can be asked',
  check: (evidence) =>
    evidence.incidents.flatMap((incident) => [
      ...toldTwice(incident.course).map(({ atMs, message }) => ({ atMs, message: `${incident.stream}: ${message}` })),
      ...textedTwice(evidence, incident),
      ...strangers(evidence, incident),
    ]),
}

function textedTwice({ witness }: Evidence, { stream }: Incident) {
  const told = new Set<string>()
  return witness.arrivals
    .filter((arrival) => arrival.stream === stream && arrival.kind === 'notify' && arrival.service === 'twilio')
    .flatMap(({ obligation, to, atMs, replica }) => {
      const name = `${obligation} to ${to}`
      const isAgain = told.has(name)
      told.add(name)
      return isAgain ? [{ atMs, message: `${stream}: ${replica} sends ${name} a second time.` }] : []
    })
}

/** All that PagerDuty is told of a level has the one key by which it joins what it has. */
function strangers({ witness }: Evidence, { stream, last }: Incident) {
  const keys = new Set(Object.keys(last.levels).map((level) => levelDedupKey(stream, level)))
  return witness.arrivals
    .filter(
      ({ service, kind, stream: of }) =>
        of === stream && service === 'pagerduty' && (kind === 'page' || kind === 'settle-pagerduty'),
    )
    .filter(({ dedupKey }) => dedupKey === undefined || !keys.has(dedupKey))
    .map(({ atMs, dedupKey }) => ({
      atMs,
      message: `${stream}: PagerDuty is told of ${dedupKey ?? 'nothing'}, which is no level.`,
    }))
}

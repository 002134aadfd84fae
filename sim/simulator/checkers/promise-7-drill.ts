/** Promise 7: what a drill does reaches nobody outside, whoever asks for what: neither in the journal nor at any service. */
import { drillReachesOutside } from '../../../src/rehearsal/violations/telling.ts'
import type { Checker, Evidence, Incident } from './checker.ts'

export const drillsInside: Checker = {
  name: 'drills-inside',
  promise: 'what a drill does reaches no customer',
  check: (evidence) =>
    evidence.incidents
      .filter(({ last }) => last.mode === 'drill')
      .flatMap((incident) => [
        ...drillReachesOutside(incident.course).map(({ atMs, message }) => ({
          atMs,
          message: `${incident.stream}: ${message}`,
        })),
        ...arrived(evidence, incident),
      ]),
}

function arrived({ witness }: Evidence, { stream, plan }: Incident) {
  const outside = new Set(
    Object.values(plan.audiences)
      .filter(({ external }) => external)
      .flatMap(({ emails, phones }) => [...emails, ...phones]),
  )
  return witness.arrivals
    .filter((arrival) => arrival.stream === stream && (outside.has(arrival.to) || arrival.service === 'statuspage'))
    .map(({ atMs, to, service }) => ({ atMs, message: `${stream}, a drill, reaches ${to} by ${service}.` }))
}

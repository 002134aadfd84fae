/**
 * What is handed out is taken: an attempt that counts as lost, and that no worker ever began, had a reason. Somebody was killed, the database was not well, or nobody
 * was told and it was too late when they looked.
 */
import { derivedId } from '../../../src/engine/journal.ts'
import type { Event } from '../../../src/incident/events.ts'
import type { Checker, Evidence, Incident } from './checker.ts'

export const jobsTaken: Checker = {
  name: 'jobs-taken',
  promise: 'what is handed out is taken by somebody who runs',
  check: (evidence) => [
    ...handedOutTwice(evidence),
    ...evidence.incidents.flatMap((incident) => notTaken(evidence, incident)),
  ],
}

/** An id that the queue has had before is silently ignored there. */
function handedOutTwice({ witness }: Evidence) {
  const known = new Set<string>()
  return witness.commits.flatMap(({ atMs, stream, replica, jobs }) =>
    jobs.flatMap((id) => {
      const isKnown = known.has(id)
      known.add(id)
      return isKnown ? [{ atMs, message: `${stream}: ${replica} hands out a job whose id has been used before.` }] : []
    }),
  )
}

/** Without a notification the outbox is looked into each second; a busy queue takes longer. */
const BEFORE_MS = 60_000

function notTaken(evidence: Evidence, { stream, events }: Incident) {
  const begun = new Set(evidence.witness.acts.map(({ jobId }) => jobId))
  const open = new Map<string, { job: string; event: Event }>()
  return events.flatMap((event) => {
    if (!('obligation' in event) || !('attempt' in event)) return []
    const { seq, obligation, attempt, atMs } = event
    const name = `${obligation} (${attempt})`
    if (event.type === 'attempted') open.set(name, { job: derivedId(stream, seq, obligation, attempt), event })
    const attempted = open.get(name)
    if (event.type !== 'attempt-lost' || !attempted || begun.has(attempted.job)) return []
    if (isExcused(evidence, attempted.event.atMs - BEFORE_MS, atMs)) return []
    return [{ atMs, message: `${stream}, row ${seq}: ${name} counts as lost, and nobody was kept from taking it.` }]
  })
}

const isExcused = ({ witness, faults }: Evidence, fromMs: number, toMs: number): boolean =>
  witness.kills.some(({ atMs }) => atMs >= fromMs && atMs <= toMs) ||
  faults.database.some((span) => span.fromMs <= toMs && span.toMs >= fromMs)

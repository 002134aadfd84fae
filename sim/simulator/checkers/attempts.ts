/**
 * What every attempt is held to: it is journaled before it is carried out, carried out once and in time, and how it ended stands in the journal: what a worker was told,
 * when it could say so, and otherwise that it was lost.
 */
import { derivedId } from '../../../src/engine/journal.ts'
import type { Event } from '../../../src/incident/events.ts'
import { SKEW_MAX_MS } from '../faults.ts'
import type { Checker, Evidence, Incident } from './checker.ts'

type Attempted = Extract<Event, { type: 'attempted' }>
const ENDS = new Set(['carried-out', 'attempt-failed', 'attempt-lost', 'attempt-withdrawn'])
const nameOf = ({ obligation, attempt }: { obligation: string; attempt: number }) => `${obligation} (${attempt})`

/** By the id of the job that carries each out. */
const jobsOf = ({ events, stream }: Incident) =>
  new Map(
    events.flatMap((event) => {
      if (event.type !== 'attempted') return []
      const { seq, obligation, attempt } = event
      return [[derivedId(stream, seq, obligation, attempt), event as Attempted] as const]
    }),
  )

export const actsInTime: Checker = {
  name: 'acts-in-time',
  promise: 'an attempt is journaled before it is carried out, once and before its deadline',
  check: ({ incidents, witness }) =>
    incidents.flatMap((incident) => {
      const known = jobsOf(incident)
      const done = new Set<string>()
      return witness.acts
        .filter(({ stream }) => stream === incident.stream)
        .flatMap((act) => {
          const name = nameOf(act)
          const attempted = known.get(act.jobId)
          const isAgain = done.has(act.jobId)
          done.add(act.jobId)
          const problem = !attempted
            ? 'which nobody has journaled'
            : isAgain
              ? 'a second time'
              : act.replicaMs >= attempted.deadlineMs
                ? `${act.replicaMs - attempted.deadlineMs} ms after its deadline`
                : undefined
          return problem
            ? [{ atMs: act.atMs, message: `${act.replica} carries out ${name} of ${incident.stream}, ${problem}.` }]
            : []
        })
    }),
}

export const outcomesJournaled: Checker = {
  name: 'outcomes-journaled',
  promise: 'how an attempt ended stands in the journal',
  check: (evidence) =>
    evidence.incidents.flatMap((incident) => [...unended(evidence, incident), ...unheard(evidence, incident)]),
}

/** Long past its deadline, and nothing says how it ended. */
function unended({ endMs }: Evidence, { stream, last }: Incident) {
  return last.inHand.flatMap((id) => {
    const deadlineMs = last.efforts[id]?.inHand?.deadlineMs
    if (deadlineMs === undefined || deadlineMs > endMs - GRACE_MS) return []
    return [
      {
        atMs: endMs,
        message: `${stream}: ${id} has been in hand since long before its deadline, and nobody says how it ended.`,
      },
    ]
  })
}

const GRACE_MS = 30_000 + SKEW_MAX_MS
/** A worker that can reach the database has said how it ended by then. */
const REPORTED_MS = 5_000

/** How each job ended by the journal: the first end of its attempt that follows it, for what is owed anew begins again with attempt 1. */
function endsOf({ events, stream }: Incident): ReadonlyMap<string, Event['type']> {
  const ends = new Map<string, Event['type']>()
  const open = new Map<string, string>()
  for (const event of events) {
    if (!('obligation' in event) || !('attempt' in event)) continue
    const { seq, obligation, attempt } = event
    const name = nameOf(event)
    const job = open.get(name)
    if (event.type === 'attempted') open.set(name, derivedId(stream, seq, obligation, attempt))
    else if (job !== undefined && ENDS.has(event.type) && !ends.has(job)) ends.set(job, event.type)
  }
  return ends
}

/** A worker knew in time, lived and could reach the database, and yet the attempt counts as lost. */
function unheard({ witness, faults }: Evidence, incident: Incident) {
  const { stream } = incident
  const ends = endsOf(incident)
  const jobs = jobsOf(incident)
  return witness.acts.flatMap((act) => {
    const { endedMs } = act
    if (act.stream !== stream || endedMs === undefined || ends.get(act.jobId) !== 'attempt-lost') return []
    const untilMs = endedMs + REPORTED_MS
    const deadlineMs = jobs.get(act.jobId)?.deadlineMs ?? 0
    const tooLate = untilMs + SKEW_MAX_MS > deadlineMs
    const isKilled = witness.kills.some(
      ({ replica, atMs }) => replica === act.replica && atMs >= act.atMs && atMs <= untilMs,
    )
    const isCutOff = faults.database.some(({ fromMs, toMs }) => fromMs <= untilMs && toMs >= endedMs - REPORTED_MS)
    if (tooLate || isKilled || isCutOff) return []
    return [
      { atMs: endedMs, message: `${stream}: ${act.replica} knew how ${nameOf(act)} ended, and it counts as lost.` },
    ]
  })
}

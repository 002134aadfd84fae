/**
 * No obligation is forgotten: what the storage says is due next is what the core owes next, all along; and at the end, with everything healed, nothing is overdue, and
 * what still fails says so.
 */
import { owed } from '../../../src/incident/owed.ts'
import type { Checker, Evidence, Incident } from './checker.ts'

/** Long enough for a tick by the slowest clock, its job and the answer. */
const GRACE_MS = 30_000
/** The engine asks a stream whose rules failed again after 5 s. */
const PUT_OFF_MS = 6_000

export const nothingForgotten: Checker = {
  name: 'nothing-forgotten',
  promise: 'no obligation is forgotten',
  check: (evidence) =>
    evidence.incidents.flatMap((incident) => [...overdue(evidence, incident), ...dueTimeLost(evidence, incident)]),
}

const overdue = ({ endMs }: Evidence, { stream, plan, last }: Incident) =>
  owed(plan, last)
    .filter(({ dueMs }) => dueMs < endMs - GRACE_MS)
    .map(({ id, dueMs }) => ({
      atMs: endMs,
      message: `${stream}: ${id} has been due for ${Math.round((endMs - dueMs) / 1_000)} s.`,
    }))

function dueTimeLost({ streams, endMs }: Evidence, { stream, plan, last }: Incident) {
  const kept = streams.find((listed) => listed.stream === stream)?.dueMs ?? null
  const next = owed(plan, last)[0]?.dueMs ?? null
  if (kept === next || (kept !== null && Math.abs(kept - endMs) < PUT_OFF_MS)) return []
  return [{ atMs: endMs, message: `${stream} is kept as due at ${kept}, and owes something at ${next}.` }]
}

export const healed: Checker = {
  name: 'healed',
  promise: 'once everything works again, everything owed is done or visibly failed',
  check: (evidence) => [
    ...evidence.incidents.flatMap((incident) => stillFailing(incident, evidence)),
    ...evidence.witness.logged
      .filter((line) => /rules of the stream failed|not quiet after|tick does not attempt|cannot be read/.test(line))
      .map((line) => ({ atMs: evidence.endMs, message: `the engine says: ${line}` })),
  ],
}

/** Nobody waits for what is filed; a page that the cap holds back is no failure; and a channel may be what cannot be had. */
const PATIENT = new Set(['file-report', 'file-review', 'send-review', 'open-channel', 'page'])
/** An attempt that was begun while things were bad may end badly so long after. */
const STILL_UNDER_WAY_MS = 35_000

/** Tried since everything works, and failed again. What has failed before and waits for its next turn is visible, and comes in time. */
const stillFailing = ({ stream, plan, last }: Incident, { healMs, endMs }: Evidence) =>
  owed(plan, last).flatMap(({ id, effect }) => {
    const effort = last.efforts[id]
    if (!effort || effort.failures === 0 || PATIENT.has(effect.kind) || effort.lastAtMs < healMs + STILL_UNDER_WAY_MS)
      return []
    return [{ atMs: endMs, message: `${stream}: ${id} still fails: ${effort.lastReason}` }]
  })

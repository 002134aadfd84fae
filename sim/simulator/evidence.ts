/** Gathers at the end what the checkers judge by: the journal as it stands, what each replica says, and when everything was held. */
import { decodeRows } from '../../src/engine/journal.ts'
import type { Storage } from '../../src/engine/storage.ts'
import type { Event } from '../../src/incident/events.ts'
import type { AnyEvent } from '../../src/plan/core.ts'
import type { Plan } from '../../src/plan/schema.ts'
import { SYSTEM_STREAM } from '../../src/readiness/state.ts'
import { courseOf } from '../../src/rehearsal/violations/course.ts'
import type { Evidence, Incident, Reading } from './checkers/checker.ts'
import type { Span } from './span.ts'
import type { Witness } from './witness.ts'
import type { Fleet } from './world/fleet.ts'
import type { World } from './world/replica.ts'

/** Reading is a call of a port as well, and takes a moment; meanwhile everything goes on. */
const READING_MS = 5_000

export async function gather(parts: { world: World; plan: Plan; fleet: Fleet; healMs: number }): Promise<Evidence> {
  const { world, plan, fleet, healMs } = parts
  const { witness, faults, scheduler } = world
  const { storage } = world.shared
  const readings: Reading[] = []
  const listed = await storage.streams()
  for (const { engine, life } of fleet.alive())
    for (const { stream, head } of listed)
      void engine.read(stream).then((found) => {
        const { seq = 0, state } = found ?? {}
        readings.push({ replica: life.replica, stream, leastSeq: head.seq, seq, state })
      })
  await scheduler.runUntil(scheduler.nowMs + READING_MS)
  const endMs = scheduler.nowMs
  const streams = await storage.streams()
  const journals = await journalsOf(storage, streams)
  const incidents = [...journals]
    .filter(([stream]) => stream !== SYSTEM_STREAM)
    .map(([stream, events]) => incidentOf(plan, stream, events, endMs))
  return {
    plan,
    faults,
    witness,
    storage,
    streams,
    journals,
    incidents,
    readings,
    held: heldSpans(witness, endMs),
    healMs,
    endMs,
  }
}

async function journalsOf(storage: Storage, streams: readonly { stream: string }[]): Promise<Map<string, AnyEvent[]>> {
  const journals = new Map<string, AnyEvent[]>()
  for (const { stream } of streams) {
    const { rows, texts } = (await storage.rows(stream, 0)) ?? { rows: [], texts: [] }
    journals.set(stream, decodeRows(rows, texts))
  }
  return journals
}

function incidentOf(plan: Plan, stream: string, events: readonly AnyEvent[], endMs: number): Incident {
  const numbered = events.map((event, index) => ({ ...(event as Event), seq: index + 1 }))
  const course = courseOf(plan, stream, events as Event[], endMs)
  return { stream, plan, events: numbered, course, last: course.last }
}

/** From the commit of a hold to the commit of its release. */
function heldSpans({ commits }: Witness, endMs: number): Span[] {
  const spans: Span[] = []
  let fromMs: number | undefined
  for (const { stream, atMs, events } of commits) {
    if (stream !== SYSTEM_STREAM) continue
    for (const { type } of events) {
      if (type === 'held') fromMs ??= atMs
      if (type === 'released' && fromMs !== undefined) {
        spans.push({ fromMs, toMs: atMs })
        fromMs = undefined
      }
    }
  }
  return fromMs === undefined ? spans : [...spans, { fromMs, toMs: endMs }]
}

/**
 * One turn of a stream, inside the transaction that holds it: a command is decided, what is due by then is attempted, and the events,
 * the next due time and the jobs leave together.
 *
 * It promises that a command's events are never lost to a fault in the ticks that follow, that no tick is decided while everything is
 * held, and that a core which never gets quiet cannot keep the transaction open.
 */
import { SYSTEM } from '../plan/actor.ts'
import type { AnyEvent, Attempted } from '../plan/core.ts'
import type { Cores } from './any-core.ts'
import { decodeEvent, derivedId, encodeEvent, type Random } from './journal.ts'
import { type LeftAlone, WRITTEN_BY_NEWER } from './left-alone.ts'
import type { Logger } from './logger.ts'
import type { Observer } from './observer.ts'
import type { Snapshot, Snapshots, Source } from './snapshots.ts'
import type { Job, JournalRow, PrivateText, StreamTransaction, Turn } from './storage.ts'
import { tracePlace } from './tracing.ts'

/** Ticks in one transaction at most: more means that the core owes the same thing for ever. */
const TICKS_MAX = 50

/** A stream whose core failed, or owes what its tick does not attempt, is asked again after so long: milliseconds of the plan's clock. */
export const PUT_OFF_MS = 5_000

/** What a tick may need to know, and whether all outgoing effects are held. */
export type EngineFacts = Turn['facts']

export interface TurnParts<Effect> {
  cores: Cores<Effect>
  snapshots: Snapshots
  /** Which queue an effect goes to. */
  queueOf: (effect: Effect) => string
  random: Random
  logger: Logger
  leftAlone: LeftAlone
  observer: Observer
}

export type TurnEnd =
  | { ok: true; snapshot: Snapshot; rows: JournalRow[]; events: AnyEvent[]; note?: string }
  | { ok: false; why: string }

/** Where a turn has got to. Never changed, always replaced, so that a step that throws leaves nothing behind. */
interface Progress {
  snapshot: Snapshot
  rows: JournalRow[]
  texts: PrivateText[]
  events: AnyEvent[]
  jobs: Job[]
}

/** @throws what the core throws on the command itself: a programmer's mistake. */
export async function takeTurn<Effect>(parts: TurnParts<Effect>, tx: StreamTransaction, input: Turn): Promise<TurnEnd> {
  const { command, plan, facts } = input
  tx.onTurn?.(input)
  const source = sourceOf(tx, plan)
  if (plan) await tx.savePlan(plan.digest, plan.plan)
  const snapshot = await parts.snapshots.at(tx.stream, tx.head, source)
  if (snapshot.newer !== undefined) {
    parts.leftAlone.add(tx.stream, snapshot.newer)
    return { ok: false, why: WRITTEN_BY_NEWER }
  }
  let progress: Progress = { snapshot, rows: [], texts: [], events: [], jobs: [] }
  let note: string | undefined
  if (command) {
    const core = parts.cores(tx.stream)
    const decision = core.decide(snapshot.plan ?? plan?.plan, snapshot.state, { ...command, facts })
    if (!decision.ok) return decision
    note = decision.note
    progress = await advance(parts, progress, decision.events, source)
  }
  const quiet = await tickUntilQuiet(parts, progress, input, source)
  leave(parts, tx, quiet.progress, quiet.dueMs)
  const { rows, events } = quiet.progress
  return { ok: true, snapshot: quiet.progress.snapshot, rows, events, ...(note === undefined ? {} : { note }) }
}

function sourceOf(tx: StreamTransaction, given: Turn['plan']): Source {
  return {
    rows: (_stream, afterSeq) => tx.rows(afterSeq),
    plan: async (digest) => (given?.digest === digest ? given.plan : tx.plan(digest)),
  }
}

/** Journals events and folds them as they will be read back, so that memory and a replay cannot differ. */
async function advance<Effect>(
  { snapshots, random, queueOf }: TurnParts<Effect>,
  progress: Progress,
  events: AnyEvent[],
  source: Source,
): Promise<Progress> {
  const { stream, head } = progress.snapshot
  const rows: JournalRow[] = []
  const texts: PrivateText[] = []
  const jobs: Job[] = []
  let last: { seq: number; hash: string } = head
  const journaled = events.map((event) => {
    const encoded = encodeEvent(stream, last, event, random)
    rows.push(encoded.row)
    texts.push(...encoded.texts)
    last = encoded.row
    const decoded = decodeEvent(encoded.row, encoded.texts)
    if (decoded.type === 'attempted') jobs.push(toJob(encoded.row, decoded as Attempted<Effect>, queueOf))
    return decoded
  })
  const nextHead = { seq: last.seq, hash: last.hash, erasures: head.erasures }
  return {
    snapshot: await snapshots.fold(progress.snapshot, journaled, nextHead, source),
    rows: [...progress.rows, ...rows],
    texts: [...progress.texts, ...texts],
    events: [...progress.events, ...journaled],
    jobs: [...progress.jobs, ...jobs],
  }
}

/** @returns when the stream is due next; null: never. */
async function tickUntilQuiet<Effect>(
  parts: TurnParts<Effect>,
  start: Progress,
  { nowMs, facts }: Turn,
  source: Source,
): Promise<{ progress: Progress; dueMs: number | null }> {
  const { held, ...known } = facts
  const { stream } = start.snapshot
  const core = parts.cores(stream)
  let progress = start
  const putOff = (detail: object, why: string) => {
    parts.logger.error({ stream, ...detail }, `${why}; asking again in ${PUT_OFF_MS / 1000} s`)
    return { progress, dueMs: nowMs + PUT_OFF_MS }
  }
  try {
    for (let ticks = 0; ; ticks++) {
      const { plan, state } = progress.snapshot
      const first = core.owed(plan, state)[0]
      if (!first || first.dueMs > nowMs || held) return { progress, dueMs: first?.dueMs ?? null }
      if (ticks === TICKS_MAX)
        return putOff({ obligation: first.id }, `the stream is not quiet after ${TICKS_MAX} ticks`)
      parts.observer.due(nowMs - first.dueMs)
      const decision = core.decide(plan, state, { type: 'tick', atMs: nowMs, by: SYSTEM, facts: known })
      if (!decision.ok || decision.events.length === 0) {
        return putOff({ obligation: first.id }, 'the stream owes something that its tick does not attempt')
      }
      progress = await advance(parts, progress, decision.events, source)
    }
  } catch (err) {
    return putOff({ err }, 'the rules of the stream failed')
  }
}

function leave<Effect>(
  parts: TurnParts<Effect>,
  tx: StreamTransaction,
  progress: Progress,
  dueMs: number | null,
): void {
  const { snapshot, rows, texts, jobs } = progress
  if (rows.length > 0) tx.append(rows, texts)
  tx.setDue(dueMs, !parts.cores(tx.stream).closed(snapshot.state))
  tx.handOut(jobs)
}

function toJob<Effect>(row: JournalRow, event: Attempted<Effect>, queueOf: (effect: Effect) => string): Job {
  const { obligation, attempt, deadlineMs, limitMs = deadlineMs, atMs, effect } = event
  const place = tracePlace()
  return {
    // With its row: what is owed anew after a reopening begins again with attempt 1, and an id is handed out once.
    id: derivedId(row.stream, row.seq, obligation, attempt),
    stream: row.stream,
    seq: row.seq,
    obligation,
    attempt,
    queue: queueOf(effect),
    lastsMaxMs: Math.max(limitMs - atMs, 0),
    ...(place === undefined ? {} : { trace: place }),
  }
}

/**
 * The record of a voyage: what was asked and done while the database was away, in order. A command is in it, on the disk, before anybody is told that it was taken;
 * the rows that it gave are in it too, so that a replica that is started again goes on where it was. Merging replays the commands, and marks how far it came.
 */
import type { Plan } from '../../plan/schema.ts'
import type { Delivery, DeliveryPlace } from '../deliveries.ts'
import type { StoredRows, Turn } from '../storage.ts'
import type { LineFile } from './line-file.ts'

/** What one transaction on one stream was about, and what it gave. */
export interface RecordedTurn extends StoredRows {
  kind: 'turn'
  /** Counts up through the voyage. */
  n: number
  stream: string
  turn: Omit<Turn, 'plan'>
  /** Digest of the plan that the command speaks of. */
  plan?: string
  /** The request's key. */
  key?: string
  dueMs: number | null
  open: boolean
}

export type RecordLine =
  | { kind: 'adrift'; voyage: string; atMs: number }
  | { kind: 'plan'; digest: string; plan: Plan }
  | RecordedTurn
  | { kind: 'delivery'; place: DeliveryPlace; delivery: Delivery }
  /** A stream's turns up to this one are being merged, or are merged. */
  | { kind: 'merging' | 'merged'; stream: string; upTo: number }

export interface VoyageRecord {
  /** Undefined: there is nothing in it. */
  voyage(): { id: string; sinceMs: number } | undefined
  /** It is begun also when this rejects, because the disk takes nothing. */
  begin(voyage: string, atMs: number): Promise<void>
  /** Keeps turns, each with its plan; on the disk when it answers. */
  take(
    turns: { turn: Omit<RecordedTurn, 'kind' | 'n' | 'plan'>; plan?: { digest: string; plan: Plan } }[],
  ): Promise<void>
  takeDelivery(place: DeliveryPlace, delivery: Delivery): Promise<void>
  mark(kind: 'merging' | 'merged', stream: string, upTo: number): Promise<void>
  turns(): readonly RecordedTurn[]
  /** Those that are not merged, by stream. */
  unmerged(): Map<string, RecordedTurn[]>
  /** Merging began so far, and nobody knows whether it was done. */
  begun(stream: string): number | undefined
  plans(): ReadonlyMap<string, Plan>
  deliveries(): readonly { place: DeliveryPlace; delivery: Delivery }[]
  /** The voyage is over: nothing is left in it. */
  clear(): Promise<void>
}

export function createRecord(file: LineFile<RecordLine>): VoyageRecord {
  let voyage: { id: string; sinceMs: number } | undefined
  let turns: RecordedTurn[] = []
  let deliveries: { place: DeliveryPlace; delivery: Delivery }[] = []
  const plans = new Map<string, Plan>()
  const marks = { merging: new Map<string, number>(), merged: new Map<string, number>() }
  let count = 0

  const fold = (line: RecordLine) => {
    if (line.kind === 'adrift') voyage = { id: line.voyage, sinceMs: line.atMs }
    else if (line.kind === 'plan') plans.set(line.digest, line.plan)
    else if (line.kind === 'turn') turns.push(line)
    else if (line.kind === 'delivery') deliveries.push(line)
    else marks[line.kind].set(line.stream, line.upTo)
  }
  for (const line of file.found) fold(line)
  count = turns.reduce((most, { n }) => Math.max(most, n), 0)
  /** How the voyage is called, where that could not be written yet: no line of it may stand in the file without. */
  let unwritten: RecordLine[] = []
  const keep = async (lines: RecordLine[]) => {
    await file.append([...unwritten, ...lines])
    unwritten = []
    for (const line of lines) fold(line)
  }
  const mergedUpTo = (stream: string) => marks.merged.get(stream) ?? 0

  return {
    voyage: () => voyage,
    begin(id, atMs) {
      unwritten = [{ kind: 'adrift', voyage: id, atMs }]
      unwritten.forEach(fold)
      return keep([])
    },
    take: (taken) =>
      keep(
        taken.flatMap(({ turn, plan }): RecordLine[] => {
          const line: RecordedTurn = { ...turn, kind: 'turn', n: ++count, ...(plan && { plan: plan.digest }) }
          return plan && !plans.has(plan.digest) ? [{ kind: 'plan', ...plan }, line] : [line]
        }),
      ),
    takeDelivery: (place, delivery) => keep([{ kind: 'delivery', place, delivery }]),
    mark: (kind, stream, upTo) => keep([{ kind, stream, upTo }]),
    turns: () => turns,
    unmerged: () =>
      Map.groupBy(
        turns.filter(({ stream, n }) => n > mergedUpTo(stream)),
        ({ stream }) => stream,
      ),
    begun(stream) {
      const upTo = marks.merging.get(stream)
      return upTo !== undefined && upTo > mergedUpTo(stream) ? upTo : undefined
    },
    plans: () => plans,
    deliveries: () => deliveries,
    async clear() {
      await file.replace([])
      voyage = undefined
      turns = []
      deliveries = []
      for (const known of [plans, marks.merging, marks.merged]) known.clear()
      count = 0
    },
  }
}

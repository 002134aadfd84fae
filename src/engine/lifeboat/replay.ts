/**
 * Decides recorded turns again, each at its own moment, on the stream as it is in the database: where nobody else was at work the same comes of them as before;
 * where somebody was, what still makes sense. Nothing is handed out. In memory; the database is only read.
 */
import type { AnyEvent } from '../../plan/core.ts'
import type { Plan } from '../../plan/schema.ts'
import type { AnyCommand } from '../any-core.ts'
import { decodeRows, EMPTY_HEAD, encodeEvent, type Random } from '../journal.ts'
import { WRITTEN_BY_NEWER } from '../left-alone.ts'
import { createMemoryStorage, type Kept } from '../memory-storage.ts'
import { createSnapshots, type Snapshot } from '../snapshots.ts'
import type { JournalRow, PrivateText, Storage, StreamHead, StreamTransaction } from '../storage.ts'
import { type TurnParts, takeTurn } from '../turn.ts'
import type { RecordedTurn } from './record.ts'

/** What became of a stream's turns, for whoever puts it into words. */
export interface Voyage {
  stream: string
  /** Of the replica that was adrift. */
  id: string
  fromMs: number
  toMs: number
  /** Commands that people gave, and that hold. */
  taken: number
  /** What was answered with success, and is refused now. */
  refused: { command: AnyCommand; why: string }[]
  /** All that had happened in the lifeboat. */
  events: AnyEvent[]
  /** All that happens of it in the database's own history: less, where somebody else had done it already. */
  replayed: AnyEvent[]
}

export interface ReplayParts<Effect> extends Omit<TurnParts<Effect>, 'snapshots'> {
  /** The database. */
  storage: Pick<Storage, 'rows' | 'plan' | 'recalled'>
  /** Tells of the voyage as the last event; undefined: the stream does not. */
  tell: (voyage: Voyage, nowMs: number) => AnyEvent | undefined
}

export interface Replayed {
  /** The stream's head that the rows follow. */
  base: StreamHead
  rows: JournalRow[]
  texts: PrivateText[]
  /** As it stands afterwards. */
  snapshot: Snapshot
  voyage: Voyage
}

export async function replay<Effect>(
  parts: ReplayParts<Effect>,
  about: {
    voyage: string
    stream: string
    turns: readonly RecordedTurn[]
    plans: ReadonlyMap<string, Plan>
    nowMs: number
  },
): Promise<Replayed> {
  const { stream, turns, nowMs } = about
  const base = await wholeStream(parts.storage, stream)
  refuseForeign(base.head, stream, turns)
  const scratch = createScratch(parts, stream, base, about.plans)
  const voyage = emptyVoyage(about.voyage, stream, turns)
  for (const recorded of turns) {
    // The same request got through before the database went away.
    if (recorded.key !== undefined && (await parts.storage.recalled(recorded.key))) continue
    const { command } = recorded.turn
    const ended = await scratch.take(recorded)
    if (!ended.ok && ended.why === WRITTEN_BY_NEWER)
      throw new Error(`a newer version of Muster has written to ${stream}: this record needs that version to be merged`)
    if (ended.ok) voyage.replayed.push(...ended.events)
    if (!command) continue
    if (!ended.ok) voyage.refused.push({ command, why: ended.why })
    else if (command.by.via !== 'system') voyage.taken++
  }
  const told = parts.tell(voyage, nowMs)
  if (told) await scratch.append(told)
  const after = await wholeStream(scratch.storage, stream)
  const isNew = ({ seq }: { seq: number }) => seq > base.head.seq
  const snapshot = await scratch.read()
  return { base: base.head, rows: after.rows.filter(isNew), texts: after.texts.filter(isNew), snapshot, voyage }
}

/** The record of a stream that the database has never heard of, and that did not begin in the boat, belongs to another database, or to what was lost with it. */
function refuseForeign(head: StreamHead, stream: string, turns: readonly RecordedTurn[]): void {
  const first = turns.flatMap(({ rows }) => rows)[0]
  if (head.seq === 0 && first !== undefined && first.seq > 1)
    throw new Error(`${stream} is not in this database, and the record goes on from its row ${first.seq - 1}`)
}

const wholeStream = async (storage: Pick<Storage, 'rows'>, stream: string) =>
  (await storage.rows(stream, 0)) ?? { head: EMPTY_HEAD, rows: [], texts: [] }

const emptyVoyage = (id: string, stream: string, turns: readonly RecordedTurn[]): Voyage => ({
  ...{ id, stream, taken: 0, refused: [], replayed: [] },
  fromMs: turns[0]?.turn.nowMs ?? 0,
  toMs: turns.at(-1)?.turn.nowMs ?? 0,
  events: turns.flatMap(({ rows, texts }) => decodeRows(rows, texts)),
})

/** The stream in memory, on which turns are taken one after the other. */
function createScratch<Effect>(
  parts: ReplayParts<Effect>,
  stream: string,
  base: Pick<Kept, 'head' | 'rows' | 'texts'>,
  plans: ReadonlyMap<string, Plan>,
) {
  const streams = base.head.seq === 0 ? new Map() : new Map([[stream, { ...base, dueMs: null, open: true }]])
  const memory = createMemoryStorage(() => {}, { streams, plans, current: new Map() })
  const plan = async (digest: string) => (await memory.plan(digest)) ?? (await parts.storage.plan(digest))
  const storage = { ...memory, plan }
  const snapshots = createSnapshots(storage, parts.cores)
  const turnParts = { ...parts, snapshots }
  return {
    storage,
    async take({ turn, plan: digest }: RecordedTurn) {
      const known = digest === undefined ? undefined : plans.get(digest)
      const spoken = digest !== undefined && known ? { plan: { digest, plan: known } } : {}
      const ended = await memory.withStream(stream, (tx) =>
        takeTurn(turnParts, { ...tx, plan }, { ...turn, ...spoken }),
      )
      if (ended.ok) snapshots.keep(ended.snapshot)
      return ended
    },
    async append(event: AnyEvent) {
      await memory.withStream(stream, async (tx) => appendOne(tx, event, parts.random))
    },
    async read() {
      const snapshot = await snapshots.read(stream)
      if (!snapshot)
        throw new Error(`${stream} has no event, neither in the database nor in the record of the lifeboat`)
      return snapshot
    },
  }
}

function appendOne(tx: StreamTransaction, event: AnyEvent, random: Random): void {
  const { row, texts } = encodeEvent(tx.stream, tx.head, event, random)
  tx.append([row], texts)
}

/**
 * Folded states, kept so that reading a stream folds only what is new. A cache in memory and nothing more: dropping any of it costs time only.
 *
 * It promises that a snapshot stands for committed rows alone, that no text survives in it once the text was erased in the database, and that what comes
 * after a snapshot is folded onto it only when it follows by the chain: a stream may have gone another way while the database was away (lifeboat/).
 * It does not verify the chain otherwise; verify-journal.ts does.
 */
import type { AnyEvent } from '../plan/core.ts'
import type { Plan } from '../plan/schema.ts'
import type { Cores } from './any-core.ts'
import { decodeRows, EMPTY_HEAD, hashRow } from './journal.ts'
import type { Storage, StoredRows, StreamHead, StreamListing } from './storage.ts'

/** Streams kept at most; the one unused longest goes first. An incident's state is a few tens of kB. */
const SNAPSHOTS_MAX = 2_000

/** Streams that a reader of many reads at the same time: some connections are left for everybody else. */
const AT_ONCE = 4

/** Plans kept at most, by digest. */
const PLANS_MAX = 100

export interface Snapshot {
  readonly stream: string
  /** The row up to and including which this is folded. */
  readonly head: StreamHead
  readonly state: unknown
  /** The plan that the stream is pinned to, once it is. */
  readonly plan: Plan | undefined
  /** What a newer version has written and this one cannot fold. The state is then good enough to be looked at, and nothing may be decided on it. */
  readonly newer?: string
}

/** Where rows and plans are read from: the storage, or a transaction on it. */
export interface Source {
  rows(stream: string, afterSeq: number): Promise<StoredRows | undefined>
  plan(digest: string): Promise<Plan | undefined>
}

export interface Snapshots {
  /** The stream as it is now; undefined when it has no event. */
  read(stream: string): Promise<Snapshot | undefined>
  /** Streams that have just been listed, in the same order: only those that have changed since they were last read are read. */
  readListed(listed: readonly StreamListing[]): Promise<Snapshot[]>
  /** The same, and the event at `seq`, in one round trip. */
  readWithEvent(stream: string, seq: number): Promise<{ snapshot: Snapshot; event: AnyEvent | undefined } | undefined>
  /** The stream as of `head`, whose row is held by the caller. */
  at(stream: string, head: StreamHead, source: Source): Promise<Snapshot>
  /** Folds further events, which end at `head`. */
  fold(base: Snapshot, events: AnyEvent[], head: StreamHead, source: Pick<Source, 'plan'>): Promise<Snapshot>
  /** Remembers a snapshot whose rows are committed. */
  keep(snapshot: Snapshot): void
}

export function createSnapshots<Effect>(storage: Storage, cores: Cores<Effect>): Snapshots {
  const kept = new Map<string, Snapshot>()

  const { empty, fold, foldRows } = createFolding(cores)

  const keep = (snapshot: Snapshot) => {
    const before = kept.get(snapshot.stream)?.head
    const { erasures, seq } = snapshot.head
    if (!before || (erasures >= before.erasures && seq >= before.seq))
      keepNewest(kept, snapshot.stream, snapshot, SNAPSHOTS_MAX)
  }

  /** Reads what is new, and at least what comes after `afterSeq`. */
  const readFrom = async (stream: string, afterSeq: number) => {
    const base = kept.get(stream)
    let page = await storage.rows(stream, Math.min(base?.head.seq ?? 0, afterSeq))
    if (!page) return undefined
    const usable = base && base.head.erasures === page.head.erasures && leadsTo(base, page) ? base : undefined
    if (base && !usable) {
      kept.delete(stream)
      page = (await storage.rows(stream, 0)) ?? page
    }
    const start = usable ?? empty(stream, page.head.erasures)
    const snapshot = await foldRows(start, page, storage)
    if (snapshot.head.seq === 0) return undefined
    keep(snapshot)
    return { snapshot, page }
  }

  const read = async (stream: string) => (await readFrom(stream, Number.POSITIVE_INFINITY))?.snapshot

  const readOne = async ({ stream, head }: StreamListing): Promise<Snapshot | undefined> => {
    const known = kept.get(stream)
    if (known?.head.erasures !== head.erasures || known.head.seq !== head.seq || known.head.hash !== head.hash)
      return read(stream)
    keep(known)
    return known
  }

  return {
    fold,
    keep,
    read,
    async readListed(listed) {
      const found: Snapshot[] = []
      for (let at = 0; at < listed.length; at += AT_ONCE) {
        const some = await Promise.all(listed.slice(at, at + AT_ONCE).map(readOne))
        found.push(...some.filter((one) => one !== undefined))
      }
      return found
    },
    async readWithEvent(stream, seq) {
      const found = await readFrom(stream, seq - 1)
      if (!found) return undefined
      const [event] = decodeRows(
        found.page.rows.filter((row) => row.seq === seq),
        found.page.texts,
      )
      return { snapshot: found.snapshot, event }
    },
    async at(stream, head, source) {
      const base = kept.get(stream)
      const usable = base && base.head.erasures === head.erasures && base.head.seq <= head.seq ? base : undefined
      const start = usable ?? empty(stream, head.erasures)
      if (start.head.seq === head.seq && start.head.hash === head.hash) return start
      const found = await source.rows(stream, start.head.seq)
      if (found && !leadsTo(start, { ...found, head })) {
        kept.delete(stream)
        const whole = await source.rows(stream, 0)
        return foldRows(empty(stream, head.erasures), whole ?? found, source)
      }
      return found ? foldRows(start, found, source) : start
    },
  }
}

function createFolding<Effect>(cores: Cores<Effect>) {
  const plans = new Map<string, Plan>()

  const empty = (stream: string, erasures: number): Snapshot => {
    return { stream, head: { ...EMPTY_HEAD, erasures }, state: cores(stream).initial(stream), plan: undefined }
  }

  const planFor = async (stream: string, state: unknown, source: Pick<Source, 'plan'>): Promise<Plan | undefined> => {
    const digest = cores(stream).planDigest(state)
    if (digest === undefined) return undefined
    const known = plans.get(digest) ?? (await source.plan(digest))
    if (!known) throw new Error(`${stream} is pinned to plan ${digest}, which is not in the database`)
    keepNewest(plans, digest, known, PLANS_MAX)
    return known
  }

  const fold: Snapshots['fold'] = async (base, events, head, source) => {
    const core = cores(base.stream)
    const state = events.reduce((state, event) => (core.knows(event) ? core.evolve(state, event) : state), base.state)
    const newer = base.newer ?? nameOf(events.find((event) => !core.knows(event)))
    const plan = await planFor(base.stream, state, source)
    return { stream: base.stream, head, state, plan, ...(newer === undefined ? {} : { newer }) }
  }

  const foldRows = async (base: Snapshot, found: StoredRows, source: Source) => {
    const isNew = ({ seq }: { seq: number }) => seq > base.head.seq
    const [rows, texts] = [found.rows.filter(isNew), found.texts.filter(isNew)]
    if (rows.length === 0) return base
    const last = rows.at(-1) ?? base.head
    const head = { seq: last.seq, hash: last.hash, erasures: base.head.erasures }
    return fold(base, decodeRows(rows, texts), head, source)
  }

  return { empty, fold, foldRows }
}

function nameOf(event: AnyEvent | undefined): string | undefined {
  if (event === undefined) return undefined
  const { type, effect } = event as AnyEvent & { effect?: { kind: string } }
  return effect === undefined ? type : `${type} ${effect.kind}`
}

/** Whether rows that were read from a stream, at least those after the snapshot, go on from it. */
function leadsTo({ head }: Snapshot, found: StoredRows & { head: StreamHead }): boolean {
  const next = found.rows.find(({ seq }) => seq === head.seq + 1)
  return next ? hashRow(head.hash, next) === next.hash : found.head.seq === head.seq && found.head.hash === head.hash
}

/** Sets and moves to the young end; the oldest entries above `max` are dropped. */
function keepNewest<Value>(map: Map<string, Value>, key: string, value: Value, max: number): void {
  map.delete(key)
  map.set(key, value)
  for (const oldest of map.keys()) {
    if (map.size <= max) return
    map.delete(oldest)
  }
}

/**
 * The storage port in memory, for rehearsals and fast tests. Held to the same contract as PostgreSQL's, except that everything is lost
 * with the process. What goes in and comes out are copies, so that nobody can change what is stored.
 */
import type { Plan } from '../plan/schema.ts'
import { type CollectedWrites, collectWrites, isSooner } from './collected-writes.ts'
import { names, withoutPerson } from './erased-person.ts'
import { EMPTY_HEAD } from './journal.ts'
import { createKeyedLocks } from './keyed-locks.ts'
import { createListeners } from './listeners.ts'
import type {
  Job,
  JournalRow,
  PrivateText,
  Storage,
  StoredRows,
  StreamHead,
  StreamListing,
  StreamTransaction,
} from './storage.ts'

/** One stream whole. */
export interface Kept {
  head: StreamHead
  rows: JournalRow[]
  texts: PrivateText[]
  dueMs: number | null
  open: boolean
}

/** What a storage holds, but for remembered requests. */
export interface MemoryContents {
  streams: ReadonlyMap<string, Kept>
  /** By digest. */
  plans: ReadonlyMap<string, Plan>
  /** Digests of the plans in force, by the plan's id. */
  current: ReadonlyMap<string, string>
}

const NOTHING: MemoryContents = { streams: new Map(), plans: new Map(), current: new Map() }

interface Contents {
  streams: Map<string, Kept>
  plans: Map<string, Plan>
  current: Map<string, string>
}

/**
 * @param enqueue hands out jobs once their transaction is committed; must not fail.
 * @param from what it holds at first; copied.
 */
export function createMemoryStorage(enqueue: (jobs: Job[]) => void, from = NOTHING): Storage {
  const contents: Contents = structuredClone({
    ...{ streams: new Map(from.streams), plans: new Map(from.plans), current: new Map(from.current) },
  })
  const { streams, plans, current } = contents
  const remembered: Remembered = new Map()
  const locks = createKeyedLocks()
  const wake = createListeners()

  const transact = async <T>(held: Held[], work: () => Promise<T>): Promise<T> => {
    try {
      const answer = await work()
      const sooner = write(contents, held)
      enqueue(structuredClone(held.flatMap(({ writes }) => writes.jobs)))
      if (sooner) wake.call()
      return answer
    } catch (error) {
      for (const { forget } of held) forget()
      throw error
    }
  }
  return {
    start: async () => {},
    stop: async () => {},
    withStream: (stream, work) =>
      locks.hold(stream, () => {
        const held = hold(contents, remembered, stream)
        return transact([held], () => work(held.tx))
      }),
    async withDue(nowMs, limit, work, except = []) {
      const release = locks.tryHold(dueNow(streams, nowMs, except), limit)
      try {
        if (release.keys.length === 0) return undefined
        const held = release.keys.map((stream) => hold(contents, remembered, stream))
        return await transact(held, () => work(held.map(({ tx }) => tx)))
      } finally {
        release.release()
      }
    },
    async rows(stream, afterSeq, limit) {
      const kept = streams.get(stream)
      return kept && { ...rowsOf(kept, afterSeq, limit), head: structuredClone(kept.head) }
    },
    streams: async (asked) => listed(streams, asked),
    async earliestDue(afterMs = Number.NEGATIVE_INFINITY, except = []) {
      const dues = [...streams].flatMap(([stream, { dueMs }]) =>
        dueMs !== null && dueMs > afterMs && !except.includes(stream) ? [dueMs] : [],
      )
      return dues.length > 0 ? dues.reduce((a, b) => Math.min(a, b)) : null
    },
    recalled: async (key) => structuredClone(remembered.get(key)),
    plan: async (digest) => structuredClone(plans.get(digest)),
    async currentPlans() {
      const entries = [...current].sort(([a], [b]) => (a < b ? -1 : 1))
      return Object.fromEntries(
        entries.map(([id, digest]) => [id, { digest, plan: structuredClone(plans.get(digest)!) }]),
      )
    },
    async setCurrentPlan(id, digest, plan) {
      plans.set(digest, structuredClone(plan))
      current.set(id, digest)
    },
    async retireCurrentPlan(id) {
      current.delete(id)
    },
    eraseTexts: async (match) => eraseTexts(streams, match),
    async eraseFromPlans(person, except) {
      const found = [...plans].filter(([digest, plan]) => !except.includes(digest) && names(plan, person))
      for (const [digest, plan] of found) plans.set(digest, withoutPerson(plan, person))
      return found.length
    },
    onWake: wake.add,
  }
}

type Remembered = Map<string, { stream: string; seq: number }>

function rowsOf(kept: Kept | undefined, afterSeq: number, limit = Number.POSITIVE_INFINITY): StoredRows {
  const rows = kept?.rows.slice(afterSeq, afterSeq + limit) ?? []
  const last = rows.at(-1)?.seq ?? 0
  const texts = kept?.texts.filter(({ seq }) => seq > afterSeq && seq <= last) ?? []
  return structuredClone({ rows, texts })
}

type Held = ReturnType<typeof hold>

/** A transaction on one stream, and what it is to write. */
function hold({ streams, plans }: Contents, remembered: Remembered, stream: string) {
  const head = structuredClone(streams.get(stream)?.head ?? EMPTY_HEAD)
  const { writes, append, setDue, handOut } = collectWrites(stream, head)
  const keys: string[] = []
  const newPlans = new Map<string, Plan>()
  const tx: StreamTransaction = {
    ...{ stream, head, append, setDue, handOut },
    rows: async (afterSeq) => rowsOf(streams.get(stream), afterSeq),
    async remember(key) {
      if (remembered.has(key)) return false
      remembered.set(key, { stream, seq: head.seq + 1 })
      keys.push(key)
      return true
    },
    async savePlan(digest, plan) {
      newPlans.set(digest, plan)
    },
    plan: async (digest) => structuredClone(newPlans.get(digest) ?? plans.get(digest)),
  }
  const forget = () => {
    for (const key of keys) remembered.delete(key)
  }
  return { tx, stream, writes, newPlans, forget }
}

/** @returns whether something is due sooner than before. */
function write({ streams, plans }: Contents, held: readonly Held[]): boolean {
  let sooner = false
  for (const { stream, writes, newPlans, forget } of held) {
    if (!streams.has(stream) && writes.rows.length === 0) {
      forget()
      continue
    }
    for (const [digest, plan] of newPlans) plans.set(digest, structuredClone(plan))
    if (writeOne(streams, stream, structuredClone(writes))) sooner = true
  }
  return sooner
}

function writeOne(streams: Map<string, Kept>, stream: string, { rows, texts, due }: CollectedWrites): boolean {
  const kept = streams.get(stream) ?? { head: EMPTY_HEAD, rows: [], texts: [], dueMs: null, open: true }
  const { seq, hash } = rows.at(-1) ?? kept.head
  kept.head = { seq, hash, erasures: kept.head.erasures }
  kept.rows.push(...rows)
  kept.texts.push(...texts)
  const sooner = due !== undefined && isSooner(due.dueMs, kept.dueMs)
  if (due) Object.assign(kept, due)
  streams.set(stream, kept)
  return sooner
}

const dueNow = (streams: ReadonlyMap<string, Kept>, nowMs: number, except: readonly string[]) =>
  [...streams]
    .filter(([stream]) => !except.includes(stream))
    .flatMap(([stream, { dueMs }]) => (dueMs !== null && dueMs <= nowMs ? [{ stream, dueMs }] : []))
    .sort((a, b) => a.dueMs - b.dueMs)
    .map(({ stream }) => stream)

function listed(
  streams: ReadonlyMap<string, Kept>,
  {
    prefix = '',
    open,
    after,
    limit = Number.POSITIVE_INFINITY,
    descending = false,
  }: NonNullable<Parameters<Storage['streams']>[0]> = {},
): StreamListing[] {
  const isBefore = (a: string, b: string) => (descending ? a > b : a < b)
  return [...streams]
    .filter(([name, kept]) => name.startsWith(prefix) && (open === undefined || kept.open === open))
    .filter(([name]) => after === undefined || isBefore(after, name))
    .sort(([a], [b]) => (isBefore(a, b) ? -1 : 1))
    .slice(0, limit)
    .map(([stream, { head, open, dueMs }]) => ({ stream, head: structuredClone(head), open, dueMs }))
}

function eraseTexts(streams: ReadonlyMap<string, Kept>, match: Parameters<Storage['eraseTexts']>[0]): number {
  if (match.stream === undefined && match.subject === undefined) return 0
  let erased = 0
  for (const [stream, kept] of streams) {
    if (match.stream !== undefined && match.stream !== stream) continue
    const matching = kept.texts.filter(
      (text) => text.text !== null && (match.subject === undefined || text.subject === match.subject),
    )
    for (const text of matching) Object.assign(text, { text: null, salt: null })
    if (matching.length > 0) kept.head = { ...kept.head, erasures: kept.head.erasures + 1 }
    erased += matching.length
  }
  return erased
}

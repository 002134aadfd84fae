/**
 * Keeps the local copy up to the database: what this replica commits is copied at once, what others do at the next pass. Texts and names that were erased in the
 * database go out of the file as well.
 */
import type { AnyEvent } from '../../plan/core.ts'
import type { Cores } from '../any-core.ts'
import { decodeRows } from '../journal.ts'
import type { MemoryContents } from '../memory-storage.ts'
import type { Storage, StoredRows, StreamHead, StreamListing } from '../storage.ts'
import { type CopyLine, createCopy, follows } from './copy.ts'
import type { LineFile } from './line-file.ts'
import type { Watched } from './watched-transaction.ts'

/** Plans are asked for at every so many passes: they rarely change, and are large. */
const PASSES_PER_PLANS = 30
/** Whatever was erased is out of the file after so many passes, even if nothing showed that it was. */
const PASSES_PER_REWRITE = 600

/** The file is written anew when it has so many times the lines that it needs, and at least so many. */
const LINES_TIMES_MAX = 2
const LINES_MIN = 1_000

export interface Copier {
  contents(): MemoryContents
  /** Brings the copy, and its file, up to the database. */
  pass(): Promise<void>
  /** What this replica has just committed in the database. */
  took(committed: readonly Watched[]): void
  /** What was taken without the database: known here, and on the disk elsewhere (record.ts). The next pass writes the file anew. */
  tookAdrift(line: CopyLine & { kind: 'rows' }): void
  /** The plans in force may have changed. */
  plansChanged(): void
}

type Source = Pick<Storage, 'streams' | 'rows' | 'plan' | 'currentPlans'>

export function createCopier<Effect>(parts: {
  storage: Source
  cores: Cores<Effect>
  file: LineFile<CopyLine>
  /** The copy cannot be written. */
  onFailure: (error: unknown) => void
}): Copier {
  const { storage, cores, file, onFailure } = parts
  const copy = createCopy()
  for (const line of file.found) copy.take(line)
  /** Digests of the plans that streams are pinned to; undefined: to none yet. */
  const pins = new Map<string, string | undefined>()
  let lines = file.found.length
  let passes = 0
  let plansAsked = false
  let mustRewrite = false
  let last: Promise<void> = Promise.resolve()

  const keep = (added: CopyLine[]) => {
    const taken = added.filter((line) => copy.take(line))
    lines += taken.length
    if (taken.length > 0) last = file.append(taken).catch(onFailure)
  }
  const savePlan = async (digest: string | undefined) => {
    if (digest === undefined || (copy.contents().plans.has(digest) && !mustRewrite)) return
    const plan = await storage.plan(digest)
    if (plan) keep([{ kind: 'plan', digest, plan }])
  }
  const pin = (stream: string) => void pins.set(stream, digestOf(cores, stream, copy.contents().streams.get(stream)))
  const copyStream = async (listed: StreamListing) => {
    const { stream, head } = listed
    const known = copy.contents().streams.get(stream)
    const isSame =
      known?.head.hash === head.hash && known.head.erasures === head.erasures && known.dueMs === listed.dueMs
    // Its plan is needed also when the stream came from the file, or from a commit of this replica.
    if (isSame && pins.has(stream)) return
    if (isSame) return pin(stream)
    if (known && known.head.erasures !== head.erasures) mustRewrite = true
    const line = await linesOf(storage, listed, known?.head)
    if (!line) return
    keep([line])
    pin(stream)
  }
  /** Only what is needed, in place of all that was ever written. */
  const compact = async () => {
    const used = new Set<string | undefined>([...pins.values(), ...copy.contents().current.values()])
    const needed = copy.lines().filter((line) => line.kind !== 'plan' || used.has(line.digest))
    const isLong = lines > LINES_MIN && lines > needed.length * LINES_TIMES_MAX
    if (!mustRewrite && !isLong) return
    await file.replace(needed)
    lines = needed.length
    mustRewrite = false
  }

  return {
    contents: copy.contents,
    async pass() {
      if (++passes % PASSES_PER_REWRITE === 0) mustRewrite = true
      if (!plansAsked || passes % PASSES_PER_PLANS === 0) keep(await newPlans(storage, copy.contents()))
      plansAsked = true
      const open = await storage.streams({ open: true })
      for (const listed of open) await copyStream(listed)
      const names = new Set(open.map(({ stream }) => stream))
      const gone = [...copy.contents().streams.keys()].filter((stream) => !names.has(stream))
      for (const stream of gone) pins.delete(stream)
      keep(gone.map((stream) => ({ kind: 'forget', stream })))
      for (const digest of new Set(pins.values())) await savePlan(digest)
      await last
      await compact()
    },
    took(committed) {
      for (const watched of committed) {
        if (watched.seen.plans.size > 0) pins.delete(watched.stream)
        keep(linesOfCommit(watched, copy.contents()))
      }
    },
    tookAdrift(line) {
      copy.take(line)
      mustRewrite = true
    },
    plansChanged() {
      plansAsked = false
    },
  }
}

/** Plans in force that the copy lacks, and which they are when that has changed. */
async function newPlans(
  storage: Pick<Storage, 'currentPlans'>,
  { plans, current }: MemoryContents,
): Promise<CopyLine[]> {
  const now = Object.entries(await storage.currentPlans())
  const fresh = now.filter(([, { digest }]) => !plans.has(digest))
  const digests = Object.fromEntries(now.map(([id, { digest }]) => [id, digest]))
  const isSame = JSON.stringify(digests) === JSON.stringify(Object.fromEntries(current))
  return [
    ...fresh.map(([, { digest, plan }]) => ({ kind: 'plan' as const, digest, plan })),
    ...(isSame ? [] : [{ kind: 'current' as const, plans: digests }]),
  ]
}

/** What has come since `known`, or all of it when it went another way or was erased from. */
async function linesOf(
  storage: Pick<Storage, 'rows'>,
  { stream, dueMs, open, head }: StreamListing,
  known: StreamHead | undefined,
): Promise<CopyLine | undefined> {
  const lineOf = ({ rows, texts, head }: StoredRows & { head: StreamHead }) => {
    return { kind: 'rows' as const, stream, erasures: head.erasures, dueMs, open, rows, texts }
  }
  if (known && known.erasures === head.erasures) {
    const found = await storage.rows(stream, known.seq)
    const goesOn = found && follows(known, found.rows) && (found.rows.at(-1)?.hash ?? known.hash) === found.head.hash
    if (goesOn) return lineOf(found)
  }
  const all = await storage.rows(stream, 0)
  return all && { ...lineOf(all), whole: true }
}

function linesOfCommit({ stream, head, seen }: Watched, { streams, plans }: MemoryContents): CopyLine[] {
  const known = streams.get(stream)
  const isKnown = known ? known.head.hash === head.hash && known.head.erasures === head.erasures : head.seq === 0
  // Otherwise somebody else has written as well, and the next pass reads both.
  if (!isKnown || (seen.rows.length === 0 && !(known && seen.due))) return []
  const { dueMs, open } = seen.due ?? known ?? { dueMs: null, open: true }
  const fresh = [...seen.plans].filter(([digest]) => !plans.has(digest))
  const { rows, texts } = seen
  return [
    ...fresh.map(([digest, plan]) => ({ kind: 'plan' as const, digest, plan })),
    { kind: 'rows', stream, erasures: head.erasures, dueMs, open, rows, texts },
  ]
}

/** The plan that a stream is pinned to, as far as this version understands it. */
function digestOf<Effect>(cores: Cores<Effect>, stream: string, kept: StoredRows | undefined): string | undefined {
  const core = cores(stream)
  const events: AnyEvent[] = kept ? decodeRows(kept.rows, kept.texts) : []
  const known = events.filter(core.knows)
  return core.planDigest(known.reduce((state, event) => core.evolve(state, event), core.initial(stream)))
}

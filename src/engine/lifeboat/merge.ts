/**
 * Brings the record of a voyage into the database, stream by stream, each in one transaction: decided again outside of it, written in it if nobody else has written
 * meanwhile. Killed in the middle, it is begun again: a stream whose merge was committed is known by a key.
 */
import type { Cores } from '../any-core.ts'
import { isOfTheDatabase } from '../database-errors.ts'
import type { Logger } from '../logger.ts'
import { retryTransient } from '../retry.ts'
import { StaleStream, type Storage } from '../storage.ts'
import type { RecordedTurn, VoyageRecord } from './record.ts'
import { type Replayed, type ReplayParts, replay, type Voyage } from './replay.ts'

export interface MergeParts<Effect> extends Omit<ReplayParts<Effect>, 'storage'> {
  storage: Storage
  /** The rules ashore: by them it is worked out what is owed next. */
  coresAshore: Cores<Effect>
  record: VoyageRecord
  now: () => number
  logger: Logger
}

/**
 * Merges all that is not; what became of each stream. Turns that come meanwhile are left for the next time. A stream whose rules fail stays in the record, and keeps
 * no other from being merged.
 * @throws errors of the database and of the disk: the boat goes on then, because what was taken in it would be forgotten ashore.
 */
export async function mergeRecord<Effect>(parts: MergeParts<Effect>): Promise<Voyage[]> {
  const { record } = parts
  const merged: Voyage[] = []
  for (const [stream, turns] of record.unmerged()) {
    try {
      const voyage = await mergeStream(parts, stream, turns)
      if (voyage) merged.push(voyage)
    } catch (err) {
      if (isOfTheDatabase(err) || err instanceof StaleStream) throw err
      parts.logger.error(
        { err, stream },
        'what was taken in the lifeboat cannot be merged; it stays in the record on this machine',
      )
    }
  }
  return merged
}

async function mergeStream<Effect>(
  parts: MergeParts<Effect>,
  stream: string,
  turns: readonly RecordedTurn[],
): Promise<Voyage | undefined> {
  const { record, storage } = parts
  const voyage = record.voyage()?.id ?? ''
  const keyOf = (upTo: number) => `lifeboat/${voyage}/${stream}/${upTo}`
  const begun = record.begun(stream)
  if (begun !== undefined && (await storage.recalled(keyOf(begun)))) {
    await record.mark('merged', stream, begun)
    const left = turns.filter(({ n }) => n > begun)
    return left.length === 0 ? undefined : mergeStream(parts, stream, left)
  }
  const upTo = turns.at(-1)?.n ?? 0
  await record.mark('merging', stream, upTo)
  const replayed = await retryTransient(async () => {
    const about = { voyage, stream, turns, plans: record.plans(), nowMs: parts.now() }
    const replayed = await replay(parts, about)
    await write(parts, keyOf(upTo), turns, replayed)
    return replayed
  })
  await record.mark('merged', stream, upTo)
  return replayed.voyage
}

async function write<Effect>(
  { storage, coresAshore, record }: MergeParts<Effect>,
  key: string,
  turns: readonly RecordedTurn[],
  { voyage: { stream }, base, rows, texts, snapshot }: Replayed,
): Promise<void> {
  const core = coresAshore(stream)
  const dueMs = core.owed(snapshot.plan, snapshot.state)[0]?.dueMs ?? null
  await storage.withStream(stream, async (tx) => {
    // Committed, and the answer was lost.
    if (!(await tx.remember(key))) return
    if (tx.head.hash !== base.hash) throw new StaleStream(`${stream} has moved on while it was merged; begin anew`)
    for (const { key } of turns) if (key !== undefined) await tx.remember(key)
    for (const digest of new Set(turns.flatMap(({ plan }) => plan ?? []))) {
      const plan = record.plans().get(digest)
      if (plan) await tx.savePlan(digest, plan)
    }
    if (rows.length > 0) tx.append(rows, texts)
    tx.setDue(dueMs, !core.closed(snapshot.state))
  })
}

/**
 * Rebuilds a journal from its copy off-site: reads and verifies every chain, compares with the newest anchor, and writes it all in one go. It promises that a
 * damaged copy is refused unless that is allowed, and that the new journal says what it was made of and what was lacking.
 */
import type { Cores } from '../../engine/any-core.ts'
import type { Random } from '../../engine/journal.ts'
import { type Restoring, restoreJournal } from '../../engine/restore-journal.ts'
import { createStanding } from '../../engine/standing.ts'
import type { JournalFinding } from '../../engine/verify-journal.ts'
import type { Actor } from '../../plan/actor.ts'
import type { ErasureEvent } from '../../readiness/events.ts'
import { SYSTEM_STREAM } from '../../readiness/state.ts'
import type { Shelf } from '../shelf.ts'
import { type AnchorGap, createAnchorComparison, newestAnchor } from './compare-anchor.ts'
import { besideIn, copiesIn, type FoundCopy, plansIn, streamsIn } from './read-copy.ts'

export interface RestoreParts {
  shelf: Shelf
  /** Where to; absent: nothing is written. */
  into?: string
  /** Which copy; absent: the newest. */
  copy?: string
  /** Damaged streams are restored up to the row before the damage. */
  damaged: boolean
  cores: Cores<unknown>
  nowMs: number
  by: Actor
  random: Random
  /** Told after each stream. */
  onProgress?: (streams: number, rows: number) => void
}

export interface Restored {
  copy: FoundCopy
  /** Others in the bucket, the newest first. */
  others: FoundCopy[]
  streams: number
  rows: number
  texts: number
  /** Of these, erased. */
  erased: number
  plans: number
  subscribers: number
  /** Open incidents and drills. */
  open: string[]
  /** When the last row was written, epoch ms. */
  lastMs: number | null
  damage: JournalFinding[]
  /** Streams whose rules could not be asked. */
  trouble: string[]
  /** ISO 8601; null: there is none. */
  anchorAt: string | null
  gaps: AnchorGap[]
  written: boolean
}

type JournalRestored = Extract<ErasureEvent, { type: 'journal-restored' }>

const DAY_MS = 86_400_000
const PREFIX = 'DR-'

/** @throws Error in one sentence: there is no copy, the copy is damaged, the database is not empty. Nothing is written then. */
export async function restoreFrom(parts: RestoreParts): Promise<Restored> {
  const copies = await copiesIn(parts.shelf)
  const copy = parts.copy === undefined ? copies[0] : copies.find((one) => one.copy === parts.copy)
  if (!copy) throw new Error(lacking(parts.copy, copies))
  const others = copies.filter((one) => one !== copy)
  if (parts.into === undefined) return { copy, others, ...(await walk(parts, copy, undefined)), written: false }
  const restored = await restoreJournal(parts.into, async (into) => {
    const found = await walk(parts, copy, into)
    if (found.damage.length > 0 && !parts.damaged) throw new DamagedCopy(found.damage)
    await into.append(SYSTEM_STREAM, factOf(parts, copy, found), parts.random)
    return found
  })
  return { copy, others, ...restored, written: true }
}

/** The message names every damaged stream. */
export class DamagedCopy extends Error {
  constructor(damage: readonly JournalFinding[]) {
    const named = damage.map(({ message }) => `${message}.\n`).join('')
    super(`${named}The copy is damaged, and nothing was restored. --up-to-damage restores what is sound before it.`)
  }
}

const lacking = (asked: string | undefined, copies: readonly FoundCopy[]): string =>
  asked === undefined
    ? 'There is no copy of a journal in the bucket: is MUSTER_S3_BUCKET the right one?'
    : `There is no copy ${asked}; the bucket has ${copies.map(({ copy }) => copy).join(', ') || 'none'}.`

type Walked = Omit<Restored, 'copy' | 'others' | 'written'>

async function walk(
  { shelf, cores, nowMs, onProgress }: RestoreParts,
  { copy }: FoundCopy,
  into: Restoring | undefined,
): Promise<Walked> {
  const anchor = await newestAnchor(shelf, nowMs + DAY_MS)
  const comparison = createAnchorComparison(anchor)
  const plans = await plansIn(shelf, copy)
  const { inForce = {}, subscribers = [] } = await besideIn(shelf, copy)
  const standing = createStanding(cores, plans, nowMs)
  const ends = new Map<string, number>()
  const counted = { rows: 0, texts: 0, erased: 0, lastMs: null as number | null }
  const named = { open: [] as string[], damage: [] as JournalFinding[], trouble: [] as string[] }
  let begun: string | undefined

  await into?.plans(plans, inForce)
  await into?.subscribers(subscribers)
  for await (const part of streamsIn(shelf, copy)) {
    const { stream } = part
    if (part.type === 'rows') {
      if (begun !== stream) await into?.beginStream(stream)
      begun = stream
      await into?.rows(part.rows, part.texts)
      standing.take(stream, part.rows, part.texts)
      for (const row of part.rows) comparison.meet(row)
      counted.rows += part.rows.length
      counted.texts += part.texts.length
      counted.erased += part.texts.filter(({ text }) => text === null).length
      counted.lastMs = Math.max(counted.lastMs ?? 0, ...part.rows.map(({ atMs }) => atMs))
      continue
    }
    if (part.finding) named.damage.push(part.finding)
    if (begun !== stream) continue
    const stands = standing.of(stream)
    await into?.endStream(part, stands)
    ends.set(stream, part.seq)
    if (stands.open && stream.startsWith(PREFIX)) named.open.push(stream)
    if (stands.trouble !== undefined) named.trouble.push(stands.trouble)
    onProgress?.(ends.size, counted.rows)
  }
  return {
    ...{ ...counted, ...named, streams: ends.size, plans: plans.size, subscribers: subscribers.length },
    ...{ anchorAt: anchor?.at ?? null, gaps: comparison.end(ends) },
  }
}

function factOf({ nowMs, by }: RestoreParts, { copy }: FoundCopy, found: Walked): JournalRestored {
  const { streams, rows, anchorAt, gaps, damage } = found
  const lacking = gaps.filter(({ problem }) => problem === 'behind')
  return {
    ...{ type: 'journal-restored', atMs: nowMs, by, copy, streams, rows, anchorAt },
    lacking: lacking.map(({ stream, has, anchored }) => ({ stream, has, anchored })),
    damaged: damage.map(({ stream, seq }) => ({ stream, seq })),
  }
}

/**
 * Erases what the journal and kept plans know of a person, or what was written in an incident, for good; and writes down that it was done. The chains stay whole.
 * Promises that nothing is erased without a fact in the journal that says so, apart from a crash in between, after which asking again says the rest.
 */
import { appendFact } from '../engine/append-fact.ts'
import type { Random } from '../engine/journal.ts'
import type { Storage } from '../engine/storage.ts'
import type { Actor } from '../plan/actor.ts'
import type { ErasureEvent } from '../readiness/events.ts'
import { SYSTEM_STREAM } from '../readiness/state.ts'
import { rowsOf } from './select-streams.ts'

/** One of the two. */
export type Whose = { subject: string; stream?: never } | { stream: string; subject?: never }

export type Exported = Extract<ErasureEvent, { type: 'evidence-exported' }>
export type Erased = Extract<ErasureEvent, { type: 'texts-erased' }>

export interface Found {
  texts: number
  /** Streams that they are in. */
  streams: number
  /** Archives that were made before and may have them. */
  archives: Exported[]
}

/** What would be erased, apart from kept plans. */
export async function findTexts(storage: Pick<Storage, 'streams' | 'rows'>, whose: Whose): Promise<Found> {
  const names = whose.stream === undefined ? (await storage.streams()).map(({ stream }) => stream) : [whose.stream]
  let [texts, streams] = [0, 0]
  for (const stream of names) {
    const before = texts
    for await (const page of rowsOf(storage, stream)) {
      texts += page.texts.filter(
        ({ text, subject }) => text !== null && (whose.subject === undefined || subject === whose.subject),
      ).length
    }
    if (texts > before) streams++
  }
  return { texts, streams, archives: await archivesWithTexts(storage, whose) }
}

export interface EraseParts {
  storage: Storage
  random: Random
  atMs: number
  by: Actor
  why: Erased['why']
}

/** Undefined: there was nothing. */
export async function eraseFor(
  whose: Whose,
  { storage, random, atMs, by, why }: EraseParts,
): Promise<Erased | undefined> {
  const archives = await archivesWithTexts(storage, whose)
  const except = whose.subject === undefined ? [] : await plansInUse(storage)
  return appendFact({ storage, random }, SYSTEM_STREAM, async (): Promise<Erased | undefined> => {
    const texts = await storage.eraseTexts(whose)
    const plans = whose.subject === undefined ? 0 : await storage.eraseFromPlans(whose.subject, except)
    if (texts + plans === 0) return undefined
    return {
      type: 'texts-erased',
      atMs,
      by,
      why,
      ...whose,
      texts,
      plans,
      archives: archives.map((one) => one.manifest),
    }
  })
}

/** Plans that somebody may have to be reached by: those in force, and those that open streams are pinned to. */
async function plansInUse(storage: Storage): Promise<string[]> {
  const digests = Object.values(await storage.currentPlans()).map(({ digest }) => digest)
  for (const { stream } of await storage.streams({ open: true })) {
    const [first] = (await storage.rows(stream, 0, 1))?.rows ?? []
    const { planDigest } = JSON.parse(first?.data ?? '{}') as { planDigest?: string }
    if (planDigest !== undefined) digests.push(planDigest)
  }
  return [...new Set(digests)]
}

/** Archives with texts of a time in which these may have been written. */
async function archivesWithTexts(storage: Pick<Storage, 'rows'>, whose: Whose): Promise<Exported[]> {
  const found: Exported[] = []
  const days = whose.stream === undefined ? undefined : await daysOf(storage, whose.stream)
  for await (const { rows } of rowsOf(storage, SYSTEM_STREAM)) {
    for (const { type, data } of rows) {
      if (type !== 'evidence-exported') continue
      const exported = JSON.parse(data) as Exported
      const isOfThatTime = days === undefined || (exported.since <= days.last && exported.until >= days.first)
      if (exported.texts && isOfThatTime) found.push(exported)
    }
  }
  return found
}

async function daysOf(storage: Pick<Storage, 'rows'>, stream: string) {
  const page = await storage.rows(stream, 0, 1)
  const last = page && (await storage.rows(stream, page.head.seq - 1, 1))
  const day = (atMs = 0) => new Date(atMs).toISOString().slice(0, 10)
  return { first: day(page?.rows[0]?.atMs), last: day(last?.rows[0]?.atMs) }
}

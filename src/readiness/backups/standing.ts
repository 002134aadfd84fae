/**
 * How the backups of a plan stand: whether each set was made when it should have been, lies where it should and as it should, and how much would be lost if
 * disaster struck now. Pure.
 */
import type { BackupSet } from '../../plan/backup-schema.ts'
import { momentsOf } from '../../plan/schedule.ts'
import type { Plan } from '../../plan/schema.ts'
import type { SetFault } from './faults.ts'
import { missedRuns, type RunsMade, retentionFaults, runsMade } from './retention.ts'
import type { SeenSet } from './seen.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** A backup may come so much later than its schedule, besides the time that a run takes: queues, time zones of clocks, uploads. */
const GRACE_MS = 15 * MINUTE_MS
/** What should be saved all the time is late after so long. */
const CONTINUOUS_LATE_MS = 15 * MINUTE_MS
/** A backup that is smaller than this share of the usual one has most likely lost something. */
const SHRUNK_SHARE = 0.5
/** As many earlier ones have to be known to say what is usual. */
const USUAL_MIN = 3
/** A copy may follow its original so much later. */
const COPY_LATE_MS = 60 * MINUTE_MS
/** A schedule that has not come round in so long is no schedule by which lateness can be told. */
const LOOK_BACK_MS = 400 * DAY_MS

export interface SetStanding {
  set: string
  /** The newest, epoch ms; null: none, or nobody can say. */
  madeAtMs: number | null
  /** The newest that has not been tried and found to be no good, epoch ms. */
  usableMs: number | null
  /** The newest has been restored for a try. */
  verified: boolean
  /** The newest that has been, epoch ms; null: none, as far as is known. */
  restorableMs: number | null
  /** While its store does not answer: the newest usable one that it told of before, epoch ms; null: it answers, or nobody remembers. */
  lastSeenMs: number | null
  faults: SetFault[]
  /** Of the last week; null: its schedule has no moments, or nobody can say. */
  runs: RunsMade | null
}

export interface ComponentStanding {
  component: string
  /** The newest from which it can be restored, epoch ms; null: none is known. */
  pointMs: number | null
  set: string | null
  /** The newest of which a restore has been tried and worked, epoch ms; null: none. */
  restorableMs: number | null
  restorableSet: string | null
  rpoMs: number
  /** What was written since is lost if disaster strikes now, ms; null: all of it, as far as is known. */
  lostMs: number | null
  /** More than the RPO allows, by what can be seen. */
  missed: boolean
  /** A store does not answer: there may be newer ones than can be seen. */
  unread: boolean
  /** The newest that such stores told of before, epoch ms; null: nobody remembers. */
  lastSeenMs: number | null
}

export interface BackupsStanding {
  sets: SetStanding[]
  components: ComponentStanding[]
}

/** What has come of tries, by set: those that a test restore of ours has proven (side files say it of others), and those that are no good. */
export interface KnownOfTries {
  proven: Readonly<Record<string, readonly { key: string; madeAtMs: number }[]>>
  bad: Readonly<Record<string, readonly { key: string }[]>>
}

export function backupsStanding(
  plan: Plan,
  seen: readonly SeenSet[],
  nowMs: number,
  tries: KnownOfTries = { proven: {}, bad: {} },
): BackupsStanding {
  const sets = seen.map((one) => setStanding(plan, one, seen, nowMs, tries))
  const known = [...new Set(seen.flatMap(({ set }) => rootOf(plan, set)?.components ?? []))]
  return { sets, components: known.map((component) => componentStanding(plan, component, sets, nowMs)) }
}

function setStanding(
  plan: Plan,
  one: SeenSet,
  all: readonly SeenSet[],
  nowMs: number,
  tries: KnownOfTries,
): SetStanding {
  const { set: id, newest, unread, before = [] } = one
  const [first] = newest
  const bad = new Set((tries.bad[id] ?? []).map(({ key }) => key))
  const restorableMs = restorable(one, tries.proven[id] ?? [], bad)
  const usable = (all: SeenSet['newest']) => all.find(({ key }) => !bad.has(key))?.madeAtMs ?? null
  const shown = {
    ...{ set: id, madeAtMs: first?.madeAtMs ?? null, usableMs: usable(newest), restorableMs },
    lastSeenMs: usable(before),
    verified: first !== undefined && first.madeAtMs === restorableMs,
    runs: runsOf(plan, one, nowMs),
  }
  if (unread !== undefined) {
    const everywhere = placesOf(plan, id, all).every((place) => place.unread !== undefined)
    return { ...shown, faults: [{ kind: 'unread', why: unread, everywhere }] }
  }
  const empty = one.empty ? [{ kind: 'empty' as const, madeAtMs: one.empty.madeAtMs }] : []
  if (!first) return { ...shown, faults: empty.length > 0 ? empty : [{ kind: 'none' }] }
  const set = rootOf(plan, id)
  return {
    ...shown,
    faults: [
      ...empty,
      ...(set ? onSchedule(set, plan.zone, one, nowMs) : []),
      ...shrunk(newest),
      ...behind(plan, id, first.madeAtMs, all, nowMs),
      ...(set ? retentionFaults(set, one, nowMs) : []),
      ...protection(plan.backups[id], set, one, nowMs),
    ],
  }
}

/** A key that is gone proves nothing: what is older than the oldest has been cleared away. */
function restorable(
  { newest, verified, oldestMs }: SeenSet,
  proven: readonly { key: string; madeAtMs: number }[],
  bad: ReadonlySet<string>,
): number | null {
  const kept = proven.filter(({ madeAtMs }) => oldestMs !== undefined && madeAtMs >= oldestMs)
  const all = [...newest.filter((one) => one.verified), ...(verified ? [verified] : []), ...kept]
  const known = all.filter(({ key }) => !bad.has(key))
  return known.length === 0 ? null : Math.max(...known.map(({ madeAtMs }) => madeAtMs))
}

/** A set, its original and all copies of that: the same backups at several places. */
export function placesOf(plan: Plan, id: string, all: readonly SeenSet[]): SeenSet[] {
  const root = plan.backups[id]?.copyOf ?? id
  return all.filter(({ set }) => set === root || plan.backups[set]?.copyOf === root)
}

function onSchedule(set: BackupSet, planZone: string, seen: SeenSet, nowMs: number): SetFault[] {
  const dueMs = dueBefore(set, planZone, nowMs)
  if (dueMs === undefined) return []
  const newestMs = seen.newest[0]!.madeAtMs
  const late: SetFault[] = newestMs < dueMs ? [{ kind: 'late', dueMs }] : []
  return [
    ...late,
    ...(isByCalendar(set) ? missedRuns(set, set.zone ?? planZone, seen, Math.min(dueMs, newestMs), nowMs) : []),
  ]
}

const isByCalendar = ({ schedule = [] }: BackupSet): boolean =>
  schedule.length > 0 && schedule.every((one) => one.time.kind !== 'continuous')

function runsOf(plan: Plan, seen: SeenSet, nowMs: number): RunsMade | null {
  const set = rootOf(plan, seen.set)
  const dueMs = set && isByCalendar(set) ? dueBefore(set, plan.zone, nowMs) : undefined
  if (set === undefined || dueMs === undefined || seen.unread !== undefined) return null
  return runsMade(set, set.zone ?? plan.zone, seen, dueMs, nowMs)
}

/** The last moment of its schedule whose backup must be there by now; undefined: it has none by which that could be told. */
function dueBefore({ schedule = [], zone, takes = 0 }: BackupSet, planZone: string, nowMs: number): number | undefined {
  const byMs = nowMs - takes - GRACE_MS
  const due = schedule.flatMap((one): number[] => {
    if (one.time.kind === 'continuous') return [nowMs - CONTINUOUS_LATE_MS]
    for (const backMs of [DAY_MS, 32 * DAY_MS, LOOK_BACK_MS]) {
      const moments = momentsOf(one, zone ?? planZone, byMs - backMs, byMs + 1)
      if (moments === null) return []
      if (moments.length > 0) return moments.slice(-1)
    }
    return []
  })
  return due.length === 0 ? undefined : Math.max(...due)
}

function shrunk([first, ...earlier]: SeenSet['newest']): SetFault[] {
  const usual = usualSize(earlier.map(({ size }) => size))
  if (!first || usual === undefined || first.size >= usual * SHRUNK_SHARE) return []
  return [{ kind: 'shrunk', size: first.size, usual }]
}

function behind(plan: Plan, id: string, madeAtMs: number, all: readonly SeenSet[], nowMs: number): SetFault[] {
  const original = all.find(({ set }) => set === plan.backups[id]?.copyOf)?.newest[0]
  if (!original || original.madeAtMs <= madeAtMs || nowMs - original.madeAtMs <= COPY_LATE_MS) return []
  return [{ kind: 'behind', originalMs: original.madeAtMs }]
}

/** Only what the plan demands, of a copy or else of its original, and only where it can be seen. */
function protection(own: BackupSet | undefined, root: BackupSet | undefined, seen: SeenSet, nowMs: number): SetFault[] {
  const { encryption, lockedUntilMs } = seen
  const demanded = own?.encryption ?? root?.encryption
  const isOpen = demanded !== undefined && !demandsNone(demanded) && encryption && !satisfies(demanded, encryption)
  const isLocked = lockedUntilMs === undefined || (lockedUntilMs !== null && lockedUntilMs > nowMs)
  return [
    ...(isOpen ? [{ kind: 'unencrypted' as const, demanded }] : []),
    ...(isLocked ? [] : [{ kind: 'unlocked' as const, untilMs: lockedUntilMs }]),
  ]
}

const demandsNone = (demanded: string): boolean => /^(no|none|not)\b/i.test(demanded)

/** Who demands gpg or age means the file itself; for anything else the store's own encryption will do. */
function satisfies(demanded: string, { by, certain }: NonNullable<SeenSet['encryption']>): boolean {
  const named = (['gpg', 'pgp', 'age'] as const).find((tool) => new RegExp(`\\b${tool}\\b`, 'i').test(demanded))
  if (named !== undefined) return by.includes(named === 'pgp' ? 'gpg' : named)
  return by.length > 0 || !certain
}

/** The median; undefined where too few are known. */
function usualSize(sizes: readonly number[]): number | undefined {
  if (sizes.length < USUAL_MIN) return undefined
  return sizes.toSorted((a, b) => a - b)[Math.floor(sizes.length / 2)]
}

/** Copies have the schedule and the components of what they copy. */
export function rootOf(plan: Plan, id: string): BackupSet | undefined {
  const set = plan.backups[id]
  return set?.copyOf === undefined ? set : plan.backups[set.copyOf]
}

function componentStanding(
  plan: Plan,
  component: string,
  sets: readonly SetStanding[],
  nowMs: number,
): ComponentStanding {
  const own = sets.filter(({ set }) => rootOf(plan, set)?.components.includes(component))
  const best = newestBy(own, ({ usableMs }) => usableMs)
  const proven = newestBy(own, ({ restorableMs }) => restorableMs)
  const pointMs = best?.usableMs ?? null
  const lostMs = pointMs === null ? null : Math.max(0, nowMs - pointMs)
  const rpoMs = plan.objectives.rpo
  return {
    ...{ component, pointMs, set: best?.set ?? null, rpoMs, lostMs },
    ...{ restorableMs: proven?.restorableMs ?? null, restorableSet: proven?.set ?? null },
    missed: lostMs === null || lostMs > rpoMs,
    unread: own.some(({ faults }) => faults.some(({ kind }) => kind === 'unread')),
    lastSeenMs: newestBy(own, ({ lastSeenMs }) => lastSeenMs)?.lastSeenMs ?? null,
  }
}

function newestBy(sets: readonly SetStanding[], of: (set: SetStanding) => number | null): SetStanding | undefined {
  return sets.filter((one) => of(one) !== null).toSorted((a, b) => (of(b) ?? 0) - (of(a) ?? 0))[0]
}

/**
 * The backups of a set, as its store lists them: what there is, when each was made, and whether a restore of it has been tried. Promises the newest first, and
 * nothing that cannot be restored: no side files, and nothing empty.
 */
import type { BackupSet, Store } from '../plan/backup-schema.ts'
import { own } from '../plan/own.ts'
import { ActionFailure } from './action-failure.ts'
import type { ObjectStore, StoreAccess, StoredObject } from './object-store.ts'
import type { KnownTries } from './run-context.ts'

export interface Backup {
  key: string
  madeAtMs: number
  size: number
  /** A restore of it has been tried and worked. */
  verified: boolean
  /** The side file with its checksum; absent: it has none. */
  sha256Key?: string
}

/** A set with more objects than that needs a narrower prefix. */
const OBJECTS_MAX = 100_000

/** Rejects with an error whose message is one sentence. */
export async function listBackups(
  set: BackupSet,
  store: Pick<ObjectStore, 'list'>,
  signal?: AbortSignal,
): Promise<Backup[]> {
  return (await listAll(set, store, signal)).backups
}

/** With those that hold nothing apart, of which no restore is to hear. Both newest first. */
export async function listAll(
  set: BackupSet,
  store: Pick<ObjectStore, 'list'>,
  signal?: AbortSignal,
): Promise<{ backups: Backup[]; empty: Backup[] }> {
  const pattern = patternOf(set)
  const objects = await store.list(set.prefix, { max: OBJECTS_MAX, ...(signal && { signal }) })
  const keys = new Set(objects.map(({ key }) => key))
  const isSideFile = (key: string) => key.endsWith(set.checksumSuffix) || key.endsWith(set.verifiedSuffix)
  const found = objects
    .filter(({ key }) => pattern.test(key) && !isSideFile(key))
    .map((object) => backupOf(object, pattern, set, keys))
    .sort((a, b) => b.madeAtMs - a.madeAtMs || (a.key < b.key ? 1 : -1))
  return { backups: found.filter(({ size }) => size > 0), empty: found.filter(({ size }) => size === 0) }
}

/** With what test restores have found: one that is no good is not verified, whatever a file beside it says. */
export function judged(backups: readonly Backup[], set: string, tries: KnownTries | undefined): Backup[] {
  const keysOf = (of: keyof KnownTries) => new Set((tries && own(tries[of], set))?.map(({ key }) => key))
  const [proven, bad] = [keysOf('proven'), keysOf('bad')]
  return backups.map((one) => ({ ...one, verified: (one.verified || proven.has(one.key)) && !bad.has(one.key) }))
}

function patternOf({ pattern, label }: BackupSet): RegExp {
  try {
    return new RegExp(pattern, 'u')
  } catch {
    throw new ActionFailure(`the pattern of ${label} in the plan cannot be read`)
  }
}

function backupOf({ key, size, modifiedMs }: StoredObject, pattern: RegExp, set: BackupSet, keys: Set<string>): Backup {
  const sha256Key = key + set.checksumSuffix
  return {
    key,
    size,
    madeAtMs: instantIn(pattern.exec(key)?.groups?.time) ?? modifiedMs,
    verified: keys.has(key + set.verifiedSuffix),
    ...(keys.has(sha256Key) && { sha256Key }),
  }
}

/** 20261205T0200Z, 20261205_0200, 20261205, 2026-12-05T02:00:00Z, 2026-12-05T02-00. */
const INSTANT = /^(\d{4})-?(\d{2})-?(\d{2})(?:[T_ -]?(\d{2})[:-]?(\d{2})(?:[:-]?(\d{2}))?(?:\.\d+)?)?Z?$/

/** Universal time; undefined for what is no time, such as the 30th of February. */
function instantIn(text: string | undefined): number | undefined {
  const parts = INSTANT.exec(text ?? '')
    ?.slice(1)
    .map((part) => Number(part ?? 0))
  if (!parts) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
  const instant = new Date(Date.UTC(year, month - 1, day, hour, minute, second))
  const isReal =
    instant.getUTCMonth() === month - 1 && instant.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
  return isReal ? instant.getTime() : undefined
}

/** What opens a store of the plan. Throws an `ActionFailure` that names the variable that is missing. */
export function storeAccessOf(store: Store, environment: Readonly<Record<string, string | undefined>>): StoreAccess {
  const { bucket, path, endpoint } = store
  if (bucket === undefined) return { folder: path ?? '' }
  const read = (name: string): string => {
    const text = own(environment, name)
    if (!text) throw new ActionFailure(`the bucket ${bucket} cannot be opened: set ${name} where Muster runs`)
    return text
  }
  return {
    bucket,
    region: store.region,
    ...(endpoint !== undefined && { endpoint: typeof endpoint === 'string' ? endpoint : read(endpoint.env) }),
    accessKeyId: read(store.accessKeyIdEnv),
    secretAccessKey: read(store.secretAccessKeyEnv),
  }
}

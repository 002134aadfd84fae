/**
 * Chooses a backup and, if the plan wants it, fetches it. Promises to say which one it took and why there was none; that what is fetched is what its checksum
 * says; and an entry for the chain of custody.
 */
import path from 'node:path'
import type { RenderedBackup } from '../incident/recovery/work.ts'
import { type BackupSet, storeName } from '../plan/backup-schema.ts'
import { formatDuration } from '../plan/length.ts'
import { own } from '../plan/own.ts'
import { ActionFailure, type Facts, stopped } from './action-failure.ts'
import type { Kit, Prepared } from './action-kit.ts'
import { type Backup, judged, listBackups, storeAccessOf } from './backups.ts'
import { captureEach } from './captures.ts'
import { fetchBackup } from './fetch-backup.ts'
import type { ObjectStore, StoreAccess } from './object-store.ts'
import { sizeText } from './output.ts'

/** A side file says 64 digits and perhaps a name. */
const CHECKSUM_FILE_BYTES_MAX = 4_096
const CHECKSUM = /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/i
const MINUTE_MS = 60_000

export function prepareBackup(action: RenderedBackup, kit: Kit): Prepared {
  const { plan, environment } = kit.context
  const set = own(plan.backups, action.backup)
  if (!set) throw new ActionFailure(`the plan has no backups ${action.backup}`)
  const store = set.store === undefined ? undefined : own(plan.stores, set.store)
  if (!store) throw new ActionFailure(`the plan has no store for ${action.backup}`)
  const access = storeAccessOf(store, environment)
  const which = action.key ?? action.pick.replace('-', ' ')
  const what = `${action.fetch === undefined ? 'find' : 'fetch'} backup of ${action.backup} (${which})`
  return { kind: 'backup', what, run: (signal) => carryOut(action, set, access, storeName(store), kit, signal) }
}

async function carryOut(
  action: RenderedBackup,
  set: BackupSet,
  access: StoreAccess,
  place: string,
  kit: Kit,
  signal: AbortSignal,
): Promise<Facts> {
  const store = kit.context.openStore(access)
  try {
    const found = judged(await listBackups(set, store, signal), action.backup, kit.context.tries)
    const backup = choose(found, action, set)
    return await use(backup, action, set, store, place, kit, signal)
  } catch (error) {
    if (signal.aborted)
      throw new ActionFailure(`looking for a backup of ${action.backup} was ended: ${stopped(signal)}`)
    throw error instanceof ActionFailure ? error : new ActionFailure(asPart((error as Error).message))
  } finally {
    store.close()
  }
}

async function use(
  backup: Backup,
  action: RenderedBackup,
  set: BackupSet,
  store: ObjectStore,
  place: string,
  kit: Kit,
  signal: AbortSignal,
): Promise<Facts> {
  const { context, output, files } = kit
  const sha256 = await checksumOf(backup, store, signal)
  const captured = captureEach(action.capture, (fact) => factOf(fact, backup, sha256), kit)
  output.say(description(backup, sha256, context.nowMs()))
  if (action.fetch !== undefined) {
    if (sha256 === '')
      throw new ActionFailure(
        `${backup.key} has no checksum ${set.checksumSuffix} beside it, so nobody can tell whether it is whole`,
      )
    const file = path.join(context.workDir, action.fetch)
    await fetchBackup(backup, sha256, file, store, signal)
    files.set(action.fetch, file)
    output.say(`fetched as ${action.fetch}, and its checksum is right`)
  }
  const { key, size, madeAtMs, verified } = backup
  const fetched = action.fetch !== undefined
  // A store that does not tell is none the worse.
  const version = (await store.head(key).catch(() => undefined))?.version
  const entry = { set: action.backup, store: place, key, size, sha256, madeAtMs, verified, fetched }
  return { captured, custody: { ...entry, ...(version !== undefined && { version }) } }
}

/** Stores speak in whole sentences; a reason is a part of one. */
const asPart = (sentence: string): string =>
  sentence.replace(/^(The|There|Our) /, (word) => word.toLowerCase()).replace(/\.$/, '')

function choose(backups: Backup[], action: RenderedBackup, set: BackupSet): Backup {
  if (action.key !== undefined) {
    const wanted = backups.find(({ key }) => key === action.key)
    if (!wanted)
      throw new ActionFailure(`${action.key} is no usable backup of ${action.backup}; ${inventory(backups, set)}`)
    return wanted
  }
  const beforeMs = action.before === undefined ? Number.POSITIVE_INFINITY : Date.parse(action.before)
  if (Number.isNaN(beforeMs))
    throw new ActionFailure(`"${action.before}" is no instant: write it like 2026-12-05T02:00:00Z`)
  const isWanted = ({ verified, madeAtMs }: Backup) =>
    madeAtMs < beforeMs && (verified || action.pick !== 'newest-verified')
  const found = backups.find(isWanted)
  if (found) return found
  const kind = action.pick === 'newest-verified' ? 'verified backup' : 'usable backup'
  const before = action.before === undefined ? '' : ` from before ${iso(beforeMs)}`
  throw new ActionFailure(`there is no ${kind} of ${action.backup}${before}; ${inventory(backups, set)}`)
}

/** What there is, for whoever now has to find another way. */
function inventory(backups: Backup[], { prefix }: BackupSet): string {
  const [newest] = backups
  if (!newest) return `there are no backups at all below "${prefix}"`
  const verified = backups.find((backup) => backup.verified)
  const newestVerified = verified ? `the newest verified one from ${iso(verified.madeAtMs)}` : 'none of them verified'
  const amount = backups.length === 1 ? 'there is 1' : `there are ${backups.length}`
  return `${amount}, the newest from ${iso(newest.madeAtMs)}, ${newestVerified}`
}

export async function checksumOf(
  { sha256Key }: Backup,
  store: Pick<ObjectStore, 'getText'>,
  signal: AbortSignal,
): Promise<string> {
  if (sha256Key === undefined) return ''
  const text = await store.getText(sha256Key, CHECKSUM_FILE_BYTES_MAX, signal)
  const checksum = CHECKSUM.exec(text)?.[0]
  if (!checksum) throw new ActionFailure(`${sha256Key} holds no SHA-256 in hex`)
  return checksum.toLowerCase()
}

function factOf(fact: RenderedBackup['capture'][string], backup: Backup, sha256: string): string {
  switch (fact) {
    case 'key':
      return backup.key
    case 'time':
      return iso(backup.madeAtMs)
    case 'size':
      return String(backup.size)
    case 'sha256':
      if (sha256 === '') throw new ActionFailure(`${backup.key} has no checksum beside it`)
      return sha256
  }
}

function description({ key, size, madeAtMs, verified }: Backup, sha256: string, nowMs: number): string {
  const minutes = Math.round((nowMs - madeAtMs) / MINUTE_MS)
  const age = minutes > 0 ? `, ${formatDuration(minutes * MINUTE_MS)} old` : ''
  const tried = verified ? 'verified' : 'not verified'
  return [
    `chosen: ${key}`,
    `made ${iso(madeAtMs)}${age}, ${sizeText(size)}, ${tried}`,
    `SHA-256 ${sha256 || 'not known: no checksum lies beside it'}`,
  ].join('\n')
}

const iso = (ms: number): string => new Date(ms).toISOString()

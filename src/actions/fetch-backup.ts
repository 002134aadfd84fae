/**
 * Fetches one backup into a file. Promises that what lies there afterwards is the whole backup with the checksum that its side file says, or nothing; and that
 * it is read once, in bounded memory.
 */
import { createHash } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { ActionFailure } from './action-failure.ts'
import type { Backup } from './backups.ts'
import type { ObjectStore } from './object-store.ts'
import { sizeText } from './output.ts'

/** A dump holds everything that the system knows. */
const OWNER_ONLY = 0o600

/** @param sha256 in hex. */
export async function fetchBackup(
  backup: Backup,
  sha256: string,
  file: string,
  store: ObjectStore,
  signal: AbortSignal,
): Promise<void> {
  try {
    const handle = await open(file, 'w', OWNER_ONLY)
    const got = await receive(backup.key, handle, store, signal).finally(() => handle.close())
    if (got.size !== backup.size) {
      throw new ActionFailure(
        `${backup.key} has ${sizeText(got.size)} and not the ${sizeText(backup.size)} that its store says`,
        { sha256: got.sha256 },
      )
    }
    if (got.sha256 !== sha256) {
      throw new ActionFailure(
        `${backup.key} has the checksum ${got.sha256} and not ${sha256}: it is damaged, or not the file that was backed up`,
        { sha256: got.sha256 },
      )
    }
  } catch (error) {
    await rm(file, { force: true })
    throw error
  }
}

async function receive(
  key: string,
  handle: FileHandle,
  store: ObjectStore,
  signal: AbortSignal,
): Promise<{ size: number; sha256: string }> {
  const hash = createHash('sha256')
  let size = 0
  const { body } = await store.get(key, signal)
  for await (const chunk of body) {
    signal.throwIfAborted()
    hash.update(chunk)
    size += chunk.length
    await writeAll(handle, chunk, key)
  }
  return { size, sha256: hash.digest('hex') }
}

async function writeAll(handle: FileHandle, chunk: Uint8Array, key: string): Promise<void> {
  try {
    for (let at = 0; at < chunk.length; ) at += (await handle.write(chunk, at)).bytesWritten
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why = code === 'ENOSPC' ? 'the disk is full' : (code ?? 'unknown error')
    throw new ActionFailure(`${key} cannot be written where Muster runs: ${why}`)
  }
}

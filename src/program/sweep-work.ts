/**
 * Clears away what runs that were killed have left behind: their work folders, with fetched backups in them. Promises never to touch the folder of a run that
 * is under way on this machine, and never to throw: what cannot be removed stays.
 */
import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isAlive } from '../engine/process-alive.ts'

/** File in a work folder with the id of the process that made it; no fetched file can have its name. */
export const OWNER_FILE = '.owner'
/** Bytes. */
const OWNER_MAX = 32

const DAY_MS = 24 * 3_600_000
/** File systems round the times they keep. */
const ROUNDING_MS = 2_000

/** For when a process begins; it may start runs meanwhile. */
export async function sweepWork(dataDir: string, nowMs: number): Promise<void> {
  const work = join(dataDir, 'work')
  const entries = await readdir(work, { withFileTypes: true }).catch(() => [])
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(work, name))
  await Promise.allSettled(
    folders.map(async (folder) => {
      if (await isLeft(folder, nowMs)) await rm(folder, { recursive: true, force: true })
    }),
  )
}

async function isLeft(folder: string, nowMs: number): Promise<boolean> {
  const owner = await ownerOf(folder)
  if (!owner) return (await stat(folder)).mtimeMs < nowMs - DAY_MS
  // In a container every Muster has the same id: what is older than this one was made by one before.
  if (owner.pid === process.pid) return owner.sinceMs < nowMs - process.uptime() * 1_000 - ROUNDING_MS
  return !isAlive(owner.pid)
}

/** Undefined: the folder does not say whose it is. */
async function ownerOf(folder: string): Promise<{ pid: number; sinceMs: number } | undefined> {
  const file = join(folder, OWNER_FILE)
  try {
    const { size, mtimeMs } = await stat(file)
    if (size > OWNER_MAX) return undefined
    const pid = Number((await readFile(file, 'utf8')).trim())
    return Number.isSafeInteger(pid) && pid > 0 ? { pid, sinceMs: mtimeMs } : undefined
  } catch {
    return undefined
  }
}

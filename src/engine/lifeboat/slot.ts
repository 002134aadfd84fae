/**
 * A folder of its own for each process: two replicas that share a data directory, as an old and a new one do for the time of an upgrade, must not write into one file. A
 * folder with a record that is not merged is taken first, so that no record is left behind; then the one with the newest copy. Copies in folders that nobody uses are removed:
 * what they hold is erased nowhere, and their incidents are over.
 */
import { createHash } from 'node:crypto'
import { mkdir, realpath, rm, stat } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import path from 'node:path'

/** More processes on one data directory than anybody runs. */
const SLOTS = 8

/** A copy that nobody has kept for so long is of other incidents, milliseconds: where Muster runs it is written anew every ten minutes. */
const COPY_MAX_MS = 86_400_000

export interface Slot {
  dir: string
  /** When the copy in it was last written, epoch ms; absent: there is none. */
  copyWrittenMs?: number
  /** Again: fine. */
  release(): Promise<void>
}

const recordIn = (dir: string) => path.join(dir, 'record.jsonl')
export const filesIn = (dir: string) => ({ copy: path.join(dir, 'copy.jsonl'), record: recordIn(dir) })

/**
 * @param nowMs by the clock of the disk.
 * @throws Error when the folder cannot be made, or all are taken.
 */
export async function takeSlot(parent: string, nowMs: number): Promise<Slot> {
  await mkdir(parent, { recursive: true, mode: 0o700 })
  const home = await realpath(parent)
  const dirs = Array.from({ length: SLOTS }, (_, n) => path.join(home, `${n + 1}`))
  const inOrder = (await Promise.all(dirs.map(lookInto))).toSorted(
    (one, other) => Number(other.hasRecord) - Number(one.hasRecord) || other.copyMs - one.copyMs,
  )
  for (const [n, { dir }] of inOrder.entries()) {
    const lock = await tryLock(dir)
    if (!lock) continue
    await dropCopy(dir, nowMs - COPY_MAX_MS)
    if (process.platform === 'linux') for (const left of inOrder.slice(n + 1)) await dropLeft(left)
    const { copyMs } = await lookInto(dir)
    return { dir, release: lock, ...(copyMs > 0 && { copyWrittenMs: copyMs }) }
  }
  throw new Error(`${parent} is in use by ${SLOTS} processes; give each replica a MUSTER_DATA_DIR of its own`)
}

/** When its copy was written, epoch ms; 0: there is none. */
async function lookInto(dir: string): Promise<{ dir: string; hasRecord: boolean; copyMs: number }> {
  const about = (file: string) => stat(file).catch(() => undefined)
  const [copy, record] = [await about(filesIn(dir).copy), await about(recordIn(dir))]
  return { dir, hasRecord: record !== undefined && record.size > 0, copyMs: copy?.mtimeMs ?? 0 }
}

/** Not where a record goes on from it. */
async function dropCopy(dir: string, beforeMs: number): Promise<void> {
  const { hasRecord, copyMs } = await lookInto(dir)
  if (hasRecord || copyMs >= beforeMs) return
  const { copy } = filesIn(dir)
  for (const file of [copy, `${copy}.new`]) await rm(file, { force: true })
}

async function dropLeft({ dir, copyMs }: { dir: string; copyMs: number }): Promise<void> {
  if (copyMs === 0) return
  const release = await tryLock(dir)
  if (!release) return
  await dropCopy(dir, Number.POSITIVE_INFINITY).finally(release)
}

/**
 * Held by a socket without a file, which Linux frees when the process ends, however it ends. Elsewhere there is none, and each replica needs a data directory of its own.
 * @returns how to release it; undefined: somebody else has it.
 */
async function tryLock(dir: string): Promise<(() => Promise<void>) | undefined> {
  if (process.platform !== 'linux') return async () => {}
  const name = createHash('sha256').update(dir).digest('hex')
  const server = createServer((socket) => socket.destroy())
  if (!(await listens(server, `\0muster-lifeboat-${name}`))) return undefined
  server.unref()
  return () => new Promise((resolve) => server.close(() => resolve()))
}

const listens = (server: Server, address: string): Promise<boolean> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    )
    server.listen(address, () => resolve(true))
  })

/**
 * A folder of its own for each process: two replicas that share a data directory, as an old and a new one do for the time of an upgrade, must not write into one file. A
 * folder with a record that is not merged is taken first, so that no record is left behind.
 */
import { createHash } from 'node:crypto'
import { mkdir, realpath, stat } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import path from 'node:path'

/** More processes on one data directory than anybody runs. */
const SLOTS = 8

export interface Slot {
  dir: string
  /** Again: fine. */
  release(): Promise<void>
}

const recordIn = (dir: string) => path.join(dir, 'record.jsonl')
export const filesIn = (dir: string) => ({ copy: path.join(dir, 'copy.jsonl'), record: recordIn(dir) })

/** @throws Error when the folder cannot be made, or all are taken. */
export async function takeSlot(parent: string): Promise<Slot> {
  await mkdir(parent, { recursive: true, mode: 0o700 })
  const home = await realpath(parent)
  const dirs = Array.from({ length: SLOTS }, (_, n) => path.join(home, `${n + 1}`))
  const sizes = await Promise.all(
    dirs.map(async (dir) => (await stat(recordIn(dir)).catch(() => undefined))?.size ?? 0),
  )
  const inOrder = dirs
    .map((dir, n) => ({ dir, size: sizes[n] ?? 0 }))
    .toSorted((a, b) => Number(b.size > 0) - Number(a.size > 0))
  for (const { dir } of inOrder) {
    const lock = await tryLock(dir)
    if (lock) return { dir, release: lock }
  }
  throw new Error(`${parent} is in use by ${SLOTS} processes; give each replica a MUSTER_DATA_DIR of its own`)
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

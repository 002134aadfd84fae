/** Dumps in files: written whole or not at all, hashed on the way, read line by line. */
import { createHash } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { dumpLines } from './dump.ts'
import { withDatabase } from './shop-database.ts'

export interface WrittenDump {
  bytes: number
  sha256: string
  /** Rows of every table that was there. */
  rows: number
}

/** @throws what the database or the file system says; no file is left then. */
export async function writeDump(databaseUrl: string, file: string, made: string): Promise<WrittenDump> {
  const unfinished = `${file}.${process.pid}`
  const hash = createHash('sha256')
  let bytes = 0
  let lines = 0
  try {
    await withDatabase(databaseUrl, async (client) => {
      const out = await open(unfinished, 'w', 0o600)
      try {
        for await (const line of dumpLines(client, made)) {
          const text = Buffer.from(`${line}\n`)
          hash.update(text)
          bytes += text.length
          lines += 1
          await out.write(text)
        }
      } finally {
        await out.close()
      }
    })
    await rename(unfinished, file)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
  return { bytes, sha256: hash.digest('hex'), rows: lines - 1 }
}

/** @throws what the file system says, when they are read. */
export async function* readLines(file: string): AsyncGenerator<string> {
  const opened = await open(file)
  try {
    yield* opened.readLines({ autoClose: false })
  } finally {
    await opened.close()
  }
}

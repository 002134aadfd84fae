/**
 * Where the whole output of runs is kept: in a bucket when there is one, else in the data directory of the replica that ran it. Promises that a log which could
 * not be stored in the bucket stays where it was written, that no run waits for the bucket, and to read no more of a log than can be shown, however long it is.
 */
import { createReadStream } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ObjectStore } from '../actions/object-store.ts'
import { sizeText } from '../actions/output.ts'
import type { Logger } from '../engine/logger.ts'
import { wallClock } from '../engine/wall-clock.ts'
import type { Run } from '../incident/recovery/state.ts'

export interface RunLogs {
  /** The file that a run's output is written to while it runs. */
  fileFor(incident: string, run: string): Promise<string>
  /** Puts a finished log where it stays, in the background; until it is there it is read where it was written. */
  keep(incident: string, run: string): void
  /** The log of a run, its beginning when it is very long; undefined: there is none here. */
  read(incident: string, run: Run['id']): Promise<string | undefined>
  /** All that was to be kept has been stored or has failed to be, or ten seconds are over. */
  settled(): Promise<void>
}

/** More of a log than this is not shown in one piece, bytes. */
const SHOWN_BYTES_MAX = 16 * 1024 * 1024
const SETTLE_MS = 10_000

export function createRunLogs(
  dataDir: string,
  bucket: ObjectStore | undefined,
  logger: Logger,
  wall: Pick<typeof wallClock, 'now' | 'sleepUntil'> = wallClock,
): RunLogs {
  const folderOf = (incident: string) => join(dataDir, 'logs', incident)
  const nameOf = (run: string) => `${run.replaceAll('/', '-')}.log`
  const pathOf = (incident: string, run: string) => join(folderOf(incident), nameOf(run))
  const keyOf = (incident: string, run: string) => `logs/${incident}/${nameOf(run)}`
  const underWay = new Set<Promise<void>>()

  const store = async (into: ObjectStore, incident: string, run: string) => {
    const file = pathOf(incident, run)
    try {
      const { size } = await stat(file)
      await into.put(keyOf(incident, run), { file, size }, 'text/plain; charset=utf-8')
      await rm(file, { force: true })
    } catch (err) {
      logger.warn({ err, incident, run }, 'the output of a run could not be stored; it stays in the data directory')
    }
  }

  return {
    async fileFor(incident, run) {
      await mkdir(folderOf(incident), { recursive: true, mode: 0o700 })
      return pathOf(incident, run)
    },
    keep(incident, run) {
      if (!bucket) return
      const storing = store(bucket, incident, run).finally(() => underWay.delete(storing))
      underWay.add(storing)
    },
    async read(incident, run) {
      const local = await localLog(pathOf(incident, run))
      if (local !== undefined || !bucket) return local
      try {
        return await storedLog(bucket, keyOf(incident, run))
      } catch (err) {
        logger.warn({ err, incident, run }, 'the output of a run could not be read')
        return undefined
      }
    },
    async settled() {
      const over = new AbortController()
      const inTime = wall.sleepUntil(wall.now() + SETTLE_MS, over.signal)
      await Promise.race([Promise.all(underWay), inTime])
      over.abort()
      if (underWay.size > 0)
        logger.warn(
          { logs: underWay.size },
          'the output of some runs is not stored yet; it stays in the data directory',
        )
    },
  }
}

async function localLog(file: string): Promise<string | undefined> {
  try {
    const { size } = await stat(file)
    // One byte more, which tells whether a file that is still being written goes on.
    return await shown(createReadStream(file, { end: SHOWN_BYTES_MAX }), size)
  } catch {
    return undefined
  }
}

async function storedLog(bucket: ObjectStore, key: string): Promise<string | undefined> {
  const about = await bucket.head(key)
  if (!about) return undefined
  const { body, size = about.size } = await bucket.get(key)
  return shown(body, size)
}

/** As much as is shown, in whole characters, and in a last line how much is not. Leaving the loop ends the stream. */
async function shown(body: AsyncIterable<Uint8Array>, size: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    chunks.push(chunk.subarray(0, SHOWN_BYTES_MAX - bytes))
    bytes += chunk.length
    if (bytes > SHOWN_BYTES_MAX) break
  }
  const read = Buffer.concat(chunks)
  if (bytes <= SHOWN_BYTES_MAX) return read.toString('utf8')
  // A decoder that expects more keeps the beginning of a character back.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(read, { stream: true })
  const left = Math.max(size, bytes) - Buffer.byteLength(text)
  return `${text}${text.endsWith('\n') ? '' : '\n'}… ${sizeText(left)} more of this log are left out here\n`
}

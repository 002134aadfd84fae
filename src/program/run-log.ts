/**
 * Where the whole output of runs is kept: in a bucket when there is one, else in the data directory of the replica that ran it. Promises that a log which could
 * not be stored in the bucket stays where it was written.
 */
import { mkdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ObjectStore } from '../actions/object-store.ts'
import type { Logger } from '../engine/logger.ts'
import type { Run } from '../incident/recovery/state.ts'

export interface RunLogs {
  /** The file that a run's output is written to while it runs. */
  fileFor(incident: string, run: string): Promise<string>
  /** Puts a finished log where it stays; says where that is. */
  keep(incident: string, run: string): Promise<void>
  /** The log of a run; undefined: there is none here. */
  read(incident: string, run: Run['id']): Promise<string | undefined>
}

/** More of a log than this is not shown in one piece, bytes. */
const SHOWN_BYTES_MAX = 16 * 1024 * 1024

export function createRunLogs(dataDir: string, bucket: ObjectStore | undefined, logger: Logger): RunLogs {
  const folderOf = (incident: string) => join(dataDir, 'logs', incident)
  const nameOf = (run: string) => `${run.replaceAll('/', '-')}.log`
  const pathOf = (incident: string, run: string) => join(folderOf(incident), nameOf(run))
  const keyOf = (incident: string, run: string) => `logs/${incident}/${nameOf(run)}`

  return {
    async fileFor(incident, run) {
      await mkdir(folderOf(incident), { recursive: true, mode: 0o700 })
      return pathOf(incident, run)
    },
    async keep(incident, run) {
      if (!bucket) return
      const file = pathOf(incident, run)
      try {
        const { size } = await stat(file)
        await bucket.put(keyOf(incident, run), { file, size }, 'text/plain; charset=utf-8')
        await rm(file, { force: true })
      } catch (err) {
        logger.warn({ err, incident, run }, 'the output of a run could not be stored; it stays in the data directory')
      }
    },
    async read(incident, run) {
      const local = await readFile(pathOf(incident, run), 'utf8').catch(() => undefined)
      if (local !== undefined || !bucket) return local
      return bucket.getText(keyOf(incident, run), SHOWN_BYTES_MAX).catch(() => undefined)
    },
  }
}

/**
 * Reports of drills and reviews of incidents, from the bucket. They name people and quote them, so that without `texts` an archive only says which there are
 * and what their SHA-256 is: whoever is handed one later can tell that it is the same.
 */
import { createHash } from 'node:crypto'
import { isWatchStream } from '../readiness/watch/state.ts'
import { jsonFile } from './format.ts'
import type { Selected } from './select-streams.ts'
import { read, type Shelf } from './shelf.ts'
import type { Part } from './tar.ts'

const FILES_MAX = 1_000

const isIncident = ({ stream, planId }: Selected) => planId !== undefined && !isWatchStream(stream)

export async function* reportParts(shelf: Shelf, selected: readonly Selected[], whole: boolean): AsyncGenerator<Part> {
  const listed: { path: string; size: number; sha256: string }[] = []
  for (const { stream, planId } of selected.filter(isIncident)) {
    for (const folder of [`drills/${planId}/${stream}/`, `incidents/${stream}/`]) {
      for (const { key } of await shelf.list(folder, { max: FILES_MAX })) {
        const body = await read(shelf, key)
        const path = `reports/${key}`
        listed.push({ path, size: body.length, sha256: createHash('sha256').update(body).digest('hex') })
        if (whole) yield { path, body }
      }
    }
  }
  yield { path: 'reports/list.json', body: Buffer.from(jsonFile(listed), 'utf8') }
}

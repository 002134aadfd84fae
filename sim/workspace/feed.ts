/**
 * The records of all services on their way to the workspace: it begins before the workspace does and forgets nothing in between. One reader.
 */
import type { ServiceRecord } from '../services.ts'

export interface Feed {
  add(record: ServiceRecord): void
  /** Gives what came so far, then each record as it comes. */
  read(take: (record: ServiceRecord) => void): void
}

export function createFeed(): Feed {
  let waiting: ServiceRecord[] = []
  let reader: ((record: ServiceRecord) => void) | undefined
  return {
    add(record) {
      if (reader) reader(record)
      else waiting.push(record)
    },
    read(take) {
      reader = take
      waiting.forEach(take)
      waiting = []
    },
  }
}

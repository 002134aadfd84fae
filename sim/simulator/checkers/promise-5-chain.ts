/** Promise 5: the journal verifies; and a row that is changed, missing or cut off is found. Both are asked of the same journal, the second of a copy that is spoilt. */
import type { Storage } from '../../../src/engine/storage.ts'
import { verifyJournal } from '../../../src/engine/verify-journal.ts'
import type { Checker } from './checker.ts'

export const journalVerifies: Checker = {
  name: 'journal-verifies',
  promise: 'the journal verifies, and a changed, missing or cut-off row is found',
  async check({ storage, streams, endMs }) {
    const findings = []
    for await (const { message } of verifyJournal(storage)) findings.push({ atMs: endMs, message })
    if (findings.length > 0) return findings
    for (const [how, spoilt] of Object.entries(SPOILT)) {
      const longest = streams.toSorted((a, b) => b.head.seq - a.head.seq)[0]
      if (!longest || longest.head.seq < 3) return []
      const found = []
      for await (const finding of verifyJournal(spoilt(storage, longest.stream))) found.push(finding)
      if (found.length === 0)
        findings.push({ atMs: endMs, message: `${longest.stream}: a row that is ${how} is not found.` })
    }
    return findings
  },
}

type Rows = Awaited<ReturnType<Storage['rows']>>

/** The storage with something wrong in the middle of one stream. */
const spoiling =
  (change: (rows: NonNullable<Rows>['rows']) => NonNullable<Rows>['rows']) =>
  (storage: Storage, stream: string): Storage => ({
    ...storage,
    async rows(name, afterSeq, limit) {
      const found = await storage.rows(name, afterSeq, limit)
      return found && name === stream ? { ...found, rows: change(found.rows) } : found
    },
  })

const SPOILT: Record<string, (storage: Storage, stream: string) => Storage> = {
  changed: spoiling((rows) => rows.map((row) => (row.seq === 2 ? { ...row, atMs: row.atMs + 1 } : row))),
  missing: spoiling((rows) => rows.filter(({ seq }) => seq !== 2)),
  'cut off': spoiling((rows) => rows.slice(0, -1)),
}

/** What happened, line by line, as one hash: two runs of a seed are the same when their hashes are. Keeps the lines only when somebody wants to read them. */
import { createHash } from 'node:crypto'

export interface Trace {
  /** `who` is a replica, a person or a service. */
  note(atMs: number, who: string, what: string): void
  /** SHA-256 over all lines so far. */
  digest(): string
  lines(): readonly string[]
}

/** @param startMs what times are counted from. @param keeps whether `lines` has anything. */
export function createTrace(startMs: number, keeps: boolean): Trace {
  const hash = createHash('sha256')
  const lines: string[] = []
  return {
    note(atMs, who, what) {
      const line = `${((atMs - startMs) / 1_000).toFixed(3)} ${who} ${what}`
      hash.update(`${line}\n`)
      if (keeps) lines.push(line)
    },
    digest: () => hash.copy().digest('hex'),
    lines: () => lines,
  }
}

/** Compares heads that were written off-site with the rows of an archive: what was rewritten since then has another hash. */

import type { ArchiveFinding } from './finding.ts'
import { anchorSchema, headsSchema, readAs, type StreamRange } from './format.ts'
import { isSignedBy } from './signing.ts'

/** Clocks of two machines, and a row that was on its way. */
const SLACK_MS = 5 * 60_000

interface Wanted {
  hash: string
  file: string
  at: string
}

export type AnchorCheck = ReturnType<typeof createAnchorCheck>

export function createAnchorCheck(keys: readonly string[], find: (finding: ArchiveFinding) => void) {
  /** By stream and row. */
  const wanted = new Map<string, Map<number, Wanted[]>>()
  /** When each anchor was made, and how far it says that each stream went. */
  const reached = new Map<string, { seq: number; atMs: number; file: string }[]>()
  let anchors = 0

  return {
    count: () => anchors,
    add(file: string, text: string) {
      const anchor = readAs(anchorSchema, text)
      const heads = anchor && readAs(headsSchema, anchor.payload)
      if (!anchor || !heads) {
        find({ file, problem: 'anchor', message: `${file} is no anchor that can be read.` })
        return
      }
      const { key, signature } = anchor
      if (key !== undefined && signature !== undefined) {
        if (!isSignedBy(anchor.payload, { key, signature }))
          find({ file, problem: 'anchor', message: `${file}: the signature is not of this anchor and its key.` })
        else if (keys.length > 0 && !keys.includes(key))
          find({ file, problem: 'anchor', message: `${file} is signed by another key than those that were given.` })
        else anchors++
      }
      for (const { stream, seq, hash } of heads.heads) {
        const ofStream = wanted.get(stream) ?? new Map<number, Wanted[]>()
        wanted.set(stream, ofStream)
        const before = ofStream.get(seq) ?? []
        if (!before.some((one) => one.hash === hash)) ofStream.set(seq, [...before, { hash, file, at: heads.at }])
        const far = reached.get(stream) ?? []
        reached.set(stream, [...far, { seq, atMs: Date.parse(heads.at), file }])
      }
    },
    /** A row, or where the archive begins. */
    meet({ stream, seq, hash }: { stream: string; seq: number; hash: string }) {
      for (const { hash: anchored, file, at } of wanted.get(stream)?.get(seq) ?? []) {
        if (anchored === hash) continue
        const message = `${stream}, row ${seq}: had another hash when it was anchored at ${at}; it, or a row before it, was rewritten since.`
        find({ file, problem: 'anchor', message })
      }
    },
    /** Rows that were there once. @param ranges what the archive says that it has, up to `untilMs`. */
    end(ranges: readonly StreamRange[], untilMs: number) {
      for (const { stream, last } of ranges) {
        const beyond = (reached.get(stream) ?? []).find(({ seq, atMs }) => seq > last.seq && atMs + SLACK_MS < untilMs)
        if (!beyond) continue
        const message = `${stream}, row ${last.seq + 1}: is missing; it was anchored at ${new Date(beyond.atMs).toISOString()}.`
        find({ file: beyond.file, problem: 'anchor', message })
      }
    },
  }
}

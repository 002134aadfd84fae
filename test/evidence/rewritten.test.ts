/** A journal that somebody with all rights has rewritten, its chain whole again: anchors in the archive show it. */
import { beforeAll, expect, test } from 'vitest'
import { hashRow } from '../../src/engine/journal.ts'
import type { JournalRow, Storage } from '../../src/engine/storage.ts'
import { anchorText, dayKey, headsOf, minuteKey } from '../../src/evidence/anchors.ts'
import type { Desk } from '../commands/desk.ts'
import { archiveOf, eventfulDesk, type MemoryShelf, memoryShelf, newSigner, verdictOn } from './archives.ts'
import { verifyFromThePage } from './second-verifier.ts'

const STREAM = 'DR-20261205-1000'
const signer = newSigner()
let desk: Desk
let shelf: MemoryShelf
beforeAll(async () => {
  desk = await eventfulDesk()
  shelf = memoryShelf()
  const heads = await headsOf(desk.storage)
  const nowMs = desk.clock.now()
  shelf.objects.set(minuteKey(nowMs), anchorText(heads, nowMs))
  await desk.advance(24 * 3_600_000)
  const nextMs = desk.clock.now()
  shelf.objects.set(dayKey(nextMs), anchorText(await headsOf(desk.storage), nextMs, signer))
})

/** The storage as it is after somebody has changed the rows of a stream and made its chain anew. */
function rewritten(change: (rows: JournalRow[]) => JournalRow[]): Storage {
  const forged = async () => {
    const { rows, texts, head } = (await desk.storage.rows(STREAM, 0))!
    let hash = '0'.repeat(64)
    const made = change(rows).map((row, index) => {
      const { hash: _, ...rest } = { ...row, seq: index + 1 }
      hash = hashRow(hash, rest)
      return { ...rest, hash }
    })
    return { rows: made, texts, head: { ...head, seq: made.length, hash } }
  }
  return {
    ...desk.storage,
    async rows(stream, afterSeq, limit) {
      if (stream !== STREAM) return desk.storage.rows(stream, afterSeq, limit)
      const { rows, texts, head } = await forged()
      return { rows: rows.slice(afterSeq, limit === undefined ? undefined : afterSeq + limit), texts, head }
    },
  }
}

const verdict = async (storage: Storage) =>
  verdictOn((await archiveOf({ storage, shelf, signer })).bytes, signer.publicKey)

test('the true journal agrees with its anchors', async () => {
  const { bytes } = await archiveOf({ storage: desk.storage, shelf, signer })
  expect(await verdictOn(bytes, signer.publicKey)).toMatchObject({ findings: [], anchors: 1 })
  expect(verifyFromThePage(bytes, signer.publicKey)).toEqual([])
})

test('a row that was rewritten with all after it is shown by the first anchor after it', async () => {
  const storage = rewritten((rows) =>
    rows.map((row) => (row.type === 'acknowledged' ? { ...row, data: row.data.replaceAll('olga', 'otto') } : row)),
  )
  const { findings } = await verdict(storage)
  expect(findings.length).toBeGreaterThan(0)
  expect(findings[0]).toMatchObject({ problem: 'anchor', file: expect.stringContaining('anchors/heads/2026-12-05T') })
  expect(findings[0]!.message).toMatch(
    /^DR-20261205-1000, row \d+: had another hash when it was anchored at 2026-12-05T/,
  )
  const { bytes } = await archiveOf({ storage, shelf, signer })
  expect(verifyFromThePage(bytes, signer.publicKey)).not.toEqual([])
})

test('rows that were cut off at the end are shown as missing', async () => {
  const { findings } = await verdict(rewritten((rows) => rows.slice(0, 5)))
  expect(findings).toMatchObject([
    { problem: 'anchor', message: expect.stringContaining(`${STREAM}, row 6: is missing`) },
  ])
})

test('an anchor that was signed by somebody else, or changed, is no anchor', async () => {
  const other = memoryShelf()
  const [key] = [...shelf.objects.keys()].filter((one) => one.includes('days'))
  other.objects.set(key!, anchorText(await headsOf(desk.storage), desk.clock.now(), newSigner()))
  const stranger = await archiveOf({ storage: desk.storage, shelf: other, signer })
  expect((await verdictOn(stranger.bytes, signer.publicKey)).findings).toMatchObject([
    { problem: 'anchor', message: expect.stringContaining('another key') },
  ])
  other.objects.set(
    key!,
    shelf.objects.get(key!)!.replace('system', 'sistem').replace('DR-20261205-1000', 'DR-20261205-1002'),
  )
  const changed = await archiveOf({ storage: desk.storage, shelf: other, signer })
  expect((await verdictOn(changed.bytes, signer.publicKey)).findings).toMatchObject([
    { problem: 'anchor', message: expect.stringContaining('the signature is not of this anchor') },
  ])
})

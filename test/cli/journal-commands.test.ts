import { expect, test } from 'vitest'
import { exportRows, verify } from '../../src/cli/journal-commands.ts'
import { hashRow } from '../../src/engine/journal.ts'
import type { JournalRow, Storage } from '../../src/engine/storage.ts'
import { openDesk } from '../commands/desk.ts'
import { shop } from '../commands/plans.ts'

async function journaled() {
  const desk = await openDesk(shop)
  await desk.type('declare database-corruption queries of Jane Roe fail')
  await desk.type('note called Jane Roe')
  return desk
}

function collector() {
  let out = ''
  return {
    write: (text: string) => {
      out += text
    },
    lines: () => out.split('\n').filter((line) => line !== ''),
    json: () => JSON.parse(out) as unknown,
  }
}

const unexpected = (text: string) => expect.unreachable(text)

test('a stream that there is not is said, and nothing is exported', async () => {
  const { storage } = await journaled()
  const [out, complaints] = [collector(), collector()]
  const options = { stream: 'DR-1', texts: true, write: out.write, complain: complaints.write }
  expect(await exportRows(storage, options)).toBe(1)
  expect(out.lines()).toEqual([])
  expect(complaints.lines()).toEqual([expect.stringContaining('There is no stream DR-1')])
})

test('a whole journal verifies; a changed row is named, with exit code 1', async () => {
  const { storage } = await journaled()
  const whole = collector()
  const heard: string[] = []
  const progress = { at: (what: string) => void heard.push(what), clear() {} }
  expect(await verify(storage, { json: false, write: whole.write, progress })).toBe(0)
  expect(heard).toEqual([expect.stringMatching(/^1 streams, \d+ rows$/)])
  expect(whole.lines()).toEqual([expect.stringMatching(/^\d+ rows of 1 streams are as they were journaled\.$/)])

  const tampered: Storage = {
    ...storage,
    async rows(...asked) {
      const found = await storage.rows(...asked)
      const rows = found?.rows.map((row) => (row.seq === 2 ? { ...row, atMs: row.atMs + 1 } : row))
      return found && rows && { ...found, rows }
    },
  }
  const damaged = collector()
  expect(await verify(tampered, { json: true, write: damaged.write })).toBe(1)
  expect(damaged.json()).toMatchObject({ findings: [{ stream: 'DR-20261205-1000', seq: 2, problem: 'changed' }] })
})

test('an export holds all that is needed to check the chain elsewhere, with or without the texts', async () => {
  const { storage } = await journaled()
  const whole = collector()
  await exportRows(storage, { texts: true, write: whole.write, complain: unexpected })
  const [head, ...rows] = whole.lines().map((line) => JSON.parse(line)) as [{ genesis: string }, ...JournalRow[]]
  expect(rows.length).toBeGreaterThan(5)
  let hash = head.genesis
  for (const row of rows) {
    expect(hashRow(hash, row)).toBe(row.hash)
    hash = row.hash
  }
  expect(whole.lines().join()).toContain('Jane Roe')
  const bare = collector()
  await exportRows(storage, { texts: false, stream: 'DR-20261205-1000', write: bare.write, complain: unexpected })
  expect(bare.lines()).toHaveLength(rows.length + 1)
  expect(bare.lines().join()).not.toContain('Jane Roe')
})

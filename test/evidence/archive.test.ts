/** An archive of evidence: what is in it, that it is always the same, and that nothing in it can be changed unseen. */
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { writeTar } from '../../src/evidence/tar.ts'
import type { Desk } from '../commands/desk.ts'
import { archiveOf, DAY, eventfulDesk, filesOf, memoryShelf, newSigner, pieces, verdictOn } from './archives.ts'
import { verifyFromThePage } from './second-verifier.ts'

const signer = newSigner()
let desk: Desk
let signed: Buffer
let withTexts: Buffer
beforeAll(async () => {
  desk = await eventfulDesk()
  signed = (await archiveOf({ storage: desk.storage, signer })).bytes
  withTexts = (await archiveOf({ storage: desk.storage, signer }, { ...DAY, texts: true })).bytes
})

test('an archive is whole, says of what it is, and by whose key', async () => {
  const verdict = await verdictOn(signed, signer.publicKey)
  expect(verdict).toMatchObject({
    ...{ findings: [], streams: 2, trusted: true, key: signer.publicKey },
    about: { since: '2026-12-05', until: '2026-12-05', plan: null, texts: false },
  })
  expect(verdict.rows).toBeGreaterThan(20)
  expect((await verdictOn(withTexts, signer.publicKey)).findings).toEqual([])
  expect(verifyFromThePage(signed, signer.publicKey)).toEqual([])
  expect(verifyFromThePage(withTexts, signer.publicKey)).toEqual([])
})

test('the same question has the same answer, to the byte, also when the journal has gone on', async () => {
  const later = await eventfulDesk()
  const options = { since: '2026-12-05', until: '2026-12-05', texts: true }
  await later.advance(24 * 3_600_000)
  const before = await archiveOf({ storage: later.storage, signer }, options)
  await later.advance(3_600_000)
  await later.type('note DR-20261205-1000 the day after')
  const after = await archiveOf({ storage: later.storage, signer }, options)
  expect(after.bytes.equals(before.bytes)).toBe(true)
  const nextDay = await archiveOf({ storage: later.storage }, { ...options, since: '2026-12-06', until: '2026-12-06' })
  const [first] = filesOf(nextDay.bytes).get('journal/DR-20261205-1000/000001.jsonl')!.split('\n')
  expect(JSON.parse(first!)).toMatchObject({ seq: 1, type: 'declared' })
})

test('without texts it has no name, no address and nothing that people wrote', () => {
  const all = [...filesOf(signed).values()].join('\n')
  for (const personal of ['Jane Roe', 'Olga', 'olga@example.com', '+1415555', 'we practise'])
    expect(all.includes(personal), personal).toBe(false)
  expect([...filesOf(withTexts).values()].join('\n')).toContain('called Jane Roe')
  expect([...filesOf(signed).keys()].filter((path) => path.startsWith('texts/'))).toEqual([])
})

test('of one plan it has that plan', async () => {
  const { bytes } = await archiveOf({ storage: desk.storage }, { ...DAY, planId: 'bank' })
  const paths = [...filesOf(bytes).keys()]
  expect(paths.filter((path) => path.startsWith('journal/'))).toEqual(['journal/DR-20261205-1021/000001.jsonl'])
  expect(paths.filter((path) => path.startsWith('plans/'))).toHaveLength(1)
  expect(await verdictOn(bytes)).toMatchObject({ findings: [], trusted: false, about: { plan: 'bank' } })
})

test('registers name their rows', () => {
  const files = filesOf(signed)
  const lines = JSON.parse(files.get('registers/incidents.json')!)
  expect(lines).toMatchObject([
    { stream: 'DR-20261205-1000', seq: 1, what: 'declared', person: 'olga', via: 'slack' },
    { stream: 'DR-20261205-1021', seq: 1, what: 'declared', details: { mode: 'drill', planId: 'bank' } },
  ])
  const csv = files.get('registers/incidents.csv')!.split('\r\n')
  expect(csv[0]).toBe('at,stream,seq,what,person,by,via,details')
  expect(csv[1]).toContain('2026-12-05T10:00:00.000Z,DR-20261205-1000,1,declared,olga,slack:U000000001,slack,')
})

test('any changed byte is found, by both verifiers', async () => {
  for (const archive of [signed, withTexts]) {
    await fc.assert(
      fc.asyncProperty(fc.nat(archive.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const changed = Buffer.from(archive)
        changed[at] = changed[at]! ^ by
        const { findings } = await verdictOn(changed, signer.publicKey)
        expect(findings.length, `byte ${at}`).toBeGreaterThan(0)
        // Nobody can read it and be told nothing of where.
        expect(findings.some(({ file, problem }) => file !== undefined || problem === 'container')).toBe(true)
      }),
      { numRuns: 150 },
    )
  }
  fc.assert(
    fc.property(fc.nat(signed.length - 1), (at) => {
      const changed = Buffer.from(signed)
      changed[at] = changed[at]! ^ 1
      expect(verifyFromThePage(changed, signer.publicKey), `byte ${at}`).not.toEqual([])
    }),
    { numRuns: 100 },
  )
})

test('a byte that is changed in a file is found in that file', async () => {
  for (const [path, text] of filesOf(withTexts)) {
    // The name is in the header, and NUL after it.
    const at = withTexts.indexOf(`${path}\0`) + 512 + Math.floor(text.length / 2)
    const changed = Buffer.from(withTexts)
    changed[at] = changed[at]! ^ 1
    const { findings } = await verdictOn(changed, signer.publicKey)
    expect(
      findings.some(({ file, message }) => file === path || message.includes(path)),
      path,
    ).toBe(true)
  }
})

test('a file that is still JSON and says nonsense is a finding and no crash', async () => {
  const nonsense: [string, string, string, string][] = [
    ['streams.json', '"last"', '"lasu"', 'format'],
    ['journal/DR-20261205-1000/000001.jsonl', '"atMs":', '"atMs":1e999,"x":', 'row'],
    ['journal/DR-20261205-1000/000001.jsonl', '"data":"{', '"data":"[', 'row'],
    ['MANIFEST.json', '"files":[', '"files":0,"x":[', 'format'],
    ['SEAL.json', '"manifest":"', '"manifest":0,"x":"', 'seal'],
  ]
  for (const [path, from, to, problem] of nonsense) {
    const bytes = await repacked(signed, (files) => {
      const text = files.get(path)!
      files.set(path, text.replace(from, to))
    })
    const { findings } = await verdictOn(bytes, signer.publicKey)
    expect(
      findings.map((one) => one.problem),
      `${path} ${to}`,
    ).toContain(problem)
  }
})

test('cut off, longer, without its seal, or empty: found', async () => {
  const problems = async (bytes: Buffer) => (await verdictOn(bytes)).findings.map(({ problem }) => problem)
  expect(await problems(signed.subarray(0, signed.length - 512))).toEqual(['container'])
  expect(await problems(signed.subarray(0, 5_000))).toEqual(['container'])
  expect(await problems(Buffer.concat([signed, Buffer.alloc(512)]))).toEqual(['container'])
  expect(await problems(Buffer.alloc(1024))).toEqual(['container'])
  expect(await problems(Buffer.alloc(0))).toEqual(['container'])
  const unsealed = await repacked(signed, (files) => files.delete('SEAL.json'))
  expect(await problems(unsealed)).toEqual(expect.arrayContaining(['seal']))
})

test('a row that is changed with the manifest made anew is named; made anew by another key, that is said', async () => {
  const path = 'journal/DR-20261205-1000/000001.jsonl'
  const { createHash } = await import('node:crypto')
  const forged = await repacked(signed, (files) => {
    files.set(path, files.get(path)!.replace('"type":"acknowledged"', '"type":"declined"'))
    const manifest = JSON.parse(files.get('MANIFEST.json')!)
    for (const file of manifest.files)
      if (file.path === path) {
        file.sha256 = createHash('sha256').update(files.get(path)!).digest('hex')
        file.size = Buffer.byteLength(files.get(path)!)
      }
    const text = `${JSON.stringify(manifest)}\n`
    files.set('MANIFEST.json', text)
    const { key, signature } = newSigner().sign(text)
    const digest = createHash('sha256').update(text).digest('hex')
    files.set('SEAL.json', `${JSON.stringify({ key, manifest: digest, signature })}\n`)
  })
  const { findings } = await verdictOn(forged, signer.publicKey)
  expect(findings.map(({ problem }) => problem)).toEqual(['row', 'seal'])
  expect(findings[0]!.message).toMatch(/^DR-20261205-1000, row \d+: was changed/)
  expect(findings[1]!.message).toContain('another key')
})

test('a file that is added, left out or put elsewhere is named', async () => {
  const added = await repacked(signed, (files) => files.set('journal/DR-1/000001.jsonl', '{}\n'))
  expect((await verdictOn(added)).findings).toContainEqual(
    expect.objectContaining({ problem: 'added', file: 'journal/DR-1/000001.jsonl' }),
  )
  const less = await repacked(signed, (files) => files.delete('registers/access.csv'))
  expect((await verdictOn(less)).findings).toContainEqual(
    expect.objectContaining({ problem: 'missing', file: 'registers/access.csv' }),
  )
  const moved = await repacked(signed, (files) => {
    const text = files.get('README.txt')!
    files.delete('README.txt')
    files.set('README.txt', text)
  })
  expect((await verdictOn(moved)).findings).toContainEqual(expect.objectContaining({ problem: 'container' }))
})

test('reports are in it by their SHA-256, and whole only with texts', async () => {
  const shelf = memoryShelf()
  const key = 'drills/bank/DR-20261205-1021/report.html'
  shelf.objects.set(key, '<p>Jane Roe was quick</p>')
  shelf.objects.set('incidents/DR-20261205-1000/review.md', 'Jane Roe saw it first')
  const bare = filesOf((await archiveOf({ storage: desk.storage, shelf })).bytes)
  expect(JSON.parse(bare.get('reports/list.json')!)).toMatchObject([
    { path: 'reports/incidents/DR-20261205-1000/review.md', size: 21 },
    { path: `reports/${key}`, size: 25 },
  ])
  expect(bare.has(`reports/${key}`)).toBe(false)
  const whole = filesOf((await archiveOf({ storage: desk.storage, shelf }, { ...DAY, texts: true })).bytes)
  expect(whole.get(`reports/${key}`)).toContain('Jane Roe')
})

test('a person is erased: the archive says so, and still verifies', async () => {
  const erased = await eventfulDesk()
  await erased.storage.eraseTexts({ subject: 'olga' })
  const { bytes } = await archiveOf({ storage: erased.storage, signer }, { ...DAY, texts: true })
  expect((await verdictOn(bytes, signer.publicKey)).findings).toEqual([])
  expect(verifyFromThePage(bytes, signer.publicKey)).toEqual([])
  expect([...filesOf(bytes).values()].join()).not.toContain('Jane Roe')
})

async function repacked(archive: Buffer, change: (files: Map<string, string>) => void): Promise<Buffer> {
  const files = filesOf(archive)
  change(files)
  const chunks: Uint8Array[] = []
  async function* parts() {
    for (const [path, text] of files) yield { path, body: Buffer.from(text) }
  }
  for await (const chunk of writeTar(parts())) chunks.push(chunk)
  return Buffer.concat([...chunks])
}

test('a reader that gets single bytes comes to the same end', async () => {
  const { verifyArchive } = await import('../../src/evidence/verify-archive.ts')
  const small = (await archiveOf({ storage: desk.storage }, { ...DAY, planId: 'bank' })).bytes
  expect((await verifyArchive(pieces(small, 7))).findings).toEqual([])
})

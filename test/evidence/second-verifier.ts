/**
 * A verifier of its own, written from "The format" in docs/evidence.md alone, with nothing of Muster's: it shows that the page is enough. Takes an archive as
 * bytes, and gives what is wrong.
 */
import { createHash, createPublicKey, verify } from 'node:crypto'

const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const sorted = (o: Record<string, unknown>) =>
  JSON.stringify(Object.fromEntries(Object.entries(o).sort(([a], [b]) => (a < b ? -1 : 1))))

function untar(bytes: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>()
  let at = 0
  while (bytes[at] !== 0) {
    const field = (from: number, to: number) => bytes.toString('latin1', at + from, at + to).replace(/\0.*/s, '')
    const head = Buffer.from(bytes.subarray(at, at + 512))
    const sum = head.fill(' ', 148, 156).reduce((a, b) => a + b, 0)
    if (!/^[0-7]{6}\0 $/.test(bytes.toString('latin1', at + 148, at + 156))) throw new Error('checksum')
    if (Number.parseInt(field(148, 156), 8) !== sum) throw new Error('checksum')
    const name = [field(345, 500), field(0, 100)].filter(Boolean).join('/')
    const size = Number.parseInt(field(124, 136), 8)
    files.set(name, bytes.subarray(at + 512, at + 512 + size))
    const end = at + 512 + Math.ceil(size / 512) * 512
    if (bytes.subarray(at + 512 + size, end).some((b) => b !== 0)) throw new Error(`padding of ${name}`)
    at = end
  }
  if (bytes.length !== at + 1024 || bytes.subarray(at).some((b) => b !== 0)) throw new Error('end')
  return files
}

export function verifyFromThePage(archive: Buffer, key?: string): string[] {
  const wrong: string[] = []
  const expect = (is: boolean, what: string) => void (is || wrong.push(what))
  try {
    const files = untar(archive)
    const text = (path: string) => files.get(path)?.toString('utf8') ?? ''
    const manifest = JSON.parse(text('MANIFEST.json'))
    const seal = JSON.parse(text('SEAL.json'))
    const listed: { path: string; size: number; sha256: string }[] = manifest.files
    const order = [...listed.map((f) => f.path), 'MANIFEST.json', 'SEAL.json']
    expect(JSON.stringify([...files.keys()]) === JSON.stringify(order), 'files')
    for (const f of listed) expect(sha256(files.get(f.path) ?? '') === f.sha256, f.path)
    const { key: signer, manifest: digest, signature } = seal
    expect(`${JSON.stringify({ key: signer, manifest: digest, signature })}\n` === text('SEAL.json'), 'seal')
    expect(digest === sha256(files.get('MANIFEST.json')!), 'seal')
    if (key) {
      const spki = Buffer.from(`302a300506032b6570032100${key}`, 'hex')
      const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' })
      const bytes = Buffer.from(signature ?? '', 'hex')
      expect(signer === key && verify(null, files.get('MANIFEST.json')!, publicKey, bytes), 'signature')
    }
    const hashes = new Map<string, string>()
    for (const { stream, after, last } of JSON.parse(text('streams.json'))) {
      let before = after
      hashes.set(`${stream} ${after.seq}`, after.hash)
      for (const path of [...files.keys()].filter((p) => p.startsWith(`journal/${stream}/`))) {
        const texts = text(path.replace('journal', 'texts')).split('\n').filter(Boolean)
        const byId = new Map(texts.map((line) => JSON.parse(line)).map((t) => [t.id, t]))
        for (const { hash, ...row } of text(path)
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line))) {
          const { atMs, data, seq, type } = row
          expect(seq === before.seq + 1 && row.stream === stream, `${stream} ${seq}`)
          expect(sha256(`${before.hash}\n${sorted({ atMs, data, seq, stream, type })}`) === hash, `${stream} ${seq}`)
          before = { seq, hash }
          hashes.set(`${stream} ${seq}`, hash)
          JSON.parse(data, (_, value) => {
            if (!manifest.texts || !value?.$private) return value
            const t = byId.get(value.$private)
            expect(!!t && (t.text === null || sha256(t.salt + t.text) === value.hash), `text ${value.$private}`)
            return value
          })
        }
      }
      expect(before.seq === last.seq && before.hash === last.hash, `${stream} end`)
    }
    for (const path of [...files.keys()].filter((p) => p.startsWith('anchors/')))
      for (const { stream, seq, hash } of JSON.parse(JSON.parse(text(path)).payload).heads)
        expect((hashes.get(`${stream} ${seq}`) ?? hash) === hash, `${path}: ${stream} ${seq}`)
  } catch (error) {
    wrong.push(String(error))
  }
  return wrong
}

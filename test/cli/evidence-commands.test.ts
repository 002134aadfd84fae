/** `muster evidence`: files and exit codes, packed and not, with and without a key; and what the settings for it have to be. */
import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readEvidenceConfig } from '../../src/cli/config.ts'
import { exportEvidence, rememberExport, showKey, verifyEvidence } from '../../src/cli/evidence-commands.ts'
import { publicKeyFrom, signerOf } from '../../src/evidence/signing.ts'
import type { Desk } from '../commands/desk.ts'
import { DAY, eventfulDesk } from '../evidence/archives.ts'

const pem = String(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }))
const signer = signerOf(pem)
let folder: string
let desk: Desk
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'muster-evidence-'))
  desk = await eventfulDesk()
})
afterAll(() => rmSync(folder, { recursive: true }))

async function exported(name: string, more: Partial<Parameters<typeof exportEvidence>[1]> = {}, sign = true) {
  let [out, complaints] = ['', '']
  const file = join(folder, name)
  const code = await exportEvidence(
    { storage: desk.storage, ...(sign && { signer }) },
    {
      ...DAY,
      out: file,
      write: (text) => {
        out += text
      },
      complain: (text) => {
        complaints += text
      },
      ...more,
    },
  )
  return { code, file, out, complaints }
}

async function verified(file: string, keys: string[] = [], json = false) {
  let out = ''
  const code = await verifyEvidence(file, {
    keys,
    json,
    write: (text) => {
      out += text
    },
  })
  return { code, out }
}

test('an archive is written for its owner alone, said in two lines, and verifies', async () => {
  const { code, file, out, complaints } = await exported('a.tar')
  expect(code).toBe(0)
  expect(out).toMatch(
    /^.*a\.tar: \d+ rows of 2 streams, 2026-12-05 to 2026-12-05, in \d+ files\.\nSHA-256 of its manifest: [0-9a-f]{64}\n$/,
  )
  expect(complaints).toBe('Without MUSTER_S3_BUCKET there are no anchors and no reports in it.\n')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const { code: good, out: said } = await verified(file, [signer.publicKey])
  expect([good, said]).toEqual([0, expect.stringContaining('are as they were journaled.\nIt is signed by the key ')])
  expect((await verified(file)).out).toContain('whether that is theirs, --key would tell.')
  expect(JSON.parse((await verified(file, [], true)).out)).toMatchObject({ findings: [], trusted: false })
})

test('packed it is the same, and as good', async () => {
  const { file } = await exported('b.tar.gz')
  expect(gunzipSync(readFileSync(file)).equals(readFileSync(join(folder, 'a.tar')))).toBe(true)
  expect((await verified(file, [signer.publicKey])).code).toBe(0)
  const packed = readFileSync(file)
  writeFileSync(file, packed.subarray(0, packed.length - 200))
  expect(await verified(file)).toMatchObject({ code: 1, out: expect.stringContaining('cut off') })
})

test('what is wrong is named, and the exit code is 1', async () => {
  const { file } = await exported('c.tar')
  const bytes = readFileSync(file)
  const at = bytes.indexOf('registers/access.csv\0') + 515
  bytes[at] = bytes[at]! ^ 1
  writeFileSync(file, bytes)
  const { code, out } = await verified(file, [signer.publicKey])
  expect(code).toBe(1)
  expect(out).toContain('registers/access.csv was changed')
  expect(out).toMatch(/\n1 thing is wrong with .*c\.tar\.\n$/)
})

test('nothing is written over, nothing is left behind, and an empty time is said', async () => {
  expect(await exported('a.tar')).toMatchObject({ code: 1, complaints: expect.stringContaining('is there already') })
  const none = await exported('d.tar', { since: '2020-01-01', until: '2020-01-31' })
  expect(none).toMatchObject({ code: 1, complaints: 'The journal has nothing from 2020-01-01 to 2020-01-31.\n' })
  expect([existsSync(none.file), existsSync(`${none.file}.unfinished`)]).toEqual([false, false])
})

test('that an archive was made is journaled, with its SHA-256', async () => {
  const own = await eventfulDesk()
  const remember = (manifest: string) => rememberExport(own.storage, { ...DAY, manifest, atMs: own.clock.now() })
  const { out } = await exported('e.tar', { remember })
  const [, manifest] = /manifest: ([0-9a-f]{64})/.exec(out)!
  expect(await own.engine.events('system')).toMatchObject([
    { type: 'evidence-exported', manifest, since: '2026-12-05', planId: null, texts: false, by: { via: 'cli' } },
  ])
})

test('the public key is printed as other tools read it', () => {
  let out = ''
  showKey(signer, {
    json: false,
    write: (text) => {
      out += text
    },
  })
  expect(publicKeyFrom(out)).toBe(signer.publicKey)
  expect(publicKeyFrom(signer.publicKey.toUpperCase())).toBe(signer.publicKey)
  expect(() => publicKeyFrom('nonsense')).toThrow(/no public key of Ed25519/)
})

test('the settings are read, and wrong ones are said', () => {
  writeFileSync(join(folder, 'key.pem'), pem)
  const env = {
    MUSTER_SIGNING_KEY: 'key.pem',
    MUSTER_AUDITOR_EMAIL: 'a@example.com',
    MUSTER_ANCHOR_LOCK: 'Compliance 400 days',
  }
  const anchors = { signingKey: pem, auditor: 'a@example.com', lock: { mode: 'COMPLIANCE', days: 400 } }
  expect(readEvidenceConfig(env, folder)).toMatchObject({ ok: true, settings: { anchors } })
  const inline = { MUSTER_SIGNING_KEY: pem.replaceAll('\n', '\\n') }
  expect(readEvidenceConfig(inline, folder)).toMatchObject({
    ok: true,
    settings: { anchors: { signingKey: pem } },
  })
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' })
  writeFileSync(join(folder, 'rsa.pem'), rsa)
  const problems = (wrong: Record<string, string>) => {
    const config = readEvidenceConfig(wrong, folder)
    return config.ok ? [] : config.problems
  }
  expect(problems({ MUSTER_SIGNING_KEY: 'rsa.pem' })[0]).toMatch(
    /^MUSTER_SIGNING_KEY is of no use, it is no private key of Ed25519/,
  )
  expect(problems({ MUSTER_SIGNING_KEY: 'nowhere.pem' })[0]).toMatch(
    /it cannot be read: give a file that `openssl genpkey/,
  )
  expect(problems({ MUSTER_ANCHOR_LOCK: 'for ever' })).toEqual([
    'MUSTER_ANCHOR_LOCK is "for ever": write "compliance 400 days" or "governance 400 days".',
  ])
  expect(problems({ MUSTER_AUDITOR_EMAIL: 'somebody' })).toHaveLength(1)
})

test('from the command line: exit code 2 for what cannot be read, 1 for what is wrong, 0 for what is right', () => {
  const muster = (...args: string[]) => {
    const all = ['--disable-warning=ExperimentalWarning', 'src/cli/muster.ts', ...args]
    const { status, stderr } = spawnSync(process.execPath, all, { encoding: 'utf8', env: { PATH: process.env.PATH } })
    return [status, stderr.trim()]
  }
  writeFileSync(join(folder, 'short'), 'not much')
  expect(muster('evidence', 'verify', join(folder, 'a.tar'))).toEqual([0, ''])
  expect(muster('evidence', 'verify', join(folder, 'c.tar'))[0]).toBe(1)
  expect(muster('evidence', 'verify', join(folder, 'nowhere.tar'))).toEqual([
    2,
    expect.stringMatching(/^There is no file/),
  ])
  expect(muster('evidence', 'verify', join(folder, 'short'))).toEqual([2, expect.stringContaining('is no archive')])
  expect(muster('evidence', 'export', '--since', '2026-02-30', '--until', '2026-03-01')[0]).toBe(2)
  expect(muster('evidence', 'key')).toEqual([2, expect.stringContaining('set MUSTER_SIGNING_KEY')])
  expect(muster('erase')).toEqual([2, 'Say whose: a person, or --incident.'])
})

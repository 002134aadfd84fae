import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type S3Sim, startS3Sim } from '../../sim/s3/s3.ts'
import { listBackups } from '../../src/actions/backups.ts'
import { createObjectStore, type ObjectStore } from '../../src/adapters/s3/object-store.ts'
import { backupSetSchema } from '../../src/plan/backup-schema.ts'
import { surroundings } from '../sim/surroundings.ts'
import { node, openWorkbench, type Setting, type Workbench, type Written } from './workbench.ts'

const around = surroundings()
let sim: S3Sim
let store: ObjectStore
let bench: Workbench
beforeEach(async () => {
  around.faults.clear()
  bench = openWorkbench()
  sim = await startS3Sim({ ...around, bucket: 'dumps' })
  const { endpoint, bucket, accessKeyId, secretAccessKey } = sim
  store = createObjectStore({ endpoint, bucket, region: 'us-east-1', accessKeyId, secretAccessKey })
})
afterEach(async () => {
  store.close()
  await sim.close()
  bench.close()
})

const SET = { label: 'Database', store: 'main', prefix: 'db/', pattern: '/(?<time>\\d{8}T\\d{4}Z)\\.dump' }
const setting = (set: Written = {}, more: Setting = {}): Setting => ({
  backups: { db: { ...SET, ...set } },
  stores: {
    main: { bucket: 'dumps', endpoint: { env: 'S3_URL' }, accessKeyIdEnv: 'KEY_ID', secretAccessKeyEnv: 'KEY' },
  },
  values: {
    key: { kind: 'pattern', label: 'Key', pattern: '.+' },
    at: { kind: 'pattern', label: 'Made', pattern: '.+' },
    hash: { kind: 'pattern', label: 'Checksum', pattern: '[0-9a-f]+' },
    size: { kind: 'number', label: 'Size' },
  },
  ...more,
  environment: { S3_URL: sim.botEndpoint, KEY_ID: sim.accessKeyId, KEY: sim.secretAccessKey, ...more.environment },
})
const run = (action: Written, set?: Written, more?: Setting) =>
  bench.run([{ backup: 'db', ...action }], setting(set, more))
const reason = async (action: Written, set?: Written, more?: Setting) => (await run(action, set, more)).reason

const put = (key: string, body: string) => store.put(key, body, 'application/octet-stream')
const sha256 = (body: string) => createHash('sha256').update(body).digest('hex')

interface Kept {
  verified?: boolean
  /** Content of the side file; null: there is none. */
  checksum?: string | null
}
async function keep(time: string, body = `dump of ${time}`, { verified = true, checksum = sha256(body) }: Kept = {}) {
  const key = `db/${time}.dump`
  await put(key, body)
  if (checksum !== null) await put(`${key}.sha256`, checksum)
  if (verified) await put(`${key}.verified`, 'restored')
  return key
}

it('tells nobody the user and the password in the address of its store', async () => {
  const environment = { S3_URL: sim.botEndpoint.replace('://', '://opsbox:hunter2pw@') }
  const said = node('console.log("opsbox:hunter2pw", "hunter2pw", process.argv[1])', sim.botEndpoint)
  const { output } = await bench.run([said], setting({}, { environment }))
  expect(output).toContain(`‹secret› ‹secret› ${sim.botEndpoint}\n`)
})

describe('the backup that is chosen', () => {
  beforeEach(async () => {
    await keep('20261203T0200Z')
    await keep('20261205T0200Z')
    await keep('20261204T0200Z')
    await keep('20261206T0200Z', undefined, { verified: false })
    await keep('20261207T0200Z', '')
    await put('db/notes.txt', 'not a backup')
    await put('other/20261208T0200Z.dump', 'not of this set')
  })

  it.each<[string, Written, Written, string]>([
    ['the newest verified', {}, {}, '20261205T0200Z'],
    ['the newest of all that are not empty', { pick: 'newest' }, {}, '20261206T0200Z'],
    ['the newest before an instant, itself excepted', {}, { before: '2026-12-05T02:00:00Z' }, '20261204T0200Z'],
    ['the newest before one in another zone', {}, { before: '2026-12-05T03:00:01+01:00' }, '20261205T0200Z'],
    ['this very one', { pick: 'newest' }, { key: 'db/20261203T0200Z.dump' }, '20261203T0200Z'],
  ])('%s', async (_, action, filling, time) => {
    const report = await bench.runFilled([{ backup: 'db', ...action }], filling, setting())
    expect(report.custody[0]?.key ?? report.reason).toBe(`db/${time}.dump`)
  })

  it('is the newest verified as test restores of ours have found, too', async () => {
    const proven = { db: [{ key: 'db/20261206T0200Z.dump' }] }
    const chosen = async (tries: { proven: object; bad: object }) =>
      (await bench.run([{ backup: 'db' }], { ...setting(), tries: tries as never })).custody[0]
    expect(await chosen({ proven, bad: {} })).toMatchObject({ key: 'db/20261206T0200Z.dump', verified: true })
    expect(await chosen({ proven: {}, bad: { db: [{ key: 'db/20261205T0200Z.dump' }] } })).toMatchObject({
      key: 'db/20261204T0200Z.dump',
    })
  })

  it('is told, with its age and checksum, and written down', async () => {
    const report = await run({ capture: { key: 'key', at: 'time', size: 'size', hash: 'sha256' } })
    const hash = sha256('dump of 20261205T0200Z')
    expect(report).toMatchObject({
      ok: true,
      actions: [{ kind: 'backup', what: 'find backup of db (newest verified)' }],
      captured: { key: 'db/20261205T0200Z.dump', at: '2026-12-05T02:00:00.000Z', size: '22', hash },
      custody: [
        {
          set: 'db',
          store: 'dumps',
          key: 'db/20261205T0200Z.dump',
          size: 22,
          sha256: hash,
          madeAtMs: Date.UTC(2026, 11, 5, 2),
          verified: true,
          fetched: false,
          version: expect.any(String),
        },
      ],
    })
    expect(report.output).toMatch(
      new RegExp(
        `chosen: db/20261205T0200Z.dump\\nmade 2026-12-05T02:00:00.000Z.*, 22 bytes, verified\\nSHA-256 ${hash}\\n`,
      ),
    )
  })

  it.each([
    [
      { before: '2026-12-01T00:00:00Z' },
      'there is no verified backup of db from before 2026-12-01T00:00:00.000Z; there are 4, the newest from 2026-12-06T02:00:00.000Z, the newest verified one from 2026-12-05T02:00:00.000Z',
    ],
    [{ before: 'yesterday' }, '"yesterday" is no instant: write it like 2026-12-05T02:00:00Z'],
    [
      { key: 'db/20261207T0200Z.dump' },
      'db/20261207T0200Z.dump is no usable backup of db; there are 4, the newest from 2026-12-06T02:00:00.000Z, the newest verified one from 2026-12-05T02:00:00.000Z',
    ],
  ])('is none: %j', async (filling, sentence) => {
    expect((await bench.runFilled([{ backup: 'db' }], filling, setting())).reason).toBe(sentence)
  })

  it('is none where there are no backups', async () => {
    expect(await reason({}, { prefix: 'nowhere/' })).toBe(
      'there is no verified backup of db; there are no backups at all below "nowhere/"',
    )
    expect(await reason({}, { verifiedSuffix: '.tried' })).toMatch(
      /; there are \d+, the newest from \S+, none of them verified$/,
    )
  })
})

describe('what is fetched', () => {
  it('lies in the run for the actions after it, whole and for nobody else to read', async () => {
    const body = 'ü'.repeat(300_000)
    await keep('20261205T0200Z', body, { checksum: `${sha256(body).toUpperCase()}  20261205T0200Z.dump\n` })
    const report = await bench.run(
      [
        { backup: 'db', fetch: 'dump' },
        { command: ['cp', { file: 'dump' }, 'copy'] },
        { command: 'cp "$DUMP" again', shell: true, env: { DUMP: { file: 'dump' } } },
      ],
      setting(),
    )
    expect(report).toMatchObject({ ok: true, custody: [{ fetched: true, sha256: sha256(body), size: 600_000 }] })
    expect(report.actions[1]?.what).toBe('cp {dump} copy')
    expect(report.output).toContain('fetched as dump, and its checksum is right\n')
    for (const name of ['copy', 'again']) expect(readFileSync(path.join(bench.workDir, name), 'utf8')).toBe(body)
    expect(statSync(path.join(bench.workDir, 'dump')).mode & 0o777).toBe(0o600)
  })

  it.each([
    [
      'another checksum',
      { checksum: sha256('other') },
      new RegExp(`^db/20261205T0200Z.dump has the checksum ${sha256('x')} and not ${sha256('other')}: it is damaged`),
    ],
    [
      'no checksum',
      { checksum: null },
      /^db\/20261205T0200Z.dump has no checksum .sha256 beside it, so nobody can tell whether it is whole$/,
    ],
    ['something else for a checksum', { checksum: 'soon' }, /^db\/20261205T0200Z.dump.sha256 holds no SHA-256 in hex$/],
    [
      'a long text for a checksum',
      { checksum: 'x'.repeat(5_000) },
      /^the object db\/20261205T0200Z.dump.sha256 has more than 4096 bytes$/,
    ],
  ])('is nothing when it has %s', async (_, kept, sentence) => {
    await keep('20261205T0200Z', 'x', kept)
    const report = await run({ fetch: 'dump' })
    expect(report.reason).toMatch(sentence)
    expect(report.custody).toEqual([])
    expect(readdirSync(bench.workDir)).toEqual([])
  })

  it('is nothing when its size is not what the store says', async () => {
    await keep('20261205T0200Z', 'xy')
    const report = await bench.run([{ backup: 'db', fetch: 'dump' }], {
      ...setting(),
      openStore: (access) => {
        if ('folder' in access) throw new Error('no folder here')
        const opened = createObjectStore(access)
        return {
          ...opened,
          list: async (...args) => (await opened.list(...args)).map((object) => ({ ...object, size: object.size + 1 })),
        }
      },
    })
    expect(report.reason).toBe('db/20261205T0200Z.dump has 2 bytes and not the 3 bytes that its store says')
    expect(readdirSync(bench.workDir)).toEqual([])
  })

  it('is nothing when somebody cancels', async () => {
    await keep('20261205T0200Z', 'x'.repeat(1_000_000))
    const controller = new AbortController()
    const report = await run(
      { fetch: 'dump' },
      {},
      {
        signal: controller.signal,
        onOutput: (text) => {
          if (text.startsWith('chosen')) controller.abort('the run was cancelled')
        },
      },
    )
    expect(report.reason).toBe('looking for a backup of db was ended: the run was cancelled')
    expect(existsSync(path.join(bench.workDir, 'dump'))).toBe(false)
  })
})

describe('a store that cannot be asked', () => {
  it.each([
    [{ KEY: '' }, 'the bucket dumps cannot be opened: set KEY where Muster runs'],
    [{ S3_URL: '' }, 'the bucket dumps cannot be opened: set S3_URL where Muster runs'],
    [{ KEY_ID: 'AKIASTRANGE' }, 'the store of the bucket dumps does not know our key'],
    [{ S3_URL: 'http://127.0.0.1:1' }, 'the store of the bucket dumps cannot be reached (ECONNREFUSED)'],
  ])('%#', async (environment, sentence) => {
    expect(await reason({}, {}, { environment })).toBe(sentence)
  })

  it('has no name in the plan', async () => {
    expect(await reason({ backup: 'other' })).toBe('the plan has no backups other')
    expect(await reason({}, { store: 'other' })).toBe('the plan has no store for db')
  })
})

describe('listBackups', () => {
  const listed = (set: Written) => listBackups(backupSetSchema.parse({ label: 'x', store: 'main', ...set }), store)

  it('reads the time in whatever form it is written', async () => {
    const times = [
      '20261205T0201Z',
      '20261205T020230Z',
      '2026-12-05T02:03:00Z',
      '2026-12-05T02-04',
      '20261205_0205',
      '20261206',
    ]
    for (const time of times) await put(`t-${time}.gz`, 'x')
    expect(
      (await listed({ pattern: '^t-(?<time>[^.]+)' })).map(({ madeAtMs }) =>
        new Date(madeAtMs).toISOString().slice(0, 19),
      ),
    ).toEqual([
      '2026-12-06T00:00:00',
      '2026-12-05T02:05:00',
      '2026-12-05T02:04:00',
      '2026-12-05T02:03:00',
      '2026-12-05T02:02:30',
      '2026-12-05T02:01:00',
    ])
  })

  it('takes the date of the object where the name has none that is real', async () => {
    const beganMs = Date.now()
    for (const time of ['20260230', 'latest']) await put(`t-${time}.gz`, 'x')
    for (const { madeAtMs } of await listed({ pattern: '^t-(?<time>[^.]+)' })) {
      expect(madeAtMs).toBeGreaterThan(beganMs - 60_000)
    }
  })

  it('says what lies beside each', async () => {
    await keep('20261205T0200Z')
    await keep('20261204T0200Z', undefined, { verified: false, checksum: null })
    expect(await listed({ prefix: 'db/', pattern: SET.pattern })).toEqual([
      {
        key: 'db/20261205T0200Z.dump',
        madeAtMs: Date.UTC(2026, 11, 5, 2),
        size: 22,
        verified: true,
        sha256Key: 'db/20261205T0200Z.dump.sha256',
      },
      { key: 'db/20261204T0200Z.dump', madeAtMs: Date.UTC(2026, 11, 4, 2), size: 22, verified: false },
    ])
  })
})

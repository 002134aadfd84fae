/** Backups are looked for where the plan says that they lie; a store that is away, closed or unknown is said to be, and hides no other. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type S3Sim, startS3Sim } from '../../sim/s3/s3.ts'
import { createObjectStore, type ObjectStore } from '../../src/adapters/s3/object-store.ts'
import { planSchema } from '../../src/plan/schema.ts'
import { createLookAtBackups } from '../../src/program/look-at-backups.ts'
import { openStore } from '../../src/program/open-store.ts'
import { testPlanInput } from '../incident/test-plan.ts'
import { surroundings } from '../sim/surroundings.ts'

const around = surroundings()
let sim: S3Sim
let store: ObjectStore
beforeEach(async () => {
  around.faults.clear()
  sim = await startS3Sim({ ...around, bucket: 'dumps' })
  const { endpoint, bucket, accessKeyId, secretAccessKey } = sim
  store = createObjectStore({ endpoint, bucket, region: 'us-east-1', accessKeyId, secretAccessKey })
})
afterEach(async () => {
  store.close()
  await sim.close()
})

const access = { endpoint: { env: 'S3_URL' }, accessKeyIdEnv: 'KEY_ID', secretAccessKeyEnv: 'KEY' }
const plan = planSchema.parse({
  ...testPlanInput,
  stores: {
    main: { bucket: 'dumps', ...access },
    closed: { bucket: 'dumps', ...access, secretAccessKeyEnv: 'NOT_SET' },
  },
  places: { office: { label: 'A disk in the office' } },
  backups: {
    db: { label: 'Database', store: 'main', prefix: 'db/', pattern: '/(?<time>\\d{8}T\\d{4}Z)\\.dump$' },
    cache: { label: 'Cache', store: 'main', prefix: 'cache/' },
    far: { label: 'Far', store: 'closed' },
    disk: { label: 'Disk', alsoIn: ['office'] },
  },
})
const looking = (carryOut: Parameters<typeof createLookAtBackups>[0]['carryOut'] = () => 'real', of = plan) =>
  createLookAtBackups({
    environment: { S3_URL: sim.botEndpoint, KEY_ID: sim.accessKeyId, KEY: sim.secretAccessKey },
    openStore,
    carryOut,
  })(of)

const put = (key: string, body = 'dump') => store.put(key, body, 'application/octet-stream')

it('says what there is, newest first, and of each store why it cannot', async () => {
  await put('db/20261204T0200Z.dump')
  await put('db/20261205T0200Z.dump', 'a longer dump')
  await put('db/20261205T0200Z.dump.verified')
  await put('db/20261205T0300Z.dump', '')
  const found = await looking()
  expect(found).toEqual({
    ok: true,
    seen: [
      {
        set: 'db',
        newest: [
          { key: 'db/20261205T0200Z.dump', madeAtMs: Date.UTC(2026, 11, 5, 2), size: 13, verified: true },
          { key: 'db/20261204T0200Z.dump', madeAtMs: Date.UTC(2026, 11, 4, 2), size: 4, verified: false },
        ],
        oldestMs: Date.UTC(2026, 11, 4, 2),
        madeMs: [Date.UTC(2026, 11, 5, 2), Date.UTC(2026, 11, 4, 2)],
        verified: { key: 'db/20261205T0200Z.dump', madeAtMs: Date.UTC(2026, 11, 5, 2) },
        empty: { key: 'db/20261205T0300Z.dump', madeAtMs: Date.UTC(2026, 11, 5, 3) },
      },
      { set: 'cache', newest: [] },
      { set: 'far', newest: [], unread: expect.stringContaining('set NOT_SET where Muster runs') },
    ],
  })
})

it('says how the newest is encrypted and locked, where the plan demands it', async () => {
  await put('db/20261205T0200Z.dump')
  const until = '2027-01-05T02:00:00.000Z'
  await fetch(`${sim.endpoint}/dumps/db/20261205T0300Z.dump`, {
    method: 'PUT',
    headers: {
      authorization: `Credential=${sim.accessKeyId}/x`,
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-object-lock-mode': 'COMPLIANCE',
      // S3 wants one with a lock; the simulated store does not look at it.
      'content-md5': 'q83vEjRWeJCrze8SNFZ4kA==',
      'x-amz-object-lock-retain-until-date': until,
    },
    body: 'age-encryption.org/v1\n-> X25519 secret',
  })
  const demanding = (set: object) =>
    looking(undefined, { ...plan, backups: { db: { ...plan.backups.db!, ...set } } } as typeof plan)
  const first = async (set: object) => {
    const found = await demanding(set)
    return found.ok ? found.seen[0] : undefined
  }
  expect(await first({})).not.toHaveProperty('encryption')
  expect(await first({ encryption: 'age', locked: true })).toMatchObject({
    encryption: { by: ['aws:kms', 'age'], certain: false },
    lockedUntilMs: Date.parse(until),
  })
  expect(await first({ pattern: '/(?<time>20261205T0200Z)\\.dump$', encryption: 'age', locked: true })).toMatchObject({
    encryption: { by: [], certain: false },
    lockedUntilMs: null,
  })
})

it('looks into a folder as into a bucket, and says when it is not there', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-folder-'))
  mkdirSync(path.join(folder, 'db'))
  writeFileSync(path.join(folder, 'db', '20261205T0200Z.dump'), 'dump')
  const at = (where: string) =>
    looking(undefined, {
      ...plan,
      stores: { main: { ...plan.stores.main!, bucket: undefined, path: where } },
    } as typeof plan)
  expect(await at(folder)).toMatchObject({
    ok: true,
    seen: [
      { set: 'db', newest: [{ key: 'db/20261205T0200Z.dump', size: 4 }] },
      { set: 'cache', newest: [] },
    ],
  })
  rmSync(folder, { recursive: true })
  expect(await at(folder)).toMatchObject({
    ok: true,
    seen: [{ set: 'db', unread: `There is no folder ${folder}.` }, { set: 'cache' }],
  })
})

it('remembers of a store that is away what it said last, and of no other', async () => {
  await put('db/20261205T0200Z.dump')
  const look = createLookAtBackups({
    environment: { S3_URL: sim.botEndpoint, KEY_ID: sim.accessKeyId, KEY: sim.secretAccessKey },
    openStore,
    carryOut: () => 'real',
  })
  await look(plan)
  around.faults.set({ service: 's3', fault: 'error', status: 403 })
  const found = await look(plan)
  expect(found).toMatchObject({
    seen: [
      { set: 'db', newest: [], before: [{ key: 'db/20261205T0200Z.dump', madeAtMs: Date.UTC(2026, 11, 5, 2) }] },
      { set: 'cache', newest: [], unread: expect.any(String) },
      { set: 'far', newest: [] },
    ],
  })
  expect(found.ok && found.seen.slice(1).some(({ before }) => before !== undefined)).toBe(false)
})

it('does not wait for a store that is away', async () => {
  around.faults.set({ service: 's3', fault: 'error' })
  const found = await looking()
  const unread = found.ok ? found.seen.map((one) => one.unread) : []
  expect(unread).toEqual([expect.any(String), expect.any(String), expect.stringContaining('NOT_SET')])
  for (const why of unread) expect(why).not.toContain(sim.secretAccessKey)
})

it('looks at no store of a draft, nor of a plan that only pretends', async () => {
  expect(await looking(() => ({ refuse: 'The plan shop is a draft.' }))).toEqual({
    ok: false,
    why: 'The plan shop is a draft.',
  })
  expect(await looking(() => 'pretend')).toMatchObject({ ok: false, why: expect.stringContaining('only pretend') })
})

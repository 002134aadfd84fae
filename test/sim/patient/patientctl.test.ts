/** `patientctl` as plans run it: what it says, how it ends, and what it refuses. */
import { spawn } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { withDatabase } from '../../../sim/patient/shop-database.ts'
import { type Admitted, admit, processesOf } from './admitted.ts'

let around: Admitted
beforeAll(async () => {
  around = await admit()
})
beforeEach(async () => {
  await around.patient.heal()
})
afterAll(() => around.close())

const file = (name: string) => path.join(around.dir, name)
const sql = (text: string) => withDatabase(around.patient.databaseUrl, (client) => client.query(text))

test('status says all that one wants to know first, well or not', async () => {
  const [pid] = await processesOf(around.dir)
  const database = new URL(around.patient.databaseUrl).pathname.slice(1)
  expect(await around.run('status', { PATIENT_DATABASE_URL: undefined })).toEqual({
    code: 0,
    err: '',
    out: `Corner Shop is up
Process   ${pid}, ${around.patient.url}
Version   1.0.0
Health    ok
Database  ${database}
Rows      500 orders, 24 products`,
  })
  await around.run('deploy 1.1.0')
  await around.patient.break('kill')
  await around.patient.break('drop-database')
  const { code, out } = await around.run('status')
  expect(code).toBe(0)
  expect(out).toContain('Corner Shop is down\nProcess   none\nVersion   1.1.0, before 1.0.0\n')
  expect(out).toContain('Health    the service does not run\n')
  expect(out).toMatch(/Rows {6}the database cannot be reached: .* does not exist$/)
})

test('what it does not understand gets one sentence, or the list of what there is', async () => {
  const nothing = await around.call('')
  expect(nothing).toMatchObject({ code: 1, out: '' })
  expect(nothing.err).toMatch(/^Say what to do\. There are:\n {2}patientctl status\n/)
  expect((await around.call('db drop')).err).toMatch(/^There is no "db drop"\. There are:/)
  expect(await around.call('db restore')).toEqual({ code: 1, out: '', err: 'Write: patientctl db restore FILE' })
  expect(await around.call('stop now')).toMatchObject({ code: 1, err: 'Write: patientctl stop' })
  expect(await around.call('db check', { PATIENT_DATABASE_URL: undefined })).toMatchObject({
    code: 1,
    err: `PATIENT_DATABASE_URL is not set: the plan's step must hand it on ("passEnv").`,
  })
})

test('start, stop and restart say what they found, and doing them twice is fine', async () => {
  expect((await around.run('start')).out).toMatch(/^It runs already \(process \d+\)\.$/)
  expect((await around.run('stop')).out).toMatch(/^Stopped \(process \d+\)\.$/)
  expect(await processesOf(around.dir)).toEqual([])
  expect(await around.run('stop')).toMatchObject({ code: 0, out: 'It was not running.' })
  expect((await around.run('start')).out).toMatch(/^Version 1\.0\.0 runs \(process \d+\)\.$/)
  const before = await processesOf(around.dir)
  expect((await around.run('restart')).out).toMatch(/^Version 1\.0\.0 runs anew \(process \d+\)\.$/)
  const after = await processesOf(around.dir)
  expect(after).toHaveLength(1)
  expect(after).not.toEqual(before)
  expect((await around.patient.health()).ok).toBe(true)
})

test('however many start, restart and deploy at once, one process is left, and its number is on record', async () => {
  const all = ['restart', 'restart', 'start', 'deploy 1.1.0', 'restart', 'rollback', 'start']
  const ran = await Promise.all(all.map((words) => around.run(words)))
  expect(ran.filter(({ code }) => code !== 0).map(({ err }) => err)).toEqual(
    ran.some(({ code }) => code !== 0) ? ['There is no version before 1.0.0: nothing was changed.'] : [],
  )
  const left = await processesOf(around.dir)
  expect(left).toEqual([Number(await readFile(file('service.pid'), 'utf8'))])
})

test('a number in the pid file that another program has by now is nobody’s', async () => {
  await around.call('stop')
  const other = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] })
  onTestFinished(() => void other.kill())
  await writeFile(file('service.pid'), `${other.pid}\n`)
  expect(await around.call('stop')).toMatchObject({ code: 0, out: 'It was not running.' })
  expect((await around.call('start')).code).toBe(0)
  expect([other.exitCode, other.signalCode]).toEqual([null, null])
})

test('a service that cannot have its port says so', async () => {
  await around.call('stop')
  const squatter = createServer()
  await new Promise<void>((resolve) => squatter.listen(Number(new URL(around.patient.url).port), '127.0.0.1', resolve))
  const { code, err } = await around.call('start')
  await new Promise((resolve) => squatter.close(resolve))
  expect(code).toBe(1)
  expect(err).toMatch(/^The service did not start: .*EADDRINUSE/)
})

test('a release is deployed and rolled back to the one before', async () => {
  expect((await around.call('deploy 1.1.0')).out).toMatch(/^Version 1\.1\.0 runs \(process \d+\), before 1\.0\.0\.$/)
  expect((await around.call('rollback')).out).toMatch(
    /^Rolled back from 1\.1\.0: version 1\.0\.0 runs \(process \d+\)\.$/,
  )
  expect(await around.call('rollback')).toMatchObject({
    code: 1,
    err: 'There is no version before 1.0.0: nothing was changed.',
  })
  expect(await around.call('deploy 2')).toMatchObject({
    code: 1,
    err: 'There is no version "2" of the shop: deploy 1.0.0 or 1.1.0.',
  })
  expect((await around.patient.health()).ok).toBe(true)
})

test('db check ends with 1 and the count when something is damaged', async () => {
  expect(await around.run('db check')).toEqual({ code: 0, err: '', out: '500 orders, none damaged, none missing' })
  await around.patient.break('corrupt-table')
  const damaged = await around.run('db check')
  expect(damaged).toMatchObject({ code: 1, err: '' })
  expect(damaged.out).toMatch(/^Table orders is damaged: \d+ of \d+ rows fail their seal, \d+ are missing$/)
  await around.patient.break('drop-database')
  expect(await around.run('db check')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^The database cannot be reached: .* does not exist\.$/),
  })
})

test('the state is saved as it is, damaged or not, to a file and to the store', async () => {
  await around.patient.break('corrupt-table')
  const digest = (await around.call('db digest')).out
  const saved = await around.call(`db save-state ${file('state.dump')}`)
  expect(saved.out).toMatch(/^Saved 511 rows as they are \(\d+ kB\) to\n\/.*state\.dump$/)
  around.moveClock(61_000)
  const stored = await around.call('db save-state --to-store')
  const key = stored.out.split('\n')[1]!
  expect(key).toMatch(/^saved-state\/shop-20261205T\d{6}Z\.dump$/)
  const rows = (text: string) => text.split('\n').slice(1)
  expect(rows(await around.stored(key))).toEqual(rows(await readFile(file('state.dump'), 'utf8')))
  expect(await around.stored(`${key}.sha256`)).toMatch(/^[0-9a-f]{64}$/)
  // Nobody restores it by mistake.
  const restored = await around.call(`db restore ${file('state.dump')}`)
  expect(restored.err).toMatch(/^In the dump table orders is damaged: .* Nothing was changed\.$/)
  expect((await around.call('db digest')).out).toBe(digest)
})

test('a table that is gone is left out of the saved state', async () => {
  await sql('DROP TABLE orders')
  expect((await around.call(`db save-state ${file('half.dump')}`)).out).toMatch(/^Saved 24 rows as they are/)
})

test('restoring says what it restored, and a dump that is not whole changes nothing', async () => {
  await around.call(`db save-state ${file('good.dump')}`)
  const whole = await readFile(file('good.dump'), 'utf8')
  const refused = async (text: string) => {
    await writeFile(file('bad.dump'), text)
    const { code, err } = await around.call(`db restore ${file('bad.dump')}`)
    expect(code).toBe(1)
    return err
  }
  const digest = (await around.call('db digest')).out
  const lines = whole.split('\n')
  expect(await refused(lines.slice(0, 300).join('\n'))).toBe('The dump holds 275 of 500 orders. Nothing was changed.')
  expect(await refused(whole.slice(0, -30))).toBe('The dump breaks off in the middle of a row. Nothing was changed.')
  expect(await refused('')).toBe('That is no dump of the shop. Nothing was changed.')
  expect(await refused('{"a":1}\n')).toBe('That is no dump of the shop. Nothing was changed.')
  expect(await refused(`${lines[0]}\n{"table":"pg_class","row":{}}\n`)).toBe(
    'That is no dump of the shop. Nothing was changed.',
  )
  expect(await refused(whole.replace('"quantity":2', '"quantity":3'))).toMatch(/1 of 500 rows fails its seal/)
  expect(await around.call('db restore /nowhere.dump')).toMatchObject({
    code: 1,
    err: 'There is no file /nowhere.dump.',
  })
  expect((await around.call('db digest')).out).toBe(digest)
  expect((await around.patient.health()).ok).toBe(true)

  await around.patient.break('corrupt-table')
  const { code, out } = await around.call(`db restore ${file('good.dump')}`)
  expect(code).toBe(0)
  expect(out).toMatch(
    /^Restored 24 products and 500 orders from the dump of 2026-12-05 \d\d:\d\d UTC\.\nEvery seal holds, none is missing\.$/,
  )
  expect((await around.call('db digest')).out).toBe(digest)
})

test('a backup that somebody fetched from the store is restored, into a database made anew', async () => {
  const [key = ''] = (await around.keys()).filter((each) => each.startsWith('shop/') && each.endsWith('.dump'))
  await writeFile(file('fetched.dump'), await around.stored(key))
  await around.patient.break('drop-database')
  expect((await around.call('db create')).out).toMatch(/^Database corner_shop_\w+ created, with empty tables\.$/)
  expect((await around.call('db create')).out).toMatch(/^Database corner_shop_\w+ is there, with its tables\.$/)
  expect((await around.call(`db restore ${file('fetched.dump')}`)).code).toBe(0)
  expect((await around.patient.health()).ok).toBe(true)
})

test('a backup is dated by the sandbox’s clock, has its checksum, and counts as verified once it was restored for a try', async () => {
  around.moveClock(3_600_000)
  const { code, out } = await around.call('backup')
  expect(code).toBe(0)
  const [first, key = '', last] = out.split('\n')
  expect(first).toMatch(/^Backed up 24 products and 500 orders \(\d+ kB\) to$/)
  expect(key).toMatch(/^shop\/shop-20261205T1\d{3}Z\.dump$/)
  expect(last).toBe('Verified by restoring it for a try.')
  expect(await around.keys()).toEqual(expect.arrayContaining([`${key}.sha256`, `${key}.verified`]))
  const { rows } = await withDatabase(around.adminUrl, (client) =>
    client.query(`SELECT datname FROM pg_database WHERE datname LIKE 'corner_shop_try%'`),
  )
  expect(rows).toEqual([])
})

test('what cannot be restored is no backup and takes no other’s place', async () => {
  around.moveClock(3_600_000)
  const before = await around.keys()
  await around.patient.break('corrupt-table')
  const { code, err } = await around.call('backup')
  expect(code).toBe(1)
  expect(err).toMatch(/^No backup was made, since restoring it for a try failed: In the dump table orders is damaged/)
  expect(await around.keys()).toEqual(before)
})

test('a store that cannot be reached, or lets nobody in, is one sentence', async () => {
  const strange = await around.call('backup', { PATIENT_S3_KEY_ID: 'AKIASTRANGE' })
  expect(strange).toMatchObject({ code: 1, err: 'The backup store refuses: The access key id does not exist.' })
  const away = await around.call('backup', { PATIENT_S3_ENDPOINT: 'http://127.0.0.1:9' })
  expect(away.code).toBe(1)
  expect(away.err).toMatch(/^The backup store .*\.$/)
})

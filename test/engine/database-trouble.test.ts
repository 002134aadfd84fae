/** What the engine does when its database misbehaves. */
import pg from 'pg'
import { afterEach, describe, expect, test } from 'vitest'
import { codeOf, isTransient } from '../../src/engine/database-errors.ts'
import type { Storage } from '../../src/engine/storage.ts'
import { createRig, postgresBackings, START_MS } from './rig.ts'

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const failure = (code: string) => Object.assign(new Error(`failed with ${code}`), { code })

async function open(change: (storage: Storage) => Partial<Storage> = () => ({})) {
  const { backings, url, close } = await postgresBackings(1)
  cleanups.push(close)
  const [backing] = backings
  const rig = createRig({ backing: { ...backing!, storage: { ...backing!.storage, ...change(backing!.storage) } } })
  await rig.engine.start()
  cleanups.push(() => rig.engine.stop())
  return { rig, url }
}

describe('an engine whose database', () => {
  test('loses every connection at once goes on by itself', async () => {
    const { rig, url } = await open()
    await rig.ask('inc-1', 'before', START_MS)
    await rig.until('before')
    const admin = new pg.Client({ connectionString: url })
    await admin.connect()
    cleanups.push(() => admin.end())
    await admin.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    )
    expect(await rig.ask('inc-1', 'after', START_MS + 1_000)).toMatchObject({ ok: true })
    rig.clock.moveTo(START_MS + 10_000)
    await rig.until('after')
    expect(rig.carriedOut).toEqual(['before', 'after'])
  })

  test('fails in passing answers as if nothing had been', async () => {
    let failures = 2
    const { rig } = await open((storage) => ({
      withStream: (stream, work) =>
        failures-- > 0 ? Promise.reject(failure('40001')) : storage.withStream(stream, work),
    }))
    expect(await rig.ask('inc-1', 'call', START_MS + 1_000)).toMatchObject({ ok: true, seq: 1 })
  })

  test('commits but breaks before it says so is not given the command twice', async () => {
    let lost = false
    const { rig } = await open((storage) => ({
      async withStream(stream, work) {
        const answer = await storage.withStream(stream, work)
        if (lost) return answer
        lost = true
        throw failure('08006')
      },
    }))
    const asked = await rig.give(
      'inc-1',
      { type: 'ask', atMs: START_MS, by: { id: 'x', via: 'cli' }, what: 'call', dueMs: START_MS + 1 },
      { key: 'k', mustBeNew: true },
    )
    expect(asked).toMatchObject({ ok: true, repeated: false, events: [{ type: 'asked' }] })
    expect(await rig.engine.events('inc-1')).toHaveLength(1)
  })

  test('fails for good says so', async () => {
    const { rig } = await open(() => ({ withStream: () => Promise.reject(failure('42P01')) }))
    await expect(rig.ask('inc-1', 'call', START_MS)).rejects.toThrow('failed with 42P01')
  })

  test('fails under the wake loop does not end it', async () => {
    let failures = 3
    const { rig } = await open((storage) => ({
      withDue: (nowMs, limit, work) =>
        failures-- > 0 ? Promise.reject(failure('42P01')) : storage.withDue(nowMs, limit, work),
    }))
    await rig.ask('inc-1', 'call', START_MS + 1_000)
    rig.clock.moveTo(START_MS + 1_000)
    await rig.until('call')
    expect(rig.complaints.filter((message) => message.startsWith('the wake loop failed'))).toHaveLength(3)
  })
})

test.each([
  ['40001', true],
  ['40P01', true],
  ['57P01', true],
  ['08006', true],
  ['53300', true],
  ['55P03', true],
  ['ECONNREFUSED', true],
  ['23505', false],
  ['42P01', false],
  ['22P02', false],
])('error %s may pass: %s', (code, expected) => {
  expect(isTransient(failure(code))).toBe(expected)
  expect(isTransient(new AggregateError([failure(code)]))).toBe(expected)
})

test('errors without a code are known by what pg says', () => {
  expect(isTransient(new Error('Connection terminated unexpectedly'))).toBe(true)
  expect(isTransient(new Error('anything else'))).toBe(false)
  expect(isTransient('no error at all')).toBe(false)
  expect(codeOf(new Error('none'))).toBeUndefined()
})

/** Promise 5 and the erasable half of promise 6: what the database refuses, what it cannot refuse is found, and erasure is neither. */
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Backing } from '../../src/engine/backing.ts'
import { verifyJournal } from '../../src/engine/verify-journal.ts'
import { privately } from '../../src/plan/actor.ts'
import { ANA } from './reminder-core.ts'
import { appendAll, createRig, postgresBackings, type Rig, START_MS } from './rig.ts'

describe('the journal in PostgreSQL', () => {
  let backing: Backing
  let close: () => Promise<void>
  let rig: Rig
  let client: pg.Client
  let stream: string
  let made = 0

  beforeAll(async () => {
    const opened = await postgresBackings(1)
    backing = opened.backings[0]!
    close = opened.close
    await backing.storage.start()
    await backing.outbox.start()
    rig = createRig({ backing })
    client = new pg.Client({ connectionString: opened.url })
    await client.connect()
  })
  afterAll(async () => {
    await client.end()
    await close()
  })
  beforeEach(async () => {
    stream = `inc-${++made}`
    for (const text of ['one', 'two', 'three']) await give(text)
  })

  const give = (text: string) => rig.give(stream, { type: 'note', atMs: START_MS, by: ANA, text: privately(text) })
  const findings = async () => {
    const found = []
    for await (const { seq, problem } of verifyJournal(backing.storage, { prefix: stream }))
      found.push({ seq, problem })
    return found
  }
  /** Does what only the owner of the tables can: the triggers step aside. */
  const forge = async (sql: string, target = stream) => {
    const { rows } = await client.query<{ relation: string; trigger: string }>(
      `SELECT 'muster.' || relname AS relation, tgname AS trigger FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
       WHERE NOT tgisinternal AND relnamespace = 'muster'::regnamespace`,
    )
    for (const { relation } of rows) await client.query(`ALTER TABLE ${relation} DISABLE TRIGGER ALL`)
    await client.query(sql, [target])
    for (const { relation } of rows) await client.query(`ALTER TABLE ${relation} ENABLE TRIGGER ALL`)
    for (const { relation, trigger } of rows)
      await client.query(`ALTER TABLE ${relation} ENABLE ALWAYS TRIGGER ${trigger}`)
  }

  test.each([
    'UPDATE muster.event SET data = data',
    'DELETE FROM muster.event',
    'TRUNCATE muster.event CASCADE',
    "UPDATE muster.private_text SET content = 'other'",
    'UPDATE muster.private_text SET subject = NULL, salt = NULL, content = NULL',
    'DELETE FROM muster.private_text',
    'TRUNCATE muster.private_text',
    'DELETE FROM muster.stream',
  ])('refuses even the owner: %s', async (sql) => {
    await expect(client.query(sql)).rejects.toThrow(/append-only|can only be erased/)
    await client.query("SET session_replication_role = 'replica'")
    await expect(client.query(sql)).rejects.toThrow(/append-only|can only be erased/)
    await client.query('RESET session_replication_role')
  })

  test('an untouched journal verifies', async () => {
    expect(await findings()).toEqual([])
  })

  test('a changed row is named', async () => {
    await forge(`UPDATE muster.event SET data = replace(data, 'ana', 'bob') WHERE stream = $1 AND seq = 2`)
    expect(await findings()).toEqual([{ seq: 2, problem: 'changed' }])
  })

  test('a row whose instant was changed is named', async () => {
    await forge('UPDATE muster.event SET at_ms = at_ms + 1 WHERE stream = $1 AND seq = 1')
    expect(await findings()).toEqual([{ seq: 1, problem: 'changed' }])
  })

  test('a missing row is named', async () => {
    await forge(
      'WITH t AS (DELETE FROM muster.private_text WHERE stream = $1 AND seq = 2) DELETE FROM muster.event WHERE stream = $1 AND seq = 2',
    )
    expect(await findings()).toEqual([{ seq: 2, problem: 'missing' }])
  })

  test('a cut-off end is named by its first row', async () => {
    await forge(
      'WITH t AS (DELETE FROM muster.private_text WHERE stream = $1 AND seq > 1) DELETE FROM muster.event WHERE stream = $1 AND seq > 1',
    )
    expect(await findings()).toEqual([{ seq: 2, problem: 'cut-off' }])
  })

  test('a head that was moved back to hide a cut is named', async () => {
    await forge('UPDATE muster.stream SET seq = 2 WHERE stream = $1')
    expect(await findings()).toEqual([{ seq: 3, problem: 'changed' }])
  })

  test('a swapped text is named, and a removed one', async () => {
    await forge(`UPDATE muster.private_text SET content = 'forged' WHERE stream = $1 AND seq = 3`)
    expect(await findings()).toEqual([{ seq: 3, problem: 'text' }])
    await forge('DELETE FROM muster.private_text WHERE stream = $1 AND seq = 1')
    expect(await findings()).toEqual([{ seq: 1, problem: 'text' }])
  })

  test('an erased text still verifies, and more can follow', async () => {
    await backing.storage.eraseTexts({ stream })
    await give('four')
    expect(await findings()).toEqual([])
    expect((await rig.engine.events(stream)).map((event) => (event as { text?: object }).text)).toEqual([
      { private: null },
      { private: null },
      { private: null },
      { private: 'four' },
    ])
  })

  test('a stream longer than a page is walked to its end, and one finding does not hide another stream’s', async () => {
    const long = `${stream}-long`
    const notes = Array.from({ length: 1_200 }, (_, i) => ({
      type: 'noted',
      atMs: START_MS,
      by: ANA,
      text: privately(`${i}`),
    }))
    await backing.storage.withStream(long, async (tx) => appendAll(tx, notes))
    const walked: Record<string, number> = {}
    const note = (name: string, rows: number) => {
      walked[name] = rows
    }
    for await (const _ of verifyJournal(backing.storage, { prefix: stream, onStream: note })) expect.unreachable()
    expect(walked).toEqual({ [stream]: 3, [long]: 1_200 })
    await forge('UPDATE muster.event SET type = upper(type) WHERE stream = $1 AND seq = 3')
    await forge('UPDATE muster.event SET type = upper(type) WHERE stream = $1 AND seq = 1100', long)
    expect(await findings()).toEqual([
      { seq: 3, problem: 'changed' },
      { seq: 1_100, problem: 'changed' },
    ])
  })
})

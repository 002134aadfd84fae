/** What is written and COMMIT go to the database together, so whatever must not be committed has to fail there. */
import { expect, test } from 'vitest'
import { EMPTY_HEAD, encodeEvent, GENESIS } from '../../src/engine/journal.ts'
import { silentLogger } from '../../src/engine/logger.ts'
import { createPool } from '../../src/engine/postgres-storage.ts'
import { withStream } from '../../src/engine/postgres-stream.ts'
import { CREATE_STREAM, WRITE } from '../../src/engine/sql/stream-sql.ts'
import type { StreamTransaction } from '../../src/engine/storage.ts'
import { testDatabase } from '../postgres.ts'
import { countingRandom, note } from './reminder-core.ts'

test('a stream that has moved on, a row that is there already and a refused job leave nothing behind', async () => {
  const { url, drop } = await testDatabase()
  const pool = createPool(url, 2, silentLogger)
  try {
    await pool.query(CREATE_STREAM, ['s', GENESIS])
    const { row } = encodeEvent('s', EMPTY_HEAD, note('x', 1), countingRandom())
    const standing = async () => {
      const { rows } = await pool.query(
        'SELECT seq, (SELECT count(*)::int FROM muster.event) AS events FROM muster.stream',
      )
      return rows
    }
    const client = await pool.connect()
    const moved = [{ stream: 's', oldSeq: 7, seq: 8, hash: row.hash, dueMs: null, open: true }]
    const sent = [
      client.query('BEGIN'),
      client.query(WRITE, [JSON.stringify([row]), '[]', JSON.stringify(moved), null]),
      client.query('COMMIT'),
    ]
    const [, written, committed] = await Promise.allSettled(sent)
    client.release()
    expect(written).toMatchObject({ status: 'rejected', reason: { code: '22012' } })
    expect(committed).toMatchObject({ value: { command: 'ROLLBACK' } })
    expect(await standing()).toEqual([{ seq: 0, events: 0 }])

    const append = async (tx: StreamTransaction) => {
      tx.append([row], [])
      tx.handOut([{ id: 'j', stream: 's', seq: 1, obligation: 'o', attempt: 1, queue: 'mail', lastsMaxMs: 1_000 }])
    }
    const refuse = async () => {
      throw new Error('no such queue')
    }
    await expect(withStream(pool, refuse, 's', append)).rejects.toThrow('no such queue')
    expect(await standing()).toEqual([{ seq: 0, events: 0 }])

    await withStream(pool, async () => {}, 's', append)
    expect(await standing()).toEqual([{ seq: 1, events: 1 }])
    await pool.query('UPDATE muster.stream SET seq = 0')
    await expect(withStream(pool, async () => {}, 's', append)).rejects.toThrow('in the journal already')
    expect(await standing()).toEqual([{ seq: 0, events: 1 }])
  } finally {
    await pool.end()
    await drop()
  }
})

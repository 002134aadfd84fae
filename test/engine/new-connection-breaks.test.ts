/** PostgreSQL may be killed in the very moment in which a connection is ready: its last words come together with its first ones. That is an error like any other, and not the end of Muster. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { silentLogger } from '../../src/engine/logger.ts'
import { createPool } from '../../src/engine/postgres-storage.ts'
import { inTransaction } from '../../src/engine/postgres-stream.ts'

/** A message of PostgreSQL's protocol: its type, its length, its body. */
function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.write(type, 0, 'latin1')
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}
const AUTHENTICATION_OK = message('R', Buffer.alloc(4))
const READY = message('Z', Buffer.from('I'))
const KILLED = message(
  'E',
  Buffer.from('SFATAL\0C57P01\0Mterminating connection due to unexpected postmaster exit\0\0'),
)

test('a connection that breaks as it becomes ready is an error to whoever wanted it', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end(Buffer.concat([AUTHENTICATION_OK, READY, KILLED])))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const pool = createPool(`postgres://muster@127.0.0.1:${port}/muster`, 2, silentLogger)
  const uncaught: unknown[] = []
  const note = (error: unknown) => void uncaught.push(error)
  process.on('uncaughtException', note)
  onTestFinished(async () => {
    process.off('uncaughtException', note)
    await pool.end()
    server.close()
  })
  await expect(inTransaction(pool, async () => 'never')).rejects.toThrow()
  expect(uncaught).toEqual([])
})

/** The way from Muster to its database, which a story can cut. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export type Way = Awaited<ReturnType<typeof openWay>>

/** Stands between Muster and the database: lets all through, nothing through, or nobody in. */
export async function openWay(databaseUrl: string) {
  const behind = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let state: 'open' | 'silent' | 'closed' = 'open'
  const server = createServer((near) => {
    if (state === 'closed') {
      near.destroy()
      return
    }
    const far = connect(Number(behind.port), behind.hostname)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('data', (chunk) => state === 'open' && to.write(chunk))
      from.on('error', () => {})
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address() as { port: number }
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  const url = new URL(databaseUrl)
  url.host = `127.0.0.1:${address.port}`
  return {
    url: url.href,
    become(next: typeof state) {
      state = next
      // What was swallowed leaves a connection that nobody can go on with.
      if (next !== 'silent') cut()
    },
    async close() {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

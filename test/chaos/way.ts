/** The address under which replicas know the database: connections go to whichever server it stands for just now, as behind a virtual address or a pooler. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface Way {
  url: string
  /** New connections go there; those that are open are cut. */
  leadTo(port: number): void
  close(): Promise<void>
}

export async function openWay(port: number): Promise<Way> {
  let target = port
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1')
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.pipe(to)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port: own } = server.address() as { port: number }
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: `postgres://muster@127.0.0.1:${own}/postgres`,
    leadTo(next) {
      target = next
      cut()
    },
    async close() {
      server.close()
      cut()
      await once(server, 'close')
    },
  }
}

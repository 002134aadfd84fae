import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { serve } from '@hono/node-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runDr } from '../../src/cli/dr-command.ts'
import { type Desk, openDesk } from '../commands/desk.ts'
import { shop } from '../commands/plans.ts'
import { openSite } from '../web/site.ts'

let desk: Desk
let url: string
let close: () => Promise<void>
beforeAll(async () => {
  desk = await openDesk(shop)
  const { web } = openSite(desk, { kind: 'token', token: 'the-token' })
  await new Promise<void>((resolve) => {
    const server = serve({ fetch: web.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => {
      url = `http://127.0.0.1:${port}`
      resolve()
    })
    close = () => new Promise((closed) => server.close(() => closed()))
  })
})
afterAll(() => close())

async function dr(words: string[], options: { url?: string; token?: string; person?: string; json?: boolean } = {}) {
  let out = ''
  const write = (text: string) => {
    out += text
  }
  const code = await runDr(words, { url, token: 'the-token', json: false, ...options, write })
  return { code, out }
}

test('a command runs as the person named, from a terminal, and prints without markup', async () => {
  const { code, out } = await dr(['declare', 'database-corruption', 'queries', 'fail'], { person: 'tina' })
  expect(code).toBe(0)
  expect(out).toMatch(/^DR-20261205-1000 is open: Critical, Database corruption \(Shop\)\.\n/)
  const [declared] = await desk.services.events('DR-20261205-1000')
  expect(declared?.by).toEqual({ person: 'tina', id: 'cli:tina', via: 'cli' })
})

test('nothing that somebody wrote is obeyed by the terminal', async () => {
  const seen = 'all \u001b]52;c;cm0gLXJmIH4=\u0007is \u001b[2J\u001b[31mwell\u202e yllaer \u009b31m'
  await dr(['declare', 'database-corruption', seen], { person: 'tina' })
  const [newest] = await desk.services.incidents()
  const { out } = await dr(['timeline', newest!.id, 'all'], { person: 'tina' })
  expect(out).toContain('all is well')
  expect(out).not.toMatch(/(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/u)
})

test('a refusal is exit code 1; no way to ask is 2, each with a sentence', async () => {
  expect(await dr(['stauts'])).toEqual({ code: 1, out: '"stauts" is no command: did you mean `/dr status`?\n' })
  expect(await dr(['status'], { person: 'stranger' })).toMatchObject({
    code: 2,
    out: expect.stringContaining('is nobody in any plan'),
  })
  expect(await dr(['status'], { token: 'wrong' })).toMatchObject({
    code: 2,
    out: 'The server does not know this token: set MUSTER_TOKEN to the value of its MUSTER_CONSOLE_TOKEN.\n',
  })
  expect(await dr(['status'], { token: '' })).toMatchObject({
    code: 2,
    out: expect.stringContaining('set MUSTER_TOKEN to the value of its MUSTER_CONSOLE_TOKEN'),
  })
  expect(await dr(['status'], { url: await closedAddress() })).toMatchObject({
    code: 2,
    out: expect.stringContaining('is the server running'),
  })
})

test('the address may be the console itself; --json gives the whole answer', async () => {
  const { out } = await dr(['list'], { url: `${url}/console/`, json: true })
  expect(JSON.parse(out)).toMatchObject({ ok: true, data: [{ id: 'DR-20261205-1000' }] })
})

/** Of a port that was free a moment ago and that nobody listens on. */
async function closedAddress(): Promise<string> {
  const server = createTcpServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}

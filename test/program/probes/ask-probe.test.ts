import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import pg from 'pg'
import { generate } from 'selfsigned'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { wallClock } from '../../../src/engine/wall-clock.ts'
import { type Answer, createAskProbe } from '../../../src/program/probes/ask-probe.ts'
import { emptyDatabase, type TestDatabase } from '../../postgres.ts'
import { probing } from './watched-plan.ts'

const open: (() => unknown)[] = []
let dataDir: string
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'muster-probe-'))
})
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})
afterAll(() => rm(dataDir, { recursive: true, force: true }))

interface Setting {
  about?: string
  more?: string
  environment?: Record<string, string>
  nowMs?: number
}

function ask(what: object, { about, more, environment = {}, nowMs = Date.now() }: Setting = {}): Promise<Answer> {
  const probes = createAskProbe({
    ...{ dataDir, environment: { PATH: process.env.PATH, ...environment }, wall: wallClock },
    openStore: () => {
      throw new Error('no probe opens a store')
    },
  })
  return probes(probing(what, about, more), 'it', nowMs, new AbortController().signal)
}

const reasonOf = async (...asked: Parameters<typeof ask>) => {
  const answer = await ask(...asked)
  return answer.ok ? 'ok' : answer.reason
}

async function listening(server: ReturnType<typeof createTcpServer>): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  open.push(() => new Promise((resolve) => server.close(resolve)))
  return (server.address() as AddressInfo).port
}

describe('a request', () => {
  const serve = (status: number, body = '') =>
    listening(createServer((_request, response) => response.writeHead(status).end(body)))

  it('is well when the answer is as expected', async () => {
    const port = await serve(200, '{"status":"ok"}')
    const http = `http://127.0.0.1:${port}/health`
    expect(await ask({ http })).toMatchObject({ ok: true, tookMs: expect.any(Number) })
    expect(await reasonOf({ http, expect: { json: [{ at: 'status', equals: 'ok' }], body: 'ok' } })).toBe('ok')
  })

  it('says what was seen instead', async () => {
    const port = await serve(503, 'closed')
    const http = `http://127.0.0.1:${port}/health`
    expect(await reasonOf({ http })).toBe(`GET ${http} answered with status 503 and not one of 200 to 299: closed`)
  })

  it('holds a number of the answer against its bounds, which are within', async () => {
    // As Prometheus answers a query: numbers are texts.
    const at = 'data.result[0].value[1]'
    const answering = async (value: string) =>
      `http://127.0.0.1:${await serve(200, JSON.stringify({ data: { result: [{ value: [1, value] }] } }))}/api/v1/query`
    const errors = async (value: string) =>
      reasonOf({ http: await answering(value), expect: { json: [{ at, max: 10 }] } })
    expect(await errors('10')).toBe('ok')
    expect(await errors('10.01')).toMatch(/has at .* 10\.01, which is more than 10$/)
    expect(await errors('NaN')).toMatch(/which is no number$/)
    const disk = async (value: string) => reasonOf({ http: await answering(value), expect: { json: [{ at, min: 5 }] } })
    expect(await disk('5')).toBe('ok')
    expect(await disk('4.9')).toMatch(/which is less than 5$/)
  })

  it('that nobody answers fails in time', async () => {
    const port = await listening(createServer(() => {}))
    const http = `http://127.0.0.1:${port}/health`
    const answer = await ask({ http }, { about: '{ timeout: 100 ms }' })
    expect(answer).toMatchObject({ ok: false, reason: expect.stringMatching(/no answer/) })
    expect(answer.tookMs).toBeLessThan(5_000)
  })

  it('fills in values by their defaults, and says when there is none', async () => {
    const port = await serve(200)
    const value = (text: string) => `values:\n  host: { kind: pattern, label: Host, pattern: '.*'${text} }\n`
    const http = `http://{host}:${port}/`
    expect(await reasonOf({ http }, { more: value(', default: 127.0.0.1') })).toBe('ok')
    expect(await reasonOf({ http }, { more: value('') })).toBe(
      'the value host has no default, and a probe knows no other',
    )
  })
})

describe('a port', () => {
  it('is well when somebody takes the connection', async () => {
    const port = await listening(createTcpServer((socket) => socket.end()))
    expect(await reasonOf({ tcp: '127.0.0.1', port })).toBe('ok')
  })

  it('says that nobody does', async () => {
    const server = createTcpServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    expect(await reasonOf({ tcp: '127.0.0.1', port })).toBe(`no connection to 127.0.0.1:${port}: connection refused`)
  })
})

describe('a certificate', () => {
  const DAY = 24 * 3_600_000
  const NOW = Date.UTC(2026, 10, 28)
  const serve = async (untilMs: number) => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
      ...{ keyType: 'ec', algorithm: 'sha256' },
      notBeforeDate: new Date(NOW - 90 * DAY),
      notAfterDate: new Date(untilMs),
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
    })
    return listening(createTlsServer({ key, cert }, (socket) => socket.end()))
  }
  const about = async (untilMs: number, more: object) =>
    (await reasonOf({ tls: '127.0.0.1', port: await serve(untilMs), trusted: false, ...more }, { nowMs: NOW })).replace(
      /:\d+/,
      '',
    )

  it('is well for as many days as are asked for, to the second', async () => {
    expect(await about(NOW + 7 * DAY, { daysLeft: 7 })).toBe('ok')
    expect(await about(NOW + 7 * DAY - 3_600_000, { daysLeft: 7 })).toBe(
      'the certificate of 127.0.0.1 is good for 7.0 days, less than 7',
    )
    expect(await about(NOW + 1_000, { daysLeft: 0 })).toBe('ok')
  })

  it('that has expired says so', async () => {
    expect(await about(NOW - DAY, { daysLeft: 0 })).toBe('the certificate of 127.0.0.1 has expired on 2026-11-27')
  })

  it('that nobody knows is not trusted', async () => {
    expect(await about(NOW + 30 * DAY, { trusted: true })).toBe(
      'the certificate of 127.0.0.1 is not trusted: its certificate is signed by itself',
    )
  })

  it('is missed where nothing speaks TLS', async () => {
    const port = await listening(createTcpServer((socket) => socket.resume().end('no\n')))
    expect(await reasonOf({ tls: '127.0.0.1', port })).toMatch(/^no certificate from 127\.0\.0\.1:\d+: /)
  })
})

describe('a name', () => {
  /** A name server with one answer for every question: these addresses; none: the name is not known. */
  const serve = async (addresses: string[]) => {
    const socket = createSocket('udp4')
    socket.on('message', (question, from) => socket.send(answerTo(question, addresses), from.port, from.address))
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    open.push(() => socket.close())
    return `127.0.0.1:${socket.address().port}`
  }
  const answerTo = (question: Buffer, addresses: string[]): Buffer => {
    const head = Buffer.alloc(12)
    question.copy(head, 0, 0, 2)
    head.writeUInt16BE(addresses.length > 0 ? 0x8180 : 0x8183, 2)
    head.writeUInt16BE(1, 4)
    head.writeUInt16BE(addresses.length, 6)
    const asked = question.subarray(12, question.indexOf(0, 12) + 5)
    const records = addresses.map((address) =>
      Buffer.concat([
        Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4]),
        Buffer.from(address.split('.').map(Number)),
      ]),
    )
    return Buffer.concat([head, asked, ...records])
  }

  it('is well when it leads where it should, in any order', async () => {
    const server = await serve(['192.0.2.11', '192.0.2.10'])
    expect(await reasonOf({ dns: 'shop.example', server })).toBe('ok')
    expect(await reasonOf({ dns: 'shop.example', server, expect: ['192.0.2.10', '192.0.2.11'] })).toBe('ok')
  })

  it('says where it leads instead', async () => {
    const server = await serve(['192.0.2.99'])
    expect(await reasonOf({ dns: 'shop.example', server, expect: ['192.0.2.10'] })).toBe(
      'shop.example has 192.0.2.99 and not 192.0.2.10',
    )
  })

  it('says that nobody knows it', async () => {
    const server = await serve([])
    expect(await reasonOf({ dns: 'shop.example', server })).toBe('shop.example has no A record: its name is not known')
  })
})

describe('a query', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await emptyDatabase()
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    await client.query('CREATE TABLE orders (id int); INSERT INTO orders VALUES (1), (2)')
    await client.end()
  })
  afterAll(() => database.drop())
  const query = (sql: string, value: unknown) =>
    reasonOf(
      { sql, on: 'shop', expect: { value } },
      { more: 'connections:\n  shop: { urlEnv: SHOP_URL }\n', environment: { SHOP_URL: database.url } },
    )

  it('is well when the answer is as expected', async () => {
    expect(await query('SELECT count(*) FROM orders', { min: 1 })).toBe('ok')
    expect(await query('SELECT count(*) FROM orders', { min: 3 })).toMatch(/^the query on shop /)
  })

  it('cannot write', async () => {
    expect(await query('DELETE FROM orders RETURNING id', 1)).toMatch(/^the database shop allows only reading here/)
    expect(await query('SELECT count(*) FROM orders', 2)).toBe('ok')
  })
})

describe('a command', () => {
  it('is well when it ends well, and leaves nothing behind', async () => {
    expect(await reasonOf({ command: ['true'] })).toBe('ok')
    expect(await reasonOf({ command: ['false'] })).toBe('false ended with exit code 1')
    expect(await readdir(path.join(dataDir, 'work'))).toEqual([])
  })

  it('says nothing that is secret', async () => {
    const asked = { command: ['sh', '-c', 'echo $TOKEN >&2; exit 3'], env: { TOKEN: { secret: 'SHOP_TOKEN' } } }
    expect(await reasonOf(asked, { environment: { SHOP_TOKEN: 'hunter2hunter2' } })).not.toMatch('hunter2')
  })
})

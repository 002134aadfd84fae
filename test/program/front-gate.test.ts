/** What every request passes: size, rate by address, how much is in hand, headers on every answer. Over the program's own server. */
import { request as httpRequest } from 'node:http'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRateLimit } from '../../src/engine/rate-limit.ts'
import { clientAddress } from '../../src/program/client-address.ts'
import { BASE_HEADERS, DOORS } from '../../src/program/front-gate.ts'
import { type HttpServer, openHttpServer } from '../../src/program/http-server.ts'

let server: HttpServer
/** Stands still, so that nothing fills up again meanwhile. */
const nowMs = 1_000_000
let waiting: (() => void)[] = []
beforeAll(async () => {
  server = await openHttpServer({ host: '127.0.0.1', port: 0 }, () => nowMs)
  server.serve({
    web: async (request) => {
      if (request.url.endsWith('/waits')) await new Promise<void>((go) => waiting.push(go))
      return new Response(`read ${(await request.text()).length}`)
    },
    slack: (request, response) => {
      if (request.url !== '/slack/events') return false
      response.writeHead(200).end()
      return true
    },
  })
})
afterAll(() => server.close())

const from = (address: string) => ({ 'x-forwarded-for': address })
const get = (path: string, address: string) => fetch(`${server.url}${path}`, { headers: from(address) })

test.each(DOORS.map((door) => [door.path || '/elsewhere', door] as const))(
  '%s takes so much and no more',
  async (path, door) => {
    const send = (bytes: number) => fetch(`${server.url}${path}`, { method: 'POST', body: 'x'.repeat(bytes) })
    expect((await send(door.bytesMax)).status).toBe(200)
    // Said beforehand: nothing of it is read.
    const refused = await announced(path, door.bytesMax + 1)
    expect(refused).toMatchObject({
      status: 413,
      text: expect.stringMatching(/^Too large: at most \d+ KB are taken here\.$/m),
    })
  },
)

test('a body of unknown length is not taken where nobody counts it', async () => {
  const body = new ReadableStream({
    start: (stream) => {
      stream.enqueue(new TextEncoder().encode('x'))
      stream.close()
    },
  })
  const answer = await fetch(`${server.url}/slack/events`, { method: 'POST', body, duplex: 'half' } as RequestInit)
  expect(answer.status).toBe(411)
})

test.each(DOORS.map((door) => [door.path || '/elsewhere', door.rate.burst] as const))(
  'a storm at %s is told to wait, and holds up nobody else',
  async (path, burst) => {
    const storm: number[] = []
    while (storm.length <= burst) {
      const next = Array.from({ length: Math.min(8, burst + 1 - storm.length) }, () => raw(path, '203.0.113.7'))
      storm.push(...(await Promise.all(next)).map(({ status }) => status))
    }
    expect(storm.filter((status) => status === 429)).toHaveLength(1)
    const refused = await raw(path, '203.0.113.7')
    expect(refused).toMatchObject({ status: 429, retryAfter: expect.stringMatching(/^\d+$/) })
    expect(refused.text).toMatch(/^Too many requests from your address: try again in \d+ s\.\n$/)
    expect((await get(path, '203.0.113.8')).status).toBe(200)
    const elsewhere = path === '/hooks' ? '/status' : '/hooks'
    expect((await get(elsewhere, '203.0.113.9')).status).toBe(200)
  },
)

test('one kind of request cannot take up everything: what is too much at once is told so, and the rest goes on', async () => {
  const door = DOORS.find(({ path }) => path === '/hooks/alerts')!
  const held = Array.from({ length: door.inHandMax }, (_, n) => get('/hooks/alerts/waits', `198.51.100.${n}`))
  await expect.poll(() => waiting.length).toBe(door.inHandMax)
  const refused = await get('/hooks/alerts/waits', '198.51.100.200')
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1'])
  expect((await get('/hooks/twilio/sms', '198.51.100.201')).status).toBe(200)
  for (const go of waiting) go()
  waiting = []
  expect((await Promise.all(held)).map(({ status }) => status)).toEqual(held.map(() => 200))
  expect((await get('/hooks/alerts', '198.51.100.202')).status).toBe(200)
})

test('every answer has the headers, refusals and Slack’s own included', async () => {
  const answers = [
    await get('/status', '192.0.2.1'),
    await fetch(`${server.url}/slack/events`, { method: 'POST', body: '{}' }),
    await get('/nowhere', '192.0.2.1'),
  ]
  const names = Object.keys(BASE_HEADERS)
  for (const answer of answers) expect(names.filter((name) => !answer.headers.get(name))).toEqual([])
  expect(Object.keys((await announced('/status', 10_000_000)).headers)).toEqual(expect.arrayContaining(names))
})

test('whoever sends a request drop by drop is cut off', async () => {
  const { headersTimeout, requestTimeout } = server.limits
  expect(headersTimeout).toBeGreaterThan(0)
  expect(headersTimeout).toBeLessThanOrEqual(10_000)
  expect(requestTimeout).toBeGreaterThan(0)
  expect(requestTimeout).toBeLessThanOrEqual(30_000)
})

test('a caller cannot choose its own address', () => {
  expect(clientAddress('203.0.113.1', '198.51.100.9')).toBe('203.0.113.1')
  expect(clientAddress('10.0.0.2', '198.51.100.9, 203.0.113.5')).toBe('203.0.113.5')
  expect(clientAddress('::ffff:127.0.0.1', undefined)).toBe('127.0.0.1')
})

test('in any stretch of time no key gets more than its burst and what filled up meanwhile; memory is bounded', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.nat(3_000)), { maxLength: 200 }), (asked) => {
      const limit = createRateLimit({ perSecond: 2, burst: 5 })
      let nowMs = 0
      const passed: Record<string, number> = { a: 0, b: 0 }
      for (const [key, stepMs] of asked) {
        nowMs += stepMs
        const wait = limit.waitSeconds(key, nowMs)
        if (wait === 0) passed[key]!++
        else expect(limit.waitSeconds(key, nowMs + wait * 1000)).toBe(0)
        if (wait > 0) return
      }
      for (const count of Object.values(passed)) expect(count).toBeLessThanOrEqual(5 + Math.ceil((nowMs / 1000) * 2))
    }),
  )
  const small = createRateLimit({ perSecond: 1, burst: 1 }, 3)
  for (let n = 0; n < 100; n++) expect(small.waitSeconds(`key ${n}`, 0)).toBe(0)
  // The three newest are known still; the first has been forgotten.
  expect(small.waitSeconds('key 99', 0)).toBe(1)
  expect(small.waitSeconds('key 0', 0)).toBe(0)
})

interface Answered {
  status: number
  text: string
  retryAfter?: string | undefined
  headers: Record<string, unknown>
}

/** One request on a connection of its own: a storm must not share one. */
function raw(path: string, address: string): Promise<Answered> {
  return asked({ path, headers: from(address), agent: false })
}

/** Says that a body of so many bytes follows, and sends none of it. */
const announced = (path: string, bytes: number): Promise<Answered> =>
  asked({ path, method: 'POST', headers: { 'content-length': bytes }, agent: false })

function asked(options: object): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(server.url, options, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part) => (text += part))
      response.on('end', () => {
        const { statusCode = 0, headers } = response
        resolve({ status: statusCode, text, retryAfter: headers['retry-after'], headers })
        sent.destroy()
      })
    })
    sent.on('error', reject)
    sent.flushHeaders()
    if (!('method' in options)) sent.end()
  })
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { node, openWorkbench, type Setting, type Workbench, type Written } from './workbench.ts'

interface Request {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: string
}

let bench: Workbench
let server: Server
let url: string
let requests: Request[]
let respond: (response: ServerResponse, request: Request) => void
beforeEach(async () => {
  bench = openWorkbench()
  requests = []
  respond = (response) => response.end()
  server = createServer(async (message, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of message) chunks.push(chunk)
    const { method = '', url = '', headers } = message
    const request = { method, url, headers, body: Buffer.concat(chunks).toString() }
    requests.push(request)
    respond(response, request)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  bench.close()
})

const answer = (body: unknown, status = 200) => {
  respond = (response) => response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body))
}
const ask = (action: Written = {}, setting: Setting = {}) => bench.run([{ http: `${url}/health`, ...action }], setting)
const reason = async (action?: Written, setting?: Setting) =>
  (await ask(action, setting)).reason?.replaceAll(url, 'URL')

it('makes one request and tells its status', async () => {
  const report = await ask()
  expect(report).toMatchObject({ ok: true, actions: [{ kind: 'http', what: `GET ${url}/health`, status: 200 }] })
  expect(requests).toMatchObject([{ method: 'GET', url: '/health', body: '' }])
  expect(report.output).toMatch(/GET \S+\/health: 200 in \d+ ms|0 s\n/)
})

it('sends JSON, or a text as it is, and headers with secrets', async () => {
  const environment = { TOKEN: 'hunter2' }
  await ask(
    { method: 'POST', json: { a: [1, { b: 'ü' }] }, headers: { authorization: { secret: 'TOKEN' } } },
    { environment },
  )
  await ask({ method: 'PUT', body: 'plain', headers: { 'Content-Type': 'text/x' } })
  expect(requests).toMatchObject([
    {
      method: 'POST',
      body: '{"a":[1,{"b":"ü"}]}',
      headers: { 'content-type': 'application/json', authorization: 'hunter2' },
    },
    { method: 'PUT', body: 'plain', headers: { 'content-type': 'text/x' } },
  ])
})

it('takes the base of the address from a variable and does not tell it', async () => {
  const environment = { API: `${url}/base/` }
  const report = await bench.run([{ http: { env: 'API', path: 'v1/x?y=1' } }], { environment })
  expect(report).toMatchObject({ ok: true, actions: [{ what: 'GET $API/v1/x?y=1' }] })
  expect(requests[0]?.url).toBe('/base/v1/x?y=1')
  expect(report.output).not.toContain(url)
})

describe('an address in a variable', () => {
  const KEY = 'c0ffeeTOKENzz91'
  const askHook = (action: Written = {}) =>
    bench.run([{ http: { env: 'HOOK', path: '/post' }, method: 'POST', ...action }], {
      environment: { HOOK: `${url}/services/T000/B000/${KEY}?sig=s3cr3t%2Fsig` },
    })

  it('is not told by an answer that repeats its path', async () => {
    respond = (response, request) => response.writeHead(404).end(`<pre>Cannot POST ${request.url}</pre>`)
    const report = await askHook()
    expect(requests[0]?.url).toContain(KEY)
    expect(report.reason).toMatch(/^POST \$HOOK\/post answered with status 404 and not one of 200 to 299: <pre>Cannot /)
    expect(JSON.stringify(report)).not.toMatch(/T000|c0ffee|s3cr3t/)
  })

  it('nor in parts, nor as JSON of another make, nor in what was seen in place of what was expected', async () => {
    const json = `{"url":"${url}/services/T000/B000/${KEY}","at":"\\/services\\/T000\\/B000\\/${KEY}","key":"${KEY}","sig":"s3cr3t/sig"}`
    answer(json)
    for (const at of ['url', 'at', 'key', 'sig']) {
      const report = await askHook({ expect: { json: [{ at, equals: 'x' }] } })
      expect(report.reason).toMatch(/has at \w+ ".*‹secret›.*" and not "x"$/)
      expect(JSON.stringify(report)).not.toMatch(/T000|c0ffee|s3cr3t/)
    }
    expect((await askHook({ expect: { body: '^no' } })).reason).not.toMatch(/T000|c0ffee|s3cr3t/)
  })

  it('nor by a program that was given it as a secret', async () => {
    const environment = { HOOK: `${url}/services/T000/B000/${KEY}`, DB: 'postgres://u:hunter2pw@db/shop' }
    const program = node('console.log(new URL(process.env.A).pathname, new URL(process.env.B).password)')
    const report = await bench.run([{ ...program, env: { A: { secret: 'HOOK' }, B: { secret: 'DB' } } }], {
      environment,
    })
    expect(report.output).toContain('\n‹secret› ‹secret›\n')
  })

  it('is readable when it is that of a server and no more', async () => {
    respond = (response, request) => response.writeHead(404).end(`no ${url}${request.url} here`)
    const report = await bench.run([{ http: { env: 'API', path: '/v1' } }], { environment: { API: `${url}/` } })
    expect(report.reason).toMatch(new RegExp(`: no ${url}/v1 here$`))
  })
})

describe('an answer is as expected', () => {
  it.each([
    [{ status: 404 }, 404, ''],
    [{ status: [200, 301] }, 301, ''],
    [{ json: [{ at: 'status', equals: 'ok' }] }, 200, { status: 'ok' }],
    [
      {
        json: [
          { at: 'n', equals: 3 },
          { at: 'n', equals: '3' },
          { at: 'n', matches: '^[0-9]$' },
        ],
      },
      200,
      { n: 3 },
    ],
    [
      {
        json: [
          { at: 'gone', equals: null },
          { at: 'up', equals: true },
        ],
      },
      200,
      { gone: null, up: true },
    ],
    [{ body: '^ready$' }, 200, 'not yet\nready\n'],
    [{ within: '20 s' }, 200, ''],
  ])('%j', async (expected, status, body) => {
    answer(body, status)
    expect(await reason({ expect: expected })).toBeUndefined()
  })

  it('captures from it', async () => {
    answer({ items: [{ id: 'db-7' }] })
    const values = { host: { kind: 'pattern', label: 'Host', pattern: '[a-z0-9-]+' } }
    expect((await ask({ capture: { host: { json: 'items[0].id' } } }, { values })).captured).toEqual({ host: 'db-7' })
  })
})

describe('an answer that is not says what was seen', () => {
  it.each([
    [{}, 503, 'busy\nhere', 'GET URL/health answered with status 503 and not one of 200 to 299: busy here'],
    [{}, 302, '', 'GET URL/health answered with status 302 and not one of 200 to 299'],
    [{ status: [200, 204] }, 201, '', 'GET URL/health answered with status 201 and not 200 or 204'],
    [
      { json: [{ at: 'status', equals: 'ok' }] },
      200,
      { status: 'down' },
      'GET URL/health has at status "down" and not "ok"',
    ],
    [{ json: [{ at: 'n', equals: 3 }] }, 200, { n: '3' }, 'GET URL/health has at n "3" and not 3'],
    [
      { json: [{ at: 's', matches: '^up' }] },
      200,
      { s: 'down' },
      'GET URL/health has at s "down", which does not match ^up',
    ],
    [{ json: [{ at: 'a.b', equals: 1 }] }, 200, { a: {} }, 'GET URL/health gave an answer in which there is no a.b'],
    [{ json: [{ at: 'a', equals: 1 }] }, 200, '<html>', 'the text is not JSON'],
    [{ body: 'ready' }, 200, 'not yet', 'GET URL/health gave an answer that does not match ready: not yet'],
    [{ body: '(' }, 200, '', 'the pattern ( cannot be read'],
  ])('%#', async (expected, status, body, sentence) => {
    answer(body, status)
    expect(await reason({ expect: expected })).toBe(sentence)
  })

  it('clipped', async () => {
    answer('x'.repeat(100_000), 500)
    const said = await reason()
    expect(said?.length).toBeLessThanOrEqual(500)
    expect(said).toMatch(/x…$/)
  })

  it('and without the secret that it repeats', async () => {
    respond = (response, { headers }) => response.writeHead(401).end(`token ${headers.authorization} is not known`)
    const setting = { environment: { TOKEN: 'Bearer "hunter2"' } }
    const report = await ask({ headers: { authorization: { secret: 'TOKEN' } } }, setting)
    expect(report.reason).toMatch(/: token ‹secret› is not known$/)
    expect(JSON.stringify(report)).not.toContain('hunter2')
    respond = (response, { headers }) => response.end(JSON.stringify({ error: headers.authorization }))
    const expected = { json: [{ at: 'error', equals: '' }] }
    const other = await ask({ headers: { authorization: { secret: 'TOKEN' } }, expect: expected }, setting)
    expect(other.reason).toMatch(/has at error "‹secret›" and not ""$/)
  })

  it('when it took too long', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    respond = (response) => void promise.then(() => response.end())
    const asking = reason({ expect: { within: '50 ms' } })
    await vi.waitUntil(() => requests.length === 1)
    const since = performance.now()
    await vi.waitUntil(() => performance.now() - since > 80)
    resolve()
    expect(await asking).toMatch(/^GET URL\/health took \d+ ms to answer, longer than 50 ms$/)
  })
})

it('follows no redirect', async () => {
  respond = (response) => response.writeHead(307, { location: `${url}/elsewhere` }).end()
  expect(await ask({ expect: { status: 307 } })).toMatchObject({ ok: true, actions: [{ status: 307 }] })
  expect(requests).toHaveLength(1)
})

it('reads the beginning of an endless answer', async () => {
  const cut = Promise.withResolvers<void>()
  respond = (response) => {
    const block = 'y'.repeat(65_536)
    const more = () => {
      while (!response.destroyed && response.write(block)) {}
    }
    response.on('drain', more).on('close', cut.resolve)
    more()
  }
  expect(await ask({ expect: { body: '^y' } })).toMatchObject({ ok: true })
  await cut.promise
  expect(await reason({ expect: { json: [{ at: 'a' }] } })).toBe('the text is longer than 1 MB')
})

describe('no answer', () => {
  const none = async (action: Written, setting?: Setting) => {
    const report = await ask(action, setting)
    expect(report).toMatchObject({ ok: false, actions: [{ status: 0 }] })
    return report.reason?.replace(/:\d{4,5}\b/, ':PORT')
  }

  it('because nobody listens, or nobody is there', async () => {
    await new Promise((resolve) => server.close(resolve))
    expect(await none({})).toBe('no answer from 127.0.0.1:PORT: connection refused')
    expect(await none({ http: 'http://no-such-host.invalid/' })).toMatch(
      /^no answer from no-such-host.invalid:80: its name /,
    )
    expect(await none({ http: 'http://127.0.0.1:1/' })).toBe('no answer from 127.0.0.1:1: bad port')
  })

  it('because the connection was cut', async () => {
    respond = (response) => response.destroy()
    expect(await none({})).toBe('no answer from 127.0.0.1:PORT: the connection was cut')
  })

  it('because what came is no HTTP, or not the certificate that it should be', async () => {
    expect(await none({ http: url.replace('http', 'https') })).toMatch(/^no answer from 127.0.0.1:PORT: \S+/)
  })

  it('in time, neither its head nor the rest of it', async () => {
    respond = () => {}
    expect(await none({ timeout: '100 ms' })).toBe('no answer from 127.0.0.1:PORT within 100 ms')
    respond = (response) => void response.writeHead(200).write('begun')
    expect(await none({ timeout: '100 ms' })).toBe('no answer from 127.0.0.1:PORT within 100 ms')
  })

  it('because somebody cancelled', async () => {
    const controller = new AbortController()
    respond = () => controller.abort('the run was cancelled')
    expect(await none({}, { signal: controller.signal })).toBe('no answer from 127.0.0.1:PORT: the run was cancelled')
  })
})

it.each([
  [{ http: 'nonsense' }, 'the address cannot be read as an address'],
  [{ http: 'ftp://x/' }, 'the address begins with neither http:// nor https://'],
  [{ http: 'http://user:hunter2@x/' }, 'the address has a user name or a password in it: put it into a header'],
  [{ http: { env: 'API', path: '/x' } }, 'the address in API is missing: set the variable where Muster runs'],
  [{ headers: { a: { secret: 'LINES' } } }, 'the header a has characters that a header cannot have'],
  [{ headers: { a: { secret: 'GONE' } } }, 'the secret GONE is missing: set the variable where Muster runs'],
  [{ body: 'x' }, 'a GET request cannot have a body'],
  [{ method: 'POST', body: 'x', json: {} }, 'a request has either "json" or "body"'],
])('refuses %j before anything is sent', async (action, sentence) => {
  const report = await bench.run([{ http: url }, { http: url, ...action }], { environment: { LINES: 'a\nb' } })
  expect(report).toMatchObject({
    ok: false,
    reason: sentence,
    actions: [{ kind: 'http', what: expect.stringMatching(/^(GET|POST) request$/), ok: false }],
  })
  expect(requests).toEqual([])
})

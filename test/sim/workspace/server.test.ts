/** The workspace page over HTTP: its files, its live stream, its doors. */
import { request } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { openDoor } from '../../../sim/http/door.ts'
import { createLive } from '../../../sim/workspace/live.ts'
import { openWorkspaceServer, type ServerParts } from '../../../sim/workspace/server.ts'
import { workspace } from './a-workspace.ts'
import { visit } from './visitor.ts'

async function serve(
  doors: Partial<ServerParts['doors']> = {},
  sharedFile: ServerParts['sharedFile'] = async () => undefined,
) {
  const status = await openDoor({
    handle: ({ path }) => ({
      status: path === '/status' ? 200 : 404,
      headers: { 'content-type': 'text/html' },
      body: '<h1>All systems operational</h1>',
    }),
  })
  const live = createLive(workspace(), ({ clock }) =>
    clock.running ? [] : [{ type: 'clock', clock: { nowMs: 5, running: true } }],
  )
  const nothing = async () => ({})
  const parts = { live, doors: { act: nothing, clock: nothing, faults: nothing, ...doors }, sharedFile }
  const server = await openWorkspaceServer({ ...parts, statusUrl: `${status.url}/status` })
  onTestFinished(async () => {
    await server.close()
    await status.close()
  })
  return { url: server.url, live }
}

/** Every module that the page imports, beginning with the one that the document names. */
async function modulesFrom(url: string): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const read = async (address: string): Promise<void> => {
    if (found.has(address)) return
    const response = await fetch(address)
    expect.soft(response.status, address).toBe(200)
    expect.soft(response.headers.get('content-type'), address).toContain('text/javascript')
    const text = await response.text()
    found.set(address, text)
    const imports = [...text.matchAll(/from\s*['"](\.[^'"]+)['"]/g)].map((match) => new URL(match[1]!, address).href)
    for (const each of imports) await read(each)
  }
  const [, entry = ''] = /<script type="module" src="([^"]+)"/.exec(await (await fetch(url)).text()) ?? []
  await read(new URL(entry, url).href)
  return found
}

test('every module, package and style sheet that the page names is served, without types', async () => {
  const { url } = await serve()
  const html = await (await fetch(url)).text()
  const modules = await modulesFrom(url)
  expect(modules.size).toBeGreaterThan(30)
  expect([...modules.values()].join('\n')).not.toMatch(/^(export )?(interface|type) \w+/m)
  const { imports } = JSON.parse(/<script type="importmap">(.*?)<\/script>/.exec(html)![1]!)
  const bare = [...modules.values()].flatMap((text) => [...text.matchAll(/from\s*['"]([a-z][^'"]*)['"]/g)])
  expect(Object.keys(imports)).toEqual(expect.arrayContaining([...new Set(bare.map((match) => match[1]))]))
  const named = [...html.matchAll(/href="(\/page\/css\/[^"]+)"/g)].map((match) => match[1]!)
  for (const address of [...named, ...Object.values<string>(imports)]) {
    expect((await fetch(url + address)).status, address).toBe(200)
  }
})

test('nothing but the page is served', async () => {
  const { url } = await serve()
  for (const path of [
    '/page/../server.ts',
    '/page/%2e%2e/server.ts',
    '/page/..%2fserver.ts',
    '/page/',
    '/package/pg',
  ]) {
    expect((await fetch(url + path)).status, path).toBe(404)
  }
})

test('a visitor gets the state, then each change; a late one gets the state as it is by then', async () => {
  const { url, live } = await serve()
  const early = await visit(url)
  await early.until(({ run, clock }) => run === 'run-1' && clock.nowMs === 5)
  live.publish([{ type: 'channel', id: 'C1', fields: { name: 'ops' } }])
  await early.until(({ channels }) => channels.C1?.name === 'ops')
  const late = await visit(url)
  await late.until(({ channels }) => channels.C1?.name === 'ops')
  await early.leave()
  await expect.poll(live.visitors).toBe(1)
  await late.leave()
})

test('a door takes JSON and nothing else, and a refusal reaches the visitor in its own words', async () => {
  const taken: unknown[] = []
  const { url } = await serve({
    async act(body) {
      taken.push(body)
      throw new Error('Nobody is called "x".')
    },
  })
  const visitor = await visit(url)
  expect(await visitor.send('act', { act: 'x' })).toEqual({ status: 400, body: { error: 'Nobody is called "x".' } })
  expect(taken).toEqual([{ act: 'x' }])
  const foreign = await fetch(`${url}/act`, { method: 'POST', body: '{"act":"x"}' })
  expect(foreign.status).toBe(415)
  expect(taken).toHaveLength(1)
  await visitor.leave()
})

test('Muster’s status page is passed on, and may be framed', async () => {
  const { url } = await serve()
  const response = await fetch(`${url}/status`)
  expect(await response.text()).toBe('<h1>All systems operational</h1>')
  expect(response.headers.get('x-frame-options')).toBeNull()
})

test('a picture is shown, any other file saved, and neither runs or serves a foreign page', async () => {
  const types: Record<string, string> = { F1: 'image/png', F2: 'application/octet-stream', F3: 'image/svg+xml' }
  const bytes = new Uint8Array([0, 255, 10])
  const { url } = await serve({}, async (id) => (types[id] ? { type: types[id], bytes } : undefined))
  const got = async (id: string) => {
    const response = await fetch(`${url}/file/${id}`)
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([...bytes])
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin')
    return [response.headers.get('content-type'), response.headers.get('content-disposition')]
  }
  expect(await got('F1')).toEqual(['image/png', 'inline'])
  expect(await got('F2')).toEqual(['application/octet-stream', 'attachment'])
  expect(await got('F3')).toEqual(['image/svg+xml', 'attachment'])
  expect((await fetch(`${url}/file/F4`)).status).toBe(404)
})

test('a foreign name that leads here is refused, whatever it asks for', async () => {
  const { url } = await serve()
  const statusUnder = (host: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      request(url, { headers: { host } }, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end()
    })
  expect(await statusUnder('evil.example')).toBe(403)
  expect(await statusUnder('127.0.0.1.evil.example')).toBe(403)
  expect(await statusUnder(new URL(url).host)).toBe(200)
})

/** The status page as files: there when Muster is, up to date by itself, and still there when Muster is away. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const read = (file: string) => readFile(path.join(desk.sandbox.settings.site!.dir!, file), 'utf8').catch(() => '')
const day = () => new Date(desk.sandbox.clock.now()).toISOString().slice(0, 10)

it('is published at the start, and anew when a day begins', async () => {
  await desk.until(
    () => read('index.html'),
    (page) => page.includes('All systems operational') && page.includes(day()),
  )
  expect(JSON.parse(await read('mcp-debate/api/v2/status.json'))).toMatchObject({ status: { indicator: 'none' } })
  await desk.advance('24h')
  await desk.until(
    () => read('index.html'),
    (page) => page.includes(`datetime="${day()}T00:00:00.000Z"`),
  )
})

it('is published anew when plans are reloaded, shows what goes on, and stays when Muster stops', async () => {
  await desk.declare('on-call-engineer', 'mcp-debate database-corruption')
  await desk.type('on-call-engineer', '/dr plan reload')
  const page = await desk.until(
    () => read('mcp-debate/index.html'),
    (text) => text.includes('Major system outage'),
  )
  const [, incident = ''] = /href="\.\.\/(mcp-debate\/incidents\/DR-[^"]+)"/.exec(page) ?? []
  expect(await read(incident)).toContain('Investigating')
  await desk.sandbox.muster.stop()
  expect(await read('mcp-debate/index.html')).toBe(page)
})

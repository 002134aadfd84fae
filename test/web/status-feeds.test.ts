/** The feeds, read as a feed reader does: well-formed, escaped, with ids that stay. */
import { expect, test } from 'vitest'
import { planSchema } from '../../src/plan/schema.ts'
import { MINUTE, openDesk } from '../commands/desk.ts'
import { bank } from '../commands/plans.ts'
import { testPlanInput } from '../incident/test-plan.ts'
import { openSite } from './site.ts'
import { type Element, parseXml } from './xml.ts'

const shop = planSchema.parse({
  ...testPlanInput,
  maintenance: [{ id: 'disks', title: 'New "disks" & <more>', start: '2026-12-06T12:00Z', length: '2 h' }],
})

async function open() {
  const desk = await openDesk(shop, bank)
  const site = openSite(desk)
  const read = async (path: string) => parseXml(await (await site.get(path)).text())
  return { desk, site, read }
}

const all = (from: Element, name: string) => from.children.filter((one) => one.name === name)
const textOf = (from: Element, name: string) => all(from, name)[0]?.text

test('RSS: channel, items with stable ids, all updates as content', async () => {
  const { desk, site, read } = await open()
  await desk.type('declare shop database-corruption')
  await desk.type('update public Half of <you> & "us"\u0007 ]]> \ud83d\ude42')
  const items = async () => all(all(await read('/status/feed.rss'), 'channel')[0]!, 'item')
  const [incident, disks] = await items()
  expect(incident).toBeDefined()
  expect(textOf(incident!, 'title')).toBe('Service disruption – The Shop: Investigating')
  expect(textOf(incident!, 'link')).toBe('https://muster.example.com/status/shop/incidents/DR-20261205-1000')
  expect(textOf(incident!, 'guid')).toBe('urn:muster:shop:incident:DR-20261205-1000')
  expect(textOf(incident!, 'pubDate')).toBe('Sat, 05 Dec 2026 10:00:00 GMT')
  const content = textOf(incident!, 'description')!
  expect(content).toContain('Half of &lt;you&gt; &amp; &quot;us&quot; ]]&gt; \ud83d\ude42')
  expect(content.indexOf('Half')).toBeLessThan(content.indexOf('Shop stands at investigating.'))
  expect(textOf(disks!, 'title')).toBe('Maintenance, upcoming: New "disks" & <more>')
  await desk.advance(30 * MINUTE)
  await desk.type('resolve')
  const [later] = await items()
  expect(textOf(later!, 'guid')).toBe(textOf(incident!, 'guid'))
  expect(textOf(later!, 'title')).toContain('Resolved')
  const response = await site.get('/status/feed.rss')
  expect(response.headers.get('content-type')).toBe('application/rss+xml; charset=utf-8')
  expect(response.headers.get('etag')).toBeTruthy()
})

test('Atom: what RFC 4287 asks for, each plan by itself and all together', async () => {
  const { desk, site, read } = await open()
  await desk.type('declare shop database-corruption')
  const feed = await read('/status/shop/feed.atom')
  expect(feed.name).toBe('feed')
  expect(feed.attributes.xmlns).toBe('http://www.w3.org/2005/Atom')
  for (const name of ['id', 'title', 'updated', 'author']) expect(all(feed, name)).toHaveLength(1)
  const self = all(feed, 'link').find(({ attributes }) => attributes.rel === 'self')
  expect(self?.attributes.href).toBe('https://muster.example.com/status/shop/feed.atom')
  const entries = all(feed, 'entry')
  expect(entries).toHaveLength(2)
  for (const entry of entries)
    for (const name of ['id', 'title', 'updated', 'content']) expect(all(entry, name)).toHaveLength(1)
  expect(all(await read('/status/bank/feed.atom'), 'entry')).toEqual([])
  expect(all(await read('/status/feed.atom'), 'entry')).toHaveLength(2)
  expect((await site.get('/status/nothing/feed.atom')).status).toBe(404)
})

test('nothing changes in an entry for as long as nothing is said', async () => {
  const { desk, site } = await open()
  const entries = async () =>
    (await (await site.get('/status/shop/feed.atom')).text()).replace(/^[\s\S]*?(?=<entry>)/, '')
  const before = await entries()
  expect(before).toContain('disks')
  await desk.advance(20 * 60 * MINUTE)
  expect(await entries()).toBe(before)
  await desk.advance(7 * 60 * MINUTE)
  expect(await entries()).toContain('in progress')
})

test('a drill is in no feed', async () => {
  const { desk, site } = await open()
  await desk.type('declare drill shop database-corruption')
  for (const path of ['/status/feed.rss', '/status/shop/feed.atom']) {
    expect(await (await site.get(path)).text()).not.toMatch(/DR-2026/)
  }
})

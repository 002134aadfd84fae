/** The page as files: whole, linked to itself wherever it lies, and the same for as long as nothing changes. */
import path from 'node:path'
import { expect, test } from 'vitest'
import { planSchema } from '../../src/plan/schema.ts'
import { createPublishedSite } from '../../src/web/status/published-site.ts'
import { MINUTE, openDesk } from '../commands/desk.ts'
import { bank } from '../commands/plans.ts'
import { testPlanInput } from '../incident/test-plan.ts'

const HOUR = 60 * MINUTE
const LIVE = 'https://muster.example.com/status'

const shop = planSchema.parse({
  ...testPlanInput,
  maintenance: [{ id: 'disks', title: 'New disks', start: '2026-12-05T12:00Z', length: '2 hours' }],
})

async function open(options: { address?: string; subscribing?: boolean } = {}) {
  const desk = await openDesk(shop, bank)
  const site = createPublishedSite({
    services: desk.services,
    standingWords: (plan, status) => `${plan.system.name} stands at ${status}.`,
    nowMs: desk.clock.now,
    statusUrl: () => LIVE,
    subscribing: false,
    ...options,
  })
  return { desk, site }
}

test('has a page and its JSON and feeds for all and for each plan, and one for each incident', async () => {
  const { desk, site } = await open()
  await desk.type('declare shop database-corruption')
  const files = await site.render()
  const paths = [...files.keys()]
  for (const folder of ['', 'shop/', 'bank/']) {
    for (const file of [
      'index.html',
      'feed.rss',
      'feed.atom',
      'api/v2/summary.json',
      'api/v2/scheduled-maintenances/upcoming.json',
    ]) {
      expect(paths).toContain(folder + file)
    }
  }
  expect(paths.filter((file) => file.includes('DR-'))).toEqual(['shop/incidents/DR-20261205-1000/index.html'])
  expect(JSON.parse(files.get('shop/api/v2/summary.json')!.body)).toMatchObject({
    page: { id: 'shop' },
    incidents: [{ id: 'DR-20261205-1000', shortlink: `${LIVE}/shop/incidents/DR-20261205-1000` }],
  })
  expect(files.get('index.html')?.contentType).toBe('text/html; charset=utf-8')
})

test('every link leads to a file of the site, from wherever it lies', async () => {
  const { desk, site } = await open()
  await desk.type('declare shop database-corruption')
  await desk.advance(2 * HOUR)
  const files = await site.render()
  let followed = 0
  for (const [file, { body }] of files) {
    if (!file.endsWith('.html')) continue
    for (const [, target = ''] of body.matchAll(/(?:href|src|action)="([^"]*)"/g)) {
      if (target.startsWith('data:')) continue
      expect(target).not.toMatch(/^(\/|\w+:)/)
      expect([...files.keys()]).toContain(path.posix.join(path.posix.dirname(file), target))
      followed++
    }
  }
  expect(followed).toBeGreaterThan(20)
})

test('with an address of its own, feeds and JSON lead there, file by file', async () => {
  const { desk, site } = await open({ address: 'https://status.example.com' })
  await desk.type('declare shop database-corruption')
  const files = await site.render()
  const own = 'https://status.example.com/shop/incidents/DR-20261205-1000/index.html'
  expect(files.get('feed.rss')!.body).toContain(`<link>${own}</link>`)
  expect(files.get('api/v2/incidents.json')!.body).toContain(own)
  expect([...files.values()].map(({ body }) => body).join()).not.toContain('muster.example.com')
})

test('the form in it is sent to the page that is served, and is there only when one can subscribe', async () => {
  const without = await open()
  expect((await without.site.render()).get('index.html')!.body).not.toContain('<form')
  const { site } = await open({ subscribing: true })
  const files = await site.render()
  expect(files.get('shop/index.html')!.body).toContain(`action="${LIVE}/subscribe"`)
})

test('is the same for as long as nothing changes, and changes by itself when it said that it would', async () => {
  const { desk, site } = await open()
  const bodies = async () => Object.fromEntries([...(await site.render())].map(([file, { body }]) => [file, body]))
  const before = await bodies()
  await desk.advance(HOUR + 59 * MINUTE)
  expect(await bodies()).toEqual(before)
  expect(await site.nextTurn()).toBe(Date.UTC(2026, 11, 5, 12))
  await desk.advance(MINUTE)
  expect((await bodies())['shop/index.html']).toContain('in progress')
  expect(await site.nextTurn()).toBe(Date.UTC(2026, 11, 5, 14))
  await desk.advance(2 * HOUR)
  expect(await site.nextTurn()).toBe(Date.UTC(2026, 11, 6))
})

test('nothing of a drill is in any file', async () => {
  const { desk, site } = await open()
  await desk.type('declare drill shop database-corruption')
  await desk.type('update public this is only an exercise of ours')
  for (const { body } of (await site.render()).values()) expect(body).not.toMatch(/DR-2026|exercise of ours/)
})

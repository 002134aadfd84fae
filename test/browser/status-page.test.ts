/** The public page for everybody: on a phone, in the dark, without scripts, with assistive technology; quiet and in a disaster. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mailsTo } from '../e2e/told.ts'
import { barriers, openSurroundings, overhang, picture, type Surroundings, tooSmall } from './workspace-in-browser.ts'

const DAY_MS = 24 * 3_600_000

/** Nobody is paged by it, so that months can pass in a moment. */
const plan = (nowMs: number): string => {
  const at = (ms: number) => new Date(ms).toISOString().replace(/:\d\d\.\d+Z$/, 'Z')
  return `muster: 1
id: harbour
system: { name: Harbour, publicName: Harbour Cloud }
objectives: { rto: 4 h, rpo: 1 h, availability: 99.9 }
severities:
  - { id: critical, label: Critical, rank: 1 }
  - { id: major, label: Major, rank: 2 }
  - { id: minor, label: Minor, rank: 3 }
people: { ana: { name: Ana, email: ana@harbour.example, slack: U1 } }
roles: { lead: { label: Lead, holders: [ana] } }
commander: lead
tiers:
  - { id: core, label: Core services, window: 0-15 minutes }
  - { id: extras, label: Add-ons, window: 15-30 minutes }
components:
  api: { label: API and sign-in, tier: core }
  storage: { label: Object storage, tier: core }
  search: { label: Search, tier: extras }
  mail: { label: A component with a name so long that it takes more than one line on a telephone, tier: extras }
maintenance:
  - { id: disks, title: New disks for the object storage, start: ${at(nowMs + 62 * DAY_MS)}, length: 3 h, components: [storage], text: "Uploads may take longer than usual." }
  - { id: exercise, title: Emergency exercise with all teams, kind: drill, start: ${at(nowMs + 67 * DAY_MS)}, length: 2 h }
scenarios:
  outage: { title: Internal words, severity: critical, components: [api] }
  slow: { title: Internal words too, severity: minor, components: [search] }
  partial: { title: Internal words again, severity: major, components: [storage, search] }
`
}

let around: Surroundings
let folder: string
let url: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'muster-status-'))
  const file = path.join(folder, 'harbour.yaml')
  await writeFile(file, plan(Date.now()))
  around = await openSurroundings({ plans: [file] })
  url = `${around.desk.contract.statusUrl}/harbour`
})
afterAll(async () => {
  await around.close()
  await rm(folder, { recursive: true })
})

/** For the docs. */
const PICTURED = new Set(['quiet-wide-light', 'disaster-wide-light', 'disaster-wide-dark', 'disaster-narrow-light'])

const SIZES = {
  wide: { viewport: { width: 960, height: 1300 } },
  narrow: { viewport: { width: 360, height: 780 }, hasTouch: true },
}
/** Looks at an address in each size, light and dark: it fits, and axe finds nothing serious. */
async function everywhere(address: string, state: string, act?: (page: Page) => Promise<void>): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [size, options] of Object.entries(SIZES)) {
      // axe is a script, which the page's own policy forbids.
      const { page, leave } = await around.look(address, { ...options, colorScheme, bypassCSP: true })
      await act?.(page)
      expect.soft(await overhang(page), `${state}, ${size}, ${colorScheme}`).toBe(0)
      expect.soft(await barriers(page), `${state}, ${size}, ${colorScheme}`).toEqual([])
      if (size === 'narrow') expect.soft(await tooSmall(page), `${state}, ${colorScheme}`).toEqual([])
      if (PICTURED.has(`${state}-${size}-${colorScheme}`)) await picture(page, `status-${state}-${size}-${colorScheme}`)
      await leave()
    }
  }
}

test('quiet: one glance says that all is well', async () => {
  await everywhere(url, 'quiet')
  const { page, leave } = await around.look(url, { javaScriptEnabled: false })
  expect(await page.getByRole('status').textContent()).toBe('All systems operational')
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Harbour Cloud')
  await leave()
})

test('in a disaster, with a history and things planned', async () => {
  const { desk } = around
  const say = (words: string) => desk.console('ana', words)
  const lasting = async (scenario: string, length: string, pause: string) => {
    const { id } = await desk.declare('ana', `harbour ${scenario}`)
    await desk.advance(length)
    await say(`resolve ${id} public It works again.`)
    await desk.advance(pause)
  }
  await lasting('outage', '250m', '480h')
  await lasting('partial', '40m', '264h')
  await lasting('slow', '5h', '720h')
  await desk.advance('22h')
  const { id } = await desk.declare('ana', 'harbour partial')
  await desk.advance('12m')
  await say(`status ${id} identified public A switch in one of our data centres has failed. We are replacing it.`)
  await desk.advance('20m')
  await say(`update ${id} public Half of the storage nodes are reachable again.`)
  await everywhere(url, 'disaster')
  await everywhere(`${url}/incidents/${id}`, 'incident')
  await everywhere(desk.contract.statusUrl, 'all')

  const { page, leave } = await around.look(url, { javaScriptEnabled: false, ...SIZES.narrow })
  const levels = await page.getByRole('heading').evaluateAll((all) => all.map((one) => Number(one.tagName.slice(1))))
  for (const [index, level] of levels.entries()) expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1)
  const bars = page.getByRole('img', {
    name: /^Object storage, past 90 days: 99\.9\d+ % uptime, disruptions on \d days?/,
  })
  await bars.waitFor()
  await page.getByText('below the objective of 99.9 %').first().waitFor()
  await page
    .getByText(/^Disruptions on/)
    .first()
    .click()
  await page.getByRole('link', { name: /^DR-/ }).first().click()
  await page.getByRole('heading', { level: 1, name: 'Service disruption – Harbour Cloud' }).waitFor()
  await page.getByRole('link', { name: 'Harbour Cloud: status' }).click()
  await page.getByRole('status').waitFor()
  await leave()
})

test('the feeds are XML that a browser can read', async () => {
  const { page, leave } = await around.look(url, { bypassCSP: true })
  for (const kind of ['rss', 'atom']) {
    const source = await (await page.request.get(`${url}/feed.${kind}`)).text()
    const root = await page.evaluate((text) => {
      const { DOMParser } = globalThis as unknown as {
        DOMParser: new () => { parseFromString(text: string, type: string): { documentElement: { nodeName: string } } }
      }
      return new DOMParser().parseFromString(text, 'application/xml').documentElement.nodeName
    }, source)
    expect(root).toBe(kind === 'rss' ? 'rss' : 'feed')
  }
  await leave()
})

test('subscribed by keys alone and without scripts, and ended', async () => {
  const { desk } = around
  const { page, leave } = await around.look(url, { javaScriptEnabled: false, ...SIZES.narrow })
  await page.getByLabel('Mail address').focus()
  await page.keyboard.type('reader@example.com')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Look into your mail' }).waitFor()
  const mails = await desk.until(
    () => mailsTo(desk, 'reader@example.com'),
    (all) => all.length === 1,
  )
  const link = mails[0]!.links.find((one) => one.includes('/confirm/'))!
  await everywhere(link, 'confirm')
  await page.goto(link)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'You are subscribed' }).waitFor()
  await leave()
})

test('the answer to a subscription is readable by everybody', async () => {
  await everywhere(url, 'subscribed', async (page) => {
    await page.getByLabel('Mail address').fill('another@example.com')
    await page.getByRole('button', { name: 'Subscribe' }).click()
    await page.getByRole('heading', { name: 'Look into your mail' }).waitFor()
  })
})

test('the files look the same from a plain folder', async () => {
  await around.desk.type('ana', '/dr plan reload')
  const file = path.join(around.desk.sandbox.settings.site!.dir!, 'index.html')
  await around.desk.until(
    async () => {
      const { page, leave } = await around.look(`file://${file}`)
      const told = await page.getByRole('status').textContent()
      await leave()
      return told
    },
    (told) => told === 'Partial system outage',
  )
  const { page, leave } = await around.look(`file://${file}`)
  await page.getByRole('link', { name: 'Service disruption – Harbour Cloud' }).first().click()
  await page.getByRole('heading', { level: 1, name: 'Service disruption – Harbour Cloud' }).waitFor()
  await page.getByRole('link', { name: 'Harbour Cloud: status' }).click()
  await page.getByRole('status').waitFor()
  expect(page.url()).toMatch(/harbour\/index\.html$/)
  await leave()
})

/** The review of an incident in the console: on a phone and wide, light and dark, with assistive technology, and on paper. */
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createObjectStore } from '../../src/adapters/s3/object-store.ts'
import { pdf } from '../../src/doctor/pdf.ts'
import { wallClock } from '../../src/engine/wall-clock.ts'
import { createPrinter } from '../../src/program/print/print-pdf.ts'
import { findingsOf, subjectOf } from '../doctor/patient.ts'
import { stepPlan } from '../e2e/step-plan.ts'
import {
  barriers,
  browserPath,
  openSurroundings,
  overhang,
  picture,
  type Surroundings,
} from './workspace-in-browser.ts'

const LEAD = 'commander-shop'
const SIZES = {
  wide: { viewport: { width: 960, height: 900 } },
  narrow: { viewport: { width: 360, height: 780 }, hasTouch: true },
}
const PICTURED = new Set(['review-narrow-light', 'review-wide-dark'])

let around: Surroundings
let plan: Awaited<ReturnType<typeof stepPlan>>
beforeAll(async () => {
  plan = await stepPlan(() => ({
    steps: [
      { id: 'stop', title: 'Stop the service', manual: 'Stop it', owner: 'commander', budget: '10 min' },
      { id: 'mend', title: 'Mend it', manual: 'Mend it', owner: 'commander', budget: '30 min', needs: ['stop'] },
    ],
    plan: { classification: 'Confidential', postIncident: { reviewWithin: '48 h', participants: ['commander'] } },
  }))
  around = await openSurroundings({ plans: [plan.file], chromium: browserPath() })
})
afterAll(async () => {
  await around.close()
  await rm(plan.folder, { recursive: true, force: true })
})

test('reads well everywhere', async () => {
  const { desk } = around
  const say = (words: string) => desk.console(LEAD, words)
  const { id } = await desk.declare(LEAD, 'workshop trouble critical nothing works')
  await desk.advance('4m')
  await say(`ack ${id}`)
  await say(`step ${id} start stop`)
  await desk.advance('8m')
  await say(`step ${id} done stop`)
  await say(`step ${id} start mend`)
  await desk.advance('50m')
  await say(`step ${id} done mend`)
  await say(`decision ${id} we mend it by hand`)
  await say(`resolve ${id}`)
  await say(`review ${id} fill root-cause A loose screw`)
  await desk.advance('1m')
  const store = createObjectStore({ ...desk.contract.s3, region: 'us-east-1' })
  expect(await store.getText(`incidents/${id}/review.pdf`, 10_000_000)).toMatch(/^%PDF-/)
  store.close()
  const address = `${desk.contract.consoleUrl}/incidents/${id}/review`
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [size, options] of Object.entries(SIZES)) {
      const { page, leave } = await around.look(address, { ...options, colorScheme, bypassCSP: true })
      expect.soft(await overhang(page), `${size}, ${colorScheme}`).toBe(0)
      expect.soft(await barriers(page), `${size}, ${colorScheme}`).toEqual([])
      if (PICTURED.has(`review-${size}-${colorScheme}`)) await picture(page, `review-${size}-${colorScheme}`)
      await leave()
    }
  }
  const figures = await around.look(`${desk.contract.consoleUrl}/figures`, {
    ...{ colorScheme: 'dark', bypassCSP: true, viewport: { width: 800, height: 900 } },
  })
  expect.soft(await overhang(figures.page)).toBe(0)
  expect.soft(await barriers(figures.page)).toEqual([])
  await picture(figures.page, 'figures-wide-dark')
  await figures.leave()
  const printed = await fetch(`${address}.pdf`)
  expect(printed.headers.get('content-type')).toBe('application/pdf')
  expect(await printed.text()).toMatch(/^%PDF-/)
  const { page, leave } = await around.look(address)
  await page.getByRole('img', { name: 'What happened when' }).waitFor()
  await page.getByRole('img', { name: 'Steps against their budgets' }).waitFor()
  expect(await page.getByRole('row', { name: /Service back/ }).textContent()).toBe(
    'Service back (RTO)30 min1 h 2 min⚠ missed',
  )
  await page.emulateMedia({ media: 'print' })
  expect(await overhang(page)).toBe(0)
  await leave()
})

test('as a PDF, whatever stands in a document, it asks nobody for anything', async () => {
  const asked: (string | undefined)[] = []
  const server = createServer((request, response) => {
    asked.push(request.url)
    response.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const printer = createPrinter({ chromium: browserPath(), wall: wallClock, limitMs: 60_000 })
  const from = `http://127.0.0.1:${port}`
  const page = `<!doctype html><title>x</title><img src="${from}/1"><link rel="stylesheet" href="${from}/2"><iframe src="${from}/3"></iframe><script>fetch('${from}/4')</script>`
  // Without the policy, which goes with the doctype, there is still no way out.
  for (const html of [page, page.slice('<!doctype html>'.length)])
    expect(
      Buffer.from(await printer.print(html))
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
  await printer.close()
  expect(await findingsOf(pdf, subjectOf({ chromium: browserPath() }))).toMatchObject([{ level: 'ok' }])
  server.close()
  expect(asked).toEqual([])
})

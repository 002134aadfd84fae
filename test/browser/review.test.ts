/** The review of an incident in the console: on a phone and wide, light and dark, with assistive technology, and on paper. */
import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stepPlan } from '../e2e/step-plan.ts'
import { barriers, openSurroundings, overhang, picture, type Surroundings } from './workspace-in-browser.ts'

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
  around = await openSurroundings({ plans: [plan.file] })
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

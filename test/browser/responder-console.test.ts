/** The responder console in a browser: on a phone and wide, light and dark, by keyboard, with assistive technology; it shows by itself what has happened. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { digitsIn, linksIn } from '../e2e/responder.ts'
import { leavesALine, type StepPlan, stepPlan } from '../e2e/step-plan.ts'
import { barriers, openSurroundings, overhang, picture, type Surroundings } from './workspace-in-browser.ts'

const PHONE = { viewport: { width: 320, height: 640 }, hasTouch: true, bypassCSP: false }
const SIZES = { phone: PHONE, wide: { viewport: { width: 1100, height: 900 } } }
const SECTIONS = ['', 'steps', 'messages', 'ladder', 'timeline', 'more']

let plan: StepPlan
let around: Surroundings
let id: string

beforeAll(async () => {
  plan = await stepPlan((folder) => ({
    steps: [
      leavesALine(folder, { risk: 'destructive', title: 'Restore the database from the backup' }),
      {
        id: 'look',
        title: 'Look at the graphs of the orders and at the logs of the database',
        manual: 'Open the graphs',
        owner: 'on-call',
      },
    ],
  }))
  around = await openSurroundings({ plans: [plan.file], runs: 'all', environment: { PATH: process.env.PATH } })
  const { desk } = around
  id = (await desk.declare('on-call-shop', 'workshop trouble critical orders fail, <b>all</b> of them')).id
  await desk.fault({ service: 'slack', fault: 'down' })
  await desk.advance('1 min')
})
afterAll(async () => {
  await around.close()
  await plan.remove()
})

test('a responder opens their link on a phone, approves what is destructive with a code, and sees what others do', async () => {
  const { desk } = around
  const { page, leave } = await around.look(linksIn(await desk.sms('dba-shop'))[0]!, PHONE)
  await page.getByRole('button', { name: 'Open the console' }).click()
  await page.waitForURL(`**/respond/i/${id}`)
  expect(await page.getByRole('heading', { name: 'Slack is away' }).count()).toBe(1)
  await page.getByRole('button', { name: 'Approve…: Restore the database from the backup' }).press('Enter')
  await page.getByLabel("Type the system's name").fill('Workshop')
  await page.keyboard.press('Enter')
  await page.getByLabel('Code', { exact: true }).waitFor()
  await desk.advance('1 s')
  await picture(page, 'responder-code-phone-light')
  await page.getByLabel('Code', { exact: true }).fill(digitsIn(await desk.sms('dba-shop')))
  await page.keyboard.press('Enter')
  await page.getByRole('status').getByText('Approved').waitFor()
  await desk.advance('1 s')
  expect(await plan.lines('ran')).toEqual(['ran'])

  await page.getByRole('link', { name: 'Timeline' }).click()
  await desk.console('on-call-shop', 'note somebody else wrote this')
  await page.getByText('somebody else wrote this').waitFor()
  // Whoever is writing is not interrupted.
  await page.getByLabel('Note for the timeline').fill('half a sentence')
  await desk.console('on-call-shop', 'note and this')
  await page.getByText('Something has happened.').waitFor()
  expect(await page.getByLabel('Note for the timeline').inputValue()).toBe('half a sentence')
  await leave()
})

test('every part fits and can be used, on a phone and wide, light and dark', async () => {
  const { desk } = around
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [size, options] of Object.entries(SIZES)) {
      await desk.console('on-call-shop', `links ${id} console`)
      await desk.advance('1 min')
      const link = linksIn(await desk.sms('on-call-shop')).at(-1)!
      const { page, leave } = await around.look(link, { ...options, colorScheme, bypassCSP: true })
      await page.getByRole('button', { name: 'Open the console' }).click()
      const { pathname } = new URL(page.url())
      for (const section of SECTIONS) {
        await page.goto(new URL(section ? `${pathname}/${section}` : pathname, page.url()).href)
        const name = `${section || 'now'}, ${size}, ${colorScheme}`
        expect.soft(await overhang(page), name).toBe(0)
        expect.soft(await barriers(page), name).toEqual([])
        await picture(page, `responder-${section || 'now'}-${size}-${colorScheme}`)
      }
      await leave()
    }
  }
})

/** The responder console in a browser: on a phone and wide, light and dark, by keyboard, with assistive technology; it shows by itself what has happened. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { digitsIn, linksIn } from '../e2e/responder.ts'
import { leavesALine, type StepPlan, stepPlan } from '../e2e/step-plan.ts'
import { barriers, openSurroundings, overhang, picture, type Surroundings, tooSmall } from './workspace-in-browser.ts'

const PHONE = { viewport: { width: 320, height: 640 }, hasTouch: true, bypassCSP: false }
const SIZES = { phone: PHONE.viewport, wide: { width: 1100, height: 900 } }
const PICTURED = new Set(['responder-now-phone-light'])
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
  // One session for all of it: size and colours change under the page, as they do when a telephone is turned or it gets dark.
  const { page, leave } = await around.look(linksIn(await desk.sms('on-call-shop')).at(-1)!, {
    ...{ hasTouch: true, bypassCSP: true },
  })
  await page.getByRole('button', { name: 'Open the console' }).click()
  const { pathname } = new URL(page.url())
  for (const section of SECTIONS) {
    await page.goto(new URL(section ? `${pathname}/${section}` : pathname, page.url()).href)
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        const name = `${section || 'now'}, ${size}, ${colorScheme}`
        expect.soft(await overhang(page), name).toBe(0)
        if (name.endsWith('phone, light')) expect.soft(await tooSmall(page), name).toEqual([])
        // Colours are the same at each size, and so is the order of things in each colour: two of the four show all.
        if ((size === 'phone') === (colorScheme === 'light')) expect.soft(await barriers(page), name).toEqual([])
        const pictured = `responder-${section || 'now'}-${size}-${colorScheme}`
        if (PICTURED.has(pictured)) await picture(page, pictured)
      }
    }
  }
  await page.setViewportSize(SIZES.phone)
  await page.goto(new URL(`${pathname}/more`, page.url()).href)
  await page.getByLabel('As behind /dr in Slack').fill('declare')
  await page.keyboard.press('Enter')
  await page.getByRole('checkbox').first().waitFor()
  expect.soft(await tooSmall(page), 'a form with boxes').toEqual([])
  await page.goto(new URL(pathname, page.url()).href)
  await page.getByRole('button', { name: /^Resolve/ }).click()
  await page.getByRole('heading', { name: `Resolve ${id}?` }).waitFor()
  await picture(page, 'responder-ending-phone-dark')
  expect.soft(await barriers(page), 'before the end').toEqual([])
  await page.getByRole('link', { name: 'Not yet' }).click()
  expect((await desk.incident(id)).view.phase).toBe('open')
  await leave()
})

test('the console fits and can be used as well, also where nothing is', async () => {
  const { consoleUrl } = around.desk.contract
  const { page, leave } = await around.look(consoleUrl, { hasTouch: true, bypassCSP: true })
  for (const place of ['', `/incidents/${id}`, '/figures']) {
    await page.goto(`${consoleUrl}${place}`)
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        const name = `console${place}, ${size}, ${colorScheme}`
        expect.soft(await overhang(page), name).toBe(0)
        if (size === 'phone') expect.soft(await tooSmall(page), name).toEqual([])
        if ((size === 'phone') === (colorScheme === 'dark')) expect.soft(await barriers(page), name).toEqual([])
      }
    }
    await page.setViewportSize(SIZES.phone)
    await page.emulateMedia({ colorScheme: 'light' })
    if (place.startsWith('/incidents')) await picture(page, 'console-incident-phone-light')
  }
  // By keys alone: the line is in focus, an answer stands above it, what was refused can be put right.
  await page.goto(consoleUrl)
  await page.keyboard.type('resolv')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').getByText('is no command').waitFor()
  expect(await page.getByLabel('Command').inputValue()).toBe('resolv')
  const answer = await fetch(`${consoleUrl}/incidents/DR-20200101-0000`)
  expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('← All incidents')])
  await leave()
})

/** The page for everybody: on a phone, in the dark, by keyboard alone, with assistive technology. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { barriers, openSurroundings, overhang, picture, type Surroundings, tooSmall } from './workspace-in-browser.ts'

const NARROW = { viewport: { width: 360, height: 740 }, hasTouch: true }
const PLACES = [
  '#/home',
  '#/phone/on-call-engineer',
  '#/mail/1',
  '#/pagerduty',
  '#/status',
  '#/patient',
  '#/channel/dr-commands',
]

let around: Surroundings
let incident: string
beforeAll(async () => {
  around = await openSurroundings()
  const { desk } = around
  await desk.type('on-call-engineer', '/dr declare mcp-debate database-corruption Data unavailable')
  await desk.advance('5m')
  incident = `#/channel/${(await desk.incident()).view.channel!.name}`
})
afterAll(() => around.close())

test('on a phone every place fits the screen, and the places slide in and out', async () => {
  const { page, leave } = await around.visit('', NARROW)
  expect(await overhang(page)).toBe(0)
  // The clock and its steps stand in the bar, whole.
  const step = await page.getByRole('button', { name: '+1 h' }).boundingBox()
  expect((step?.y ?? 0) + (step?.height ?? 0)).toBeLessThanOrEqual(
    (await page.getByRole('banner').boundingBox())!.height,
  )
  await page.getByRole('button', { name: 'Close the first steps' }).click()
  for (const place of [incident, ...PLACES]) {
    await page.goto(`${around.desk.contract.workspaceUrl}/${place}`)
    await page.getByRole('main').getByRole('heading').first().waitFor()
    expect(await overhang(page), place).toBe(0)
    expect.soft(await tooSmall(page), place).toEqual([])
  }
  await page.getByRole('button', { name: 'Shortcut: declare a disaster' }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('checkbox').first().waitFor()
  expect.soft(await tooSmall(page), 'a form with boxes').toEqual([])
  await form.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Places' }).click()
  const places = page.getByRole('navigation', { name: 'Places' })
  await picture(page, 'workspace-narrow-places')
  await places.getByRole('link', { name: /^dr-\d{8}/ }).click()
  await places.waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'Acknowledge', exact: true }).waitFor()
  await picture(page, 'workspace-narrow')
  await leave()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious anywhere, ${colorScheme}`, async () => {
    const { page, leave } = await around.visit('', { colorScheme })
    expect.soft(await barriers(page), 'first visit').toEqual([])
    for (const place of [incident, '#/dm/on-call-engineer', ...PLACES]) {
      await page.goto(`${around.desk.contract.workspaceUrl}/${place}`)
      await page.getByRole('main').getByRole('heading').first().waitFor()
      if (place === incident && colorScheme === 'dark') await picture(page, 'workspace-dark')
      expect.soft(await barriers(page), place).toEqual([])
    }
    await page.getByRole('button', { name: 'Faults' }).click()
    expect.soft(await barriers(page), 'faults').toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /You are/ }).click()
    expect.soft(await barriers(page), 'people').toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Shortcut: declare a disaster' }).click()
    await page.getByRole('dialog').waitFor()
    expect.soft(await barriers(page), 'form').toEqual([])
    await page.getByRole('button', { name: 'Cancel' }).click()
    await leave()
  })
}

test('everything is reached by keys: places, messages, commands, people, time, help', async () => {
  const { page, leave } = await around.visit('#/mail')
  const keys = async (...pressed: string[]) => {
    for (const key of pressed) await page.keyboard.press(key)
  }
  const focused = () =>
    page.evaluate(() => {
      const { document } = globalThis as unknown as {
        document: { activeElement: { textContent: string; className: string } }
      }
      return document.activeElement.className
    })
  await keys('g', 'i')
  await expect.poll(() => page.url()).toContain(incident)
  await page.locator('.message-pinned').waitFor()
  await keys('k')
  expect(await focused()).toContain('message')
  await keys('/')
  await page.getByRole('option', { name: '/dr' }).waitFor()
  await keys('Enter')
  await page.getByRole('option', { name: /\/dr ack/ }).waitFor()
  await keys('Escape', 'Escape', '?')
  await page.getByRole('dialog', { name: 'Keys' }).waitFor()
  await keys('Escape', 'w')
  await page
    .getByRole('dialog', { name: 'Act as somebody else' })
    .getByRole('button', { name: /Technical lead/ })
    .focus()
  await keys('Enter')
  await page.getByRole('button', { name: /You are Technical lead/ }).waitFor()
  const before = around.desk.sandbox.clock.now()
  await keys('1')
  await page.getByText(/carried out|Nothing was due/).waitFor()
  expect(around.desk.sandbox.clock.now() - before).toBe(60_000)
  await keys('g', 'p')
  await expect.poll(() => page.url()).toContain('#/phone/technical-lead')
  await leave()
})

test('two visitors see the same at once, without reloading; a thread stands beside its message', async () => {
  const one = await around.visit(incident)
  const other = await around.visit(`${incident}?as=cto`)
  await one.page.getByRole('combobox').fill('I am on it')
  await one.page.getByRole('combobox').press('Enter')
  const said = other.page.getByRole('article').filter({ hasText: 'I am on it' })
  await said.hover()
  await said.getByRole('button', { name: 'Reply in thread' }).click()
  const reply = other.page.getByRole('complementary', { name: 'Thread' }).getByPlaceholder('Reply…')
  await reply.fill('Thank you, @on-call-engineer')
  await reply.press('Enter')
  await one.page.getByRole('button', { name: '1 reply' }).click()
  const thread = one.page.getByRole('complementary', { name: 'Thread' })
  await thread.getByText('Thank you, @On-call engineer').waitFor()
  await picture(one.page, 'workspace-thread')
  await one.page.keyboard.press('Escape')
  await one.page.keyboard.press('Escape')
  await thread.waitFor({ state: 'detached' })
  await one.leave()
  await other.leave()
})

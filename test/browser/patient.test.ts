/** The patient on the page: seen to be well, broken by each button, seen to be down, healed, for everybody and on every screen. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { barriers, openSurroundings, overhang, picture, type Surroundings } from './workspace-in-browser.ts'

let around: Surroundings
beforeAll(async () => {
  around = await openSurroundings()
})
afterAll(() => around.close())

/** A start of the service, on a machine that has other things to do. */
const SOON = { timeout: 8_000 }
const shown = async (page: Page) =>
  (await page.getByRole('main').getByRole('status').innerText()).replace(/\s*\n\s*/, ': ')
const press = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name, exact: true }).click()

test.each([
  ['Damage a table', /^Down: Table orders is damaged: \d+ of \d+ rows fail their seal/, 'database-damaged'],
  ['Drop the database', /^Down: The database cannot be reached: .* does not exist\.$/, 'database-lost'],
  ['Kill the process', /^Down: The service does not run\.$/, 'service-down'],
  ['Ship a bad release', /^Down: Version 1\.1\.0 cannot place orders/, 'bad-release'],
])(
  '"%s" breaks it for real, its reason and what to declare are shown, and Heal ends it',
  async (name, reason, scenario) => {
    const { page, leave } = await around.visit('#/patient')
    await expect.poll(() => shown(page), SOON).toMatch(/^Up/)
    await press(page, name)
    await expect.poll(() => shown(page), SOON).toMatch(reason)
    expect((await around.desk.sandbox.patient?.health())?.ok).toBe(false)
    await page.getByText(`/dr declare patient ${scenario}`).waitFor()
    await page.getByRole('link', { name: 'Patient down' }).waitFor()
    await press(page, 'Heal')
    await expect.poll(() => shown(page), SOON).toMatch(/^Up/)
    await page.getByRole('link', { name: 'Patient', exact: true }).waitFor()
    await leave()
  },
)

test('a change that nobody made on the page is shown within moments, and the shop is one click away', async () => {
  const { page, leave } = await around.visit('#/patient')
  const { patient } = around.desk.sandbox
  const [shop] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('link', { name: 'Open the shop' }).click(),
  ])
  await shop.getByText('Latest orders').waitFor()
  await picture(shop, 'patient-shop')
  await patient?.break('kill')
  await page.getByText('The service does not run.').waitFor()
  await patient?.heal()
  await page.getByText('Open, and every order is whole.').waitFor()
  await shop.close()
  await leave()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`up or down, it fits every screen and axe finds nothing serious, ${colorScheme}`, async () => {
    const wide = await around.visit('#/patient', { colorScheme })
    const narrow = await around.visit('#/patient', {
      colorScheme,
      viewport: { width: 360, height: 740 },
      hasTouch: true,
    })
    const look = async (state: string, words: RegExp) => {
      for (const [size, { page }] of Object.entries({ wide, narrow })) {
        await page.getByRole('main').getByText(words).waitFor()
        expect.soft(await overhang(page), `${state}, ${size}`).toBe(0)
        expect.soft(await barriers(page), `${state}, ${size}`).toEqual([])
        await picture(page, `patient-${state}-${size}-${colorScheme}`)
      }
    }
    await narrow.page.getByRole('button', { name: 'Close the first steps' }).click()
    await wide.page.getByRole('button', { name: 'Close the first steps' }).click()
    await look('up', /^Open, and every order is whole/)
    await press(wide.page, 'Damage a table')
    await look('down', /fail their seal/)
    await press(wide.page, 'Heal')
    await look('healed', /^Open, and every order is whole/)
    await wide.leave()
    await narrow.leave()
  })
}

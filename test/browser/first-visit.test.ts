/** A visitor's first minutes: from the empty page, through a disaster, to its end, with nothing but what the page offers. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSurroundings, picture, type Surroundings } from './workspace-in-browser.ts'

let around: Surroundings
beforeAll(async () => {
  around = await openSurroundings()
})
afterAll(() => around.close())

test('from the empty page to resolved', async () => {
  const { page, leave } = await around.visit()
  const steps = page.getByRole('region', { name: 'First steps' })
  await expect.poll(() => steps.getByRole('listitem').count()).toBe(3)
  await picture(page, 'workspace-first-visit')

  await steps.getByRole('button', { name: 'Declare an example' }).click()
  const board = page.locator('.message-pinned')
  await board.getByText('Nobody has acknowledged yet').waitFor()
  expect(page.url()).toMatch(/#\/channel\/dr-\d{8}-\d{4}$/)
  await picture(page, 'workspace-declared')

  await steps.getByRole('button', { name: 'Let 3 minutes pass' }).click()
  await page.getByText(/\d+ carried out/).waitFor()
  await steps.getByRole('link', { name: 'Look at your phone' }).click()
  await page.getByRole('button', { name: 'Answer' }).click()
  await page.getByText(/Press 1 to acknowledge/).waitFor()
  await page.getByRole('button', { name: '1', exact: true }).click()
  await page.getByText('That is the whole idea.').waitFor()
  await page.getByText('The call has ended').waitFor()
  const { view } = await around.desk.incident()
  expect(view.acknowledged.map((one) => one.person.id)).toEqual(['on-call-engineer'])

  await page.getByRole('button', { name: 'Close the first steps' }).click()
  await page.goBack()
  await page.getByRole('button', { name: '+1 min' }).click()
  await board.getByText('Acknowledged by').waitFor()
  await picture(page, 'workspace')
  const composer = page.getByRole('combobox', { name: /^Message #dr-/ })
  await composer.fill('/dr res')
  await page.getByRole('option', { name: /\/dr resolve/ }).waitFor()
  await picture(page, 'workspace-command')
  await composer.press('Tab')
  expect(await composer.inputValue()).toBe('/dr resolve ')
  await composer.pressSequentially('Restored from the backup')
  await composer.press('Enter')
  await expect.poll(async () => (await around.desk.incidents())[0]?.view.phase).toBe('resolved')
  await page.getByRole('button', { name: '+1 min' }).click()
  await board.getByText(/^Resolved/).waitFor()

  await page.reload()
  await page.getByRole('navigation', { name: 'Places' }).waitFor()
  expect(await steps.count()).toBe(0)
  await leave()
})

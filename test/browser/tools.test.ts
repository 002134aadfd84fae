/** The tools around Slack: a form, a telephone, mail, PagerDuty, the status page, faults; one incident serves all. */
import { readFile } from 'node:fs/promises'
import { WebClient } from '@slack/web-api'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { barriers, openSurroundings, overhang, picture, type Surroundings } from './workspace-in-browser.ts'

/** A picture of one point. */
const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

let around: Surroundings
beforeAll(async () => {
  around = await openSurroundings()
})
afterAll(() => around.close())

function bot(): WebClient {
  const { botToken, apiUrl } = around.desk.contract.slack
  return new WebClient(botToken, { slackApiUrl: apiUrl })
}

test('a form that is filled in wrongly stays open and says what is wrong; filled in rightly it opens an incident', async () => {
  const { page, leave } = await around.visit('#/home?as=technical-lead')
  await page.getByRole('button', { name: 'Declare a disaster' }).click()
  const form = page.getByRole('dialog', { name: 'Declare a disaster' })
  await form.getByLabel('Plan').selectOption({ label: 'MCP Debate System' })
  await form.getByLabel('Scenario').selectOption({ label: 'Database corruption' })
  await form.getByLabel('What is seen').fill('Debates cannot be opened')
  await picture(page, 'workspace-form')
  await form.getByText('Your time zone: UTC').waitFor()
  await form.getByLabel('Since when').fill('2099-01-01T10:00')
  await form.getByRole('button', { name: 'Declare' }).click()
  await form.getByRole('alert').waitFor()
  expect(await form.getByLabel('Since when').getAttribute('aria-invalid')).toBe('true')
  await form.getByLabel('Since when').fill('')
  await form.getByRole('button', { name: 'Declare' }).click()
  await form.waitFor({ state: 'detached' })
  await expect.poll(async () => (await around.desk.incidents()).length).toBe(1)
  expect((await around.desk.incident()).view.declared.by).toMatchObject({ id: 'technical-lead' })
  await leave()
})

test('the chart of a rehearsal comes as a picture, which opens large, on any screen', async () => {
  await around.desk.type('technical-lead', '/dr rehearse mcp-debate infrastructure-loss')
  const { page, leave } = await around.visit('#/dm/technical-lead?as=technical-lead')
  const chart = page.getByRole('button', { name: /^Open Rehearsal/ })
  const drawn = (picture: Locator) =>
    picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth)
  await expect.poll(() => drawn(chart.getByRole('img'))).toBeGreaterThan(500)
  await chart.click()
  const large = page.getByRole('dialog', { name: /^Rehearsal/ })
  await expect.poll(() => drawn(large.getByRole('img'))).toBeGreaterThan(500)
  expect(await barriers(page)).toEqual([])
  await page.setViewportSize({ width: 360, height: 740 })
  expect(await overhang(page)).toBe(0)
  await page.keyboard.press('Escape')
  await large.waitFor({ state: 'detached' })
  await chart.waitFor()
  expect(await overhang(page)).toBe(0)
  await leave()
})

test('a file that is no picture is saved by its name, from the thread in which it is; Escape leaves the thread last', async () => {
  const { commandChannelId } = around.desk.contract.slack
  const slack = bot()
  const { ts = '' } = await slack.chat.postMessage({ channel: commandChannelId, text: 'Logs follow' })
  const upload = (filename: string, file: Buffer) =>
    slack.filesUploadV2({ channel_id: commandChannelId, thread_ts: ts, filename, title: filename, file })
  await upload('step.log', Buffer.from('all went well'))
  await upload('dot.png', DOT)
  const { page, leave } = await around.visit(`#/channel/dr-commands/thread/${ts}`)
  const thread = page.getByRole('complementary', { name: 'Thread' })
  const saving = page.waitForEvent('download')
  await thread.getByRole('link', { name: /step\.log\s*13 B/ }).click()
  const saved = await saving
  expect(saved.suggestedFilename()).toBe('step.log')
  expect(await readFile(await saved.path(), 'utf8')).toBe('all went well')
  await thread.getByRole('button', { name: 'Open dot.png' }).click()
  await page.getByRole('dialog', { name: 'dot.png' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(await thread.isVisible()).toBe(true)
  await leave()
})

test('a menu has its choices under the names of their groups', async () => {
  const plain = (text: string) => ({ type: 'plain_text' as const, text })
  const group = (label: string, value: string) => ({
    label: plain(label),
    options: [{ text: plain(`Loss of ${value}`), value }],
  })
  const groups = [group('Data', 'rows'), group('Places', 'region')]
  await bot().chat.postMessage({
    channel: around.desk.contract.slack.commandChannelId,
    text: 'What is it?',
    blocks: [
      {
        type: 'actions',
        elements: [
          { type: 'static_select', action_id: 'scenario', placeholder: plain('Scenario'), option_groups: groups },
        ],
      },
    ],
  })
  const { page, leave } = await around.visit('#/channel/dr-commands')
  const menu = page.getByRole('combobox', { name: 'Scenario' })
  await menu.waitFor()
  const groupsShown = await menu
    .locator('optgroup')
    .evaluateAll((all) => all.map((each) => [each.getAttribute('label'), each.textContent]))
  expect(groupsShown).toEqual([
    ['Data', 'Loss of rows'],
    ['Places', 'Loss of region'],
  ])
  await leave()
})

test('a telephone rings, is answered, says what is wanted, and takes a key', async () => {
  const { page, leave } = await around.visit('#/phone/on-call-engineer')
  await page.getByRole('button', { name: '+1 min' }).click()
  await page.getByText(/carried out/).waitFor()
  await page.getByRole('button', { name: '+1 min' }).click()
  await page
    .getByRole('log')
    .getByText(/Reply ACK/)
    .waitFor()
  await page.getByRole('button', { name: '+1 min' }).click()
  await page.getByText('Muster is calling…').waitFor()
  await picture(page, 'workspace-ringing')
  await page.getByRole('button', { name: 'Answer' }).click()
  await page.getByText(/Press 1 to acknowledge/).waitFor()
  await picture(page, 'workspace-call')
  await page.getByRole('group', { name: 'Keypad' }).getByRole('button', { name: '1', exact: true }).click()
  await page.getByText('The call has ended').waitFor()
  const { view } = await around.desk.incident()
  expect(view.acknowledged.map((one) => one.person.id)).toContain('on-call-engineer')
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('textbox', { name: 'Text message' }).waitFor()
  await leave()
})

test('a fault that is switched on is what Muster meets, and shows', async () => {
  const { page, leave } = await around.visit('#/channel/dr-commands')
  await page.getByRole('button', { name: 'Faults' }).click()
  const mail = page.getByRole('radiogroup', { name: 'Mail' })
  await mail.getByText('Down').click()
  await page.getByRole('button', { name: '1 fault on' }).waitFor()
  expect(around.desk.sandbox.faults.list()).toMatchObject([{ service: 'email', fault: 'down' }])
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '+15 min' }).click()
  await page.getByText(/carried out/).waitFor()
  await page.getByRole('button', { name: '1 fault on' }).click()
  await mail.getByText(/no answer/).waitFor()
  await picture(page, 'workspace-faults')
  await mail.getByText('Works').click()
  await page.getByRole('button', { name: 'Faults', exact: true }).waitFor()
  expect(around.desk.sandbox.faults.list()).toEqual([])
  await leave()
})

test('a page comes as a direct message, and its button takes the incident', async () => {
  const { page, leave } = await around.visit('#/dm/technical-lead')
  const acknowledge = page
    .getByRole('region', { name: 'Muster' })
    .getByRole('article')
    .filter({ hasText: 'Why you' })
    .getByRole('button', { name: 'Acknowledge', exact: true })
  await acknowledge.waitFor()
  await picture(page, 'workspace-paged')
  await acknowledge.click()
  await acknowledge.waitFor({ state: 'detached' })
  const { view } = await around.desk.incident()
  expect(view.acknowledged.map((one) => one.person.id)).toContain('technical-lead')
  await leave()
})

test('mail is shown as its reader would see it, and nothing in it runs', async () => {
  await around.desk.advance('15m')
  const { page, leave } = await around.visit('#/mail')
  const rows = page.getByRole('region', { name: 'Mail' }).getByRole('link')
  await rows.first().click()
  const letter = page.getByRole('region', { name: 'The mail' })
  await letter.getByRole('heading').waitFor()
  const frame = letter.locator('iframe')
  expect(await frame.getAttribute('sandbox')).not.toContain('allow-scripts')
  await frame
    .contentFrame()
    .getByText(/MCP Debate System/)
    // The line that mail programs show beside the subject stands hidden before it.
    .filter({ visible: true })
    .first()
    .waitFor()
  await picture(page, 'workspace-mail')
  await leave()
})

test('PagerDuty is answered as the person that one is', async () => {
  const { page, leave } = await around.visit('#/pagerduty?as=database-administrator')
  const triggered = page.getByRole('listitem').filter({ hasText: 'Triggered' })
  const before = await triggered.count()
  expect(before).toBeGreaterThan(0)
  await picture(page, 'workspace-pagerduty')
  await triggered.first().getByRole('button', { name: 'Acknowledge' }).click()
  await page.getByText('Acknowledged by Database administrator').waitFor()
  await leave()
})

test('the status page stands in the workspace and follows what happens', async () => {
  const { page, leave } = await around.visit('#/status')
  const status = page.locator('iframe[title="Status page"]').contentFrame()
  await status.getByText('Investigating').first().waitFor()
  await picture(page, 'workspace-status')
  const { view } = await around.desk.incident()
  await around.desk.type('technical-lead', '/dr status identified An index is corrupt', view.channel!.id)
  await around.desk.advance('1s')
  await status.getByText('Identified').first().waitFor()
  await leave()
})

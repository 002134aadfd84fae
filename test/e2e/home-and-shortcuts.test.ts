/** Slack's other doors: the app's home tab, the shortcut that declares, and the one that puts a message into the timeline. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

interface HomeTab {
  type: string
  blocks: { type: string; text?: { text: string }; elements?: { action_id: string; url?: string }[] }[]
}

/** Opens the app's home as Slack reports it, and gives what is shown then. */
async function home(person: string): Promise<HomeTab> {
  await desk.sandbox.services.slack.event(person, { type: 'app_home_opened', tab: 'home', channel: 'D1' })
  await desk.sandbox.muster.slackSettled()
  const { slack } = desk.contract
  const response = await fetch(`${slack.viewsUrl}?user=${desk.person(person).slackUserId}`)
  return ((await response.json()) as HomeTab[]).find(({ type }) => type === 'home')!
}

const textOf = ({ blocks }: HomeTab) => blocks.map(({ text }) => text?.text ?? '').join('\n')

it('declares by the global shortcut, shows it in the home, answers there, and notes a message of the channel', async () => {
  const { slack } = desk.sandbox.services
  expect(textOf(await home('on-call-engineer'))).toContain('No incident is open.')

  await slack.shortcut('on-call-engineer', 'declare')
  await desk.sandbox.muster.slackSettled()
  const form = (await desk.forms('on-call-engineer')).find(({ callback_id }) => callback_id === 'declare')!
  await desk.submit('on-call-engineer', form, { plan: 'mcp-debate', seen: 'debates cannot be opened' })
  await desk.advance('2s')
  const { view } = await desk.incident()

  const shown = await home('on-call-engineer')
  expect(textOf(shown)).toContain(view.id)
  expect(textOf(shown)).toContain('You have been paged')
  const buttons = shown.blocks.flatMap(({ elements = [] }) => elements)
  const boardUrl = buttons.find(({ action_id }) => action_id.startsWith('join'))?.url
  const board = await desk.board(view.channel!.id)
  expect(boardUrl).toContain(`${view.channel!.id}/p${board.ts.replace('.', '')}`)

  const homeId = (await desk.forms('on-call-engineer')).find((one) => one.type === 'home')!.id
  await slack.click('on-call-engineer', { viewId: homeId, actionId: 'ack' })
  await desk.sandbox.muster.slackSettled()
  expect((await desk.incident()).view.acknowledged.map(({ person }) => person.id)).toEqual(['on-call-engineer'])
  expect(textOf(await home('on-call-engineer'))).not.toContain('You have been paged')

  const { ts } = await desk.slack.chat.postMessage({ channel: view.channel!.id, text: 'CPU at 100 % & rising' })
  await slack.shortcut('technical-lead', 'note', { channel: view.channel!.id, ts: ts! })
  await desk.sandbox.muster.slackSettled()
  expect((await desk.incident()).view.notes).toMatchObject([
    { text: expect.stringContaining('CPU at 100 % & rising'), by: { id: 'technical-lead' } },
  ])
})

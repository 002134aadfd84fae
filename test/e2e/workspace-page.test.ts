/** The workspace page, told by its live stream: what a visitor does on it reaches Muster as the person's own deed, and what comes of it is shown. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WorkspaceState } from '../../sim/workspace/state/workspace-state.ts'
import { visit } from '../sim/workspace/visitor.ts'
import { type Desk, openDesk } from './desk.ts'

let desk: Desk
let visitor: Awaited<ReturnType<typeof visit>>
beforeAll(async () => {
  desk = await openDesk()
  visitor = await visit(desk.contract.workspaceUrl)
})
afterAll(async () => {
  await visitor.leave()
  await desk.close()
})

const person = 'on-call-engineer'
const commands = () => desk.contract.slack.commandChannelId
const incidentChannel = ({ channels }: WorkspaceState) =>
  Object.values(channels).find(({ name }) => /^dr-\d{8}-/.test(name))
const board = (state: WorkspaceState) => {
  const channel = incidentChannel(state)
  return channel && state.messages[channel.id]?.find(({ ts }) => channel.pins.includes(ts))
}

test('from the furnished workspace to a page that is answered by telephone and resolved', async () => {
  const start = await visitor.until(({ people }) => people.length > 0)
  expect(Object.values(start.channels).map(({ name }) => name)).toEqual(
    expect.arrayContaining(['dr-commands', 'engineering', 'support']),
  )
  expect(start.commands.map(({ name }) => name)).toEqual(expect.arrayContaining(['declare', 'ack', 'resolve']))

  await visitor.send('act', { act: 'command', person, channel: commands(), text: start.example })
  const declared = await visitor.until((state) => board(state) !== undefined && incidentChannel(state)?.topic !== '')
  expect(incidentChannel(declared)).toMatchObject({ topic: expect.stringContaining('investigating') })
  const own = desk.person(person)
  const told = declared.messages[commands()]!.filter(({ onlyFor }) => onlyFor === own.slackUserId)
  expect(told.at(-1)?.text).toContain('is open')
  const direct = Object.values(declared.channels).find(({ directWith }) => directWith === own.slackUserId)
  expect(declared.messages[direct!.id]).toHaveLength(1)

  expect((await visitor.send('clock', { advance: '5m' })).status).toBe(200)
  const called = await visitor.until(({ move, calls, mails }) => !move.underWay && calls.length > 0 && mails.length > 0)
  expect(called.move.carriedOut).toBeGreaterThan(3)
  expect(called.sms).toMatchObject([{ to: own.phone, status: 'delivered' }])
  expect(called.pagerduty.map(({ status }) => status)).toContain('triggered')
  expect(board(called)?.editedAt).toBeDefined()

  const { sid } = called.calls.find(({ status }) => status === 'ringing')!
  await visitor.send('act', { act: 'phone', sid, does: 'answer' })
  const heard = await visitor.until(({ calls }) =>
    calls.some(({ status, said }) => status === 'in-progress' && said.length > 0),
  )
  expect(heard.calls.at(-1)?.said.join(' ')).toContain('Press 1 to acknowledge')
  await visitor.send('act', { act: 'phone', sid, does: 'press', digits: '1' })
  await visitor.until(({ calls }) => calls.some(({ status, digits }) => status === 'completed' && digits === '1'))
  expect((await desk.incident()).view.acknowledged.map((one) => one.person.id)).toEqual([person])

  const channel = incidentChannel(called)!.id
  await visitor.send('act', { act: 'command', person, channel, text: '/dr resolve Restored' })
  await visitor.until((state) => incidentChannel(state)!.topic.toLowerCase().includes('resolved'))
})

test('a form opens for its person, stays open with errors, and closes when it is dismissed', async () => {
  await visitor.send('act', { act: 'shortcut', person: 'cto', callbackId: 'declare' })
  const formOf = (state: WorkspaceState) =>
    state.views.find(({ user, view }) => view.type === 'modal' && user === desk.person('cto').slackUserId)
  const state = await visitor.until((now) => formOf(now) !== undefined)
  const viewId = formOf(state)!.view.id
  const entries = { plan: 'mcp-debate', since: String(Math.floor(state.clock.nowMs / 1000) + 86_400) }
  const answer = await visitor.send('act', { act: 'submit', person: 'cto', viewId, entries })
  expect(answer.body).toMatchObject({ errors: { since: expect.any(String) } })
  await visitor.send('act', { act: 'dismiss', person: 'cto', viewId })
  await visitor.until((now) => formOf(now) === undefined)
})

test('what a person says stands under their name, a fault shows as soon as it is on, and nonsense is refused in a sentence', async () => {
  const technicalLead = desk.person('technical-lead').slackUserId
  await visitor.send('act', { act: 'say', person: 'technical-lead', channel: commands(), text: 'I am looking' })
  await visitor.until((state) =>
    state.messages[commands()]!.some(({ user, text }) => user === technicalLead && text === 'I am looking'),
  )
  await visitor.send('faults', { service: 'twilio', fault: 'down' })
  await visitor.until(({ faults }) => faults.some(({ service, fault }) => service === 'twilio' && fault === 'down'))
  await visitor.send('faults', { fault: 'off' })
  await visitor.until(({ faults }) => faults.length === 0)
  const refused = await visitor.send('act', { act: 'say', person: 'nobody', channel: commands(), text: 'hello' })
  expect(refused).toMatchObject({ status: 400, body: { error: expect.stringContaining('nobody') } })
  expect((await visitor.send('act', { act: 'fly' })).status).toBe(400)
})

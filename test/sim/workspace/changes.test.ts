/** What the simulators' records make of the workspace: read as a page would show it. */
import { expect, test } from 'vitest'
import type { ServiceRecord } from '../../../sim/services.ts'
import type { SlackRecord } from '../../../sim/slack/records.ts'
import { applyChange } from '../../../sim/workspace/state/changes.ts'
import { recordChanges } from '../../../sim/workspace/state/record-changes.ts'
import type { WorkspaceState } from '../../../sim/workspace/state/workspace-state.ts'
import { AMARA, BEN, BOT, workspace } from './a-workspace.ts'

const AT = '2026-12-05T10:00:00.000Z'

const after = (records: ServiceRecord[], start = workspace()): WorkspaceState =>
  records.flatMap((record) => recordChanges(record, BOT)).reduce(applyChange, start)

const slack = (
  method: string,
  args: object,
  response: object = {},
  more: Partial<SlackRecord> = {},
): ServiceRecord => ({
  kind: 'slack',
  record: { at: AT, who: 'bot', method, args: { ...args }, response: { ok: true, ...response }, ...more },
})
const posted = (ts: string, text: string, more: object = {}) =>
  slack('chat.postMessage', { channel: '#ops', text }, { channel: 'C1', ts, message: { ts, user: BOT, text, ...more } })

test('a channel that is made, named, joined and written to is there with all of it', () => {
  const { channels, messages } = after([
    slack('conversations.create', { name: 'dr-1' }, { channel: { id: 'C1', name: 'dr-1', creator: BOT } }),
    slack('conversations.invite', { channel: 'C1', users: `${AMARA},${BEN}` }),
    slack('conversations.setTopic', { channel: 'C1', topic: 'P1' }),
    slack('conversations.setPurpose', { channel: 'C1', purpose: 'recovery' }),
    slack('bookmarks.add', { channel_id: 'C1' }, { bookmark: { id: 'B1', title: 'Wiki', link: 'https://w.example' } }),
    posted('1.1', 'hello', { blocks: [{ type: 'divider' }] }),
    slack('pins.add', { channel: 'C1', timestamp: '1.1' }),
    slack('conversations.kick', { channel: 'C1', user: BEN }),
    slack('conversations.rename', {}, { channel: { id: 'C1', name: 'dr-2' } }),
  ])
  expect(channels.C1).toEqual({
    id: 'C1',
    name: 'dr-2',
    topic: 'P1',
    purpose: 'recovery',
    archived: false,
    members: [BOT, AMARA],
    pins: ['1.1'],
    bookmarks: [{ id: 'B1', title: 'Wiki', link: 'https://w.example' }],
  })
  expect(messages.C1).toEqual([
    { ts: '1.1', at: AT, user: BOT, text: 'hello', blocks: [{ type: 'divider' }], serial: 1 },
  ])
})

test('what was refused or cut off changes nothing', () => {
  const refused = slack('chat.postMessage', { channel: 'C1', text: 'x' }, { ok: false, error: 'channel_not_found' })
  const { messages, channels, latestCalls } = after([refused])
  expect({ messages, channels }).toEqual({ messages: {}, channels: {} })
  expect(latestCalls.slack).toMatchObject({ status: 200 })
  const cut = after([slack('chat.postMessage', {}, { ok: false, error: 'fault: down' })])
  expect(cut.latestCalls.slack).toEqual({ at: AT, call: 'chat.postMessage', status: 0 })
})

test('an edit shows the new words and says when; a deletion takes the message away', () => {
  const records = [
    posted('1.1', 'first'),
    posted('1.2', 'second'),
    slack('chat.update', { channel: 'C1', ts: '1.1', text: 'changed' }, { channel: 'C1', ts: '1.1' }),
    slack('chat.delete', { channel: 'C1', ts: '1.2' }),
  ]
  expect(after(records).messages.C1).toMatchObject([{ ts: '1.1', text: 'changed', editedAt: AT, serial: 1 }])
})

test('a reply knows its thread, and the message that begins one is no reply', () => {
  const { messages } = after([
    posted('1.1', 'first', { thread_ts: '1.1' }),
    posted('1.2', 'reply', { thread_ts: '1.1' }),
  ])
  expect(messages.C1!.map(({ threadTs }) => threadTs)).toEqual([undefined, '1.1'])
})

test('a file is in the message that shares it: in a channel, a thread, a direct message', () => {
  const file = (id: string, shares: object) => ({
    ...{
      id,
      name: `${id}.png`,
      title: `Chart ${id}`,
      mimetype: 'image/png',
      size: 7,
      user: BOT,
      alt_txt: 'rises',
      shares,
    },
  })
  const shared = (args: object, ...files: object[]) => slack('files.completeUploadExternal', args, { files })
  const both = { public: { C1: [{ ts: '1.2', thread_ts: '1.1' }] }, private: { D1: [{ ts: '2.1' }] } }
  const { messages } = after([
    posted('1.1', 'first'),
    shared({ initial_comment: 'look' }, file('F1', both), file('F2', both)),
    shared({}, file('F3', {})),
  ])
  const shown = { name: 'F1.png', title: 'Chart F1', type: 'image/png', size: 7, alt: 'rises' }
  const files = [
    { id: 'F1', ...shown },
    { id: 'F2', ...shown, name: 'F2.png', title: 'Chart F2' },
  ]
  expect(messages.C1!.slice(1)).toEqual([
    { ts: '1.2', at: AT, user: BOT, text: 'look', blocks: [], threadTs: '1.1', files, serial: 2 },
  ])
  expect(messages.D1).toMatchObject([{ ts: '2.1', text: 'look', files }])
  expect(Object.keys(messages)).toEqual(['C1', 'D1'])
})

test('an ephemeral is the bot’s, for one person, and makes nobody a member', () => {
  const shown = { user: AMARA, channel: 'C1', text: 'for you', blocks: [], ts: '2.1' }
  const state = after([slack('ephemeral', shown, {}, { who: 'workspace' })])
  expect(state.messages.C1).toMatchObject([{ user: BOT, onlyFor: AMARA, text: 'for you' }])
  expect(state.channels.C1?.members).toEqual([])
})

test('direct messages are found by whom they are with; a group conversation is none', () => {
  const state = after([
    slack('conversations.open', { users: AMARA }, { channel: { id: 'D1' } }),
    slack('conversations.open', { users: `${AMARA},${BEN}` }, { channel: { id: 'G1' } }),
  ])
  expect(state.channels.D1).toMatchObject({ directWith: AMARA })
  expect(state.channels.G1).toBeUndefined()
})

test('views open, change in place and go', () => {
  const view = (title: string) => slack('view', { user: AMARA, view: { id: 'V1', type: 'modal', title } })
  const open = [view('one'), slack('view', { user: BEN, view: { id: 'V2', type: 'home' } }), view('two')]
  expect(after(open).views).toMatchObject([{ view: { id: 'V1', title: 'two' } }, { user: BEN, view: { id: 'V2' } }])
  expect(after([...open, slack('view_gone', { viewIds: ['V1'] })]).views).toMatchObject([{ view: { id: 'V2' } }])
})

test('a text message and a call move on in place, mails are numbered', () => {
  const sms = { sid: 'SM1', to: '+1', from: '+2', body: 'x', at: AT, direction: 'outbound-api' }
  const call = { sid: 'CA1', to: '+1', from: '+2', said: [], digits: '', at: AT }
  const mail = { at: AT, from: 'a', to: ['b'], subject: 's', text: 't', html: '', headers: {}, links: [] }
  const state = after([
    { kind: 'sms', sms: { ...sms, status: 'queued' } },
    { kind: 'call', call: { ...call, status: 'ringing' } },
    { kind: 'mail', mail },
    { kind: 'sms', sms: { ...sms, status: 'delivered' } },
    { kind: 'call', call: { ...call, status: 'completed', said: ['hello'] } },
    { kind: 'mail', mail },
  ])
  expect(state.sms).toMatchObject([{ status: 'delivered' }])
  expect(state.calls).toMatchObject([{ status: 'completed', said: ['hello'] }])
  expect(state.mails.map(({ number }) => number)).toEqual([1, 2])
})

test('a PagerDuty incident says who has acknowledged it', () => {
  const user = { id: 'P1', name: 'Amara Okafor', email: 'a@example.org' }
  const incident = {
    id: 'I1',
    number: 1,
    dedupKey: 'k',
    service: { id: 'S1', name: 'Recovery', routingKey: 'r' },
    title: 't',
    severity: 'critical',
    status: 'acknowledged' as const,
    createdAt: AT,
    updatedAt: AT,
    assignees: [],
    statusUpdates: [],
    acknowledgements: [{ at: AT, by: user }],
  }
  const { pagerduty } = after([{ kind: 'pagerduty', incident }])
  expect(pagerduty).toMatchObject([{ service: 'Recovery', acknowledgedBy: ['Amara Okafor'] }])
  expect(JSON.stringify(pagerduty)).not.toContain('routingKey')
})

test('only Muster’s own calls count as a service’s latest', () => {
  const call = { at: AT, service: 'twilio' as const, method: 'POST', path: '/x', query: '', body: null, status: 503 }
  const state = after([
    { kind: 'wire', record: { ...call, who: 'bot' } },
    { kind: 'wire', record: { ...call, who: 'driver', status: 200 } },
  ])
  expect(state.latestCalls).toEqual({ twilio: { at: AT, call: 'POST /x', status: 503 } })
})

test('a change leaves the state before it untouched, and what is kept has a limit', () => {
  const start = workspace()
  const frozen = structuredClone(start)
  const many = after(
    Array.from({ length: 700 }, (_, index) => posted(`1.${index}`, String(index))),
    start,
  )
  expect(start).toEqual(frozen)
  expect(many.messages.C1).toHaveLength(500)
  expect(many.messages.C1!.at(-1)).toMatchObject({ text: '699', serial: 700 })
})

/** Whom in Slack Muster listens to: full members of its own workspace; and what happens while Slack does not say. */
import { expect, test } from 'vitest'
import { signatureOf } from '../../../sim/slack/deliveries.ts'
import type { Standing } from '../../../sim/slack/directory.ts'
import { createSlackClient } from '../../../src/adapters/slack/client.ts'
import { createMembers, KEPT_MS } from '../../../src/adapters/slack/members.ts'
import { SIGNING_SECRET, startWorkspace } from '../../sim/slack/workspace.ts'
import { startDesk } from './desk.ts'

const OUTSIDERS: [Standing, string][] = [
  ['guest', 'You are a guest in this workspace'],
  ['single-channel-guest', 'You are a guest in this workspace'],
  ['external', 'You are from another workspace'],
  ['app', 'Muster takes no requests of apps and bots'],
  ['deactivated', 'This Slack account has been deactivated'],
]

test('guests, people of other workspaces, apps and deactivated accounts are refused, people of a plan as well', async () => {
  const { slack } = await startWorkspace()
  let nowMs = 0
  const client = createSlackClient({ token: slack.botToken, apiUrl: slack.botApiUrl })
  const members = createMembers({ client, nowMs: () => nowMs })
  const ask = (user: string) => members.whyNot(user, { isPerson: true })
  for (const [standing, why] of OUTSIDERS) {
    slack.setStanding('ben', standing)
    nowMs += KEPT_MS
    expect(await ask(slack.users.ben!), standing).toContain(why)
  }
  expect(await ask('U0NOBODY')).toContain('Slack does not know you')
  expect(await ask(slack.users.amara!)).toBe(undefined)
  expect(await members.inGroup(slack.users.ben!, 'S000000001')).toBe(true)
  expect(await members.inGroup(slack.users.amara!, 'S000000001')).toBe(false)
})

test('whoever is refused is told why, and nothing is run; their home shows nothing else', async () => {
  const desk = await startDesk()
  const { slack } = desk
  slack.setStanding('ben', 'guest')
  await slack.slash('ben', '/dr resolve')
  expect(await desk.told('ben')).toEqual([expect.stringContaining('You are a guest in this workspace')])
  expect(desk.asked).toEqual([])
  await slack.slash('amara', '/dr status')
  await desk.told('amara')
  expect(desk.asked).toMatchObject([{ command: 'status' }])
})

test('a request that names another workspace is refused, whoever it says did it', async () => {
  const desk = await startDesk()
  const fields = {
    command: '/dr',
    text: 'status',
    user_id: desk.slack.users.ben!,
    channel_id: desk.slack.commandChannelId,
  }
  const body = new URLSearchParams({ ...fields, team_id: 'T0ELSEWHERE', trigger_id: '1.2.x' }).toString()
  const headers = {
    ...signatureOf(body, SIGNING_SECRET, Date.now()),
    'content-type': 'application/x-www-form-urlencoded',
  }
  expect((await fetch(desk.eventsUrl, { method: 'POST', body, headers })).status).toBe(200)
  await desk.inbound.settled()
  expect(desk.asked).toEqual([])
})

test('while Slack cannot be asked, people of a plan pass and nobody else; an answer counts for a minute', async () => {
  const { slack, faults } = await startWorkspace()
  let nowMs = 0
  const client = createSlackClient({ token: slack.botToken, apiUrl: slack.botApiUrl })
  const members = createMembers({ client, nowMs: () => nowMs })
  const ben = slack.users.ben!
  faults.set({ service: 'slack', fault: 'down' })
  expect(await members.whyNot(ben, { isPerson: true })).toBe(undefined)
  expect(await members.whyNot(ben, { isPerson: false })).toContain('Slack does not say just now who you are')
  expect(await members.inGroup(ben, 'S000000001')).toBe(false)
  faults.clear()
  nowMs += 5_000
  expect(await members.whyNot(ben, { isPerson: false })).toBe(undefined)
  slack.setStanding('ben', 'deactivated')
  expect(await members.whyNot(ben, { isPerson: true })).toBe(undefined)
  nowMs += KEPT_MS
  expect(await members.whyNot(ben, { isPerson: true })).toContain('deactivated')
  expect(KEPT_MS).toBeLessThanOrEqual(60_000)
})

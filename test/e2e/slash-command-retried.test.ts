/** Slack did not hear our answer in time and sends the same command again, as it documents: same trigger, X-Slack-Retry headers. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const retry = (n: number) => ({ 'x-slack-retry-num': String(n), 'x-slack-retry-reason': 'http_timeout' })

it('a declaration that is retried opens one incident and is answered once', async () => {
  const responseUrl = desk.newResponseUrl()
  const same = { trigger: '1337.42.declare', responseUrl }
  const text = '/dr declare mcp-debate S2 p1 debates cannot be opened'
  const deliveries = [
    desk.send('on-call-engineer', text, same),
    desk.send('on-call-engineer', text, { ...same, headers: retry(1) }),
  ]
  for (const answer of await Promise.all(deliveries)) expect(answer.status).toBe(200)
  await desk.advance('5s')
  expect((await desk.send('on-call-engineer', text, { ...same, headers: retry(2) })).status).toBe(200)
  await desk.advance('5s')
  expect(await desk.incidents()).toHaveLength(1)
  expect(await desk.answers(responseUrl)).toEqual([expect.stringMatching(/^\*DR-\d{8}-\d{4} is open\*/)])
  expect((await desk.directMessages('on-call-engineer')).messages).toHaveLength(1)
  expect((await desk.incident()).events.filter((event) => event.type === 'declaration-joined')).toEqual([])
})

it('the same words typed again are a command of their own', async () => {
  await desk.type('technical-lead', '/dr note the replica is behind')
  await desk.type('technical-lead', '/dr note the replica is behind')
  expect((await desk.incident()).view.notes).toHaveLength(2)
})

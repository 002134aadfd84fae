/** Typed in haste at night: one sentence that only the typist sees, with the word that was most likely meant, and nothing happens. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
  await desk.type('on-call-engineer', '/dr declare mcp-debate S2 p1 debates cannot be opened')
  await desk.advance('2s')
})
afterAll(() => desk.close())

it.each([
  ['statsu', '`/dr status`'],
  ['akc', '`/dr ack`'],
  ['declair mcp-debate', '`/dr declare`'],
  ['resovle it works', '`/dr resolve`'],
  ['frobnicate', '`/dr help`'],
  ['help escalte', '`/dr help escalate`'],
  ['status identifed the index', '`/dr status identified`'],
  ['severity pp1', '`/dr severity p1`'],
  ['severity catastrophic', 'p1 (P1 - Critical)'],
  ['notify custmers', '`/dr notify customers`'],
  ['role technical-laed @cto', '`/dr role technical-lead @who`'],
  ['page @technical-laed', 'technical-lead'],
  ['page @nobody-at-all', '`/dr oncall`'],
  ['eta whenever', '`20 min`'],
  ['eta yesterday 10:00', 'has passed'],
  ['ladder puase', '`/dr ladder pause`'],
  ['plan relaod', '`/dr plan reload`'],
  ['timeline few', '`/dr timeline 40`'],
  ['cover @cto', '`/dr cover @away by @standin until 07:00`'],
  ['hold of', '`/dr hold off`'],
  ['list opne', '`all`'],
  ['links nowhere', '`/dr links mcp-debate`'],
  ['ack DR-19990101-0000', 'There is no incident DR-19990101-0000'],
])('/dr %s is answered in one sentence', async (words, hint) => {
  const responseUrl = desk.newResponseUrl()
  const before = (await desk.incident()).events.length
  expect((await desk.send('technical-lead', `/dr ${words}`, { responseUrl })).status).toBe(200)
  const [answer, ...more] = await desk.until(
    () => desk.answers(responseUrl),
    (texts) => texts.length > 0,
  )
  expect(answer).toContain(hint)
  expect(answer).not.toContain('\n')
  expect(more).toEqual([])
  const posts = (await (await fetch(desk.contract.slack.responseUrl)).json()) as {
    path: string
    body: { response_type: string }
  }[]
  expect(posts.find((post) => responseUrl.endsWith(post.path))!.body.response_type).toBe('ephemeral')
  const { events } = await desk.incident()
  expect(events.slice(before).filter((event) => event.by.via === 'slack')).toEqual([])
})

/** Before and during a disaster: who would be paged now, and by which means. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

it('/dr oncall names the people of every level, with their means and times, and pages nobody', async () => {
  const answer = await desk.type('technical-lead', '/dr oncall mcp-debate')
  const lines = answer.split('\n')
  expect(lines[0]).toContain('MCP Debate System')
  for (const [label, when] of [
    ['Level 1', 'at once'],
    ['Level 2', 'after 15 min'],
    ['Level 3', 'after 30 min'],
    ['Level 4', 'after 1 h'],
  ]) {
    expect(answer).toContain(`*${label}*, ${when}`)
  }
  expect(answer).toContain('On-call engineer (Slack, PagerDuty, SMS, phone call, mail)')
  expect(answer.indexOf('Technical')).toBeLessThan(answer.indexOf('Database'))
  await desk.advance('1 min')
  expect((await desk.directMessages('on-call-engineer')).messages).toEqual([])
})

it('names holders in their order, so that one sees who follows whom', async () => {
  const answer = await desk.type('technical-lead', '/dr oncall puo-memo')
  expect(answer).toMatch(/DR Lead: DR lead \(.*\); then DR lead's backup \(/)
})

it('shows in an incident when each level was paged and which is still to come', async () => {
  const { id } = await desk.declare('technical-lead', 'mcp-debate S2 p1')
  const answer = await desk.type('technical-lead', '/dr oncall')
  expect(answer).toContain(`On call for ${id}`)
  expect(answer).toMatch(/\*Level 1\*, paged/)
  expect(answer).toMatch(/\*Level 2\*, due/)
})

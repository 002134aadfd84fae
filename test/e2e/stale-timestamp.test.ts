/** A request that Slack signed long ago is a recording: refused, whatever the sandbox's clock says. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

it.each([
  ['ten minutes old', 600],
  ['ten minutes ahead', -600],
])('a rightly signed declaration, %s, is refused and opens nothing', async (_age, ageSeconds) => {
  const responseUrl = desk.newResponseUrl()
  const answer = await desk.send('on-call-engineer', '/dr declare mcp-debate S2', { ageSeconds, responseUrl })
  expect(answer.status).toBe(401)
  await desk.advance('1m')
  expect(await desk.incidents()).toEqual([])
  expect(await desk.answers(responseUrl)).toEqual([])
  expect((await desk.directMessages('on-call-engineer')).messages).toEqual([])
})

it('one that took four minutes is still taken', async () => {
  expect((await desk.send('on-call-engineer', '/dr declare mcp-debate S2', { ageSeconds: 240 })).status).toBe(200)
  await desk.advance('1s')
  expect(await desk.incidents()).toHaveLength(1)
})

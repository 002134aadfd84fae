/** It is worse than thought, then less bad: levels and notices that a severity adds come at once, those that it takes away do not come. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'
import { copyOfPlan, type PlanFile } from './plan-file.ts'
import { mailsTo } from './told.ts'

const COMMANDER = 'incident-commander'
const SALES = 'sales@mcp-debate.example'

let plan: PlanFile
let desk: Desk
beforeAll(async () => {
  plan = await copyOfPlan('mcp-debate')
  // Level 3 and the sales team belong to the worst severity only.
  await plan.edit('      - id: level-3\n', '      - id: level-3\n        severities: [p1]\n')
  await plan.edit('  - id: sales\n    audience: sales\n', '  - id: sales\n    audience: sales\n    severities: [p1]\n')
  desk = await openDesk({ plans: [plan.file] })
})
afterAll(async () => {
  await desk.close()
  await plan.remove()
})

const pages = async (person: string) => (await desk.directMessages(person)).messages.length

it('what a lesser severity does not ask for is neither paged nor told', async () => {
  await desk.type('on-call-engineer', '/dr declare S2 p2 debates are slow')
  await desk.advance('50m')
  expect(await pages('technical-lead')).toBe(1)
  expect(await pages(COMMANDER)).toBe(0)
  expect(await desk.type('cto', '/dr ladder')).not.toContain('Level 3')
})

it('raised after its time has passed, the level is paged at once', async () => {
  const answer = await desk.type('technical-lead', '/dr severity p1 they are down altogether')
  expect(answer).toContain('is now P1 - Critical* (was P2 - High)')
  expect(answer).toContain('Incident commander')
  await desk.advance('2s')
  expect(await pages(COMMANDER)).toBe(1)
  const { topic, messages } = await desk.channel((await desk.incident()).view.channel!.name)
  expect(topic).toContain('P1 - Critical')
  expect(messages.map((message) => message.text).join()).toContain('they are down altogether')
  expect((await desk.statusPage()).status.indicator).toBe('critical')
})

it('lowered in time, what only the worse one asks for does not come any more', async () => {
  expect(await desk.type('technical-lead', '/dr severity high only half of them')).toContain('is now P2 - High')
  await desk.advance('2s')
  expect((await desk.statusPage()).status.indicator).toBe('major')
  await desk.advance('1h')
  expect(await mailsTo(desk, SALES)).toEqual([])
  // Level 4 belongs to both and comes in its own time.
  expect(await pages('cto')).toBe(1)

  await desk.type('technical-lead', '/dr severity p1 down again')
  await desk.advance('2s')
  expect(await mailsTo(desk, SALES)).toHaveLength(1)
  expect(await desk.type('technical-lead', '/dr timeline all')).toMatch(
    /severity from P2 - High to P1 - Critical: they are down altogether[\s\S]*P1 - Critical to P2 - High: only half/,
  )
})

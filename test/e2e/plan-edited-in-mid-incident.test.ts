/** Somebody edits the plan while it is being carried out: the running incident goes on by the plan that it began with. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'
import { copyOfPlan, type PlanFile } from './plan-file.ts'

const LEAD = 'technical-lead'

let plan: PlanFile
let desk: Desk
beforeAll(async () => {
  plan = await copyOfPlan('mcp-debate')
  desk = await openDesk({ plans: [plan.file] })
})
afterAll(async () => {
  await desk.close()
  await plan.remove()
})

const pagesOf = async (incident: string) =>
  (await desk.directMessages(LEAD)).messages.filter((message) => message.text.includes(incident))
const declare = async (words: string) =>
  /DR-[\d-]+\d/.exec(await desk.type('on-call-engineer', `/dr declare ${words}`))![0]

it('/dr plan says what a reload would change, the running incident keeps its ladder, the next one has the new', async () => {
  const running = await declare('S2 p1 debates cannot be opened')
  await desk.advance('1m')
  expect(await desk.type(LEAD, '/dr plan')).toContain('a reload would change nothing')

  await plan.edit('after: 15 minutes\n', 'after: 5 minutes\n')
  const shown = await desk.type(LEAD, '/dr plan')
  expect(shown).toContain('`/dr plan reload` would change:')
  expect(shown).toContain('mcp-debate: policy main, level 2: after 15 min → 5 min')
  await desk.advance('5m')
  expect(await pagesOf(running)).toEqual([])

  expect(await desk.type(LEAD, '/dr plan reload')).toMatch(
    /^\*Reloaded\.\* Open incidents keep the plan they began with/,
  )
  const next = await declare('S3 p1 everything is gone')
  await desk.advance('5m')
  expect(await pagesOf(next)).toHaveLength(1)
  // Else its further means would go to the same person at the very minute of the other's page, and that one would wait to be bundled.
  expect(await desk.type(LEAD, `/dr ack ${next}`)).toContain('You have')
  expect(await pagesOf(running)).toEqual([])
  await desk.advance('3m')
  expect(await pagesOf(running)).toEqual([])
  await desk.advance('1m')
  expect(await pagesOf(running)).toHaveLength(1)
  expect(await desk.type(LEAD, '/dr plan reload')).toContain('Nothing has changed')
})

it('a broken edit is named by file, line and column, as is a template that is not there; the last good plan stays in force', async () => {
  const { line, column } = await plan.edit('after: 1 hour\n', 'after: soon\n')
  for (const command of ['/dr plan', '/dr plan reload']) {
    const answer = await desk.type(LEAD, command)
    expect(answer).toContain('Not taken, the last good plan stays in force')
    expect(answer).toContain(`${plan.file}:${line}:${column + 'after: '.length}`)
  }
  await plan.edit('after: soon\n', 'after: 1 hour\n')
  await plan.edit(
    'message to customers\n    templates: { initial: customer-initial, progress: customer-progress',
    'message to customers\n    templates: { initial: customer-initial, progress: customer-halfway',
  )
  const lost = await desk.type(LEAD, '/dr plan reload')
  expect(lost).toContain('Not taken, the last good plan stays in force')
  expect(lost).toContain('uses the template "customer-halfway", but there is no file customer-halfway.liquid')
  const declared = await declare('S4 p1 somebody else is in there')
  await desk.advance('1m')
  expect((await desk.incident(declared)).view.ladder.levels.map((level) => level.level)).toHaveLength(4)
})

/** The night in which the clocks change: the hand-over of the rotation stays at nine in the morning where its people live. */
import { DateTime } from 'luxon'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'
import { copyOfPlan, type PlanFile } from './plan-file.ts'

const ZONE = 'Europe/Berlin'
const PEOPLE = ['technical-lead', 'database-administrator', 'infrastructure-engineer']

/** Nine in the morning of the next day on which the clocks change, there. */
function nextChange(fromMs: number): DateTime {
  let day = DateTime.fromMillis(fromMs, { zone: ZONE }).startOf('day').plus({ days: 3 })
  while (day.offset === day.plus({ days: 1 }).offset) day = day.plus({ days: 1 })
  return day.set({ hour: 9 })
}

let plan: PlanFile
let desk: Desk
let change: DateTime
beforeAll(async () => {
  change = nextChange(Date.now())
  const start = change.minus({ days: 2 }).toFormat("yyyy-MM-dd'T'HH:mm")
  plan = await copyOfPlan('mcp-debate')
  await plan.edit('to: [{ role: on-call-engineer }]', 'to: [{ rotation: berlin }]')
  await plan.edit(
    '\npolicy: main\n',
    `
rotations:
  berlin: { label: Berlin desk, zone: ${ZONE}, start: "${start}", shift: { days: 1 }, people: [${PEOPLE.join(', ')}] }
policy: main
`,
  )
  desk = await openDesk({ plans: [plan.file] })
})
afterAll(async () => {
  await desk.close()
  await plan.remove()
})

/** Who is paged by a disaster that is declared then. */
async function pagedAt(moment: DateTime): Promise<string[]> {
  await desk.advance(`${moment.toMillis() - desk.sandbox.clock.now()} ms`)
  await desk.type('cto', '/dr declare S2 p1 debates cannot be opened')
  await desk.advance('1s')
  const { view } = await desk.incident()
  const paged = view.ladder.levels.flatMap((level) => level.pages.map((page) => page.person.id))
  await desk.type('cto', '/dr resolve it was a test', (await desk.channel(view.channel!.name)).id)
  return paged
}

it('pages by local time before and after the hand-over, on the day before, that day and the day after', async () => {
  const minutes = { minutes: 1 }
  const [first, second, third] = PEOPLE
  expect(await pagedAt(change.minus({ days: 1 }).minus(minutes))).toEqual([first])
  expect(await pagedAt(change.minus({ days: 1 }).plus(minutes))).toEqual([second])
  expect(await pagedAt(change.minus({ minutes: 30 }))).toEqual([second])
  expect(await desk.type('cto', '/dr oncall mcp-debate')).toContain('Berlin desk: Database administrator')
  expect(await pagedAt(change.plus({ minutes: 30 }))).toEqual([third])
  expect(await desk.type('cto', '/dr oncall mcp-debate')).toContain('Berlin desk: Infrastructure engineer')
  expect(await pagedAt(change.plus({ days: 1 }).plus(minutes))).toEqual([first])
})

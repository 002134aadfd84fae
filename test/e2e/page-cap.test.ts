/** A plan that pages too much: nobody gets more than it allows in an hour; the rest waits, says why and until when, and comes afterwards. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'
import { copyOfPlan, type PlanFile } from './plan-file.ts'

const ON_CALL = 'on-call-engineer'
const CAP = 3
const HOUR_MS = 3_600_000

let plan: PlanFile
let desk: Desk
beforeAll(async () => {
  plan = await copyOfPlan('mcp-debate')
  await plan.edit('\npolicy: main\n', `\npagesPerPersonAndHourMax: ${CAP}\npolicy: main\n`)
  await plan.reshape({
    level: { means: ['slack', 'sms'], nextMeansAfter: '1 min', repeat: { every: '5 min', times: 3 } },
    policy: { again: false },
  })
  desk = await openDesk({ plans: [plan.file] })
})
afterAll(async () => {
  await desk.close()
  await plan.remove()
})

const received = async () => (await desk.directMessages(ON_CALL)).messages.length + (await desk.sms(ON_CALL)).length

it('never more than the cap in an hour, and nothing is lost afterwards', async () => {
  await desk.type('cto', '/dr declare S2 p1 debates cannot be opened')
  await desk.advance('6m')
  expect(await received()).toBe(CAP)
  const status = await desk.type('cto', '/dr status')
  const until = new Date((await desk.incident()).view.declared.atMs + HOUR_MS).toISOString().slice(11, 16)
  expect(status).toContain(`one person may get no more than ${CAP} messages in an hour`)
  expect(status).toContain(`${until} UTC`)
  await desk.advance('53m')
  expect(await received()).toBe(CAP)

  // Eight messages were owed in all: four passes by two means.
  await desk.advance('3h')
  expect(await received()).toBe(8)
  const sentMs = (await desk.incident()).events.flatMap((event) =>
    event.type === 'carried-out' && event.effect.kind === 'page' && event.effect.person === ON_CALL ? [event.atMs] : [],
  )
  expect(sentMs).toHaveLength(8)
  for (const atMs of sentMs)
    expect(sentMs.filter((other) => other > atMs - HOUR_MS && other <= atMs).length).toBeLessThanOrEqual(CAP)
})

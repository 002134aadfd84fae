/** Two people press Approve in the same instant at two replicas, one of them twice, and Slack delivers everything again: one run, and no more. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'
import { recoveringIn } from './recovering.ts'
import { type Replica, startReplicaBeside } from './replica-beside.ts'
import { leavesALine, type StepPlan, stepPlan } from './step-plan.ts'

let plan: StepPlan
let desk: Desk
let replica: Replica | undefined
beforeEach(async () => {
  plan = await stepPlan((folder) => ({
    steps: [
      leavesALine(folder),
      leavesALine(folder, {
        id: 'pair',
        title: 'Act in a pair',
        needs: [],
        approval: { roles: ['dba', 'commander'], count: 2 },
      }),
    ],
  }))
  desk = await openDesk({ plans: [plan.file], runs: 'all', environment: { PATH: process.env.PATH } })
})
afterEach(async () => {
  await replica?.kill()
  await desk.close()
  await plan.remove()
})

it('runs once, however often and wherever it is approved', async () => {
  replica = await startReplicaBeside(desk)
  const { id } = await desk.declare('on-call-shop', 'workshop trouble critical')
  await desk.advance('1 s')
  const recovering = recoveringIn(desk, id)
  const place = await recovering.message('act')
  const there = { eventsUrl: `${replica.url}/slack/events` }
  await Promise.all([
    desk.push('dba-shop', place, 'approve', { deliveries: 2 }),
    desk.push('commander-shop', place, 'approve', there),
    desk.push('dba-shop', place, 'approve', there),
  ])
  replica.moveTo(desk.sandbox.clock.now())
  await desk.until(
    () => recovering.step('act'),
    (step) => step.status === 'succeeded',
  )
  // Pressed again when all is over: the message's old button comes from somebody who had it still open.
  await desk.push('commander-shop', place, 'approve', there)
  await desk.advance('1 min')
  expect(await plan.lines('ran')).toEqual(['ran'])
  expect(await recovering.runs()).toEqual(['act/do/1'])
  const approvals = (await desk.incident(id)).events.filter((event) => event.type === 'step-approved')
  expect(approvals).toHaveLength(1)
})

it('needs the second person, wherever the first one presses how often', async () => {
  replica = await startReplicaBeside(desk)
  const { id } = await desk.declare('on-call-shop', 'workshop trouble critical')
  await desk.advance('1 s')
  const recovering = recoveringIn(desk, id)
  const place = await recovering.message('pair')
  const there = { eventsUrl: `${replica.url}/slack/events` }
  await Promise.all([
    desk.push('dba-shop', place, 'approve', { deliveries: 3 }),
    desk.push('dba-shop', place, 'approve', there),
    desk.push('on-call-shop', place, 'approve', there),
  ])
  await desk.advance('1 min')
  expect(await plan.lines('ran')).toEqual([])
  expect(await recovering.step('pair')).toMatchObject({ status: 'awaiting-approval', run: { approvalsMissing: 1 } })
  await desk.push('commander-shop', place, 'approve', there)
  await desk.until(
    () => plan.lines('ran'),
    (lines) => lines.length > 0,
  )
  await desk.advance('1 min')
  expect(await plan.lines('ran')).toEqual(['ran'])
})

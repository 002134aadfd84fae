/** Approving where Slack is not: by text message, in the console; and what the plan's small things do: cards, undoing, dry runs, drills. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'
import { type Recovering, recoveringIn } from './recovering.ts'
import { leavesALine, type StepPlan, stepPlan } from './step-plan.ts'

let plan: StepPlan
let desk: Desk
beforeEach(async () => {
  plan = await stepPlan((folder) => ({
    steps: [
      leavesALine(folder, {
        risk: 'destructive',
        dryRun: [{ command: ['sh', '-c', `echo tried >> ${folder}/tried`] }],
      }),
    ],
    plan: {
      cards: {
        stop: {
          title: 'Stop it',
          steps: [
            {
              ...{
                id: 'block',
                title: 'Block the traffic',
                do: [{ command: ['sh', '-c', `echo blocked >> ${folder}/wall`] }],
              },
              undo: {
                title: 'Let the traffic through',
                do: [{ command: ['sh', '-c', `echo open >> ${folder}/wall`] }],
              },
            },
          ],
        },
      },
    },
  }))
  desk = await openDesk({ plans: [plan.file], runs: 'all', environment: { PATH: process.env.PATH } })
})
afterEach(async () => {
  await desk.close()
  await plan.remove()
})

async function declared(words = 'workshop trouble critical'): Promise<Recovering> {
  const { id } = await desk.declare('on-call-shop', words)
  await desk.advance('1 s')
  return recoveringIn(desk, id)
}
const codeOf = (sms: string[]) =>
  /APPROVE (\w{7})/.exec(sms.findLast((text) => text.includes('APPROVE')) ?? '')?.[1] ?? ''

it('by text message, with the code that was sent to this telephone and the name of the system', async () => {
  await desk.fault({ service: 'slack', fault: 'down' })
  await desk.console('on-call-shop', 'declare workshop trouble critical')
  const { id } = (await desk.incident()).view
  const recovering = recoveringIn(desk, id)
  await desk.advance('20 s')
  const sms = await desk.sms('dba-shop')
  const code = codeOf(sms)
  expect(sms.join()).toContain('approve "Act on the world" (')

  await desk.replySms('commander-shop', `APPROVE ${code} Workshop`)
  expect((await desk.sms('commander-shop')).at(-1)).toContain('another telephone')
  await desk.replySms('dba-shop', `approve ${code}`)
  expect((await desk.sms('dba-shop')).at(-1)).toContain("type the system's name, Workshop")
  expect(await plan.lines('ran')).toEqual([])
  await desk.replySms('dba-shop', `Approve ${code.toLowerCase()} workshop.`)
  expect((await desk.sms('dba-shop')).at(-1)).toContain('Approved: "Act on the world"')
  await desk.advance('1 s')
  expect(await plan.lines('ran')).toEqual(['ran'])
  expect((await recovering.step('act')).run).toMatchObject({ approvals: [{ person: { id: 'dba-shop' } }] })

  await desk.replySms('dba-shop', `APPROVE ${code} Workshop`)
  await desk.advance('1 min')
  expect(await plan.lines('ran')).toEqual(['ran'])
})

it('rejected by text message, and approved in the console after it was asked for again', async () => {
  await desk.fault({ service: 'slack', fault: 'down' })
  await desk.console('on-call-shop', 'declare workshop trouble critical')
  await desk.advance('20 s')
  await desk.replySms('dba-shop', `REJECT ${codeOf(await desk.sms('dba-shop'))} not before noon`)
  expect((await desk.sms('dba-shop')).at(-1)).toContain('Rejected')
  expect(await desk.console('dba-shop', 'step act')).toContain('not before noon')
  expect(await desk.console('on-call-shop', 'step start act')).toContain('1 of')
  expect(await desk.console('on-call-shop', 'approve act Workshop')).toContain('You cannot approve')
  expect(await desk.console('commander-shop', 'approve act Workshop')).toContain('Approved')
  await desk.advance('1 s')
  expect(await plan.lines('ran')).toEqual(['ran'])
})

it('a card is drawn, what it did is taken back, and until then the incident cannot be resolved', async () => {
  const recovering = await declared()
  const { channel } = await recovering.view()
  expect(await desk.type('on-call-shop', '/dr card stop', channel!.id)).toContain('Block the traffic')
  await desk.advance('1 s')
  await recovering.press('on-call-shop', 'stop.block', 'step', 'start stop.block')
  await desk.advance('1 s')
  expect(await plan.lines('wall')).toEqual(['blocked'])
  expect(await desk.type('on-call-shop', '/dr resolve done', channel!.id)).toContain(
    'Still to be taken back: Let the traffic through',
  )
  await recovering.press('on-call-shop', 'stop.block', 'undo')
  await desk.advance('1 s')
  expect(await plan.lines('wall')).toEqual(['blocked', 'open'])
  expect(await desk.type('on-call-shop', '/dr resolve done', channel!.id)).toContain('is resolved')
})

it('a dry run says what would run, runs the plan’s own trial, and changes nothing', async () => {
  const recovering = await declared()
  const { channel } = await recovering.view()
  const all = await desk.type('on-call-shop', '/dr step dry all', channel!.id)
  expect(all).toContain('beside Muster, destructive, approval of 1 of Database administrator (Shop DBA)')
  expect(await desk.type('on-call-shop', '/dr step dry act', channel!.id)).toContain('nothing is changed')
  await desk.advance('1 s')
  expect(await plan.lines('tried')).toEqual(['tried'])
  expect(await plan.lines('ran')).toEqual([])
  expect(await recovering.step('act')).toMatchObject({ status: 'awaiting-approval', dryRun: { state: 'succeeded' } })
})

it('a drill asks for the same approval, and carries out the trial instead', async () => {
  // Beside what is real no drill is opened.
  for (const { view } of await desk.incidents()) {
    if (view.phase === 'open') await desk.type('on-call-shop', `/dr cancel ${view.id} enough tried`)
  }
  const recovering = await declared('drill workshop trouble critical')
  await recovering.approve('dba-shop', 'act', 'Workshop')
  await desk.advance('1 s')
  expect(await recovering.step('act')).toMatchObject({ status: 'succeeded', dry: true })
  expect(await plan.lines('tried')).toEqual(['tried'])
  expect(await plan.lines('ran')).toEqual([])
})

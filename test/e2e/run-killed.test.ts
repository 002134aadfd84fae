/** The replica that runs a step dies by SIGKILL, at each point of the run: nothing runs twice, and what nobody knows is put to a person (promise 3). */
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Desk, openDesk } from './desk.ts'
import { type Recovering, recoveringIn } from './recovering.ts'
import { type Replica, startReplicaBeside } from './replica-beside.ts'
import { type StepPlan, stepPlan } from './step-plan.ts'

let plan: StepPlan
let desk: Desk
let replica: Replica
beforeEach(async () => {
  // Says that it has begun, waits until it may end, and says that it has.
  const script = (folder: string) =>
    `echo begun >> ${folder}/begun; while [ ! -e ${folder}/go ]; do sleep 0.05; done; echo ended >> ${folder}/ended`
  plan = await stepPlan((folder) => ({
    steps: [
      {
        ...{ id: 'act', title: 'Act on the world', approval: { roles: ['dba'] } },
        do: [{ command: ['sh', '-c', script(folder)] }],
      },
      { id: 'after', title: 'Go on', risk: 'read', do: [{ command: ['true'] }] },
    ],
  }))
  desk = await openDesk({ plans: [plan.file], runs: 'all', environment: { PATH: process.env.PATH } })
})
afterEach(async () => {
  await writeFile(path.join(plan.folder, 'go'), '')
  await replica.kill()
  await desk.close()
  await plan.remove()
})

/** The incident is open, and only the other replica carries anything out. */
async function declared(acts: boolean): Promise<Recovering> {
  const { id } = await desk.declare('on-call-shop', 'workshop trouble critical')
  await desk.advance('1 s')
  await desk.sandbox.muster.engine.stop()
  replica = await startReplicaBeside(desk, { acts })
  return recoveringIn(desk, id)
}
const approve = () => replica.type('dba-shop', '/dr approve act')
const survives = async () => {
  await replica.kill()
  await desk.sandbox.muster.engine.start()
}
const begun = () => plan.lines('begun')

async function isPutToAPerson(recovering: Recovering): Promise<void> {
  // 15 s for the run, 30 for what the dead replica was about to say in the channel.
  await desk.advance('45 s')
  expect(await recovering.step('act')).toMatchObject({
    status: 'unknown',
    run: { reason: expect.stringContaining('silent') },
  })
  const { messages } = await desk.channel((await recovering.view()).channel!.name)
  expect(messages.map(({ text }) => text).join('\n')).toContain('Nobody knows how “Act on the world” ended')
  await desk.advance('2 h')
  expect(await recovering.runs()).toEqual(['act/do/1'])
  expect(await begun()).toEqual(['begun'])
  await recovering.press('on-call-shop', 'act', 'step', 'done act')
  await desk.advance('2 s')
  expect(await recovering.step('after')).toMatchObject({ status: 'succeeded' })
}

it('before it has begun: the approval stands, and another replica runs it, once', async () => {
  const recovering = await declared(false)
  expect(await approve()).toContain('Approved')
  await survives()
  await writeFile(path.join(plan.folder, 'go'), '')
  await desk.until(
    () => recovering.step('act'),
    (step) => step.status === 'succeeded',
  )
  expect(await begun()).toEqual(['begun'])
  expect(await recovering.runs()).toEqual(['act/do/1', 'after/do/1'])
})

it('while it runs', async () => {
  const recovering = await declared(true)
  await approve()
  await desk.until(begun, (lines) => lines.length > 0)
  await survives()
  await isPutToAPerson(recovering)
})

it('after it has ended, before that is recorded', async () => {
  const recovering = await declared(true)
  await approve()
  await desk.until(begun, (lines) => lines.length > 0)
  // Whoever wants to write into this stream waits here.
  const client = new Client({ connectionString: desk.contract.databaseUrl })
  await client.connect()
  await using _closed = { [Symbol.asyncDispose]: () => client.end() }
  await client.query('BEGIN')
  await client.query('SELECT 1 FROM muster.stream WHERE stream = $1 FOR UPDATE', [(await recovering.view()).id])
  await writeFile(path.join(plan.folder, 'go'), '')
  await desk.until(
    () => plan.lines('ended'),
    (lines) => lines.length > 0,
  )
  await desk.until(
    async () => (await client.query("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'")).rowCount,
    (waiting) => waiting! > 0,
  )
  await replica.kill()
  await client.query('ROLLBACK')
  await desk.sandbox.muster.engine.start()
  await isPutToAPerson(recovering)
})

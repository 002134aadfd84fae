/** Muster starts again while a plan file is broken: it goes on with the last good plan, and says what is wrong. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Muster, startMuster } from '../../src/main.ts'
import { emptyDatabase } from '../postgres.ts'
import { type Desk, openDesk } from './desk.ts'
import { copyOfPlan, type PlanFile } from './plan-file.ts'

let plan: PlanFile
let desk: Desk
let place: string
let again: Muster | undefined
const complaints: string[] = []
const logger = {
  info: () => {},
  warn: () => {},
  error: (detail: object) => complaints.push(JSON.stringify(detail)),
}

beforeAll(async () => {
  plan = await copyOfPlan('mcp-debate')
  desk = await openDesk({ plans: [plan.file] })
  await desk.type('on-call-engineer', '/dr declare S2 p1 debates cannot be opened')
  await desk.advance('1m')
  await desk.sandbox.muster.stop()
  const { line, column } = await plan.edit('commander: incident-commander\n', 'commander: captain\n')
  place = `${plan.file}:${line}:${column + 'commander: '.length}`
})
afterAll(async () => {
  await again?.stop()
  await desk.close()
  await plan.remove()
})

const ask = async (command: string) => {
  const response = await fetch(`${again!.url}/console/api/command`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ command, person: 'on-call-engineer' }),
  })
  return ((await response.json()) as { plain: string }).plain
}

it('starts on the same database, goes on with the open incident and takes the next one', async () => {
  const { clock, settings } = desk.sandbox
  again = await startMuster(settings, { clock, logger })
  expect(complaints.join()).toContain(place)
  expect(await ask('plan')).toContain(place)
  expect(await ask('plan')).toContain('the last good plan stays in force')
  expect(await ask('status')).toContain('Database corruption')
  expect(await ask('declare S3 p1 everything is gone')).toContain('is open')
})

it('without any earlier version it does not start, and says where the plan is broken', async () => {
  const database = await emptyDatabase()
  const { clock, settings } = desk.sandbox
  await expect(startMuster({ ...settings, databaseUrl: database.url }, { clock, logger })).rejects.toThrow(place)
  await database.drop()
})

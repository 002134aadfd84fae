/**
 * The database goes away in mid-incident, for everybody, and comes back: two replicas go on from their lifeboats, one of them is killed and started again meanwhile. What
 * they took is in the journal afterwards, what they did twice is told, and nobody who answered is called again.
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPostgresBacking } from '../../src/engine/backing.ts'
import { verifyJournal } from '../../src/engine/verify-journal.ts'
import { emptyDatabase, type TestDatabase } from '../postgres.ts'
import { type Desk, openDesk } from './desk.ts'
import { copyOfPlan, type PlanFile } from './plan-file.ts'
import { type Replica, startReplicaBeside } from './replica-beside.ts'
import { openWay, type Way } from './way.ts'

/** As in production, but that nobody waits ten seconds. */
const LOOKS = { everyMs: 250, awayAfterMs: 3_000 }
const ON_CALL = 'on-call-engineer'
const LEAD = 'technical-lead'

let database: TestDatabase
let plan: PlanFile
let way: Way
let desk: Desk
let replica: Replica
beforeAll(async () => {
  database = await emptyDatabase()
  way = await openWay(database.url)
  plan = await copyOfPlan('mcp-debate')
  await plan.reshape({ level: { means: ['sms'], nextMeansAfter: undefined }, policy: { stop: 'acknowledged' } })
  desk = await openDesk({ databaseUrl: way.url, plans: [plan.file], databaseLooks: LOOKS })
  replica = await startReplicaBeside(desk)
})
afterAll(async () => {
  way.become('open')
  await replica.kill()
  await desk.close()
  await way.close()
  await database.drop()
  await plan.remove()
})

const ready = async (url: string) =>
  (await fetch(`${url}/readyz`)).json() as Promise<{ ok: boolean; adriftSince?: string }>
const untilAdrift = (url: string, is: boolean) =>
  desk.until(
    () => ready(url),
    ({ ok, adriftSince }) => ok && (adriftSince !== undefined) === is,
  )
const sandboxUrl = () => desk.sandbox.muster.url
const codeOf = (texts: string[]) => /ACK (\w+)/.exec(texts.at(-1) ?? '')?.[1]

it('goes on without its database, and loses nothing', { timeout: 120_000 }, async () => {
  const { id } = await desk.declare(ON_CALL, 'mcp-debate S2 p1 debates cannot be opened')
  await desk.until(
    async () => (await fetch(`${replica.url}/metrics`)).text(),
    (text) => /muster_lifeboat_copy_age_seconds [012]\b/.test(text) && text.includes('muster_adrift 0'),
  )
  way.become('closed')
  for (const url of [sandboxUrl(), replica.url]) await untilAdrift(url, true)

  // The next level is due; both replicas page it, because neither knows of the other.
  await desk.advance('15m')
  expect(await desk.sms(LEAD)).toHaveLength(1)
  replica.moveTo(desk.sandbox.clock.now())
  await desk.until(
    () => desk.sms(LEAD),
    (texts) => texts.length === 2,
  )
  await replica.kill()
  replica = await startReplicaBeside(desk)
  await untilAdrift(replica.url, true)
  expect(await replica.type(LEAD, `/dr note ${id} the second replica is alive`)).toContain('Noted')

  await desk.replySms(LEAD, `ACK ${codeOf(await desk.sms(LEAD))}`)
  await desk.until(
    () => desk.incident(id),
    ({ view }) => view.acknowledged.length > 0,
  )
  expect(await desk.type(LEAD, `/dr status ${id}`)).toContain('*Running from the lifeboat* since')
  const step = (await desk.incident(id)).view.recovery?.steps[0]?.id
  expect(await desk.type(LEAD, `/dr step start ${step} ${id}`)).toContain(
    'The database is away: steps and approvals wait',
  )
  const declared = await desk.type(LEAD, '/dr declare mcp-debate S3 p1 another one')
  expect(declared).toMatch(/DR-\d{8}-\d{4}-[0-9A-F]{4}\b/)

  way.become('open')
  await untilAdrift(sandboxUrl(), false)
  await untilAdrift(replica.url, false)
  await desk.advance('16m')
  const other = /DR-[\w-]+/.exec(declared)?.[0] ?? ''
  expect(await desk.type(LEAD, `/dr status ${other.toLowerCase()}`)).toContain(`*${other}*`)
  const { view, events } = await desk.incident(id)
  expect(view.adriftSinceMs).toBeNull()
  expect(view.acknowledged.map(({ person }) => person.id)).toEqual([LEAD])
  expect(view.notes.map(({ text }) => text)).toEqual(['the second replica is alive'])
  expect(events.filter(({ type }) => type === 'level-reached')).toHaveLength(2)
  const merged = events.filter((event) => event.type === 'lifeboat-merged')
  expect(merged.map(({ refused }) => refused)).toEqual([[], []])
  expect(merged.flatMap(({ rangTwice }) => rangTwice)).toContainEqual({ person: LEAD, means: 'sms' })
  // Twice for this incident, and no more after the answer.
  expect((await desk.sms(LEAD)).filter((text) => text.includes(`${id} MCP`))).toHaveLength(2)

  const direct = createPostgresBacking({ connectionString: database.url, queues: {} })
  const damaged: string[] = []
  for await (const { message } of verifyJournal(direct.storage)) damaged.push(message)
  await direct.stop()
  expect(damaged).toEqual([])
})

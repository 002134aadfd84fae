/**
 * The drill of docs/restore.md: the database is gone for good in mid-incident. `muster restore` makes the journal anew from its copy off-site, and the incident goes on where
 * it was: the next level is paged in time, approvals stand, a run that was in hand is put to a person, and who was erased stays erased.
 */
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Client } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { createTime } from '../../sim/time.ts'
import { runDr } from '../../src/cli/dr-command.ts'
import { runErase } from '../../src/cli/erase-command.ts'
import { runRestore } from '../../src/cli/restore-command.ts'
import { createPostgresBacking } from '../../src/engine/backing.ts'
import { silentLogger } from '../../src/engine/logger.ts'
import { verifyJournal } from '../../src/engine/verify-journal.ts'
import { type Muster, startMuster } from '../../src/main.ts'
import { emptyDatabase } from '../postgres.ts'
import { type Desk, openDesk } from './desk.ts'
import { recoveringIn } from './recovering.ts'
import { stepPlan } from './step-plan.ts'

const MINUTE_MS = 60_000

const journalOf = (url: string) => {
  const backing = createPostgresBacking({ connectionString: url, queues: {} })
  onTestFinished(() => backing.stop())
  return backing.storage
}

async function drop(desk: Desk, from: string): Promise<void> {
  const client = new Client({ connectionString: from })
  await client.connect()
  await client.query(`DROP DATABASE ${new URL(desk.contract.databaseUrl).pathname.slice(1)} WITH (FORCE)`)
  await client.end()
}

/** Everything that is committed lies off-site. */
async function isCopied(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query(`
    SELECT bool_and(complete_at IS NOT NULL) AND NOT EXISTS (
      SELECT FROM muster.stream s LEFT JOIN muster.copied_stream c USING (stream)
      WHERE s.seq IS DISTINCT FROM c.seq OR s.erasures IS DISTINCT FROM c.erasures) AS copied FROM muster.copy`)
  await client.end()
  return rows[0].copied
}

async function aDisaster() {
  const plan = await stepPlan((folder) => ({
    steps: [
      { id: 'free', title: 'Look', risk: 'read', do: [{ command: ['true'] }] },
      {
        ...{ id: 'hand', title: 'Act on the world', approval: { roles: ['dba'] } },
        do: [
          { command: ['sh', '-c', `echo begun >> ${folder}/begun; while [ ! -e ${folder}/go ]; do sleep 0.05; done`] },
        ],
      },
      {
        id: 'later',
        title: 'Act again',
        approval: { roles: ['dba', 'commander'], count: 2 },
        needs: ['free'],
        do: [{ command: ['true'] }],
      },
    ],
  }))
  const environment = { PATH: process.env.PATH }
  const desk = await openDesk({ plans: [plan.file], runs: 'all', environment, copiesJournal: true })
  const fresh = await emptyDatabase()
  onTestFinished(async () => {
    await writeFile(path.join(plan.folder, 'go'), '')
    await desk.close()
    await fresh.drop()
    await plan.remove()
  })
  return { desk, plan, fresh }
}

test('an incident survives the loss of its database', async () => {
  const { desk, plan, fresh } = await aDisaster()
  const { id } = await desk.declare('on-call-shop', 'workshop trouble critical')
  await desk.type('on-call-shop', '/dr note Jane Roe of the bank called')
  await desk.type('commander-shop', '/dr note the shelf is empty')
  await desk.advance('1 min')
  const recovering = recoveringIn(desk, id)
  await desk.until(
    () => plan.lines('begun').then(() => recovering.step('hand')),
    ({ status }) => status === 'awaiting-approval',
  )
  await desk.type('dba-shop', '/dr approve hand')
  await desk.until(
    () => plan.lines('begun'),
    (lines) => lines.length > 0,
  )
  await desk.type('dba-shop', '/dr approve later')
  const old = journalOf(desk.contract.databaseUrl)
  const options = {
    confirmed: true,
    by: { id: 'cli:root', via: 'cli' as const },
    random: () => 'ab',
    write: () => {},
    complain: () => {},
  }
  expect(await runErase(old, { ...options, whose: { subject: 'on-call-shop' }, atMs: desk.sandbox.clock.now() })).toBe(
    0,
  )
  await desk.until(
    () => isCopied(desk.contract.databaseUrl),
    (copied) => copied,
  )
  const before = (await desk.incident(id)).events

  await drop(desk, fresh.url)
  await desk.sandbox.muster.stop().catch(() => {})
  const lostAtMs = desk.sandbox.clock.now()

  const said: string[] = []
  const restore = (more: { dryRun?: boolean; json?: boolean } = {}) =>
    runRestore({
      ...{
        settings: desk.sandbox.settings,
        into: fresh.url,
        dryRun: false,
        upToDamage: false,
        json: true,
        nowMs: lostAtMs,
      },
      ...{ write: (text) => said.push(text), complain: (text) => said.push(text), ...more },
    })
  expect(await restore({ dryRun: true, json: false })).toBe(0)
  expect(said.join('')).toContain(`Open, and to go on where they were: ${id}.`)
  said.length = 0
  expect(await restore()).toBe(0)
  const told = JSON.parse(said.join(''))
  expect(told).toMatchObject({ open: [id], damage: [], gaps: [], trouble: [], written: true })
  expect(told.anchorAt).toEqual(expect.any(String))
  await expect(restore()).rejects.toThrow(/holds a journal already/)

  const journal = journalOf(fresh.url)
  for await (const finding of verifyJournal(journal)) expect.unreachable(finding.message)
  const muster = await startMuster(
    { ...desk.sandbox.settings, databaseUrl: fresh.url, port: 0 },
    { clock: desk.sandbox.clock, logger: silentLogger },
  )
  onTestFinished(() => muster.stop())
  await goesOn({ desk, muster, id, before })
})

async function goesOn({ desk, muster, id, before }: { desk: Desk; muster: Muster; id: string; before: unknown[] }) {
  const events = await muster.engine.events(id)
  expect(events.slice(0, before.length).map(({ type }) => type)).toEqual(
    (before as { type: string }[]).map(({ type }) => type),
  )
  expect(JSON.stringify(events)).not.toContain('Jane Roe')
  expect(JSON.stringify(events)).toContain('the shelf is empty')
  const time = createTime({
    clock: desk.sandbox.clock,
    muster,
    servicesSettled: async () => {},
    signal: () => AbortSignal.timeout(60_000),
  })
  const declaredMs = events[0]!.atMs
  await time.advance(12 * MINUTE_MS)

  const now = (await muster.engine.events(id)) as unknown as {
    type: string
    atMs: number
    level?: string
    effect?: Record<string, unknown>
  }[]
  const paged = now.find(
    ({ type, effect }) => type === 'attempted' && effect?.kind === 'page' && String(effect.page).includes('team'),
  )
  expect(paged?.atMs).toBe(declaredMs + 10 * MINUTE_MS)
  expect((await desk.directMessages('dba-shop')).messages.length).toBeGreaterThan(0)
  const steps = async () => {
    const { recovery } = (await muster.services.incidents()).find((view) => view.id === id)!
    return Object.fromEntries(recovery!.steps.map((step) => [step.id, step]))
  }
  expect(await steps()).toMatchObject({ hand: { status: 'unknown' }, later: { status: 'awaiting-approval' } })
  // The first of two approvals was given before the loss.
  const dr = { url: muster.url, token: undefined, person: 'commander-shop', json: false, write: () => {} }
  expect(await runDr(['approve', 'later'], dr)).toBe(0)
  await time.advance(1_000)
  expect(await steps()).toMatchObject({ later: { status: 'succeeded' } })
  expect((await muster.engine.events('system')).map(({ type }) => type)).toContain('journal-restored')
}

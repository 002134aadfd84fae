/** Old and new replicas side by side: what a newer version has written is left to it, and neither crashes on it nor is acted on by half. */
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import type { AnyCommand, AnyCore } from '../../src/engine/any-core.ts'
import { WRITTEN_BY_NEWER } from '../../src/engine/left-alone.ts'
import { createSteppedClock } from '../../src/engine/stepped-clock.ts'
import { verifyJournal } from '../../src/engine/verify-journal.ts'
import { wallClock } from '../../src/engine/wall-clock.ts'
import { type Remind, type ReminderState, reminderCore } from './reminder-core.ts'
import { createRig, postgresBackings, type Rig, START_MS } from './rig.ts'

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const old = reminderCore as AnyCore<Remind>
/** The version after this one: reminders can be postponed all together, which no event of this version says. */
const newer: AnyCore<Remind> = {
  ...old,
  knows: () => true,
  decide: (plan, state, command) => {
    const { type, atMs, by } = command as AnyCommand
    return type === 'postpone'
      ? { ok: true, events: [{ type: 'postponed', atMs, by }] }
      : old.decide(plan, state, command)
  },
  evolve: (state, event) => {
    if (event.type !== 'postponed') return old.evolve(state, event)
    const { reminders, ...rest } = state as ReminderState
    const later = Object.entries(reminders).map(([what, one]) => [what, { ...one, dueMs: one.dueMs + 60_000 }])
    return { ...rest, reminders: Object.fromEntries(later) }
  },
}
const postpone = (rig: Rig, stream: string) =>
  rig.engine.submit(stream, { type: 'postpone', atMs: rig.clock.now(), by: { id: 'cli:ana', via: 'cli' } })

test('a replica that is too old for a stream answers so, leaves it to the new one, and goes on with the others', async () => {
  const { backings, url, close } = await postgresBackings(2)
  cleanups.push(close)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  // What a newer version has added to the tables: expand first, contract when nobody reads it any more.
  for (const table of ['event', 'stream', 'private_text', 'remembered', 'plan'])
    await client.query(`ALTER TABLE muster.${table} ADD COLUMN later text NOT NULL DEFAULT 'new'`)
  await client.end()

  const clock = createSteppedClock(wallClock, START_MS, false)
  const [before, after] = [
    createRig({ clock, core: old, backing: backings[0]! }),
    createRig({ clock, core: newer, backing: backings[1]! }),
  ]
  for (const { engine } of [before, after]) {
    await engine.start()
    cleanups.push(() => engine.stop())
  }
  await before.ask('inc-1', 'moved', START_MS + 10_000)
  await before.ask('inc-2', 'untouched', START_MS + 10_000)
  expect(await postpone(after, 'inc-1')).toMatchObject({ ok: true })

  expect(await before.ask('inc-1', 'more', START_MS + 20_000)).toEqual({ ok: false, why: WRITTEN_BY_NEWER })
  expect((await before.engine.events('inc-1')).map(({ type, seq }) => [type, seq])).toEqual([['asked', 1]])
  expect(await before.engine.readAll({ prefix: 'inc-' })).toHaveLength(2)

  clock.moveTo(START_MS + 10_000)
  await Promise.race([before.until('untouched'), after.until('untouched')])
  await before.engine.settle()
  expect([...before.carriedOut, ...after.carriedOut]).toEqual(['untouched'])
  clock.moveTo(START_MS + 70_000)
  await Promise.race([after.until('moved'), before.until('moved')])
  await after.engine.settle()
  expect(after.carriedOut).toContain('moved')
  expect(before.carriedOut).not.toContain('moved')
  expect((await after.engine.events('inc-1')).map(({ type }) => type)).toEqual([
    'asked',
    'postponed',
    'attempted',
    'ended',
  ])
  expect(before.complaints.filter((one) => one.includes('newer version'))).toHaveLength(1)
  for await (const finding of verifyJournal(after.backing.storage)) expect.unreachable(finding.message)
})

test('alone with such a stream, it does nothing there and is quiet; the due time stays as it was for whoever comes', async () => {
  const after = createRig({ core: newer })
  await after.ask('inc-1', 'moved', START_MS + 10_000)
  await postpone(after, 'inc-1')
  const before = createRig({ core: old, backing: after.backing })
  before.clock.moveTo(START_MS + 90_000)
  expect(await before.engine.settle()).toEqual({ carriedOut: 0, stillFailing: 0 })
  expect(await before.engine.nextDue()).toBe(START_MS + 70_000)
  after.clock.moveTo(START_MS + 90_000)
  await after.engine.settle()
  expect(after.carriedOut).toEqual(['moved'])
})

test('a job that it has claimed and may not do goes back at once, to a replica that understands', async () => {
  const after = createRig({ core: newer })
  await after.ask('inc-1', 'moved', START_MS - 60_000)
  const [job] = await after.backing.outbox.claim('mail', 1)
  await postpone(after, 'inc-1')
  await after.backing.outbox.handBack('mail', [job!])
  const before = createRig({ core: old, backing: after.backing })
  await before.engine.settle()
  expect(before.carriedOut).toEqual([])
  expect(await after.backing.outbox.backlog()).toEqual([{ queue: 'mail', jobs: 1, oldestSeconds: 0 }])
  await after.engine.settle()
  expect(after.carriedOut).toEqual(['moved'])
})

/**
 * Whatever happens while the database comes and goes, to one replica or two that are killed at any moment: what was answered with success is in the journal or is told as
 * refused, the chain holds, all replicas agree, and what somebody has withdrawn is not done after the merge.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Voyage } from '../../../src/engine/lifeboat/replay.ts'
import { createSteppedClock } from '../../../src/engine/stepped-clock.ts'
import { verifyJournal } from '../../../src/engine/verify-journal.ts'
import { wallClock } from '../../../src/engine/wall-clock.ts'
import { privately } from '../../../src/plan/actor.ts'
import { ANA, type ReminderCommand, type ReminderState } from '../reminder-core.ts'
import { START_MS } from '../rig.ts'
import { createDatabase, createDisk, openReplica, type Replica } from './boats.ts'

const STREAM = 'list'
type Step = { who: 0 | 1; what: 'note' | 'ask' | 'withdraw' | 'wait' | 'kill' | 'database'; n: number }

const steps = (replicas: 1 | 2): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.record({
      who: fc.constantFrom<0 | 1>(...(replicas === 1 ? ([0] as const) : ([0, 1] as const))),
      what: fc.constantFrom<Step['what']>('note', 'ask', 'ask', 'withdraw', 'wait', 'wait', 'kill', 'database'),
      n: fc.integer({ min: 0, max: 5 }),
    }),
    { minLength: 5, maxLength: 25 },
  )

async function play(replicas: 1 | 2, story: Step[]) {
  const database = createDatabase()
  const clock = createSteppedClock(wallClock, START_MS, false)
  const voyages: Voyage[] = []
  const done: string[] = []
  const disks = Array.from({ length: replicas }, createDisk)
  const open = (n: number) =>
    openReplica({ database, disk: disks[n]!, clock, voyages, name: `${n}`, carriedOut: (what) => done.push(what) })
  const running: Replica[] = []
  for (let n = 0; n < replicas; n++) running.push(await open(n))
  await running[0]?.lifeboat.storage.setCurrentPlan('shop', 'digest', { id: 'shop' } as never)
  const watchAll = async (seconds: number) => {
    for (const one of running) await one.watch(seconds)
  }
  await watchAll(31)

  const taken: string[] = []
  const give = async (who: number, name: string, command: ReminderCommand) => {
    const answer = await running[who]!.engine.submit<ReminderState>(STREAM, command)
    if (answer.ok && command.type !== 'withdraw') taken.push(name)
  }
  for (const [at, { who, what, n }] of story.entries()) {
    const base = { atMs: clock.now(), by: ANA }
    if (what === 'note') await give(who, `note ${at}`, { ...base, type: 'note', text: privately(`note ${at}`) })
    if (what === 'ask')
      await give(who, `ask ${n}`, { ...base, type: 'ask', what: `r${n}`, dueMs: clock.now() + 60_000 })
    if (what === 'withdraw') await give(who, '', { ...base, type: 'withdraw', what: `r${n}` })
    if (what === 'wait') {
      clock.moveTo(clock.now() + 30_000 * n)
      await running[who]!.engine.settle()
    }
    if (what === 'kill') running[who] = await open(who)
    if (what === 'database') {
      database.away = !database.away
      await watchAll(11)
    }
  }
  database.away = false
  await watchAll(5)
  const doneBefore = done.length
  clock.moveTo(clock.now() + 600_000)
  for (const one of running) await one.engine.settle()
  return { database, running, voyages, taken, disks, doneAfter: done.slice(doneBefore) }
}

test.each([1, 2] as const)('%i replicas', { timeout: 60_000 }, async (replicas) => {
  await fc.assert(
    fc.asyncProperty(steps(replicas), async (story) => {
      const { database, running, voyages, taken, disks } = await play(replicas, story)
      const states = await Promise.all(running.map((one) => one.engine.read<ReminderState>(STREAM)))
      for (const { lifeboat } of running) expect(lifeboat.adriftSinceMs()).toBeUndefined()
      expect(states.map((found) => found?.seq)).toEqual(states.map(() => states[0]?.seq))
      const { notes = [], reminders = {} } = states[0]?.state ?? {}
      const refused = new Set(
        voyages.flatMap((voyage) => voyage.refused.map(({ command }) => (command as { what?: string }).what)),
      )
      for (const name of taken) {
        if (name.startsWith('note')) expect(notes.filter((note) => note === name)).toEqual([name])
        else expect(reminders[`r${name.slice(4)}`] !== undefined || refused.has(`r${name.slice(4)}`)).toBe(true)
      }
      if (replicas === 1) expect(voyages.flatMap((voyage) => voyage.refused)).toEqual([])
      for (const { status } of Object.values(reminders)) expect(['done', 'withdrawn', 'given up']).toContain(status)
      expect(disks.map(({ record }) => record)).toEqual(disks.map(() => []))
      for await (const damaged of verifyJournal(database.backing.storage)) expect(damaged).toBeUndefined()
    }),
    { numRuns: 60 },
  )
})

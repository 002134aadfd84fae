/** The loop that looks at backups: every few minutes by whichever clock, one at a time, and patient with a store that stumbles. */
import { expect, it } from 'vitest'
import { silentLogger } from '../../src/engine/logger.ts'
import { createSteppedClock } from '../../src/engine/stepped-clock.ts'
import { wallClock } from '../../src/engine/wall-clock.ts'
import { planSchema } from '../../src/plan/schema.ts'
import { createBackupWatch, LOOK_EVERY_MS } from '../../src/program/backup-watch.ts'
import type { SeenSet } from '../../src/readiness/backups/seen.ts'
import { testPlanInput } from '../incident/test-plan.ts'

const T0 = Date.UTC(2027, 4, 20, 12)
const plan = planSchema.parse({
  ...testPlanInput,
  stores: { s3: { bucket: 'b' } },
  backups: { db: { label: 'DB', store: 's3' } },
})
const fine: SeenSet = { set: 'db', newest: [{ key: 'k', madeAtMs: T0, size: 1, verified: false }] }
const away: SeenSet = { set: 'db', newest: [], unread: 'away' }

function openLoop(look: () => Promise<SeenSet[]>) {
  const clock = createSteppedClock(wallClock, T0, false)
  const reports: SeenSet[][] = []
  const parts = {
    clock,
    logger: silentLogger,
    plans: async () => ({ [plan.id]: plan }),
    lookAtBackups: async () => ({ ok: true as const, seen: await look() }),
    report: async (_plan: string, command: { type: string }) => {
      reports.push((command as unknown as { seen: SeenSet[] }).seen)
    },
  }
  return { clock, reports, parts }
}

it('looks when it is due, and not before, by whomever it is asked', async () => {
  const { clock, reports, parts } = openLoop(async () => [fine])
  const { look } = createBackupWatch(parts)
  await Promise.all([look(), look()])
  await look()
  expect(reports).toHaveLength(1)
  clock.moveTo(T0 + LOOK_EVERY_MS)
  await look()
  expect(reports).toHaveLength(2)
})

it('reports once of a plan that has no backups any more, so that what was wrong with them ends', async () => {
  const { clock, reports, parts } = openLoop(async () => [])
  let backups = plan.backups
  const { look } = createBackupWatch({ ...parts, plans: async () => ({ [plan.id]: { ...plan, backups } }) })
  const lookAfter = async () => {
    clock.moveTo(clock.now() + LOOK_EVERY_MS)
    await look()
    return reports.length
  }
  expect(await lookAfter()).toBe(1)
  backups = {}
  expect([await lookAfter(), await lookAfter()]).toEqual([2, 2])
  backups = plan.backups
  expect(await lookAfter()).toBe(3)
  backups = {}
  expect([await lookAfter(), await lookAfter()]).toEqual([4, 4])
})

it('runs by itself, and ends when it is told to', async () => {
  const seen = Promise.withResolvers<void>()
  const { parts } = openLoop(async () => {
    seen.resolve()
    return [fine]
  })
  const stopping = new AbortController()
  const running = createBackupWatch(parts).run(stopping.signal)
  await seen.promise
  stopping.abort()
  await running
})

it('takes a store that stumbles for what it said last, and only after a while for away', async () => {
  let answer = fine
  const { clock, reports, parts } = openLoop(async () => [answer])
  const { look } = createBackupWatch(parts)
  await look()
  answer = away
  const lookAfter = async () => {
    clock.moveTo(clock.now() + LOOK_EVERY_MS)
    await look()
    return reports.at(-1)
  }
  expect([await lookAfter(), await lookAfter(), await lookAfter()]).toEqual([[fine], [fine], [fine]])
  expect(await lookAfter()).toEqual([away])
  answer = fine
  expect(await lookAfter()).toEqual([fine])
})

it('says nothing of a store that has not answered yet, nor ends because of an error', async () => {
  let fails = false
  const { clock, reports, parts } = openLoop(async () => {
    if (fails) throw new Error('the database is away')
    return [away]
  })
  const { look } = createBackupWatch(parts)
  await look()
  expect(reports).toEqual([[]])
  fails = true
  clock.moveTo(T0 + LOOK_EVERY_MS)
  await look()
  fails = false
  clock.moveTo(T0 + 2 * LOOK_EVERY_MS)
  await look()
  expect(reports).toHaveLength(2)
})

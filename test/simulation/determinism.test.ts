/** The same seed is the same run, byte for byte, whoever runs it and with whatever else; another seed is another one. */
import { expect, it } from 'vitest'
import { simulateMany } from '../../sim/simulator/batch/many.ts'
import { replayCommand, runOf } from '../../sim/simulator/batch/run-of.ts'
import { createEntropy } from '../../sim/simulator/entropy.ts'
import { createScheduler } from '../../sim/simulator/scheduler.ts'

it('the same seed gives the same bytes, here and on a thread', async () => {
  const [here, again, other] = [await runOf(7, {}), await runOf(7, {}), await runOf(8, {})]
  expect(again).toEqual(here)
  expect(other.digest).not.toBe(here.digest)
  const [there] = await simulateMany({ first: 7, count: 1, threads: 1, wanted: {} })
  expect(there).toEqual(here)
})

it('names what replays a seed', () => {
  expect(replayCommand(12, { hours: 2, variant: 'acts-late' })).toBe(
    'npm run simulate -- --seed 12 --hours 2 --variant acts-late',
  )
})

it('lets everything that an event sets going come to rest before the next one', async () => {
  const scheduler = createScheduler(1_000, createEntropy(1, 'order'))
  const seen: string[] = []
  const deep = async (name: string) => {
    for (let turn = 0; turn < 50; turn++) await Promise.resolve()
    seen.push(`${name} at ${scheduler.nowMs}`)
  }
  scheduler.after(5, () => void deep('second'))
  scheduler.after(0, () => void deep('first'))
  scheduler.after(5, () => void deep('third'))()
  await scheduler.runUntil(1_005)
  expect(seen).toEqual(['first at 1000', 'second at 1005'])
})

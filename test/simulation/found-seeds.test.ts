/** Seeds in which a fault of Muster itself was found, each run again for ever. docs/simulation.md tells what they were. */
import { expect, it } from 'vitest'
import { runOf, type Wanted } from '../../sim/simulator/batch/run-of.ts'

const FOUND: { seed: number; wanted?: Wanted; what: string }[] = [
  { seed: 26, what: 'a message that is written anew after a reopening is another job than the one before' },
]

it.each(FOUND)('seed $seed: $what', async ({ seed, wanted = {} }) => {
  expect((await runOf(seed, wanted)).findings).toEqual([])
})

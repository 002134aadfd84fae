/** Two thousand short simulations, in which whatever can fail fails: every promise holds in all of them. They take a minute and a half of two cores. */
import { expect, it } from 'vitest'
import { simulateMany } from '../../sim/simulator/batch/many.ts'
import { replayCommand } from '../../sim/simulator/batch/run-of.ts'

const SEEDS = 2_000

it(`keeps every promise in ${SEEDS} short simulations`, { timeout: 600_000 }, async () => {
  const told = await simulateMany({ first: 1, count: SEEDS, threads: 2, wanted: {} })
  expect(told).toHaveLength(SEEDS)
  const broken = told.filter(({ findings }) => findings.length > 0)
  expect(
    broken.map(
      ({ seed, findings }) => `${replayCommand(seed, {})}: ${findings.map(({ message }) => message).join(' ')}`,
    ),
  ).toEqual([])
})

/**
 * Short simulations, in which whatever can fail fails: every promise holds in all of them. So many as fit into 45 seconds of two cores at a tenth of a second each; the first
 * two thousand are run by hand (docs/simulation.md).
 */
import { expect, it } from 'vitest'
import { simulateMany } from '../../sim/simulator/batch/many.ts'
import { replayCommand } from '../../sim/simulator/batch/run-of.ts'

const SEEDS = 800

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

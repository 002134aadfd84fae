/** What many samples say together. */
import { expect, it } from 'vitest'
import { distributionOf, quantile } from '../../../src/rehearsal/seeds/distribution.ts'
import type { Sample } from '../../../src/rehearsal/seeds/sample.ts'
import { examplePlan } from '../rehearsing.ts'

const FOLLOWED = 28_800
const sample = (seed: number, faulty: number | null, faults: string[] = []): Sample => ({
  ...{ seed, faults, waited: { '': 60, restart: 120 }, took: { restart: 120 } },
  ordinary: { recoveredInSeconds: 600, metRto: true },
  faulty: { recoveredInSeconds: faulty, metRto: faulty !== null && faulty <= 1_800 },
})
const distributed = async (samples: Sample[]) =>
  distributionOf(await examplePlan('patient'), 'service-down', samples, FOLLOWED)

it('takes as a share of runs the time within which so many had recovered', () => {
  expect([0.5, 0.9, 0.99].map((share) => quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, null], share))).toEqual([5, 9, null])
  expect(quantile([7], 0.99)).toBe(7)
})

it('counts who met the RTO, who did not recover, and names the longest runs first', async () => {
  const found = await distributed([sample(3, null, ['twilio:down']), sample(1, 600), sample(2, 2_000)])
  expect(found).toMatchObject({
    ...{ seeds: 3, firstSeed: 1, ordinary: { metShare: 1 }, faulty: { metShare: 0.3333, p50: 2_000, notRecovered: 1 } },
    recovered: { faulty: [600, 2_000, null] },
  })
  expect(found.worst.map(({ seed }) => seed)).toEqual([3, 2, 1])
  expect(found.steps.map(({ id, waitedSeconds }) => [id, waitedSeconds])).toEqual([
    ['restart', 120],
    ['', 60],
  ])
})

it('puts a fault before others by what it adds to most runs, and does not blame it for a run that another one lost', async () => {
  const slow = Array.from({ length: 6 }, (_, index) => sample(index + 1, 600, ['step:health:slow']))
  const asleep = Array.from({ length: 6 }, (_, index) => sample(index + 20, 1_500, ['person:oncall-shop:asleep']))
  const lost = sample(40, null, ['step:health:slow', 'person:oncall-shop:asleep'])
  const fine = Array.from({ length: 20 }, (_, index) => sample(index + 50, 600))
  const { faults } = await distributed([...slow, ...asleep, lost, ...fine])
  expect(faults.map(({ fault, extraSeconds, runs }) => [fault, extraSeconds, runs])).toEqual([
    ['person:oncall-shop:asleep', 900, 7],
    ['step:health:slow', 0, 7],
  ])
})

/** The checkers bite: each Muster that is broken on purpose is caught by the checker of the promise that it breaks, and the true one, with the same seed, by none. */
import { expect, it } from 'vitest'
import { runOf } from '../../sim/simulator/batch/run-of.ts'
import { VARIANTS } from '../../sim/simulator/variants/all-variants.ts'

/** A seed in which each is caught, found by `npm run simulate -- --variant NAME`. */
const SEEDS: Record<string, number> = {
  'acts-late': 1,
  'answers-early': 3,
  'reads-stale': 3,
  'attempts-while-held': 1,
  'ignores-cap': 4,
  'loses-text': 1,
  'loses-due-time': 1,
  'goes-on-after-stop': 12,
  'pages-again': 1,
  'drops-outcomes': 4,
  'one-approval-less': 2,
  'repeats-unknown': 5,
}

it('there are twelve, and each has its seed', () => {
  expect(VARIANTS.map(({ name }) => name).sort()).toEqual(Object.keys(SEEDS).sort())
})

it.each(VARIANTS.map(({ name, what, caughtBy }) => ({ name, what, caughtBy })))(
  '$caughtBy finds that $what ($name)',
  async ({ name, caughtBy }) => {
    const seed = SEEDS[name]!
    const { findings } = await runOf(seed, { variant: name })
    expect(findings.map(({ checker }) => checker)).toContain(caughtBy)
    expect((await runOf(seed, {})).findings).toEqual([])
  },
)

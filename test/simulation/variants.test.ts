/** The checkers bite: each Muster that is broken on purpose is caught by the checker of the promise that it breaks, and the true one, with the same seed, by none. */
import { expect, it } from 'vitest'
import { runOf } from '../../sim/simulator/batch/run-of.ts'
import { VARIANTS } from '../../sim/simulator/variants/all-variants.ts'

/** The seed to try first: it is found there as things are. */
const KNOWN: Record<string, number> = {
  'acts-late': 4,
  'answers-early': 1,
  'reads-stale': 2,
  'attempts-while-held': 1,
  'ignores-cap': 27,
  'loses-text': 1,
  'loses-due-time': 6,
  'goes-on-after-stop': 4,
  'pages-again': 2,
  'drops-outcomes': 7,
  'one-approval-less': 2,
  'repeats-unknown': 4,
}
/** Within so many it has to be found. */
const SEEDS = 40

it('there are twelve, each with a name of its own', () => {
  expect(new Set(VARIANTS.map(({ name }) => name))).toEqual(new Set(Object.keys(KNOWN)))
})

it.each(VARIANTS.map(({ name, what, caughtBy }) => ({ name, what, caughtBy })))(
  '$caughtBy finds that $what ($name)',
  async ({ name, caughtBy }) => {
    const first = KNOWN[name] ?? 1
    for (const seed of [first, ...Array.from({ length: SEEDS }, (_, index) => index + 1)]) {
      const { findings } = await runOf(seed, { variant: name })
      if (!findings.some(({ checker }) => checker === caughtBy)) continue
      expect((await runOf(seed, {})).findings).toEqual([])
      return
    }
    expect.fail(`${caughtBy} does not find it within ${SEEDS} seeds`)
  },
)

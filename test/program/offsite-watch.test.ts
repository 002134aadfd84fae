/** Falling behind is told once, and being well again once; a database that does not answer is neither. */
import { expect, test } from 'vitest'
import { wallClock } from '../../src/engine/wall-clock.ts'
import { createOffsiteWatch } from '../../src/program/offsite-watch.ts'

test('falling behind is told once, and being well again once', async () => {
  const lags: (number | undefined | Error)[] = [undefined, 2, 300, 301, new Error('gone'), 4_000, 1, 2]
  const told: unknown[] = []
  let now: (typeof lags)[number]
  const lag = async () => {
    if (now instanceof Error) throw now
    return now
  }
  const watch = createOffsiteWatch(lag, async () => void told.push(now), wallClock)
  for (now of lags) await watch.look()
  expect(told).toEqual([301, 1])
})

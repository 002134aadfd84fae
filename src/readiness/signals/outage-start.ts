/** When an outage began that signals have shown. Pure. */
import type { Proposal } from './track.ts'

/** What was well longer ago says little of when it ended. */
const NEAR_MS = 15 * 60_000

/** It began after the last look that was well and before the first that was not: the earlier of the two when they are near each other, so that nothing is hidden. */
export const outageStart = ({ firstBadMs, lastGoodMs }: Pick<Proposal, 'firstBadMs' | 'lastGoodMs'>): number =>
  lastGoodMs !== null && lastGoodMs <= firstBadMs && firstBadMs - lastGoodMs <= NEAR_MS ? lastGoodMs : firstBadMs

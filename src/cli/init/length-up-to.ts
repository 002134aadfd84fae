/** Times of a first plan, which are a share of its RTO. */
import { formatDuration } from '../../plan/length.ts'

const MINUTE_MS = 60_000

/** In whole minutes where that is possible. */
export function lengthUpTo(ms: number, mostMs: number): string {
  const least = Math.max(1000, Math.min(ms, mostMs))
  const unit = least >= MINUTE_MS ? MINUTE_MS : 1000
  return formatDuration(Math.floor(least / unit) * unit)
}

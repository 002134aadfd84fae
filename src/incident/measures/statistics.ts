/** Means, medians and shares that say null where there is nothing to say. Pure. */
import { median } from '../../plan/median.ts'
import type { Lengths } from './summary-shape.ts'

const mean = (all: readonly number[]): number | null =>
  all.length === 0 ? null : all.reduce((total, one) => total + one, 0) / all.length

/** @param all null: not known of this one. */
export function lengthsOf(all: readonly (number | null)[]): Lengths {
  const known = all.filter((one) => one !== null)
  const maxMs = known.length === 0 ? null : Math.max(...known)
  return { known: known.length, meanMs: mean(known), medianMs: median(known), maxMs }
}

/** Null of nothing. */
export const percentOf = (part: number, whole: number): number | null => (whole <= 0 ? null : (100 * part) / whole)

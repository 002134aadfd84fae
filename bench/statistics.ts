/** The few numbers that stand for many. */

export interface Spread {
  min: number
  median: number
  max: number
}

/** The smallest value that at least this share of all is not above; of nothing: NaN. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

export const spread = (values: readonly number[]): Spread => {
  return { min: Math.min(...values), median: median(values), max: Math.max(...values) }
}

/** The middle of some numbers; of an even number of them the mean of the two in the middle; null of none. Pure. */
export function median(all: readonly number[]): number | null {
  if (all.length === 0) return null
  const sorted = all.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

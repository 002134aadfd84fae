/** Stretches of time that may overlap: each moment of them counts once. Pure. */

/** Epoch milliseconds; the end is not in it. */
export interface Stretch {
  fromMs: number
  toMs: number
}

/** Those that overlap or touch made one, by their beginning. */
export function union(stretches: readonly Stretch[]): Stretch[] {
  const joined: Stretch[] = []
  for (const { fromMs, toMs } of stretches.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = joined.at(-1)
    if (last && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs)
    else joined.push({ fromMs, toMs })
  }
  return joined
}

/** How much of a time they cover, ms. @param stretches that do not overlap. */
export const within = (stretches: readonly Stretch[], fromMs: number, toMs: number): number =>
  stretches.reduce((sum, one) => sum + Math.max(0, Math.min(one.toMs, toMs) - Math.max(one.fromMs, fromMs)), 0)

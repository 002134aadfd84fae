/** When that began which several signals show. What a probe has seen counts more than the time that an alert gives, which another clock has made. Pure. */
import type { Beginning, Proposal, Ref, SignalTrack } from './track.ts'

export const isProbe = (ref: Ref | undefined): boolean => ref?.startsWith('probe/') ?? false

export const beginningOf = (ref: Ref, track: SignalTrack | undefined, atMs: number): Beginning => ({
  firstBadMs: track?.firstBadMs ?? atMs,
  lastGoodMs: track?.lastGoodMs ?? null,
  firstBadBy: ref,
})

/** When it began, now that one more signal shows it. */
export function begun(before: Pick<Proposal, 'refs' | keyof Beginning>, more: Beginning): Beginning {
  const isLooked = before.refs.some(isProbe)
  if (!isLooked && isProbe(more.firstBadBy) && wasWellAfter(more, before)) return picked(more)
  if (isLooked && !isProbe(more.firstBadBy) && wasWellAfter(before, more)) return picked(before)
  const first = more.firstBadMs < before.firstBadMs ? more : before
  return { ...picked(first), lastGoodMs: earlier(before.lastGoodMs, more.lastGoodMs) }
}

const wasWellAfter = ({ lastGoodMs }: Beginning, { firstBadMs }: Beginning): boolean =>
  lastGoodMs !== null && lastGoodMs > firstBadMs

const picked = ({ firstBadMs, lastGoodMs, firstBadBy }: Beginning): Beginning => ({
  ...{ firstBadMs, lastGoodMs },
  ...(firstBadBy !== undefined && { firstBadBy }),
})

export const earlier = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.min(one, other)

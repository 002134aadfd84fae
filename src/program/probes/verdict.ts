/**
 * From single looks to a verdict: so many failures of so many looks, and it counts as failed; so many looks in a row that are well, and it is well again. Pure;
 * remembers no more looks than the verdict needs.
 */
import type { Probe } from '../../plan/detection-schema.ts'

export interface Look {
  atMs: number
  ok: boolean
}

export interface Standing {
  verdict: 'up' | 'down' | 'unknown'
  /** Since when the verdict is so, epoch ms. */
  sinceMs: number
  /** While it is down: the first look of those that made it so, and the last one before that was well. */
  firstBadMs: number | null
  lastGoodMs: number | null
  /** The last looks, oldest first. */
  looks: readonly Look[]
  /** The last look that was well while none that counted was bad. */
  quietMs: number | null
}

export const unseen = (atMs: number): Standing => ({
  ...{ verdict: 'unknown', sinceMs: atMs, firstBadMs: null, lastGoodMs: null, looks: [], quietMs: null },
})

type Rule = Pick<Probe, 'failures' | 'recoveries'>

export function seen(before: Standing, look: Look, rule: Rule): Standing {
  const { bad, of } = rule.failures
  const looks = [...before.looks, look].slice(-Math.max(of, rule.recoveries))
  const counted = looks.slice(-of)
  const failed = counted.filter(({ ok }) => !ok)
  const quietMs = failed.length === 0 ? look.atMs : before.quietMs
  const standing = { ...before, looks, quietMs }
  if (before.verdict === 'down') return isWell(looks, rule.recoveries) ? up(standing, look) : standing
  if (failed.length >= bad) return down(standing, counted)
  return before.verdict === 'unknown' && look.ok && failed.length === 0 ? up(standing, look) : standing
}

/** Between the first sign of a change and the verdict. */
export function isUnsteady({ verdict, looks }: Standing, { failures }: Rule): boolean {
  if (verdict === 'down') return looks.at(-1)?.ok === true
  return looks.slice(-failures.of).some(({ ok }) => !ok)
}

const isWell = (looks: readonly Look[], recoveries: number): boolean =>
  looks.length >= recoveries && looks.slice(-recoveries).every(({ ok }) => ok)

/** What was bad before it recovered does not count against it. */
const up = (standing: Standing, look: Look): Standing => ({
  ...standing,
  ...{ verdict: 'up', sinceMs: look.atMs, firstBadMs: null, lastGoodMs: null, quietMs: look.atMs },
  looks: [look],
})

function down(standing: Standing, counted: readonly Look[]): Standing {
  const first = counted.findIndex(({ ok }) => !ok)
  const firstBadMs = counted[first]!.atMs
  const before = standing.looks.filter(({ ok, atMs }) => ok && atMs < firstBadMs).at(-1)
  const sinceMs = counted.at(-1)!.atMs
  return { ...standing, verdict: 'down', sinceMs, firstBadMs, lastGoodMs: before?.atMs ?? standing.quietMs }
}

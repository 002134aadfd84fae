/** How `/dr backup` and `/dr readiness` speak of backups: what is lost, what is only hoped, and what nobody can say. */
import { describe, expect, it } from 'vitest'
import { backupItemLine, componentLine, runsLine, setLine } from '../../commands/wording/backups.ts'
import { planSchema } from '../../src/plan/schema.ts'
import type { SeenSet } from '../../src/readiness/backups/seen.ts'
import { backupsStanding } from '../../src/readiness/backups/standing.ts'
import { testPlanInput } from '../incident/test-plan.ts'

const MINUTE = 60_000
const NOW = Date.UTC(2026, 11, 5, 12, 26)
const plan = planSchema.parse({
  ...testPlanInput,
  objectives: { rto: '4 h', rpo: '1 h' },
  components: { db: { label: 'Database' } },
  stores: { s3: { bucket: 'b' }, far: { bucket: 'c', region: 'eu-west-1' } },
  backups: {
    one: { label: 'One', store: 's3', components: ['db'] },
    two: { label: 'Two', store: 'far', copyOf: 'one' },
  },
})

const made = (...agoMin: number[]): SeenSet['newest'] =>
  agoMin.map((ago) => ({ key: `k${ago}`, madeAtMs: NOW - ago * MINUTE, size: 100, verified: false }))
const seen = (set: string, ...agoMin: number[]): SeenSet => ({
  ...{ set, newest: made(...agoMin) },
  ...(agoMin.length > 0 && { oldestMs: NOW - Math.max(...agoMin) * MINUTE }),
})
const away = (set: string, ...agoMin: number[]): SeenSet => ({
  ...{ set, newest: [], unread: 'The store cannot be reached.' },
  ...(agoMin.length > 0 && { before: made(...agoMin) }),
})
type Tries = Parameters<typeof backupsStanding>[3]
const line = (all: SeenSet[], tries?: Tries) =>
  componentLine(plan, backupsStanding(plan, all, NOW, tries).components[0]!, NOW)

describe('while a store does not answer', () => {
  it('nothing is said to be lost, and what was seen last is named', () => {
    expect(line([away('one', 4, 64)])).toBe(
      '*Database*: *not known*: the store does not answer; the last one seen was of 12:22 UTC (4 min ago)',
    )
    expect(line([away('one')])).toBe('*Database*: *not known*: the store does not answer')
    const { sets } = backupsStanding(plan, [away('one', 4)], NOW)
    expect(setLine(plan, sets[0]!, NOW)).toBe(
      '*One* (`one`): nobody can say: The store cannot be reached; the last one seen was of 12:22 UTC (4 min ago)',
    )
  })

  it('one that a try has found to be no good was not the last', () => {
    expect(line([away('one', 4, 64)], { proven: {}, bad: { one: [{ key: 'k4' }] } })).toContain('11:22 UTC')
  })

  it('another place says what is lost at most', () => {
    expect(line([away('one', 4), seen('two', 90)])).toBe(
      '*Database*: at most 1 h 30 min are lost (RPO 1 h), from Two of 10:56 UTC (1 h 30 min ago); for the rest *not known*: the store does not answer; the last one seen was of 12:22 UTC (4 min ago)',
    )
  })

  it('that all is lost is said where every store has answered and has none', () => {
    expect(line([seen('one'), seen('two')])).toBe('*Database*: *all of it is lost*, no backup is known')
  })
})

describe('what is proven is said before what is hoped', () => {
  const proven = (set: string, ago: number): Tries => ({
    proven: { [set]: [{ key: `k${ago}`, madeAtMs: NOW - ago * MINUTE }] },
    bad: {},
  })

  it('the newest is only good if it is', () => {
    expect(line([seen('one', 4, 64)], proven('one', 64))).toBe(
      '*Database*: 1 h 4 min are lost with what has been restored for a try, One of 11:22 UTC (1 h 4 min ago); 4 min (RPO 1 h) if that of 12:22 UTC (4 min ago) is good, which nobody has tried',
    )
    expect(line([seen('one', 90, 100), seen('two', 100)], proven('two', 100))).toBe(
      '*Database*: 1 h 40 min are lost with what has been restored for a try, Two of 10:46 UTC (1 h 40 min ago); 1 h 30 min, *beyond the RPO of 1 h*, if One of 10:56 UTC (1 h 30 min ago) is good, which nobody has tried',
    )
  })

  it('the newest has been tried, or none has', () => {
    expect(line([seen('one', 4, 64)], proven('one', 4))).toBe(
      '*Database*: 4 min are lost (RPO 1 h), from One of 12:22 UTC (4 min ago), which has been restored for a try',
    )
    expect(line([seen('one', 4)])).toBe(
      '*Database*: 4 min are lost (RPO 1 h) if One of 12:22 UTC (4 min ago) is good; none has ever been restored for a try',
    )
  })
})

describe('in the readiness', () => {
  const loss = { kind: 'backup-loss' as const, id: 'db', rpoMs: 60 * MINUTE, faults: [], unread: false, holds: false }

  it('the RPO of a component is a reason of its own', () => {
    expect(backupItemLine(plan, { ...loss, holds: true }, NOW)).toBe(
      '*RPO of Database*: no more would be lost than the 1 h that it allows',
    )
    const fault = { kind: 'rpo' as const, pointMs: NOW - 90 * MINUTE, rpoMs: 60 * MINUTE }
    expect(backupItemLine(plan, { ...loss, faults: [fault] }, NOW)).toBe(
      '*RPO of Database*: *beyond it*: the newest backup is of 10:56 UTC (1 h 30 min ago), and no more than 1 h may be lost',
    )
    expect(backupItemLine(plan, { ...loss, unread: true }, NOW)).toBe(
      '*RPO of Database*: nobody can say what would be lost, because a store does not answer',
    )
  })

  it('a try that could not be made is not one that is overdue', () => {
    const last = { atMs: NOW, result: 'undecided' as const, detail: { tookMs: 0 } }
    const tried = { kind: 'backup-try' as const, id: 'one', how: 'checksum' as const, holds: false, last }
    expect(backupItemLine(plan, { ...tried, passedMs: NOW - 22 * MINUTE }, NOW)).toBe(
      '*Backups of One*: comparison of its checksum could not be made when it was last tried; the last that passed was 22 min ago',
    )
    const passed = { ...last, result: 'passed' as const }
    expect(backupItemLine(plan, { ...tried, last: passed, passedMs: NOW - 22 * MINUTE }, NOW)).toContain('is overdue')
  })
})

describe('how many were made', () => {
  const HOUR = 60 * MINUTE
  const hourly = planSchema.parse({
    ...testPlanInput,
    stores: { s3: { bucket: 'b' } },
    backups: {
      one: { label: 'One', store: 's3', schedule: '0 * * * *' },
      log: { label: 'Log', store: 's3', schedule: 'continuous' },
    },
  })
  /** Made on the hour, so many hours ago. */
  const at = (...hours: number[]): SeenSet => {
    const madeMs = hours.map((ago) => Date.UTC(2026, 11, 5, 12) - ago * HOUR)
    const newest = madeMs.map((madeAtMs) => ({ key: `k${madeAtMs}`, madeAtMs, size: 100, verified: false }))
    return { set: 'one', newest, madeMs, oldestMs: Math.min(...madeMs) }
  }
  const lineOf = (...all: SeenSet[]) => runsLine(hourly, backupsStanding(hourly, all, NOW).sets[0]!)

  it('is told of those that were due in the last week, with what has not come yet', () => {
    expect(lineOf(at(0, 1, 2, 3, 4))).toBe('*One*: 5 of 5 that were due in the last week (100 %)')
    expect(lineOf(at(0, 1, 4))).toBe('*One*: 3 of 5 that were due in the last week (60 %)')
    // Since three hours ago there has been none.
    expect(lineOf(at(3, 4))).toBe('*One*: 2 of 5 that were due in the last week (40 %)')
    expect(lineOf(at(...Array.from({ length: 400 }, (_, ago) => ago)))).toBe(
      '*One*: 168 of 168 that were due in the last week (100 %)',
    )
  })

  it('is not told of what has no moments, or while the store does not answer', () => {
    expect(lineOf({ ...at(0, 1), set: 'log' })).toBeUndefined()
    expect(lineOf(away('one', 5))).toBeUndefined()
  })
})

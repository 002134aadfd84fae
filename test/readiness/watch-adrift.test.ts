/** A watch while the database is away: people are told of what is noticed, and nothing is declared, tried or made until it is back. */
import { expect, it } from 'vitest'
import { adriftWatchCore } from '../../src/readiness/watch/adrift.ts'
import { watchCore } from '../../src/readiness/watch/core.ts'
import { testPlan } from '../incident/test-plan.ts'
import { by, MINUTE, signalling, T0 } from './signals/signalling.ts'
import { watching } from './watching.ts'

const kinds = (watch: Pick<ReturnType<typeof watching>, 'of'>) =>
  new Set<string>(watch.of('attempted').map(({ effect }) => effect.kind))

it('tells of an alert that would declare by itself, and declares when the database is back', () => {
  const it = signalling()
  it.watch.use(adriftWatchCore)
  it.alerts([{ name: 'Out' }])
  it.watch.until(T0 + 5 * MINUTE)
  expect(it.signals.proposal).toMatchObject({ refs: ['signal/out'] })
  expect(kinds(it.watch)).toContain('tell-news')
  expect(kinds(it.watch)).not.toContain('declare-proposal')

  it.watch.use(watchCore)
  it.watch.until(T0 + 6 * MINUTE)
  expect(kinds(it.watch)).toContain('declare-proposal')
})

it('asks nobody whether they can be reached until it is back, and tries no backup even when asked', () => {
  const watch = watching({ ...testPlan(), monthlyReport: false }, Date.parse('2026-11-28T12:00Z'))
  watch.use(adriftWatchCore)
  watch.until(Date.parse('2027-01-12T18:00Z'))
  expect(kinds(watch)).not.toContain('ask-contact')
  expect(watch.give({ type: 'test-contacts', atMs: watch.nowMs, by } as never)).toMatchObject({
    ok: false,
    why: expect.stringContaining('The database is away'),
  })
  watch.use(watchCore)
  expect(kinds(watch)).toContain('ask-contact')
})

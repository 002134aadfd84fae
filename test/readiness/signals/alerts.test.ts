import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alertsText } from '../../../commands/wording/alerts.ts'
import { isBeyond, refOf } from '../../../src/readiness/signals/meaning.ts'
import { alert, MINUTE, PLAN, signalling, signalTypes, T0 } from './signalling.ts'

describe('an alert', () => {
  it('belongs to the first entry whose labels it has', () => {
    expect(refOf(PLAN, alert({ name: 'Out' }))).toBe('signal/out')
    expect(refOf(PLAN, alert({ name: 'BackupLate', labels: { job: 'nightly' } }))).toBe('signal/backup')
    expect(refOf(PLAN, alert({ name: 'BackupLate', labels: { job: 'hourly' } }))).toBe('unknown')
    expect(refOf(PLAN, alert({ name: 'BackupLate', labels: {} }))).toBe('unknown')
    expect(refOf(PLAN, alert({ name: 'toString' }))).toBe('unknown')
  })

  it('that nobody knows is proposed in the tier for such, with what it says', () => {
    const it = signalling()
    it.alerts([{ name: 'Unheard', text: 'of this' }])
    expect(it.signals.proposal).toMatchObject({ refs: ['unknown'], tier: 'soon', scenario: null })
    expect(it.signals.tracks.unknown?.evidence?.private).toBe('Unheard: of this')
  })

  it('is known by its name and its labels', () => {
    const it = signalling()
    it.alerts([{ name: 'Unheard', labels: { alertname: 'Unheard', instance: 'web-1', team: 'shop' }, text: 'of this' }])
    expect(it.signals.tracks.unknown?.evidence?.private).toBe('Unheard (instance=web-1, team=shop): of this')
  })

  it('of a tier that only tells is told, and its end as well', () => {
    const it = signalling()
    it.alerts([{ name: 'BackupLate', labels: { job: 'nightly' } }])
    it.watch.until(T0 + MINUTE)
    it.alerts([{ name: 'BackupLate', labels: { job: 'nightly' }, firing: false }])
    expect(it.signals.proposal).toBeNull()
    expect(it.told()).toEqual(['signal/backup fired', 'signal/backup cleared'])
  })

  it('is told to whoever leads incidents where the plan has no ladder', () => {
    const it = signalling({ ...PLAN, policies: {}, alerts: [] })
    it.alerts([{ name: 'Unheard' }])
    const told = it.watch.of('attempted').flatMap(({ effect }) => (effect.kind === 'tell-news' ? [effect.person] : []))
    expect(told).toEqual([PLAN.roles[PLAN.commander]!.holders[0]])
  })

  it('that comes again after somebody has said no is not asked about again', () => {
    const it = signalling()
    it.alerts([{ name: 'Out' }])
    it.answer('dismissed')
    it.alerts([{ name: 'Out' }])
    expect(it.signals.proposal).toBeNull()
  })

  it('that comes again changes nothing', () => {
    const it = signalling()
    it.alerts([{ name: 'Out' }, { name: 'Out', key: 'k2' }])
    const events = it.watch.events.length
    it.alerts([{ name: 'Out' }, { name: 'Out', key: 'k2' }])
    it.alerts([{ name: 'Out', key: 'k2' }])
    expect(it.watch.events).toHaveLength(events)
  })

  it('tells when it began, which is never in the future', () => {
    const it = signalling()
    it.alerts([{ name: 'Out', startsAtMs: T0 - 3 * MINUTE }])
    expect(it.signals.proposal).toMatchObject({ firstBadMs: T0 - 3 * MINUTE, lastGoodMs: null })
    const other = signalling()
    other.alerts([{ name: 'Out', startsAtMs: T0 + 3 * MINUTE }])
    expect(other.signals.proposal).toMatchObject({ firstBadMs: T0 })
  })

  it('is over when the last of its kind is', () => {
    const it = signalling()
    it.alerts([
      { name: 'Out', key: 'a' },
      { name: 'Out', key: 'b' },
    ])
    it.alerts([{ name: 'Out', key: 'a', firing: false }])
    expect(it.signals.tracks['signal/out']).toMatchObject({ bad: true, keys: ['b'] })
    it.alerts([{ name: 'Out', key: 'b', firing: false }])
    expect(it.signals.tracks['signal/out']).toMatchObject({ bad: false })
  })
})

describe('a threshold', () => {
  const of = (id: string) => PLAN.signals.find((one) => one.id === id)

  it('is strict', () => {
    expect([9, 10, 10.01].map((value) => isBeyond(of('errors'), value))).toEqual([false, false, true])
    expect([5.1, 5, 4.9].map((value) => isBeyond(of('disk'), value))).toEqual([false, false, true])
    expect(isBeyond(of('errors'), undefined)).toBe(true)
  })

  it('has to be crossed for so long', () => {
    const it = signalling()
    it.alerts([{ name: 'ErrorRate', value: 12 }])
    it.watch.until(T0 + 5 * MINUTE - 1)
    expect(it.signals.proposal).toBeNull()
    it.watch.until(T0 + 5 * MINUTE)
    expect(it.signals.proposal).toMatchObject({ refs: ['signal/errors'], firstBadMs: T0 })
  })

  it('that is crossed back in time was nothing', () => {
    const it = signalling()
    it.alerts([{ name: 'ErrorRate', value: 12 }])
    it.watch.until(T0 + 2 * MINUTE)
    it.alerts([{ name: 'ErrorRate', value: 10 }])
    it.watch.until(T0 + 60 * MINUTE)
    expect(signalTypes(it.watch.events)).toEqual(['signal-held', 'signal-eased'])
  })

  it('ends what it began when the number is within it again', () => {
    const it = signalling()
    it.alerts([{ name: 'DiskFree', value: 4 }])
    it.alerts([{ name: 'DiskFree', value: 5 }])
    expect(it.signals).toMatchObject({ proposal: null, past: [{ end: { how: 'recovered' } }] })
  })
})

describe('a storm', () => {
  it('of a thousand alerts in a minute makes one proposal and few events', () => {
    const it = signalling()
    for (let nth = 1; nth <= 1_000; nth++) {
      it.watch.until(T0 + nth * 60)
      it.alerts([{ name: 'Unheard', key: `k${nth}` }], nth)
    }
    expect(it.watch.of('proposal-opened')).toHaveLength(1)
    expect(signalTypes(it.watch.events).length).toBeLessThanOrEqual(14)
    expect(it.signals.tracks.unknown?.count).toBeGreaterThanOrEqual(512)
    expect(it.told()).toEqual(['proposal opened'])
  })

  it('in one message makes two events', () => {
    const it = signalling()
    it.alerts(
      Array.from({ length: 1_000 }, (_, nth) => ({ name: 'DiskFree', value: 1, key: `k${nth}` })),
      1_000,
    )
    expect(signalTypes(it.watch.events)).toEqual(['signal-fired', 'proposal-opened'])
    expect(it.signals.tracks['signal/disk']).toMatchObject({ count: 1_000 })
    it.alerts([{ name: 'DiskFree', firing: false, key: 'k1' }], 999)
    expect(it.signals.proposal).not.toBeNull()
    it.alerts(
      Array.from({ length: 1_000 }, (_, nth) => ({ name: 'DiskFree', firing: false, key: `k${nth}` })),
      0,
    )
    expect(it.signals.proposal).toBeNull()
  })
})

describe('many alerts of which one ends', () => {
  const stormy = () => {
    const it = signalling()
    it.alerts(
      Array.from({ length: 1_000 }, (_, nth) => ({ name: 'Out', key: `k${nth}` })),
      1_000,
    )
    // As after a restart, or on the other replica: it has heard of nothing else.
    it.alerts([{ name: 'Out', key: 'k999', firing: false }], 0, 1)
    return it
  }

  it('are not over because whoever says so has heard of no other', () => {
    const it = stormy()
    expect(it.signals.tracks['signal/out']).toMatchObject({ bad: true, count: 1_000 })
    expect(it.signals.proposal).not.toBeNull()
  })

  it('are over when none has been heard of for longer than monitors wait before they repeat', () => {
    const it = stormy()
    it.watch.until(T0 + 300 * MINUTE - 1)
    expect(it.signals.tracks['signal/out']).toMatchObject({ bad: true })
    it.watch.until(T0 + 300 * MINUTE)
    expect(it.signals).toMatchObject({ proposal: null, past: [{ end: { how: 'recovered' } }] })
  })

  it('go on when one is heard of in that time', () => {
    const it = stormy()
    it.watch.until(T0 + 240 * MINUTE)
    it.alerts([{ name: 'Out', key: 'k7' }], 1, 2)
    it.watch.until(T0 + 1_000 * MINUTE)
    expect(it.signals.tracks['signal/out']).toMatchObject({ bad: true, fadingMs: null })
  })
})

it('never has two proposals at once, and few events for an hour of anything', () => {
  const step = fc.oneof(
    fc.record({ what: fc.constant('probe' as const), id: fc.constantFrom('web', 'slow', 'plain'), ok: fc.boolean() }),
    fc.record({
      what: fc.constant('alert' as const),
      name: fc.constantFrom('Out', 'ErrorRate', 'DiskFree', 'Unheard'),
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      ok: fc.boolean(),
    }),
    fc.record({ what: fc.constantFrom('dismiss' as const, 'snooze' as const, 'incident' as const, 'over' as const) }),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(step, fc.integer({ min: 1, max: 60 })), { maxLength: 150 }), (steps) => {
      const it = signalling()
      let open = 0
      for (const [one, seconds] of steps) {
        it.watch.until(it.watch.nowMs + seconds * 1_000)
        if (one.what === 'probe') it.probe(one.id, one.ok)
        else if (one.what === 'alert') it.alerts([{ name: one.name, key: one.key, firing: one.ok, value: 1 }])
        else if (one.what === 'incident') it.incident('DR-1')
        else if (one.what === 'over') it.over('DR-1')
        else if (it.signals.proposal)
          it.answer(one.what === 'dismiss' ? 'dismissed' : 'snoozed', { untilMs: it.watch.nowMs + MINUTE })
        if (it.signals.proposal && it.watch.state.openIncidents['DR-1']) throw new Error('asked while it is earnest')
      }
      for (const event of it.watch.events) {
        const { type } = event
        if (type === 'proposal-opened') open++
        if (type === 'proposal-recovered' || type === 'incident-began') open = 0
        if (type === 'proposal-answered' && event.answer !== 'snoozed') open = 0
        expect(open).toBeLessThanOrEqual(1)
      }
      const hours = Math.ceil((it.watch.nowMs - T0) / (60 * MINUTE)) || 1
      const changes = signalTypes(it.watch.events).filter((type) => type.startsWith('signal-'))
      // Seven signals, each with at most a dozen changes and a dozen moves in an hour, and those at its edges.
      expect(changes.length).toBeLessThanOrEqual(7 * 30 * hours)
    }),
    { numRuns: 60 },
  )
})

describe('/dr alerts', () => {
  const shown = (it: ReturnType<typeof signalling>) => alertsText(PLAN, it.watch.state, [], it.watch.nowMs)
  const errors = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, nth) => ({
      ...{
        name: 'ErrorRate',
        key: `k${from + nth}`,
        value: 12,
        labels: { instance: `web-${from + nth}` },
        text: 'errors',
      },
    }))

  it('names the alerts that wait for their time, and then those that go on, with how many they are', () => {
    const it = signalling()
    it.alerts(errors(0, 1), 1)
    it.alerts(errors(1, 25), 25)
    const one = 'More than 10 % errors (at least 25 alerts)'
    expect(shown(it)).toMatch(
      /Alerts that have not lasted long enough yet:\*\n• More than 10 % errors \(at least 25 alerts\): ErrorRate \(instance=web-0\): errors; since .*, counts /,
    )
    it.watch.until(T0 + 5 * MINUTE)
    expect(shown(it)).not.toContain('not lasted')
    const goesOn = shown(it).split('*Alerts that go on:*')[1]
    expect(goesOn).toContain(one)
    expect(goesOn).toContain('ErrorRate (instance=web-0): errors')
    expect(it.signals.tracks['signal/errors']).toMatchObject({ keys: ['k0', 'k1', 'k2', 'k3'], count: 25 })
  })

  it('takes no line of the journal for each of many that wait', () => {
    const it = signalling()
    for (let nth = 0; nth < 64; nth++) it.alerts(errors(nth, nth + 1), nth + 1)
    expect(it.watch.of('signal-held').length).toBeLessThan(10)
  })
})

import { describe, expect, it } from 'vitest'
import { signalNews } from '../../../src/messages/signal-words.ts'
import { SYSTEM } from '../../../src/plan/actor.ts'
import { loadPlanFiles } from '../../../src/plan/load-files.ts'
import { outageStart } from '../../../src/readiness/signals/outage-start.ts'
import { DEEP, MINUTE, PLAN, signalling, signalTypes, T0 } from './signalling.ts'

describe('a probe that fails', () => {
  it('is proposed with what the plan says of it, and with when it began', () => {
    const it = signalling()
    it.watch.until(T0 + 2 * MINUTE)
    it.probe('web', false, { firstBadMs: T0 + MINUTE, lastGoodMs: T0 + 0.5 * MINUTE })
    expect(it.signals.proposal).toMatchObject({
      ...{ refs: ['probe/web'], tier: 'now', scenario: 'fire', severity: 'major', reaction: 'page' },
      ...{ firstBadMs: T0 + MINUTE, lastGoodMs: T0 + 0.5 * MINUTE },
      ...{ respondByMs: T0 + 7 * MINUTE, declareAtMs: T0 + 22 * MINUTE },
    })
    expect(it.told()).toEqual(['proposal opened'])
  })

  it('without a tier is proposed, and waits for ever', () => {
    const it = signalling()
    it.probe('plain', false)
    expect(it.signals.proposal).toMatchObject({ tier: null, severity: 'major', respondByMs: null, declareAtMs: null })
    it.watch.until(T0 + 24 * 60 * MINUTE)
    expect(it.told()).toEqual(['proposal opened'])
  })

  it('says the same again without an event, and nothing while all is well', () => {
    const it = signalling()
    it.probe('web', true)
    it.probe('web', false)
    const events = it.watch.events.length
    for (let nth = 0; nth < 5; nth++) it.probe('web', false)
    expect(it.watch.events).toHaveLength(events)
    expect(signalTypes(it.watch.events)).toEqual(['signal-fired', 'proposal-opened'])
  })

  it('that recovers ends its proposal', () => {
    const it = signalling()
    it.probe('web', false)
    it.watch.until(T0 + MINUTE)
    it.probe('web', true)
    expect(it.signals).toMatchObject({ proposal: null, past: [{ end: { how: 'recovered' } }] })
    expect(it.told()).toEqual(['proposal opened', 'proposal recovered'])
    it.watch.until(T0 + 60 * MINUTE)
    expect(it.watch.of('proposal-overdue')).toEqual([])
  })

  it('of another version of the plan is nothing', () => {
    const it = signalling()
    expect(it.probe('gone', false)).toMatchObject({ ok: true, events: [] })
  })
})

describe('a second signal', () => {
  it('joins what is proposed, and is no second message', () => {
    const it = signalling()
    it.probe('web', false)
    it.probe('slow', false)
    expect(it.signals.proposal).toMatchObject({ refs: ['probe/web', 'probe/slow'], tier: 'now' })
    expect(it.told()).toEqual(['proposal opened'])
  })

  it('that is more urgent raises it', () => {
    const it = signalling()
    it.probe('slow', false, { firstBadMs: T0 - MINUTE })
    it.watch.until(T0 + 2 * MINUTE)
    it.probe('web', false)
    expect(it.signals.proposal).toMatchObject({
      ...{ tier: 'now', scenario: 'fire', severity: 'major', firstBadMs: T0 - MINUTE, respondByMs: T0 + 7 * MINUTE },
    })
    expect(it.told()).toEqual(['proposal opened', 'proposal raised'])
  })

  it('that says better what has happened changes what is proposed, and that is told', () => {
    // The page fails because its database does.
    const it = signalling(DEEP)
    it.probe('page', false)
    it.probe('rows', false)
    expect(it.signals.proposal).toMatchObject({ tier: 'now', scenario: 'database-corruption', severity: 'major' })
    expect(it.told()).toEqual(['proposal opened', 'proposal raised'])
    const { id } = it.signals.proposal!
    const { text } = signalNews(DEEP, it.watch.state, { kind: 'proposal', proposal: id, what: 'opened' })
    const { fire, 'database-corruption': corruption } = DEEP.scenarios
    expect(text).toContain(`Proposed: "${corruption!.title}", severity Major. It may also be "${fire!.title}".`)
  })

  it('that says worse what has happened only joins', () => {
    const it = signalling(DEEP)
    it.probe('rows', false)
    it.probe('page', false)
    expect(it.signals.proposal).toMatchObject({ scenario: 'database-corruption' })
    expect(it.told()).toEqual(['proposal opened'])
  })

  it('that is less urgent leaves how soon somebody answers', () => {
    const it = signalling()
    it.probe('slow', false)
    const { respondByMs } = it.signals.proposal!
    it.probe('plain', false)
    expect(it.signals.proposal).toMatchObject({ tier: 'soon', respondByMs })
  })

  it('keeps it open until both have recovered', () => {
    const it = signalling()
    it.probe('web', false)
    it.probe('slow', false)
    it.probe('web', true)
    expect(it.signals.proposal).not.toBeNull()
    it.probe('slow', true)
    expect(it.signals.proposal).toBeNull()
  })
})

describe('when it began', () => {
  const joined = (lastGoodMs: number, probeFirst = false) => {
    const it = signalling()
    it.watch.until(T0 + 10 * MINUTE)
    const report = [
      () => it.alerts([{ name: 'Unheard', startsAtMs: T0 }]),
      () => it.probe('web', false, { firstBadMs: T0 + 8 * MINUTE, lastGoodMs }),
    ]
    for (const one of probeFirst ? report.toReversed() : report) one()
    const proposal = it.signals.proposal!
    const { text } = signalNews(PLAN, it.watch.state, { kind: 'proposal', proposal: proposal.id, what: 'opened' })
    return { ...proposal, startMs: outageStart(proposal), text }
  }

  it.each([false, true])('is when a probe saw it, if that was well after the time of an alert', (probeFirst) => {
    const began = joined(T0 + 7 * MINUTE, probeFirst)
    expect(began).toMatchObject({ firstBadMs: T0 + 8 * MINUTE, lastGoodMs: T0 + 7 * MINUTE, firstBadBy: 'probe/web' })
    expect(began.startMs).toBe(T0 + 7 * MINUTE)
    expect(began.text).toMatch(/First seen at .*10:08.*, by a probe; last well at 10:07/)
  })

  it('is the time of an alert, if no probe says otherwise', () => {
    const began = joined(T0 - MINUTE)
    expect(began).toMatchObject({ firstBadMs: T0, lastGoodMs: T0 - MINUTE, firstBadBy: 'unknown' })
    expect(began.text).toMatch(/First seen at .*10:00.*, as an alert says; last well at 09:59/)
  })

  it('is not later because another probe was well for longer', () => {
    const it = signalling()
    it.watch.until(T0 + 10 * MINUTE)
    it.probe('web', false, { firstBadMs: T0 + 5 * MINUTE, lastGoodMs: T0 + 4 * MINUTE })
    it.probe('slow', false, { firstBadMs: T0 + 9 * MINUTE, lastGoodMs: T0 + 8 * MINUTE })
    expect(it.signals.proposal).toMatchObject({ firstBadMs: T0 + 5 * MINUTE, lastGoodMs: T0 + 4 * MINUTE })
  })
})

describe('the patient', async () => {
  const { plans } = await loadPlanFiles([new URL('../../../plans/patient.yaml', import.meta.url).pathname])
  const patient = plans[0]!

  it.each([
    ['a dropped database', ['shop', 'database', 'orders'], 'database-lost'],
    ['a dropped database, seen in another order', ['orders', 'shop', 'database'], 'database-lost'],
    ['a damaged table', ['shop', 'orders'], 'database-damaged'],
    ['a killed shop', ['shop'], 'service-down'],
  ])('%s: its recovery is proposed', (_what, probes, scenario) => {
    const it = signalling(patient)
    for (const probe of probes) it.probe(probe, false)
    expect(it.signals.proposal).toMatchObject({ scenario, severity: 'critical', tier: 'now' })
  })
})

describe('nobody answers', () => {
  it('and at the end of the window that is loud', () => {
    const it = signalling()
    it.probe('slow', false)
    it.watch.until(T0 + 30 * MINUTE - 1)
    expect(it.watch.of('proposal-overdue')).toEqual([])
    it.watch.until(T0 + 61 * MINUTE)
    expect(it.watch.of('proposal-overdue').map(({ atMs }) => atMs)).toEqual([T0 + 30 * MINUTE])
    expect(it.watch.state.news.at(-1)).toMatchObject({ pace: 'urgent', told: 3 })
  })

  it('and it is declared by itself, once, when the plan says so', () => {
    let declared = 0
    const it = signalling(undefined, ({ kind }) => {
      if (kind !== 'declare-proposal') return { ok: true }
      declared++
      // The first try fails.
      return declared === 1 ? { ok: false, reason: 'the database is away' } : { ok: true }
    })
    it.probe('web', false)
    it.watch.until(T0 + 20 * MINUTE - 1)
    expect(declared).toBe(0)
    it.watch.until(T0 + 25 * MINUTE)
    expect(declared).toBe(2)
    it.incident('DR-1')
    it.watch.until(T0 + 120 * MINUTE)
    expect(declared).toBe(2)
    expect(it.signals.past).toMatchObject([{ end: { how: 'declared', incident: 'DR-1' } }])
  })
})

it('is declared at once where the plan asks nobody', () => {
  const declared: number[] = []
  const it = signalling(undefined, ({ kind }, atMs) => {
    if (kind === 'declare-proposal') declared.push(atMs)
    return { ok: true }
  })
  it.alerts([{ name: 'Out' }])
  expect(declared).toEqual([T0])
  expect(it.signals.proposal).toMatchObject({ reaction: 'declare', scenario: 'database-corruption' })
})

describe('an answer', () => {
  it('no ends it, and the same failure is not proposed again', () => {
    const it = signalling()
    it.probe('web', false)
    it.answer('dismissed')
    expect(it.signals.past).toMatchObject([{ end: { how: 'dismissed', by: { person: 'ann' } } }])
    it.probe('web', false)
    it.watch.until(T0 + 120 * MINUTE)
    expect(it.signals.proposal).toBeNull()
    it.probe('web', true)
    it.probe('web', false)
    expect(it.signals.proposal).not.toBeNull()
  })

  it('later keeps quiet for so long, and then it is said again', () => {
    const it = signalling()
    it.probe('web', false)
    it.answer('snoozed', { untilMs: T0 + 30 * MINUTE })
    it.watch.until(T0 + 30 * MINUTE - 1)
    expect(it.watch.of('attempted').filter(({ effect }) => effect.kind === 'declare-proposal')).toEqual([])
    expect(it.watch.of('proposal-overdue')).toEqual([])
    it.watch.until(T0 + 30 * MINUTE)
    expect(it.told()).toEqual(['proposal opened', 'proposal woken'])
    expect(it.signals.proposal).toMatchObject({ respondByMs: T0 + 35 * MINUTE, declareAtMs: T0 + 50 * MINUTE })
  })

  it('later, just as it was being declared by itself, does not keep it from being declared after that', () => {
    // Nothing is heard of the attempt before somebody puts it off.
    const it = signalling(PLAN, ({ kind }) => (kind === 'declare-proposal' ? undefined : { ok: true }))
    const tries = () => it.watch.of('attempted').filter(({ effect }) => effect.kind === 'declare-proposal')
    it.probe('web', false)
    it.watch.until(T0 + 20 * MINUTE)
    it.answer('snoozed', { untilMs: T0 + 50 * MINUTE })
    const { obligation, attempt } = tries()[0]!
    const outcome = { ok: false, reason: 'no longer wanted', detail: { withdrawn: true } } as const
    it.watch.give({ type: 'outcome', atMs: it.watch.nowMs, by: SYSTEM, obligation, attempt, outcome })
    it.watch.until(T0 + 70 * MINUTE - 1)
    expect(tries()).toHaveLength(1)
    it.watch.until(T0 + 70 * MINUTE)
    expect(tries()).toHaveLength(2)
  })

  it('later does not hold for something more urgent', () => {
    const it = signalling()
    it.probe('slow', false)
    it.answer('snoozed', { untilMs: T0 + 30 * MINUTE })
    it.probe('web', false)
    expect(it.signals.proposal).toMatchObject({ tier: 'now', snoozedUntilMs: null })
  })

  it('to nothing says so', () => {
    const it = signalling()
    expect(it.answer('dismissed')).toMatchObject({ ok: false, why: expect.stringContaining('There is no proposal') })
    it.probe('web', false)
    expect(it.answer('snoozed', { untilMs: T0 })).toMatchObject({ ok: false })
    expect(it.answer('snoozed', { untilMs: T0 + 25 * 60 * MINUTE })).toMatchObject({ ok: false })
    const { id } = it.signals.proposal!
    it.answer('dismissed')
    const again = { type: 'answer-proposal', proposal: id, answer: 'declared' } as const
    expect(it.watch.give({ ...again, atMs: T0, by: { id: 'slack:U1', via: 'slack' } })).toMatchObject({ events: [] })
  })
})

describe('while a real incident goes on', () => {
  it('nothing is proposed, and the incident hears of it', () => {
    const it = signalling()
    it.incident('DR-1')
    it.probe('web', false)
    expect(it.signals.proposal).toBeNull()
    const noted = it.watch
      .of('attempted')
      .map(({ effect }) => effect)
      .filter(({ kind }) => kind === 'note-signal')
    expect(noted).toEqual([{ kind: 'note-signal', ref: 'probe/web', incident: 'DR-1', firstBadMs: T0 }])
  })

  it('it hears as well of what failed before the watch had heard of it', () => {
    const it = signalling()
    it.probe('slow', false)
    it.watch.until(T0 + MINUTE)
    it.probe('web', false)
    it.incident('DR-1', 'real', T0 + MINUTE - 1)
    const effects = it.watch.of('attempted').map(({ effect }) => effect)
    expect(effects.filter(({ kind }) => kind === 'note-signal')).toMatchObject([{ ref: 'probe/web', incident: 'DR-1' }])
    expect(it.signals.past).toMatchObject([{ end: { how: 'declared', incident: 'DR-1' } }])
  })

  it('what is still bad at its end is proposed then, with what it was declared from', () => {
    const it = signalling()
    it.probe('slow', false)
    it.incident('DR-1')
    expect(it.signals.past).toMatchObject([{ end: { how: 'declared', incident: 'DR-1' } }])
    it.probe('web', false)
    it.probe('plain', false)
    it.probe('plain', true)
    it.watch.until(T0 + 60 * MINUTE)
    it.over('DR-1')
    expect(it.signals.proposal).toMatchObject({ refs: ['probe/slow', 'probe/web'], openedMs: T0 + 60 * MINUTE })
  })

  it('what it was declared from is asked about when it is so still a while after its end', () => {
    const it = signalling()
    it.alerts([{ name: 'DiskFree', value: 1 }])
    it.probe('web', false)
    it.incident('DR-1')
    it.probe('web', true)
    it.watch.until(T0 + 60 * MINUTE)
    it.over('DR-1')
    it.watch.until(T0 + 75 * MINUTE - 1)
    expect(it.signals.proposal).toBeNull()
    it.watch.until(T0 + 75 * MINUTE)
    expect(it.signals.proposal).toMatchObject({ refs: ['signal/disk'], openedMs: T0 + 75 * MINUTE })
  })

  it('what it was declared from and is well soon after its end is asked of nobody', () => {
    const it = signalling()
    it.alerts([{ name: 'DiskFree', value: 1 }])
    it.incident('DR-1')
    it.over('DR-1')
    it.watch.until(T0 + 5 * MINUTE)
    it.alerts([{ name: 'DiskFree', value: 50 }])
    it.watch.until(T0 + 120 * MINUTE)
    expect(it.signals.proposal).toBeNull()
  })

  it('what was said to be no incident before is not asked about because of another', () => {
    const it = signalling()
    it.alerts([{ name: 'DiskFree', value: 1 }])
    it.answer('dismissed')
    it.probe('web', false)
    it.incident('DR-1')
    it.probe('web', true)
    it.over('DR-1')
    it.watch.until(T0 + 120 * MINUTE)
    expect(it.signals.proposal).toBeNull()
  })

  it('what came and went and is bad at last is noted, and asked about at its end', () => {
    const it = signalling()
    it.incident('DR-1')
    for (let minute = 1; minute <= 5; minute++) {
      it.watch.until(T0 + minute * MINUTE)
      it.probe('web', minute % 2 === 0)
    }
    expect(it.signals.tracks['probe/web']?.flappingSinceMs).not.toBeNull()
    it.watch.until(T0 + 20 * MINUTE)
    const noted = () => it.watch.of('attempted').filter(({ effect }) => effect.kind === 'note-signal').length
    const before = noted()
    it.probe('web', false, { sinceMs: T0 + 5 * MINUTE, firstBadMs: T0 + 5 * MINUTE })
    expect(noted()).toBe(before + 1)
    it.over('DR-1')
    expect(it.signals.proposal).toMatchObject({ refs: ['probe/web'], firstBadMs: T0 + 5 * MINUTE })
  })

  it('a drill is none', () => {
    const it = signalling()
    it.incident('DR-1', 'drill')
    it.probe('web', false)
    expect(it.signals.proposal).not.toBeNull()
  })
})

describe('while a drill goes on', () => {
  const declarations = (it: ReturnType<typeof signalling>) =>
    it.watch.of('attempted').filter(({ effect }) => effect.kind === 'declare-proposal')

  it('nothing is declared by itself: people decide, and hear of the drill', () => {
    const it = signalling()
    it.incident('DR-1', 'drill')
    it.alerts([{ name: 'Out' }])
    it.watch.until(T0 + 60 * MINUTE)
    expect(declarations(it)).toEqual([])
    expect(it.signals.proposal).toMatchObject({ tier: 'outage', reaction: 'page', declareAtMs: null })
    const { id } = it.signals.proposal!
    const { text } = signalNews(PLAN, it.watch.state, { kind: 'proposal', proposal: id, what: 'opened' })
    expect(text).toContain('Drill DR-1 is going on and may be the cause; nothing is declared by itself, you decide.')
    expect(text).not.toContain('declared at once')
  })

  it('not after a while either, and not after it was put off', () => {
    const it = signalling()
    it.incident('DR-1', 'drill')
    it.probe('web', false)
    it.answer('snoozed', { untilMs: T0 + 30 * MINUTE })
    it.watch.until(T0 + 120 * MINUTE)
    expect(it.signals.proposal).toMatchObject({ tier: 'now', declareAtMs: null })
    expect(declarations(it)).toEqual([])
  })

  it('what was raised meanwhile is not declared by itself', () => {
    const it = signalling()
    it.probe('slow', false)
    it.incident('DR-1', 'drill')
    it.alerts([{ name: 'Out' }])
    it.watch.until(T0 + 60 * MINUTE)
    expect(it.signals.proposal).toMatchObject({ tier: 'outage', declareAtMs: null })
    expect(declarations(it)).toEqual([])
  })

  it('what had failed before is declared by itself, as the plan says', () => {
    const it = signalling()
    it.probe('web', false)
    it.incident('DR-1', 'drill')
    it.watch.until(T0 + 20 * MINUTE)
    expect(declarations(it)).toHaveLength(1)
  })
})

describe('a plan that is changed while something is asked', () => {
  const { web: _web, ...probes } = PLAN.probes
  const WITHOUT_WEB = { ...PLAN, probes }

  it('and does not have it any more: it is asked and declared no more', () => {
    const it = signalling()
    it.probe('web', false)
    it.watch.adopt(WITHOUT_WEB)
    expect(it.signals).toMatchObject({ proposal: null, tracks: {}, past: [{ end: { how: 'dropped' } }] })
    it.watch.until(T0 + 60 * MINUTE)
    expect(it.watch.of('attempted').filter(({ effect }) => effect.kind === 'declare-proposal')).toEqual([])
    expect(it.told()).toEqual(['proposal opened', 'proposal dropped'])
  })

  it('and only tells of it now: likewise', () => {
    const it = signalling()
    it.probe('web', false)
    it.watch.adopt({ ...PLAN, probes: { ...PLAN.probes, web: { ...PLAN.probes.web!, tier: 'quiet' } } })
    expect(it.signals).toMatchObject({ proposal: null, past: [{ end: { how: 'dropped' } }] })
  })

  it('and still has some of it: that is asked on, until it is well', () => {
    const it = signalling()
    it.probe('slow', false)
    it.probe('web', false)
    it.watch.adopt(WITHOUT_WEB)
    expect(it.signals.proposal).toMatchObject({ refs: ['probe/slow', 'probe/web'] })
    it.watch.adopt(PLAN)
    expect(it.signals.tracks['probe/web']).toBeUndefined()
    it.probe('slow', true)
    expect(it.signals).toMatchObject({ proposal: null, past: [{ end: { how: 'recovered' } }] })
  })

  it('forgets what was held back by a threshold', () => {
    const it = signalling()
    it.alerts([{ name: 'ErrorRate', value: 12 }])
    it.watch.adopt({ ...PLAN, signals: PLAN.signals.filter(({ id }) => id !== 'errors') })
    expect(it.signals.held).toEqual({})
  })
})

describe('what comes and goes', () => {
  const flapping = () => {
    const it = signalling()
    for (let minute = 1; minute <= 6; minute++) {
      it.watch.until(T0 + minute * MINUTE)
      it.probe('web', minute % 2 === 0)
    }
    return it
  }

  it('is told once, and proposed no more', () => {
    const it = flapping()
    expect(it.watch.of('signal-flapping')).toHaveLength(1)
    expect(it.told().filter((one) => one.includes('flapping'))).toEqual(['probe/web flapping'])
    const events = it.watch.events.length
    for (let minute = 7; minute <= 60; minute++) {
      it.watch.until(T0 + minute * MINUTE)
      it.probe('web', minute % 2 === 0)
    }
    expect(signalTypes(it.watch.events.slice(events))).toEqual([])
  })

  it('is proposed again once it has stood still', () => {
    const it = flapping()
    it.watch.until(T0 + 30 * MINUTE)
    it.probe('web', false, { sinceMs: T0 + 20 * MINUTE, firstBadMs: T0 + 19 * MINUTE })
    expect(it.signals.proposal).toBeNull()
    it.watch.until(T0 + 35 * MINUTE)
    it.probe('web', false, { sinceMs: T0 + 20 * MINUTE, firstBadMs: T0 + 19 * MINUTE })
    expect(it.signals.proposal).toMatchObject({ refs: ['probe/web'], firstBadMs: T0 + 19 * MINUTE })
  })

  it('of alerts is steady when nothing more is heard of it', () => {
    const it = signalling()
    for (let minute = 1; minute <= 7; minute++) {
      it.watch.until(T0 + minute * MINUTE)
      it.alerts([{ name: 'DiskFree', value: minute % 2 === 0 ? 50 : 1 }])
    }
    expect(it.signals.tracks['signal/disk']).toMatchObject({ bad: true, flappingSinceMs: T0 + 5 * MINUTE })
    it.watch.until(T0 + 22 * MINUTE)
    expect(it.signals.proposal).toMatchObject({ refs: ['signal/disk'], openedMs: T0 + 22 * MINUTE })
  })
})

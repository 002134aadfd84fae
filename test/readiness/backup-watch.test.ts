/** The watch over backups: what is wrong begins and ends in the journal once, each backup is tried when the plan says so, and its owner hears of what is wrong. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newsWords } from '../../src/messages/news-words.ts'
import { privately, SYSTEM } from '../../src/plan/actor.ts'
import type { Outcome } from '../../src/plan/core.ts'
import { type Plan, planSchema } from '../../src/plan/schema.ts'
import { backupItems } from '../../src/readiness/backups/items.ts'
import type { SeenSet } from '../../src/readiness/backups/seen.ts'
import { watchCore } from '../../src/readiness/watch/core.ts'
import type { Effect } from '../../src/readiness/watch/effects.ts'
import { recipients } from '../../src/readiness/watch/news.ts'
import { testPlanInput } from '../incident/test-plan.ts'
import { type Answering, watching } from './watching.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const T0 = Date.UTC(2027, 4, 20, 12)
const at = (text: string) => Date.parse(text)

const TRIAL = { sequence: 'try' }
const planWith = (backups: object, more: object = {}): Plan =>
  planSchema.parse({
    ...testPlanInput,
    objectives: { rto: '4 h', rpo: '2 h' },
    components: { db: { label: 'Database' } },
    stores: { s3: { bucket: 'b' }, far: { bucket: 'c', region: 'eu-west-1' } },
    places: { office: { label: 'Office' } },
    sequences: { try: { title: 'Try', steps: [{ id: 'restore', title: 'Restore', do: [{ backup: 'db' }] }] } },
    backups,
    ...more,
  })
const hourly = { label: 'Orders', store: 's3', components: ['db'], schedule: 'hourly' }

/** One each hour since long before, the newest `agoMs` before now. */
const seenEach = (nowMs: number, agoMs: number, more: Partial<SeenSet> = {}): SeenSet => {
  const hour = Math.floor((nowMs - agoMs) / HOUR) * HOUR
  const madeMs = Array.from({ length: 240 }, (_, index) => hour - index * HOUR)
  return {
    set: 'db',
    newest: madeMs.slice(0, 10).map((madeAtMs) => ({ key: `k${madeAtMs}`, madeAtMs, size: 100, verified: false })),
    madeMs,
    oldestMs: madeMs.at(-1)!,
    ...more,
  }
}
const report = (watch: ReturnType<typeof watching>, ...seen: SeenSet[]) =>
  watch.give({ type: 'report-backups', atMs: watch.nowMs, by: SYSTEM, seen }).events

const openNews = (watch: ReturnType<typeof watching>) =>
  watch.state.news.filter(({ overMs, answered }) => overMs === undefined && !answered)

describe('what is wrong', () => {
  const plan = planWith({ db: { ...hourly, owner: 'commander' } })

  it('is journaled as it begins and as it ends, and nothing in between', () => {
    const watch = watching(plan, T0)
    expect(report(watch, seenEach(T0, 0)).map(({ type }) => type)).toEqual(['backups-found'])
    expect(report(watch, seenEach(T0, 0))).toEqual([])
    watch.until(T0 + 90 * MINUTE)
    expect(report(watch, seenEach(T0, 0))).toMatchObject([
      { type: 'backup-fault-began', subject: 'set/db', fault: { kind: 'late', dueMs: T0 + HOUR } },
    ])
    watch.until(T0 + 100 * MINUTE)
    expect(report(watch, seenEach(T0, 0))).toEqual([])
    watch.until(T0 + 2 * HOUR + 5 * MINUTE)
    expect(report(watch, seenEach(T0, 0))).toMatchObject([
      { type: 'backup-fault-began', subject: 'component/db', fault: { kind: 'rpo', pointMs: T0 } },
    ])
    watch.until(T0 + 3 * HOUR)
    expect(
      report(watch, seenEach(watch.nowMs, 0)).map((event) => [event.type, 'subject' in event && event.subject]),
    ).toEqual(
      expect.arrayContaining([
        ['backup-fault-ended', 'set/db'],
        ['backup-fault-ended', 'component/db'],
      ]),
    )
    expect(watch.state.backups.faults).toEqual({})
    expect(openNews(watch)).toEqual([])
  })

  it('is told to its owner, loudly and again and again when more would be lost than may be', () => {
    const watch = watching(plan, T0)
    watch.until(T0 + 90 * MINUTE)
    report(watch, seenEach(T0, 0))
    const [late] = openNews(watch)
    expect(late).toMatchObject({ pace: 'daily', about: { kind: 'backup', owner: 'commander' } })
    expect(recipients(plan, late!)).toEqual(plan.roles.commander?.holders)
    expect(newsWords(plan, watch.state, late!, watch.nowMs)).toMatchObject({
      title: expect.stringContaining('the backups of Orders are not as they should be'),
      text: expect.stringContaining('the one due 2027-05-20 13:00 UTC is not there'),
    })
    watch.until(T0 + 2 * HOUR + 5 * MINUTE)
    report(watch, seenEach(T0, 0))
    const rpo = openNews(watch).find(({ pace }) => pace === 'urgent')
    expect(newsWords(plan, watch.state, rpo!, watch.nowMs).text).toMatch(/no more than 2 h may be lost/)
    const told = () =>
      watch.of('attempted').filter(({ effect }) => effect.kind === 'tell-news' && effect.news === rpo?.id)
    expect(told()).toHaveLength(1)
    watch.until(watch.nowMs + HOUR)
    expect(told()).toHaveLength(5)
    watch.give({ type: 'answer-news', atMs: watch.nowMs, by: SYSTEM, news: rpo!.id })
    watch.until(watch.nowMs + HOUR)
    expect(told()).toHaveLength(5)
  })

  it('goes on once a day when nobody has answered the urgent ones, to whoever leads incidents as well, and not for ever', () => {
    const owned = planWith({ db: { ...hourly, owner: 'dba' } })
    const watch = watching(owned, T0 - 90 * MINUTE)
    watch.until(T0 + 3 * HOUR)
    report(watch, seenEach(T0, 0))
    const { id } = openNews(watch)[0]!
    const told = () =>
      watch
        .of('attempted')
        .flatMap(({ atMs, effect }) =>
          effect.kind === 'tell-news' && effect.news === id ? [[atMs, effect.person]] : [],
        )
    watch.until(T0 + 3 * HOUR + DAY)
    expect(told()).toHaveLength(16)
    expect(new Set(told().map(([, person]) => person))).toEqual(new Set(['dora']))
    watch.until(T0 + 3 * DAY)
    const lastUrgentMs = T0 + 3 * HOUR + 15 * 15 * MINUTE
    expect(told().slice(16)).toEqual([
      [lastUrgentMs + DAY, 'ivan'],
      [lastUrgentMs + 2 * DAY, 'dora'],
    ])
    // What was missed while Muster was away is not made up for at once.
    watch.awayUntil(T0 + 10 * DAY)
    expect(told()).toHaveLength(19)
    watch.until(T0 + 100 * DAY)
    expect(told()).toHaveLength(46)
  })

  it('something grave that begins when the urgent ones are over is told loudly', () => {
    const watch = watching(plan, T0)
    watch.until(T0 + 3 * HOUR)
    report(watch, seenEach(T0, 0))
    watch.until(T0 + 2 * DAY)
    const before = watch.of('attempted').length
    report(watch, seenEach(T0, 0, { empty: { key: 'k', madeAtMs: watch.nowMs } }))
    watch.until(watch.nowMs + HOUR)
    expect(watch.of('attempted')).toHaveLength(before + 5)
  })

  it('is a reason in the readiness for as long as it lasts', () => {
    const watch = watching(plan, T0)
    const ofLoss = () => backupItems(plan, watch.state, watch.nowMs).find(({ kind }) => kind === 'backup-loss')
    expect(ofLoss()).toBeUndefined()
    report(watch, seenEach(T0, 0))
    expect(ofLoss()).toMatchObject({ id: 'db', holds: true, faults: [] })
    watch.until(T0 + 3 * HOUR)
    report(watch, seenEach(T0, 0))
    expect(ofLoss()).toMatchObject({ holds: false, faults: [{ kind: 'rpo', pointMs: T0 }] })
    report(watch, seenEach(watch.nowMs, 0))
    expect(ofLoss()).toMatchObject({ holds: true })
    report(watch, { set: 'db', newest: [], unread: 'The store does not answer.' })
    expect(ofLoss()).toMatchObject({ holds: false, unread: true, faults: [] })
  })

  it('is for whoever is on call where the plan names nobody', () => {
    const unowned = planWith({ db: hourly })
    const watch = watching(unowned, T0)
    watch.until(T0 + 3 * HOUR)
    report(watch, seenEach(T0, 0))
    const people = recipients(unowned, openNews(watch)[0]!)
    expect(people.length).toBeGreaterThan(0)
    expect(watch.of('attempted').some(({ effect }) => effect.kind === 'tell-news' && effect.person === people[0])).toBe(
      true,
    )
  })

  it('is no alarm while nobody can see', () => {
    const watch = watching(planWith({ db: hourly, copy: { label: 'Copy', store: 'far', copyOf: 'db' } }), T0)
    watch.until(T0 + 5 * HOUR)
    const away = (set: string): SeenSet => ({ set, newest: [], unread: 'The store does not answer.' })
    report(watch, away('db'), seenEach(watch.nowMs, 0, { set: 'copy' }))
    expect(openNews(watch).map(({ pace }) => pace)).toEqual(['daily'])
    report(watch, away('db'), away('copy'))
    // All places are away: that is told, and that all may be lost is not told besides.
    expect(watch.state.backups.faults['component/db']).toBeUndefined()
    expect(openNews(watch).some(({ pace }) => pace === 'urgent')).toBe(true)
  })

  it('does not wake whoever recovers the system already', () => {
    const watch = watching(plan, T0)
    const about = { incident: 'DR-1', mode: 'real' as const, scenario: null, drill: null, startedMs: T0 }
    watch.give({ type: 'hear-of-incident', atMs: T0, by: SYSTEM, ...about })
    watch.until(T0 + 3 * HOUR)
    report(watch, seenEach(T0, 0))
    expect(openNews(watch).map(({ pace }) => pace)).not.toContain('urgent')
  })

  it.each([
    ['the last set of a component', { other: { label: 'Other', store: 's3' } }, ['backups-found']],
    ['the place where Muster can look', { db: { ...hourly, store: undefined, alsoIn: ['office'] } }, ['backups-found']],
    ['what a set is for', { db: { ...hourly, components: [] } }, []],
    ['every set', {}, ['backups-found']],
  ])('of a component ends with %s', (_, backups, besides) => {
    const watch = watching(plan, T0)
    report(watch, { set: 'db', newest: [] })
    expect(Object.keys(watch.state.backups.faults)).toContain('component/db')
    const command = { type: 'report-backups' as const, atMs: watch.nowMs, by: SYSTEM, seen: [] }
    const decision = watchCore.decide(planWith(backups), watch.state, command)
    const events = decision.ok ? decision.events : []
    const state = events.reduce(watchCore.evolve, watch.state)
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(besides))
    expect(state.backups.faults['component/db']).toBeUndefined()
  })

  it('ends with the set that the plan has no more', () => {
    const watch = watching(plan, T0)
    watch.until(T0 + 3 * HOUR)
    report(watch, seenEach(T0, 0))
    expect(Object.keys(watch.state.backups.faults)).toEqual(['set/db', 'component/db'])
    const without = planWith({ other: { label: 'Other', store: 's3' } }, { components: { web: { label: 'Web' } } })
    const command = { type: 'report-backups' as const, atMs: watch.nowMs, by: SYSTEM, seen: [] }
    const decision = watchCore.decide(without, watch.state, command)
    expect(decision.ok && decision.events.map(({ type }) => type)).toEqual([
      'backups-found',
      ...Array.from({ length: 2 }, () => 'backup-fault-ended'),
    ])
  })
})

describe('how often it is told', () => {
  const plan = planWith({ db: hourly })
  const told = (watch: ReturnType<typeof watching>) =>
    watch.of('attempted').filter(({ effect }) => effect.kind === 'tell-news')
  const good = (watch: ReturnType<typeof watching>) => report(watch, seenEach(watch.nowMs, 0))
  const bad = (watch: ReturnType<typeof watching>) => report(watch, seenEach(watch.nowMs, 0, { unread: 'It is away.' }))

  it('one store that is away is one message, however many sets lie there', () => {
    const ids = Array.from({ length: 20 }, (_, index) => `s${index}`)
    const many = planWith(Object.fromEntries(ids.map((id) => [id, { ...hourly, label: id.toUpperCase() }])))
    const watch = watching(many, T0)
    report(watch, ...ids.map((set) => ({ set, newest: [], unread: 'The bucket b does not answer.' })))
    expect(told(watch)).toHaveLength(1)
    const [news, ...others] = openNews(watch)
    expect(others).toEqual([])
    expect(newsWords(many, watch.state, news!, T0)).toMatchObject({
      title: expect.stringContaining('the backups of S0 are not as they should be, and 19 more things are wrong'),
      text: 'Of S0 (s0), S1 (s1) and 18 more: nobody can say: The bucket b does not answer.',
    })
    watch.until(T0 + HOUR)
    expect(told(watch)).toHaveLength(5)
  })

  it('is one piece of news for each who answers for some, and ends for each by itself', () => {
    const two = planWith({
      db: { ...hourly, owner: 'commander' },
      other: { ...hourly, components: [], label: 'Other' },
    })
    const watch = watching(two, T0)
    const away = (set: string): SeenSet => ({ set, newest: [], unread: 'away' })
    report(watch, away('db'), away('other'))
    expect(openNews(watch).map(({ about }) => about)).toEqual([
      { kind: 'backup', owner: 'commander' },
      { kind: 'backup', owner: null },
    ])
    report(watch, seenEach(T0, 0), away('other'))
    expect(openNews(watch).map(({ about }) => about)).toEqual([{ kind: 'backup', owner: null }])
  })

  it('what goes on and off is told at once only now and then', () => {
    const watch = watching(plan, T0)
    good(watch)
    for (let looks = 0; looks < 288; looks++) {
      if (looks % 2 === 0) bad(watch)
      else good(watch)
      watch.until(watch.nowMs + 5 * MINUTE)
    }
    expect(told(watch).length).toBeGreaterThan(1)
    expect(told(watch).length).toBeLessThanOrEqual(12)
  })

  it('what begins again and lasts is told when some hours have passed', () => {
    const watch = watching(plan, T0)
    bad(watch)
    watch.until(T0 + 5 * MINUTE)
    good(watch)
    watch.until(T0 + 10 * MINUTE)
    bad(watch)
    watch.until(T0 + 3.9 * HOUR)
    expect(told(watch)).toHaveLength(1)
    watch.until(T0 + 4 * HOUR)
    expect(told(watch)).toHaveLength(2)
  })

  it('something else that begins meanwhile is told at once', () => {
    const watch = watching(plan, T0)
    bad(watch)
    good(watch)
    bad(watch)
    expect(told(watch)).toHaveLength(1)
    report(watch, seenEach(watch.nowMs, 0, { empty: { key: 'k', madeAtMs: watch.nowMs } }))
    expect(told(watch)).toHaveLength(2)
  })

  it('what is left when the worst is over waits for the day', () => {
    const watch = watching(plan, T0)
    report(watch, seenEach(T0, 3 * HOUR))
    expect(openNews(watch).map(({ pace }) => pace)).toEqual(['urgent'])
    expect(told(watch)).toHaveLength(1)
    report(watch, seenEach(T0, 1.5 * HOUR))
    expect(Object.keys(watch.state.backups.faults)).toEqual(['set/db'])
    expect(openNews(watch).map(({ pace }) => pace)).toEqual(['daily'])
    watch.until(T0 + 23 * HOUR)
    expect(told(watch)).toHaveLength(1)
    watch.until(T0 + 25 * HOUR)
    expect(told(watch)).toHaveLength(2)
  })
})

describe('each fault of a set', () => {
  const base = { ...hourly, keep: '10 days' }
  const cases: [kind: string, set: object, seen: (nowMs: number) => Partial<SeenSet>][] = [
    ['none', base, () => ({ newest: [], madeMs: [] })],
    ['unread', base, () => ({ unread: 'The bucket is in another region.' })],
    ['empty', base, (nowMs) => ({ empty: { key: 'k', madeAtMs: nowMs } })],
    ['late', base, () => ({ newest: seenEach(T0, 2 * HOUR).newest })],
    ['missed', base, () => ({ madeMs: seenEach(T0, 0).madeMs!.filter((madeAtMs) => madeAtMs !== T0 - 5 * HOUR) })],
    [
      'shrunk',
      base,
      () => ({ newest: seenEach(T0, 0).newest.map((one, index) => ({ ...one, size: index === 0 ? 10 : 100 })) }),
    ],
    ['kept-short', { ...base, keep: '90 days' }, () => ({})],
    ['kept-long', { ...base, keep: '2 days' }, () => ({})],
    [
      'thinned',
      {
        ...base,
        schedule: 'daily',
        keep: [
          { of: 'daily', for: '10 days' },
          { of: 'weekly', for: '90 days' },
        ],
      },
      () => ({ oldestMs: T0 - 88 * DAY, madeMs: [...seenEach(T0, 0).madeMs!, T0 - 88 * DAY] }),
    ],
    ['unencrypted', { ...base, encryption: 'gpg' }, () => ({ encryption: { by: ['AES256'], certain: true } })],
    ['unencrypted', { ...base, encryption: 'AES-256' }, () => ({ encryption: { by: [], certain: true } })],
    ['unlocked', { ...base, locked: true }, () => ({ lockedUntilMs: null })],
    ['unlocked', { ...base, locked: true }, () => ({ lockedUntilMs: T0 - 1 })],
  ]

  it('several that were never made are backups', () => {
    const watch = watching(planWith({ db: base }), T0)
    const gone = [T0 - 5 * HOUR, T0 - 7 * HOUR]
    report(watch, seenEach(T0, 0, { madeMs: seenEach(T0, 0).madeMs!.filter((madeAtMs) => !gone.includes(madeAtMs)) }))
    expect(newsWords(planWith({ db: base }), watch.state, openNews(watch)[0]!, T0).text).toBe(
      'Of Orders (db): 2 backups of the last week were never made, the latest due 2027-05-20 07:00 UTC.',
    )
  })

  const without = (nowMs: number, ...gone: number[]) =>
    seenEach(nowMs, 0, { madeMs: seenEach(nowMs, 0).madeMs!.filter((madeAtMs) => !gone.includes(madeAtMs)) })

  it('is told with its figures of now, which are noted once an hour at most', () => {
    const plan = planWith({ db: base })
    const watch = watching(plan, T0)
    const gone = [T0 - 7 * DAY + 5 * HOUR, T0 - 5 * HOUR, T0 - 7 * HOUR]
    report(watch, without(T0, ...gone))
    const told = watch.of('attempted').length
    const figures = () => watch.state.backups.faults['set/db']?.missed?.fault
    expect(figures()).toEqual({ kind: 'missed', count: 3, lastMs: T0 - 5 * HOUR })
    watch.until(T0 + 30 * MINUTE)
    expect(report(watch, without(T0, ...gone, T0 - 3 * HOUR))).toEqual([])
    watch.until(T0 + 6 * HOUR)
    expect(report(watch, without(watch.nowMs, ...gone)).map(({ type }) => type)).toEqual(['backup-fault-changed'])
    expect(figures()).toEqual({ kind: 'missed', count: 2, lastMs: T0 - 5 * HOUR })
    expect(newsWords(plan, watch.state, openNews(watch)[0]!, watch.nowMs).text).toContain('2 backups of the last week')
    expect(watch.of('attempted')).toHaveLength(told)
    expect(report(watch, without(watch.nowMs, ...gone))).toEqual([])
  })

  it('never made is told of the last week, also of a set that is made no more', () => {
    const watch = watching(planWith({ db: base }), T0)
    report(watch, without(T0, T0 - 5 * HOUR))
    watch.until(T0 + 8 * DAY)
    report(watch, without(T0, T0 - 5 * HOUR))
    expect(watch.state.backups.faults['set/db']).toMatchObject({ late: expect.anything() })
    expect(watch.state.backups.faults['set/db']).not.toHaveProperty('missed')
  })

  it('how far it goes back is noted once a day', () => {
    const watch = watching(planWith({ db: { ...base, keep: '90 days' } }), T0)
    for (let hour = 0; hour <= 48; hour++) {
      watch.until(T0 + hour * HOUR)
      report(watch, seenEach(watch.nowMs, 0, { oldestMs: T0 - 10 * DAY }))
    }
    expect(watch.of('backup-fault-changed')).toHaveLength(2)
  })

  it.each(cases)('%s, and nothing else', (kind, set, more) => {
    const watch = watching(planWith({ db: set }), T0)
    report(watch, seenEach(T0, 0, more(T0)))
    expect(Object.keys(watch.state.backups.faults['set/db'] ?? {})).toEqual([kind])
    const [news] = openNews(watch)
    expect(newsWords(planWith({ db: set }), watch.state, news!, T0).text).toMatch(/^Of Orders \(db\): .+[^.]\.$/m)
  })

  it.each([
    ['by the store', 'AES-256', { by: ['aws:kms'], certain: true }],
    ['where nobody can tell', 'AES-256', { by: [], certain: false }],
    ['by gpg', 'gpg, for backup@shop.example', { by: ['gpg'], certain: false }],
    ['by no demand', 'none', { by: [], certain: true }],
  ])('none when it is encrypted %s', (_, encryption, seen) => {
    const watch = watching(planWith({ db: { ...base, encryption, locked: true } }), T0)
    report(watch, seenEach(T0, 0, { encryption: seen, lockedUntilMs: T0 + DAY }))
    expect(watch.state.backups.faults).toEqual({})
  })
})

const seenOnce = (watch: ReturnType<typeof watching>) => {
  report(watch, seenEach(watch.nowMs, 0))
  return watch
}

describe('a try', () => {
  const passing = (more: object = {}): Outcome => ({
    ok: true,
    detail: { key: 'k1', madeAtMs: T0 - HOUR, size: 100, store: 'b', sha256: 'aa', tookMs: 90_000, ...more },
  })
  const failing = passing({ failed: privately('it is damaged') })
  const verifications = (effect: Effect) => effect.kind === 'verify-backup'
  const lives = (verification: object[], answering: Answering, more: object = {}) => {
    const plan = planWith({ db: { ...hourly, ...more, verification } })
    return { plan, watch: seenOnce(watching(plan, T0, answering)) }
  }
  const tried = (watch: ReturnType<typeof watching>) =>
    watch
      .of('attempted')
      .filter(({ effect }) => verifications(effect))
      .map(({ atMs }) => new Date(atMs).toISOString().slice(0, 16))

  it('is owed only of what can be looked at', () => {
    const verification = [{ how: 'checksum', schedule: 'daily' }]
    const watch = watching(planWith({ db: { ...hourly, verification } }), T0, () => passing())
    expect(watch.owed().filter(({ id }) => id.startsWith('verify'))).toEqual([])
    seenOnce(watch)
    expect(watch.owed().filter(({ id }) => id.startsWith('verify'))).toHaveLength(1)
  })

  it('is made when the plan says so, by the clock of its zone through both changes', () => {
    const zone = { zone: 'Europe/Berlin' }
    const verification = [{ how: 'checksum', schedule: 'Daily at 04:00' }]
    const plan = planWith({ db: { ...hourly, ...zone, verification } })
    const spring = seenOnce(watching(plan, at('2027-03-27T12:00Z'), () => passing()))
    spring.until(at('2027-03-29T12:00Z'))
    expect(tried(spring)).toEqual(['2027-03-28T02:00', '2027-03-29T02:00'])
    const autumn = seenOnce(watching(plan, at('2027-10-30T01:00Z'), () => passing()))
    autumn.until(at('2027-11-01T12:00Z'))
    expect(tried(autumn)).toEqual(['2027-10-30T02:00', '2027-10-31T03:00', '2027-11-01T03:00'])
  })

  it('is made up for once, however long Muster was away', () => {
    const { watch } = lives([{ how: 'listing', schedule: 'daily' }], () => passing())
    watch.awayUntil(T0 + 9.5 * DAY)
    expect(tried(watch)).toHaveLength(1)
    watch.until(T0 + 11.6 * DAY)
    expect(tried(watch)).toHaveLength(3)
  })

  it('is not made where a script makes it, nor where Muster cannot', () => {
    const { watch } = lives(
      [
        { how: 'checksum', schedule: 'daily', by: 'verify.sh' },
        { how: 'restore', schedule: 'daily' },
        { how: 'data', schedule: 'weekly', by: 'somebody' },
      ],
      () => passing(),
    )
    expect(watch.owed().filter(({ id }) => id.startsWith('verify'))).toEqual([])
  })

  it('that restores it proves it, and one that fails takes that back and is told', () => {
    let outcome = passing()
    const { plan, watch } = lives([{ how: 'restore', schedule: 'daily', trial: TRIAL }], (effect) =>
      verifications(effect) ? outcome : { ok: true },
    )
    watch.until(T0 + DAY)
    expect(watch.state.backups.proven.db).toMatchObject([{ key: 'k1', madeAtMs: T0 - HOUR }])
    outcome = failing
    watch.until(T0 + 2 * DAY)
    expect(watch.state.backups.proven.db).toEqual([])
    const [news] = openNews(watch)
    expect(news).toMatchObject({
      pace: 'urgent',
      about: { kind: 'backup-try', set: 'db', how: 'restore', is: 'failed' },
    })
    expect(newsWords(plan, watch.state, news!, watch.nowMs)).toMatchObject({
      title: expect.stringContaining('the test restore of Orders has failed'),
      text: expect.stringContaining('k1, of 2027-05-20 11:00 UTC, must not be restored: it is damaged.'),
    })
    outcome = passing()
    watch.until(T0 + 3 * DAY)
    expect(openNews(watch)).toEqual([])
    expect(watch.state.backups.handled.map(({ result }) => result)).toEqual(['passed', 'failed', 'passed'])
  })

  it('that cannot be made says nothing of the backup, is made again, and is told in the end', () => {
    const why = privately('the store says who Ana is')
    const { plan, watch } = lives([{ how: 'checksum', schedule: 'daily' }], (effect) =>
      verifications(effect) ? { ok: false, reason: 'It could not be tried.', detail: { why } } : { ok: true },
    )
    watch.until(T0 + 0.6 * DAY)
    expect(tried(watch)).toHaveLength(3)
    expect(watch.state.backups.ways['db/checksum']).toMatchObject({ last: { result: 'undecided' } })
    expect(newsWords(plan, watch.state, openNews(watch)[0]!, watch.nowMs)).toMatchObject({
      title: expect.stringContaining('the comparison of its checksum of Orders could not be made'),
      text: 'Nobody knows yet whether this backup is good: the store says who Ana is.',
    })
    // What may quote data can be erased, wherever it is kept.
    const kept = JSON.stringify([watch.events, watch.state], (_, value) => (value?.private ? '[erased]' : value))
    expect(kept).not.toContain('Ana')
    expect(openNews(watch)).toMatchObject([{ pace: 'daily', about: { is: 'undecided' } }])
    expect(watch.state.backups.handled).toEqual([])
  })

  it('is told no more when the plan has its set no more', () => {
    const { watch } = lives([{ how: 'checksum', schedule: 'daily' }], (effect) =>
      verifications(effect) ? failing : { ok: true },
    )
    watch.until(T0 + 0.6 * DAY)
    expect(openNews(watch)).toMatchObject([{ about: { kind: 'backup-try', is: 'failed' } }])
    const command = { type: 'report-backups' as const, atMs: watch.nowMs, by: SYSTEM, seen: [] }
    const decision = watchCore.decide(planWith({}), watch.state, command)
    const { news } = (decision.ok ? decision.events : []).reduce(watchCore.evolve, watch.state)
    expect(news.filter(({ overMs }) => overMs === undefined)).toEqual([])
  })

  it('that cannot be made because the store is away is told with that', () => {
    const { watch } = lives([{ how: 'checksum', schedule: 'daily' }], (effect) =>
      verifications(effect) ? { ok: false, reason: 'the store does not answer' } : { ok: true },
    )
    report(watch, { set: 'db', newest: [], unread: 'The store does not answer.' })
    watch.until(T0 + 0.6 * DAY)
    expect(tried(watch)).toHaveLength(3)
    expect(openNews(watch).map(({ about }) => about.kind)).toEqual(['backup'])
  })

  it('of a dead worker is made again after its limit', () => {
    let answers = false
    const { watch } = lives([{ how: 'restore', schedule: 'daily', trial: { ...TRIAL, limit: '30 min' } }], (effect) =>
      !verifications(effect) ? { ok: true } : answers ? passing() : undefined,
    )
    watch.until(T0 + 12 * HOUR)
    answers = true
    watch.until(T0 + 12 * HOUR + 40 * MINUTE)
    expect(tried(watch)).toEqual(['2027-05-21T00:00', '2027-05-21T00:40'])
    expect(watch.state.backups.ways['db/restore']).toMatchObject({ last: { result: 'passed' } })
  })

  it('is made when somebody asks, once, and they hear of it', () => {
    const { plan, watch } = lives(
      [
        { how: 'checksum', schedule: 'daily' },
        { how: 'restore', schedule: 'weekly', trial: TRIAL },
      ],
      (effect) => (verifications(effect) ? undefined : { ok: true }),
    )
    const by = { person: 'ana', id: 'slack:U1', via: 'slack' as const }
    const ask = (how?: 'restore' | 'data') =>
      watch.give({ type: 'verify-backup', atMs: watch.nowMs, by, set: 'db', ...(how && { how }) })
    expect(ask('data')).toMatchObject({
      ok: false,
      why: expect.stringContaining('cannot try "db" by data: it has checksum and restore'),
    })
    expect(ask().events.filter(({ type }) => type === 'verification-asked')).toHaveLength(2)
    expect(ask().events).toEqual([])
    const { obligation } = watch
      .of('attempted')
      .find(({ effect }) => verifications(effect) && 'how' in effect && effect.how === 'restore')!
    watch.give({
      type: 'outcome',
      atMs: watch.nowMs,
      by: SYSTEM,
      obligation,
      attempt: 1,
      outcome: passing({ rows: [{ what: 'orders', count: 7 }] }),
    })
    const news = watch.state.news.find(({ about }) => about.kind === 'backup-tried')!
    expect(recipients(plan, news)).toEqual(['ana'])
    expect(newsWords(plan, watch.state, news, T0).text).toContain('took 1 min; orders: 7.')
  })
})

describe('making one', () => {
  const plan = planWith({ db: { ...hourly, make: 'try' }, other: { label: 'Other', store: 's3' } })
  const by = { person: 'ana', id: 'slack:U1', via: 'slack' as const }
  const ask = (watch: ReturnType<typeof watching>, set = 'db') =>
    watch.give({ type: 'make-backup', atMs: watch.nowMs, by, set })
  const makes = (watch: ReturnType<typeof watching>) =>
    watch.of('attempted').filter(({ effect }) => effect.kind === 'make-backup')

  it('is done once, and whoever asked hears of it', () => {
    const watch = watching(plan, T0, (effect) => (effect.kind === 'make-backup' ? undefined : { ok: true }))
    expect(ask(watch, 'other')).toMatchObject({
      ok: false,
      why: expect.stringContaining('no steps that make a backup'),
    })
    ask(watch)
    expect(ask(watch).events).toEqual([])
    const [made] = makes(watch)
    const outcome = { ok: true as const, detail: { tookMs: 120_000 } }
    watch.give({ type: 'outcome', atMs: T0, by: SYSTEM, obligation: made!.obligation, attempt: 1, outcome })
    const news = watch.state.news.at(-1)!
    expect(recipients(plan, news)).toEqual(['ana'])
    expect(newsWords(plan, watch.state, news, T0)).toMatchObject({
      title: expect.stringContaining('a backup of Orders was made'),
      text: 'It took 2 min.',
    })
    expect(watch.state.backups.making).toEqual({})
  })

  it('is not done again by itself when nobody knows how it ended', () => {
    const watch = watching(plan, T0, (effect) => (effect.kind === 'make-backup' ? undefined : { ok: true }))
    ask(watch)
    watch.until(T0 + 2 * DAY)
    expect(makes(watch)).toHaveLength(1)
    const news = watch.state.news.at(-1)!
    expect(newsWords(plan, watch.state, news, T0).text).toBe('It failed: nothing was heard of it in time.')
  })
})

describe('after an incident', () => {
  const plan = planWith({
    db: hourly,
    code: { label: 'Code', store: 's3', schedule: 'on change' },
    slow: { label: 'Files', store: 'far', schedule: 'daily' },
  })
  const proof = {
    ...{
      incident: 'DR-1',
      scenario: null,
      mode: 'real' as const,
      drill: null,
      startedMs: T0 - HOUR,
      tookMs: HOUR,
      rtoMs: HOUR,
    },
  }
  const seenSet = (set: string, madeAtMs: number): SeenSet => ({
    set,
    newest: [{ key: 'k', madeAtMs, size: 1, verified: false }],
  })

  it('each set that runs by itself has to run again, and that stays open until it did', () => {
    const watch = watching(plan, T0)
    watch.give({ type: 'hear-of-ending', atMs: T0, by: SYSTEM, incident: 'DR-1', proof })
    const before = [seenSet('db', T0 - 1), seenSet('code', T0 - DAY), seenSet('slow', T0 - HOUR)]
    report(watch, ...before)
    const open = () => openNews(watch).find(({ about }) => about.kind === 'backups-after')
    expect(newsWords(plan, watch.state, open()!, T0).text).toMatch(
      /no backup has been made since of Orders and Files\./,
    )
    report(watch, seenSet('db', T0 + 1), ...before.slice(1))
    expect(newsWords(plan, watch.state, open()!, T0).text).toMatch(/made since of Files\./)
    report(watch, seenSet('db', T0 + 1), before[1]!, seenSet('slow', T0 + 2))
    expect(open()).toBeUndefined()
    expect(watch.state.backups.after).toEqual({})
  })

  it('not after a drill', () => {
    const watch = watching(plan, T0)
    watch.give({ type: 'hear-of-ending', atMs: T0, by: SYSTEM, incident: 'DR-1', proof: { ...proof, mode: 'drill' } })
    expect(watch.state.backups.after).toEqual({})
  })
})

it('the journal grows only with what changes, whatever is seen and however often', () => {
  const plan = planWith({ db: hourly, copy: { label: 'Copy', store: 'far', copyOf: 'db' } })
  const looks = fc.array(
    fc.record({
      set: fc.constantFrom('db', 'copy'),
      agoMs: fc.nat(20 * HOUR),
      away: fc.boolean(),
      times: fc.integer({ min: 1, max: 5 }),
      sleepMs: fc.nat(HOUR),
    }),
    { maxLength: 20 },
  )
  fc.assert(
    fc.property(looks, (all) => {
      const watch = watching(plan, T0)
      for (const { set, agoMs, away, times, sleepMs } of all) {
        watch.until(watch.nowMs + sleepMs)
        const seen = seenEach(watch.nowMs, agoMs, { set, ...(away && { unread: 'away' }) })
        report(watch, seen)
        for (let again = 1; again < times; again++) expect(report(watch, seen)).toEqual([])
      }
      // Whatever began has ended as often, or is still so.
      const began = watch.of('backup-fault-began').length
      const open = Object.values(watch.state.backups.faults).flatMap((kinds) => Object.keys(kinds)).length
      expect(began - watch.of('backup-fault-ended').length).toBe(open)
    }),
    { numRuns: 100 },
  )
})

/** The board: what matters first, drills headed as such, and never more than Slack takes whatever the incident holds. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { messageRefusal } from '../../../sim/slack/payload-checks.ts'
import { boardBlocks, boardText, TEXT_CHARS_MAX } from '../../../src/adapters/slack/board.ts'
import { view } from '../../../src/incident/view.ts'
import type { View } from '../../../src/incident/view-shape.ts'
import { privately, VIAS } from '../../../src/plan/actor.ts'
import { by, MINUTE, T0 } from '../../incident/story.ts'
import { shopPlan, shopStory, shopView } from './incidents.ts'
import { recoveryPlan, reported, startRecovery } from './recoveries.ts'

/** Every text that a reader sees, block by block. */
const textsOf = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(textsOf)
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'text' && typeof inner === 'string' ? [inner] : textsOf(inner),
  )
}
/** The texts in which markup counts. */
const mrkdwnOf = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(mrkdwnOf)
  if (value === null || typeof value !== 'object') return []
  return 'type' in value && value.type === 'mrkdwn' ? textsOf(value) : Object.values(value).flatMap(mrkdwnOf)
}
const boardOf = (shown: View, nowMs: number) => textsOf(boardBlocks(shown, nowMs)).join('\n')

test('severity and scenario come first, then the clock, then who is on it and what is next', () => {
  const blocks = boardBlocks(shopView(), T0 + 5 * MINUTE)
  expect(textsOf(blocks[0])).toEqual(['Critical · Database corruption'])
  expect(textsOf(blocks[1])[0]).toBe(
    `*Shop* · \`DR-20261205-1000\`\n*1 h 55 min left* of RTO 2 h · due <!date^${(T0 + 120 * MINUTE) / 1000}^{date_short_pretty} {time}|2026-12-05 12:00 UTC>`,
  )
  const board = textsOf(blocks).join('\n')
  expect(board).toContain(':warning: *Nobody has acknowledged yet*\n*Being called* Olga')
  expect(board).toContain(`• <!date^${(T0 + 15 * MINUTE) / 1000}^{time}|2026-12-05 10:15 UTC> (in 10 min) page Level 2`)
  expect(board).toContain('• Incident commander: Dora (acting)')
  expect(board).toMatch(/_Unfilled:_ .*CTO/)
})

test('an acknowledgement is on the board with the person, the means and when', () => {
  const story = shopStory()
  story.until(3 * MINUTE)
  story.ask({ type: 'acknowledge' }, by('olga', 'sms'))
  const board = boardOf(view(shopPlan, story.state), T0 + 10 * MINUTE)
  expect(board).toContain('*Acknowledged by*\n• Olga (by text message, 7 min ago)')
  expect(board).not.toContain('Nobody has acknowledged')
})

test('buttons are the view’s actions, each with the incident in its value', () => {
  const blocks = boardBlocks(shopView(), T0)
  const row = blocks.find((block) => block.type === 'actions')!
  expect(row.elements).toMatchObject([
    { action_id: 'ack', style: 'primary', value: 'DR-20261205-1000|' },
    { action_id: 'update', value: 'DR-20261205-1000|' },
    { action_id: 'comms', value: 'DR-20261205-1000|' },
    { action_id: 'escalate' },
    {
      ...{ action_id: 'resolve', style: 'danger' },
      confirm: { title: { text: 'Resolve DR-20261205-1000?' }, deny: { text: 'Not yet' } },
    },
  ])
})

test('whoever resolves is asked first, and told who hears of it', () => {
  const asked = (shown: View): string => {
    const row = boardBlocks(shown, T0).find((block) => block.type === 'actions')!
    const button = row.elements.find((one) => 'action_id' in one && one.action_id === 'resolve')
    return (button as { confirm: { text: { text: string } } }).confirm.text.text
  }
  const quiet = shopView()
  const stops = 'Paging and regular updates stop.'
  const page = 'Whoever reads the public status page, and its subscribers'
  expect(asked(quiet)).toBe(`${stops} Told that it is over: ${page}.`)
  expect(asked({ ...quiet, mode: 'drill' })).toBe(`${stops} It is a drill: nobody outside hears of it.`)
  const ending = ['email', 'status-page'].map((means) => ({ audience: 'Customers', means: [means] }))
  expect(asked({ ...quiet, ending })).toBe(
    `${stops} Told that it is over: ${page}; Customers, by mail and the status page.`,
  )
  const approval = { by: 'Technical lead', holds: true }
  const held = { audience: 'Customers', means: ['email'], approval }
  expect(asked({ ...quiet, ending: [held] })).toContain('Customers, by mail (once Technical lead approves).')
  expect(asked({ ...quiet, ending: [{ ...held, approval: { ...approval, holds: false } }] })).toContain(
    'Customers, by mail (once Technical lead approves, else later by itself).',
  )
  const many = Array.from({ length: 40 }, (_, nth) => ({ audience: `Audience ${nth}`, means: ['email'] }))
  expect(asked({ ...quiet, ending: many })).toHaveLength(300)
})

test('buttons for the same command get ids of their own', () => {
  const actions = ['a', 'b'].map((value) => ({ command: 'approve', label: value, value }))
  const row = boardBlocks({ ...shopView(), actions }, T0).find((block) => block.type === 'actions')!
  expect(row.elements).toMatchObject([
    { action_id: 'approve', value: 'DR-20261205-1000|a' },
    { action_id: 'approve:2', value: 'DR-20261205-1000|b' },
  ])
})

test('a missed RTO, a trouble and a paused ladder are loud', () => {
  const shown: View = { ...shopView(), troubles: [{ atMs: T0, what: 'Tina could not be reached <!channel>' }] }
  shown.ladder = { ...shown.ladder, paused: { untilMs: T0 + 30 * MINUTE, reason: 'Vendor works on it' } }
  const board = boardOf(shown, T0 + 125 * MINUTE)
  expect(board).toContain(':red_circle: *RTO 2 h missed 5 min ago*')
  expect(board).toContain(':rotating_light: *Trouble*')
  expect(board).toContain('Tina could not be reached &lt;!channel&gt;')
  expect(board).toContain('*Ladder paused* until <!date^')
})

describe('the ends of an incident', () => {
  test('resolved: the RTO kept, nobody asked for anything', () => {
    const story = shopStory()
    story.until(20 * MINUTE)
    story.ask({ type: 'resolve' })
    const board = boardOf(view(shopPlan, story.state), T0 + 60 * MINUTE)
    expect(board).toContain('Resolved · Critical · Database corruption')
    expect(board).toContain('*RTO 2 h* :white_check_mark: kept: it took 20 min')
    expect(board).not.toContain('acknowledged yet')
    expect(board).not.toContain('*Next*')
  })
  test('a false alarm says so', () => {
    const story = shopStory()
    story.ask({ type: 'cancel', reason: privately('test data') })
    expect(boardText(view(shopPlan, story.state), T0)).toMatch(/^False alarm · Critical/)
  })
})

test('a drill is headed DRILL, in the message and in its notification', () => {
  const shown = view(shopPlan, shopStory({ declare: { mode: 'drill' } }).state)
  expect(boardOf(shown, T0)).toMatch(/^DRILL · /)
  expect(boardText(shown, T0)).toMatch(/^DRILL · /)
})

test('somebody whom only Slack knows is mentioned', () => {
  const stranger = { id: 'slack:U0STRANGER', name: 'slack:U0STRANGER' }
  const shown = { ...shopView(), acknowledged: [{ person: stranger, atMs: T0, via: 'slack' as const }] }
  expect(boardOf(shown, T0)).toContain('• <@U0STRANGER> (in Slack, now)')
})

const inUtc = (text: string) => text.replace(/<!date\^\d+\^[^|]+\|\S+ (\S+ UTC)>/g, '$1')

describe('the recovery', () => {
  const sectionOf = (shown: View): string => {
    const texts = textsOf(boardBlocks(shown, T0)).map(inUtc)
    return texts.find((text) => text.startsWith('*Recovery*')) ?? ''
  }
  const RPO = {
    objectiveMs: 60 * MINUTE,
    set: 'Nightly',
    verified: true,
    restored: false,
    inOutage: false,
    missed: false,
  }
  const withRecovery = (shown: View, more: Partial<NonNullable<View['recovery']>>): View => ({
    ...shown,
    recovery: { ...shown.recovery!, ...more },
  })

  test('says how far it is, whether it will be in time, and what is in hand, after the situation', () => {
    const recovery = startRecovery()
    expect(sectionOf(recovery.view())).toBe(
      [
        '*Recovery* 0 of 5 done · forecast 10:15 UTC (1 h 45 min before the RTO) · 1 step of unknown length not counted',
        '• :raised_hand: Stop all writes: needs 1 of Database administrator (Dora)',
        '• :large_blue_circle: How to restore: to be decided',
        '• :large_blue_circle: Call the vendor: ready (Tina)',
        '○ Tier 1 due 11:00 UTC',
      ].join('\n'),
    )
    const blocks = boardBlocks(recovery.view(), T0).map((block) => textsOf(block).join('\n'))
    const at = blocks.findIndex((text) => text.startsWith('*Recovery*'))
    expect(blocks[at - 1]).toContain('*Status*')
    expect(blocks[at + 1]).toContain('acknowledged')
  })

  test('that will be late, or loses too much, is loud', () => {
    const shown = startRecovery().view()
    const late = { endMs: shown.rto.deadlineMs + 20 * MINUTE, afterRunningMs: 0, missesRto: true, unknown: 0, left: 5 }
    const rpo = { ...RPO, pointMs: T0 - 90 * MINUTE, lostMs: 90 * MINUTE, missed: true, verified: false }
    expect(sectionOf(withRecovery(shown, { forecast: late, rpo }))).toMatch(
      /^\*Recovery\* 0 of 5 done\n:red_circle: \*forecast 12:20 UTC, 20 min beyond the RTO\*\n:red_circle: \*restores to 08:30 UTC: loses 1 h 30 min, more than the RPO of 1 h\* · no restore of it was ever tried\n/,
    )
    expect(sectionOf(withRecovery(shown, { rpo: { ...RPO, pointMs: null, lostMs: null, missed: true } }))).toContain(
      ':red_circle: *No usable backup* of Nightly\n',
    )
    expect(
      sectionOf(withRecovery(shown, { rpo: { ...RPO, pointMs: T0 - 12 * MINUTE, lostMs: 12 * MINUTE } })),
    ).toContain('\nrestores to 09:48 UTC: loses 12 min\n')
    const restored = { ...RPO, restored: true, pointMs: T0 - 12 * MINUTE, lostMs: 12 * MINUTE }
    expect(sectionOf(withRecovery(shown, { rpo: restored }))).toContain('\nrestored as of 09:48 UTC: 12 min lost\n')
    const damaged = { ...restored, inOutage: true, lostMs: null, missed: null }
    expect(sectionOf(withRecovery(shown, { rpo: damaged }))).toContain(
      '\n:red_circle: *restored as of 09:48 UTC, after the outage began: it may hold the damage*\n',
    )
  })

  test('of an incident without steps takes no room', () => {
    expect(boardOf(shopView(), T0)).not.toContain('*Recovery*')
  })

  test('counts the open checks only when nothing else is left', () => {
    const recovery = startRecovery(
      recoveryPlan({
        'stop-writes': { approval: undefined, start: 'auto', undo: undefined },
        restore: { approval: undefined, risk: 'write', start: 'auto' },
      }),
    )
    recovery.ends('stop-writes/do/1', { ok: true, detail: reported() })
    recovery.ends('restore/do/1', { ok: true, detail: reported() })
    recovery.story.ask({ type: 'choose-option', step: 'how', option: 'beside' })
    expect(sectionOf(recovery.view())).not.toContain('*Checks*')
    recovery.story.ask({ type: 'end-step', step: 'tell-vendor', ok: true })
    expect(sectionOf(recovery.view())).toMatch(
      /^\*Recovery\* 4 of 5 done.*\n• :large_blue_circle: Orders can be placed: ready\n○ Tier 1 due 11:00 UTC\n\*Checks\* 1 open$/,
    )
    recovery.story.ask({ type: 'end-step', step: 'orders', ok: true })
    expect(sectionOf(recovery.view())).toBe('*Recovery* 5 of 5 done\n✓ Tier 1')
  })

  test('a service that is back has stopped the clock, although the incident goes on', () => {
    const recovery = startRecovery()
    recovery.story.until(35 * MINUTE)
    recovery.story.ask({ type: 'change-status', status: 'monitoring' })
    const board = boardOf(recovery.view(), T0 + 60 * MINUTE)
    expect(board).toContain('*RTO 2 h* :white_check_mark: kept: service back after 35 min')
    expect(boardText(recovery.view(), T0 + 60 * MINUTE)).toMatch(/: service back after 35 min of 2 h \(RTO\)\.$/)
    expect(board).not.toContain('forecast')
  })
})

/** Text that is long, markup, or of characters that take two units. */
const wild = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc
    .constantFrom('&', '<!channel>', '🚨', 'word ', '\n\n')
    .chain((piece) => fc.integer({ min: 0, max: 4_000 }).map((times) => piece.repeat(times))),
)
const moment = fc.integer({ min: T0 - 90 * 24 * 60 * MINUTE, max: T0 + 90 * 24 * 60 * MINUTE })
const person = fc.record({ id: wild, name: wild })
const many = <T>(entry: fc.Arbitrary<T>) => fc.array(entry, { maxLength: 120, size: 'max' })

const usual = startRecovery().view().recovery!
const wildStep = fc
  .record({
    ...{ title: wild, kind: fc.constantFrom('actions' as const, 'decision' as const) },
    status: fc.constantFrom('ready', 'awaiting-approval', 'running', 'failed', 'unknown') as fc.Arbitrary<
      (typeof usual.steps)[number]['status']
    >,
    ...{ note: fc.option(wild), overBudget: fc.boolean(), budgetMs: fc.option(fc.nat()) },
    approval: fc.option(fc.record({ count: fc.nat(5), who: wild })),
    owner: fc.option(fc.record({ role: wild, label: wild, person: fc.option(person) })),
  })
  .map((change) => ({ ...usual.steps[0]!, ...change }))
const wildRecovery = fc.option(
  fc
    .record({
      steps: many(wildStep),
      ...{ done: fc.nat(), total: fc.nat() },
      forecast: fc.option(
        fc.record({
          endMs: fc.option(moment),
          afterRunningMs: fc.nat(),
          missesRto: fc.boolean(),
          left: fc.nat(40),
          unknown: fc.nat(),
        }),
      ),
      tiers: many(
        fc.record({
          ...{ id: wild, label: wild, fromMs: moment, toMs: fc.option(moment), restoredMs: fc.option(moment) },
          late: fc.boolean(),
        }),
      ),
      rpo: fc.option(
        fc.record({
          ...{ objectiveMs: fc.nat(), pointMs: fc.option(moment), set: wild, verified: fc.boolean() },
          restored: fc.boolean(),
          inOutage: fc.boolean(),
          ...{ lostMs: fc.option(fc.nat()), missed: fc.boolean() },
        }),
      ),
    })
    .map(({ steps, ...rest }) => {
      const named = steps.map((step, nth) => ({ ...step, id: `step-${nth}` }))
      return { ...usual, ...rest, steps: named, now: named.map(({ id }) => id) }
    }),
)

test('whatever the view holds, Slack takes the board', () => {
  const extremes = fc.record({
    phase: fc.constantFrom('open', 'resolved', 'cancelled', 'merged') as fc.Arbitrary<View['phase']>,
    seen: wild,
    scenario: fc.option(fc.record({ id: fc.constant('s'), title: wild })) as fc.Arbitrary<View['scenario']>,
    components: many(fc.record({ id: fc.constant('c'), label: wild })),
    endedMs: fc.option(moment),
    etaMs: fc.option(moment),
    mergedInto: fc.option(wild),
    acknowledged: many(fc.record({ person, atMs: moment, via: fc.constantFrom(...VIAS) })),
    owed: many(fc.record({ id: fc.constant('o'), people: fc.constant<string[]>([]), dueMs: moment, what: wild })),
    troubles: many(fc.record({ atMs: moment, what: wild })),
    roles: many(
      fc.record({
        role: fc.constant('r'),
        label: wild,
        holder: fc.option(person),
        acting: fc.boolean(),
        duties: fc.constant<string[]>([]),
      }),
    ),
    updates: many(
      fc.record({
        atMs: moment,
        by: person,
        status: fc.constant('monitoring' as const),
        text: fc.option(wild),
        public: fc.boolean(),
      }),
    ),
    actions: many(fc.record({ command: wild, label: wild, value: wild })),
    recovery: wildRecovery,
  })
  const base = shopView()
  const property = fc.property(extremes, moment, wild, (extreme, nowMs, label) => {
    const shown: View = {
      ...base,
      ...extreme,
      severity: { ...base.severity, label },
      plan: { ...base.plan, name: label },
    }
    const blocks = boardBlocks(shown, nowMs)
    expect(messageRefusal('chat.update', { text: boardText(shown, nowMs), blocks })).toBeUndefined()
    const texts = textsOf(blocks)
    expect(texts.join('').length).toBeLessThanOrEqual(TEXT_CHARS_MAX)
    expect(mrkdwnOf(blocks).join('')).not.toContain('<!channel>')
    for (const text of texts) expect(text.isWellFormed()).toBe(true)
  })
  fc.assert(property, { numRuns: 150, seed: 5 })
})

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
    { action_id: 'escalate' },
    { action_id: 'resolve', style: 'danger' },
  ])
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

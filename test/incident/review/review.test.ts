/** What a review says of an incident, each figure counted on the fingers; what people may write of it, and when it is filed. */
import { expect, test } from 'vitest'
import { owed } from '../../../src/incident/owed.ts'
import { reviewPeople } from '../../../src/incident/review/owed-review.ts'
import { reviewDocument } from '../../../src/incident/review/review.ts'
import { privately } from '../../../src/plan/actor.ts'
import { startRecovery } from '../recovery/recovery-plan.ts'
import { by, MINUTE, SECOND, T0 } from '../story.ts'
import { reviewedPlan, reviewedStory } from './reviewed.ts'

const plan = reviewedPlan()

test('how long it took to notice, to answer and to be back, and what customers felt', () => {
  const review = reviewDocument(plan, reviewedStory().state)
  expect(review.moments).toEqual({
    badMs: T0 - 12 * MINUTE,
    declaredMs: T0,
    acknowledgedMs: T0 + 4 * MINUTE,
    restoredMs: T0 + 80 * MINUTE,
    endedMs: T0 + 85 * MINUTE,
  })
  expect(review.figures).toEqual({
    detectMs: 12 * MINUTE,
    acknowledgeMs: 4 * MINUTE,
    recoverMs: 92 * MINUTE,
    customerImpactMs: 92 * MINUTE,
  })
  expect(review.report.rto).toEqual({ objectiveMs: 120 * MINUTE, tookMs: 92 * MINUTE, met: true })
  expect(review.components).toEqual(['API'])
  expect(review.meeting).toMatchObject({ dueMs: T0 + (85 + 48 * 60) * MINUTE, agenda: ['Timeline', 'Root cause'] })
})

test('approvals with how long they were waited for, break-glass, what was waived, who was paged', () => {
  const { approvals, waivers, paged, bars } = reviewDocument(plan, reviewedStory().state)
  expect(approvals).toMatchObject([
    {
      ...{ title: 'Stop all writes', waitedMs: 9 * MINUTE, breakGlass: null },
      approvals: [{ by: { id: 'dora' }, waitedMs: 9 * MINUTE }],
    },
    {
      ...{ title: 'Fence the old primary', waitedMs: 11 * MINUTE, approvals: [] },
      breakGlass: { by: { id: 'ivan' }, atMs: T0 + 20 * MINUTE, text: 'nobody else is awake' },
    },
  ])
  expect(waivers).toMatchObject([
    { title: 'Totals agree', kind: 'check', by: { id: 'ivan' }, text: 'the shop is closed today' },
  ])
  expect(paged).toMatchObject([{ person: { id: 'olga' }, pages: 1, acknowledged: 1, unreachable: 0 }])
  expect(bars.restore).toEqual([{ fromMs: T0 + 24 * MINUTE, toMs: T0 + 64 * MINUTE, failed: false }])
})

test('what was told, and how late', () => {
  const { report } = reviewDocument(plan, reviewedStory().state)
  const customers = report.audiences.find(({ notice, moment }) => notice === 'customers' && moment === 'initial')
  expect(customers).toMatchObject({ deadlineMs: T0 + 60 * MINUTE, atMs: T0 + 70 * MINUTE, late: true })
  expect(report.troubles.map(({ what }) => what)).toContain('Customers was told 10 min late (mail)')
})

test('a drill has a review as well, which no customer felt', () => {
  const { report, figures } = reviewDocument(plan, reviewedStory('drill').state)
  expect(report.mode).toBe('drill')
  expect(figures).toMatchObject({ recoverMs: 92 * MINUTE, customerImpactMs: null })
})

test('nobody knows is null, and no figure is made up', () => {
  const story = startRecovery({})
  story.ask({ type: 'resolve' })
  const { figures, report } = reviewDocument(plan, story.state)
  expect(figures).toMatchObject({ detectMs: null, acknowledgeMs: null })
  expect(report.rpo).toMatchObject({ lostMs: null, met: null })
})

test('fields: what nobody has written is listed, what was written before is kept, and headings of the plan are among them', () => {
  const story = reviewedStory()
  const before = reviewDocument(plan, story.state)
  expect(before.missing).toHaveLength(before.fields.length)
  expect(before.fields.map(({ id }) => id)).toEqual([
    ...['summary', 'users', 'data-lost', 'revenue', 'sla', 'root-cause'],
    ...['why-1', 'why-2', 'why-3', 'why-4', 'why-5'],
    ...['went-well', 'went-poorly', 'lucky', 'response', 'prevention', 'own-3'],
  ])
  expect(before.fields.at(-1)!.label).toBe('Credits to customers')
  story.ask({ type: 'fill-review', field: 'root-cause', text: privately('A full disk') }, by('dora'))
  story.until(90 * MINUTE)
  story.ask({ type: 'fill-review', field: 'root-cause', text: privately('A disk without an alarm') }, by('ivan'))
  const again = story.ask({ type: 'fill-review', field: 'root-cause', text: privately('A disk without an alarm') })
  expect(again).toMatchObject({ ok: true, events: [] })
  const { fields, missing } = reviewDocument(plan, story.state)
  expect(missing).toHaveLength(before.missing.length - 1)
  expect(fields.find(({ id }) => id === 'root-cause')).toMatchObject({
    said: { text: 'A disk without an alarm', by: { id: 'ivan' }, atMs: T0 + 90 * MINUTE },
    earlier: [{ text: 'A full disk', by: { id: 'dora' } }],
  })
})

test('strangers write nothing, and what a review has not is refused by what is near', () => {
  const story = reviewedStory()
  const text = privately('x')
  expect(story.ask({ type: 'fill-review', field: 'lucky', text }, { id: 'slack:U0STRANGER', via: 'slack' }).ok).toBe(
    false,
  )
  expect(story.ask({ type: 'fill-review', field: 'root-caus', text })).toEqual({
    ok: false,
    why: 'A review has no "root-caus": did you mean "root-cause"?',
  })
  expect(story.ask({ type: 'fill-review', field: 'lucky', text: privately('  ') }).ok).toBe(false)
  expect(story.ask({ type: 'change-note', note: 1, text }).ok).toBe(false)
})

test('a note is put right, also after the end, and what stood there is kept', () => {
  const story = reviewedStory()
  const [, note] = story.state.notes
  story.ask({ type: 'change-note', note: note!.seq, text: privately('The disk of db2 is full') }, by('dora'))
  const { notes } = reviewDocument(plan, story.state)
  expect(notes[1]).toMatchObject({
    ...{ number: 2, text: 'The disk of db2 is full', by: { id: 'olga' }, atMs: T0 + 6 * MINUTE },
    changed: { by: { id: 'dora' }, atMs: T0 + 85 * MINUTE },
    earlier: [{ text: 'The disk of db1 is full', by: { id: 'olga' } }],
  })
})

const filings = (story: ReturnType<typeof reviewedStory>) =>
  story
    .of('attempted')
    .flatMap(({ effect, atMs }) =>
      effect.kind === 'file-review' ? [[effect.why, (atMs - T0) / SECOND - 85 * 60]] : [],
    )

test('it is filed 10 seconds after the end, once all is settled, and once for all that is added in one go', () => {
  const story = reviewedStory()
  story.until(200 * MINUTE)
  expect(filings(story)).toEqual([
    ['ended', 10],
    ['settled', 1800],
  ])
  story.ask({ type: 'fill-review', field: 'lucky', text: privately('It was Sunday') })
  story.ask({ type: 'fill-review', field: 'went-well', text: privately('The backup') })
  story.until(300 * MINUTE)
  expect(filings(story).slice(2)).toEqual([['changed', 115 * 60 + 15]])
})

test('it is published once for what it says, goes by mail to those whom the plan wants there, and is filed again', () => {
  const story = reviewedStory()
  story.until(200 * MINUTE)
  const publish = (who = 'ivan') =>
    story.ask({ type: 'publish-review', link: privately('https://muster.example/review'), own: true }, by(who))
  expect(publish('olga')).toMatchObject({ ok: false })
  expect(publish()).toMatchObject({ ok: true, events: [{ type: 'review-published' }] })
  expect(publish()).toMatchObject({ ok: true, events: [], note: expect.stringContaining('nothing has been added') })
  story.ask({ type: 'fill-review', field: 'lucky', text: privately('It was Sunday') })
  expect(publish()).toMatchObject({ ok: true, events: [{ type: 'review-published' }] })
  const mails = story.of('attempted').flatMap(({ effect }) => (effect.kind === 'send-review' ? [effect.person] : []))
  expect(mails).toEqual(['ivan', 'dora', 'otto', 'ivan', 'dora', 'otto'])
  expect(filings(story).filter(([why]) => why === 'published')).toHaveLength(2)
  expect(owed(plan, story.state).filter(({ effect }) => effect.kind === 'file-review')).toEqual([])
})

test('of a drill nobody hears who was not in it', () => {
  const story = reviewedStory('drill')
  expect(story.state.participants).not.toContain('otto')
  expect(reviewPeople(plan, story.state)).toEqual(['ivan', 'dora'])
  expect(reviewPeople(plan, reviewedStory().state)).toEqual(['ivan', 'dora', 'otto'])
})

test('the review inside is for nobody outside: they hear when a link is said, and then of that', () => {
  const templates = { initial: 'customer-initial', resolved: 'customer-resolved', review: 'customer-review' }
  const notice = {
    id: 'customers',
    audience: 'customers',
    means: ['email'],
    target: '15 min',
    deadline: '1 h',
    templates,
  }
  const story = startRecovery({ plan: { notices: [notice] } })
  story.until(20 * MINUTE)
  story.ask({ type: 'resolve' }, by('ivan'))
  const told = () =>
    story.of('attempted').filter(({ effect }) => effect.kind === 'notify' && effect.moment === 'review').length
  const link = (url: string) => privately(`https://${url}.example`)
  story.ask({ type: 'publish-review', link: link('inside'), own: true }, by('ivan'))
  expect(told()).toBe(0)
  story.ask({ type: 'publish-review', link: link('outside') }, by('ivan'))
  expect(told()).toBe(1)
  story.ask({ type: 'fill-review', field: 'lucky', text: privately('x') })
  story.ask({ type: 'publish-review', link: link('inside'), own: true }, by('ivan'))
  expect(told()).toBe(1)
  expect(reviewDocument(plan, story.state).publicLink).toBe('https://outside.example')
})

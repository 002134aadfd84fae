/** The review of a whole incident, and of the same held as a drill, as people read it: kept beside this test, to be read in a change. */
import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { reviewDocument } from '../../src/incident/review/review.ts'
import { reviewTimeline } from '../../src/messages/review-timeline.ts'
import { privately } from '../../src/plan/actor.ts'
import { reviewFiles } from '../../src/report/review.ts'
import { reviewedPlan, reviewedStory } from '../incident/review/reviewed.ts'
import { by, MINUTE, T0 } from '../incident/story.ts'

const plan = { ...reviewedPlan(), classification: 'Confidential' }

function files(mode: 'real' | 'drill') {
  const story = reviewedStory(mode)
  const fill = (field: string, text: string, who = 'dora') =>
    story.ask({ type: 'fill-review', field, text: privately(text) }, by(who))
  fill('summary', 'The disk of the primary was full, and the shop could take no orders.')
  fill('root-cause', 'A full disk')
  fill('root-cause', 'A disk without an alarm', 'ivan')
  fill('went-well', 'The backup was good.\nEverybody was there within ten minutes.')
  story.ask(
    { type: 'change-note', note: story.state.notes[1]!.seq, text: privately('The disk of db2 is full') },
    by('tina'),
  )
  story.until(120 * MINUTE)
  const events = story.events.map((event, index) => ({ ...event, seq: index + 1 }))
  const followUps = [
    { title: 'Alarm at 80 % of each disk', owner: 'Dora', dueMs: T0 + 7 * 24 * 60 * MINUTE, doneMs: null },
    { title: 'Write the fence into the plan', owner: null, dueMs: null, doneMs: null },
  ]
  const review = reviewDocument(plan, story.state, { followUps })
  return reviewFiles(plan, review, reviewTimeline(plan, story.state, events), story.nowMs)
}

describe.each(['real', 'drill'] as const)('%s', (mode) => {
  test('reads well', async () => {
    const { md, html } = files(mode)
    if (process.env.REVIEW_HTML) writeFileSync(`${process.env.REVIEW_HTML}-${mode}.html`, html)
    await expect(md).toMatchFileSnapshot(`review-read/${mode}.md`)
  })

  test('is the same in HTML, with its pictures in it, and each time the same', () => {
    const { html, charts } = files(mode)
    expect(html).toContain('<h2 id="cause">Root cause</h2>')
    expect(html).toContain('A disk without an alarm')
    expect(html.match(/data:image\/svg\+xml/g)).toHaveLength(2)
    expect(charts).toEqual(files(mode).charts)
    expect(html).not.toMatch(/undefined|NaN|\[object/)
  })
})

test('what people write is text, in Markdown and in HTML', () => {
  const story = reviewedStory()
  story.ask({ type: 'fill-review', field: 'lucky', text: privately('<script>x</script> | *no* [link](javascript:x)') })
  const { md, html } = reviewFiles(plan, reviewDocument(plan, story.state), [], story.nowMs)
  expect(html).not.toContain('<script>')
  expect(md).not.toMatch(/[^\\]<script>/)
})

test('says to which category of risk it belongs, where the plan has some', () => {
  const { state, nowMs } = reviewedStory()
  const [id, scenario] = Object.entries(plan.scenarios)[0]!
  const risky = {
    ...plan,
    categories: { data: { label: 'Loss of data' } },
    scenarios: { [id]: { ...scenario, category: 'data' } },
  }
  const of = (shown: typeof plan) => reviewFiles(shown, reviewDocument(shown, state), [], nowMs).md
  expect(of(risky)).toMatch(/Category of risk.*Loss of data/)
  expect(of(plan)).not.toContain('Category of risk')
})

/** Which drills are said never to have been held. */
import { expect, it } from 'vitest'
import { drillOverdue } from '../../../src/check/drills/drill-overdue.ts'
import { exampleSubject } from '../base-plan.ts'

const said = (drills: string) => drillOverdue.judge(exampleSubject(`drills: ${drills}`)).map(({ message }) => message)

it('names those that never were where others have been', () => {
  const held = 'a: { label: Restore, every: year, last: "2026-11-07" }'
  expect(said(`{ ${held}, b: { label: Full, every: year } }`)).toEqual([
    'as far as the plan says, "Full" was never held',
  ])
  expect(said(`{ ${held}, b: { label: Full, every: year }, c: { label: Talk, every: year } }`)).toEqual([
    'as far as the plan says, "Full" and "Talk" were never held',
  ])
})

it('says it of all in one sentence', () => {
  expect(said('{ a: { label: Full, every: year }, b: { label: Talk, every: year } }')).toEqual([
    'as far as the plan says, none of its drills was ever held',
  ])
})

it('counts the days from the end of the last one where the plan is', () => {
  const due = (zone: string) =>
    drillOverdue
      .judge(exampleSubject(`zone: ${zone}\ndrills: { a: { label: Full, every: week, last: "2026-11-01" } }`))
      .map(({ message }) => message)
  for (const zone of ['UTC', 'Asia/Tokyo', 'America/Los_Angeles'])
    expect(due(zone)).toEqual(['"Full" was last held on 2026-11-01 and was due on 2026-11-08'])
})

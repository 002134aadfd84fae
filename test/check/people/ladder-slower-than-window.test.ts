import { expect, it } from 'vitest'
import { ladderSlowerThanWindow } from '../../../src/check/people/ladder-slower-than-window.ts'
import { exampleSubject } from '../base-plan.ts'

/** Bob hears of it after a minute and is paged after an hour. */
const plan = (notice: string) => `
severities: [{ id: major, label: Major, rank: 1 }, { id: minor, label: Minor, rank: 2 }]
policies:
  main: { stop: resolved, levels: [{ id: late, label: L, after: 1 h, to: [{ person: bob }], purpose: P }] }
policy: main
questions: { leak: { question: Leak?, within: 1 h } }
audiences: { board: { label: Board, people: [bob] } }
notices: [{ id: n, audience: board, means: [email], target: 1 min, templates: { initial: x }${notice} }]
`
const found = (notice: string) => ladderSlowerThanWindow.judge(exampleSubject(plan(notice))).map(({ path }) => path)

it.each(['', ', fromSeverity: minor', ', fromSeverity: major', ', severities: [major]'])(
  'looks at a notice that goes out at the severity of the ladder%s',
  (notice) => {
    expect(found(notice)).toEqual([['notices', 0]])
  },
)

it.each([', severities: [minor]', ', automatic: false', ', if: leak', ', from: leak', ', scenarios: [fire]'])(
  'passes over one that may not%s',
  (notice) => {
    expect(found(notice)).toEqual([])
  },
)

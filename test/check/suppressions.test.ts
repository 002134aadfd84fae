import { expect, it } from 'vitest'
import { type Judged, settle } from '../../src/check/check.ts'

const finding = (line: number, rule = 'slow', level: Judged['level'] = 'warning'): Judged => ({
  file: 'plan.yaml',
  line,
  column: 1,
  path: '',
  rule,
  level,
  message: 'it is slow',
  remedy: 'hurry',
})

const settled = (text: string, ...found: Judged[]) =>
  settle(found, 'plan.yaml', new Map([['plan.yaml', text]]), ['slow', 'late'])
const told = ({ line, rule, message, suppressed }: Judged) => `${line} ${rule}: ${suppressed ?? message}`

it('holds for the entry below with all that is in it, and not for the next one', () => {
  const text = `scenarios:
  # muster-ignore slow: it may take long

  fire:
    title: Fire
    steps: 3
  flood:
    title: Flood
`
  expect(settled(text, finding(4), finding(6), finding(7)).map(told)).toEqual([
    '4 slow: it may take long',
    '6 slow: it may take long',
    '7 slow: it is slow',
  ])
})

it('holds at the end of a line for the entry that begins there, also of a list', () => {
  const text = `steps:
  - id: a # muster-ignore slow, late: for now
    title: A
  - id: b
`
  expect(settled(text, finding(2), finding(3, 'late'), finding(4)).map(told)).toEqual([
    '2 slow: for now',
    '3 late: for now',
    '4 slow: it is slow',
  ])
})

it('holds for a list that stands right below its key, and for one item of it alone', () => {
  const text = `# muster-ignore slow: all of them
steps:
- id: a
- id: b
# muster-ignore late: this one
- id: c
  title: C
- id: d
scenarios: 1
`
  const found = [finding(4), finding(7, 'late'), finding(8, 'late'), finding(9)]
  expect(settled(text, ...found).map(told)).toEqual([
    '4 slow: all of them',
    '7 late: this one',
    '8 late: it is slow',
    '9 slow: it is slow',
  ])
})

it('holds for a whole file when it says so', () => {
  const text = `a: 1
b: 2
# muster-ignore-file slow: all of it
`
  expect(settled(text, finding(1), finding(2)).map(told)).toEqual(['1 slow: all of it', '2 slow: all of it'])
})

it('is a finding itself without a reason, and hides nothing', () => {
  expect(settled('# muster-ignore slow\na: 1\n', finding(2)).map(told)).toEqual([
    '1 bad-suppression: nobody says why slow may be ignored here',
    '2 slow: it is slow',
  ])
})

it('is a finding itself when it names no rule, or hides nothing', () => {
  expect(settled('# muster-ignore slwo: x\na: 1 # muster-ignore late: y\n').map(told)).toEqual([
    '1 bad-suppression: there is no rule "slwo"',
    '2 bad-suppression: this hides nothing: there is no finding of late here',
  ])
})

it('may be idle in a fragment, which other plans include as well, and needs its reason there too', () => {
  const texts = new Map([
    ['shared/ops.yaml', '# muster-ignore slow: for another plan\na: 1\n# muster-ignore late\nb: 1\n'],
    ['plan.yaml', 'c: 1\n'],
  ])
  expect(settle([], 'plan.yaml', texts, ['slow', 'late']).map(told)).toEqual([
    '3 bad-suppression: nobody says why late may be ignored here',
  ])
})

it('never hides an error', () => {
  expect(settled('# muster-ignore-file slow: x\n', finding(1, 'slow', 'error')).map(told)).toContain(
    '1 slow: it is slow',
  )
})

it('tells a fault that an alias repeats once', () => {
  expect(settled('a: 1\n', finding(1), finding(1)).map(told)).toEqual(['1 slow: it is slow'])
})

/** The same thing done again and again, as a chart: every row with its words, inside the edges, and the same bytes each time. */
import { expect, test } from 'vitest'
import { type Comparison, comparisonSvg } from '../../src/charts/comparison.ts'
import { drawnTexts, misplaced } from './drawn-texts.ts'

const row = (seconds: number, allowedSeconds = 7_200) => ({
  ...{ title: `After ${seconds} s`, note: `${seconds} of ${allowedSeconds}`, seconds, allowedSeconds },
})
const chart = (rows: Comparison['rows']): Comparison => ({
  ...{ title: 'Monthly drill', subtitle: 'Shop', verdict: 'The last one took an hour', isGood: true, rows },
  words: { took: 'until it was back', allowed: 'the RTO', over: '▲ over it' },
  notes: ['Hours and minutes.'],
})
const wordsOf = (rows: Comparison['rows']) => drawnTexts(comparisonSvg(chart(rows))).map(({ words }) => words)

test('every row has its words, and the key names only what is there', () => {
  const words = wordsOf([row(3_600), row(5_400)])
  expect(words).toEqual(expect.arrayContaining(['Monthly drill', 'After 3600 s', '5400 of 7200', 'the RTO']))
  expect(words).not.toContain('▲ over it')
  expect(wordsOf([row(9_000)])).toContain('▲ over it')
})

test('what may be taken is shown whole, unless little of it was used', () => {
  expect(wordsOf([row(3_600)])).toContain('2:00')
  expect(wordsOf([row(600, 86_400)])).not.toContain('2:00')
})

test('twelve of them fit below one another, the same bytes each time', () => {
  const rows = Array.from({ length: 12 }, (_, index) => row((index + 1) * 600))
  const svg = comparisonSvg(chart(rows))
  expect(comparisonSvg(chart(rows))).toBe(svg)
  expect(misplaced(svg)).toEqual([])
})

test('a drill that took no time at all is drawn', () => expect(wordsOf([row(0)])).toContain('After 0 s'))

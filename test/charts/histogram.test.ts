import { expect, it } from 'vitest'
import { type Histogram, histogramSvg } from '../../src/charts/histogram.ts'
import { drawnTexts, misplaced } from './drawn-texts.ts'

const panel = (title: string, seconds: number[]): Histogram['panels'][number] => ({
  ...{ title, note: 'RTO met in 50 %', detail: 'half within 1 h', seconds },
  marks: [
    { seconds: 3_600, name: '50 %', tone: 'quiet' },
    { seconds: 3_700, name: '90 %', tone: 'quiet' },
    { seconds: 7_000, name: '99 %', tone: 'quiet' },
  ],
})

const histogram = (seconds: number[]): Histogram => ({
  ...{ title: 'Shop: Database lost', subtitle: '4 rehearsals', verdict: 'Half of them.', isGood: false },
  ...{ endSeconds: 7_200, limit: { seconds: 3_600, label: 'RTO 1 h' } },
  panels: [panel('With luck', seconds), panel('Without', [])],
  sections: [
    {
      title: 'Waits for',
      rows: [
        { title: 'Restore', note: '4 min', seconds: 240 },
        { title: 'Check', note: '2 min', seconds: 120 },
      ],
    },
  ],
  notes: ['Means.'],
})

/** Heights of the bars, in the library's own path. */
const bars = (svg: string, colour: string) =>
  [...svg.matchAll(/<path d="M[\d.]+ ([\d.]+)l[\d.]+ 0l0 (-?[\d.]+)[^"]*" fill="(#\w+)"/g)]
    .filter(([, , , fill]) => fill === colour)
    .map(([, , height]) => Math.abs(Number(height)))

it('draws how many took how long, and what is beyond the limit in another colour', () => {
  const svg = histogramSvg({ ...histogram([1_000, 1_000, 1_001, 5_000]), sections: [] })
  const within = bars(svg, '#0072b2').filter((height) => height > 0)
  const beyond = bars(svg, '#d55e00').filter((height) => height > 0)
  expect(within[0]).toBeCloseTo(120, 0)
  expect(beyond).toEqual([expect.closeTo(40, 0)])
})

it('says the limit, the panels and what it is made of; marks that would touch are one', () => {
  const svg = histogramSvg(histogram([1_000]))
  const words = drawnTexts(svg).map((text) => text.words)
  expect(words).toEqual(
    expect.arrayContaining([
      'RTO 1 h ▾',
      'With luck',
      'RTO met in 50 %',
      'half within 1 h',
      '50 %–90 %',
      '99 %',
      'Restore',
      'Check',
      'Means.',
    ]),
  )
  expect(misplaced(svg)).toEqual([])
})

it('is the same file each time', () => {
  expect(histogramSvg(histogram([1, 2]))).toBe(histogramSvg(histogram([1, 2])))
})

import { createHash } from 'node:crypto'
import { execa } from 'execa'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Gantt, ganttSvg, type Row } from '../../src/charts/gantt.ts'
import { pngOf } from '../../src/charts/png.ts'
import { drawnTexts, misplaced } from './drawn-texts.ts'

const WORDS = {
  ...{ done: 'at work', planned: 'its budget', over: 'over it', failed: 'failed', open: 'open' },
  ...{ waits: 'waits', axis: 'Hours and minutes.' },
}

const row = (given: Partial<Row> = {}): Row => ({
  ...{ title: 'Restore', note: '4 min of 5 min', tone: 'good', plannedSeconds: 300, waitsFromSeconds: 60 },
  bars: [{ fromSeconds: 120, toSeconds: 360, failed: false }],
  ...given,
})

const gantt = (given: Partial<Gantt> = {}): Gantt => ({
  ...{ title: 'Shop: Database lost', subtitle: 'seed 1', verdict: 'Recovered in 6 min.', isGood: true },
  ...{ endSeconds: 600, limit: { seconds: 500, label: 'RTO 8 min' }, reached: { seconds: 360, label: 'back' } },
  lanes: [{ title: 'Pages', note: '2 pages', marks: [{ seconds: 0, name: '1', tone: 'good' }] }],
  sections: [{ title: 'Recover', rows: [row()] }],
  ...{ words: WORDS, notes: ['Nothing was done.'] },
  ...given,
})

const shown = (svg: string) => drawnTexts(svg).map(({ words }) => words)

it('says what it is of, what came of it, each row, the limit and the end', () => {
  expect(shown(ganttSvg(gantt()))).toEqual(
    expect.arrayContaining([
      ...['Shop: Database lost', 'seed 1', '✓ Recovered in 6 min.', 'Recover', 'Restore', '4 min of 5 min'],
      ...['RTO 8 min ▾', '✓ back ▾', 'Pages', '2 pages', '0:04', 'Nothing was done.'],
    ]),
  )
})

it('says the same to whoever cannot see it', () => {
  const svg = ganttSvg(gantt({ title: 'Shop <&> co' }))
  expect(svg).toMatch(/^<svg [^>]*role="img">\n<title>Shop &lt;&amp;&gt; co\. Recovered in 6 min\.<\/title>\n/)
})

it('leaves words alone that look like ids of the drawing, and puts those of several lines into one', () => {
  const title = 'Restart zr0-c7 and node-c12\nclass="x"'
  const svg = ganttSvg(gantt({ sections: [{ title: 'A', rows: [row({ title, note: '' })] }] }))
  expect(shown(svg)).toContain('Restart zr0-c7 and node-c12 class="x"')
})

it('draws what no XML may hold as something unreadable, and does not fail on it', () => {
  const svg = ganttSvg(gantt({ title: 'Bell \u0007 and half \ud83d', sections: [{ title: '\u001b', rows: [row()] }] }))
  expect(shown(svg)).toContain('Bell \ufffd and half \ufffd')
  expect(pngOf(svg).length).toBeGreaterThan(1_000)
})

it('draws words that every object has, and changes nothing of theirs', () => {
  const titles = ['__proto__', 'constructor', 'key', 'value', 'next', 'prev']
  const rows = () => titles.map((title) => row({ title, note: '' }))
  for (const _ of titles)
    expect(shown(ganttSvg(gantt({ sections: [{ title: 'A', rows: rows() }] }))).map((words) => words.trim())).toEqual(
      expect.arrayContaining(titles),
    )
  expect(Object.keys(Object)).toEqual([])
})

it('says a limit at the edge that lies beyond its end', () => {
  expect(shown(ganttSvg(gantt({ limit: { seconds: 7_200, label: 'RTO 2 h' } })))).toContain('RTO 2 h →')
})

it('explains the signs that it uses, and no others', () => {
  const late = row({ tone: 'over', bars: [{ fromSeconds: 0, toSeconds: 400, failed: false }] })
  const failed = row({ tone: 'bad', bars: [{ fromSeconds: 0, toSeconds: 40, failed: true }], plannedSeconds: null })
  const keyOf = (rows: Row[]) =>
    shown(ganttSvg(gantt({ sections: [{ title: 'Recover', rows }] }))).filter((words) =>
      Object.values(WORDS).slice(0, -1).includes(words),
    )
  expect(keyOf([row()])).toEqual(['at work', 'its budget', 'waits'])
  expect(keyOf([late])).toEqual(['at work', 'its budget', 'over it', 'waits'])
  expect(keyOf([{ ...failed, waitsFromSeconds: null }])).toEqual(['failed'])
})

it('makes one mark of those that would cover each other, and shows when one of them is late', () => {
  const at = (seconds: number, tone: 'good' | 'bad' = 'good') => ({ seconds, tone })
  const marks = [at(0), at(1), at(2, 'bad'), at(300), at(300)]
  const texts = shown(ganttSvg(gantt({ lanes: [{ title: 'Messages', note: '', marks }] })))
  expect(texts.filter((words) => /^\d+!?$/.test(words))).toEqual(['3!', '2'])
})

it('is the same file whatever was drawn before it, in this process and in another', async () => {
  const given = gantt({
    sections: [{ title: 'A', rows: [row({ bars: [{ fromSeconds: 0, toSeconds: 500, failed: true }] })] }],
  })
  const svg = ganttSvg(given)
  ganttSvg(gantt())
  expect(ganttSvg(given)).toBe(svg)
  const script = `import { ganttSvg } from ${JSON.stringify(import.meta.resolve('../../src/charts/gantt.ts'))}
    process.stdout.write(ganttSvg(JSON.parse(process.argv[1])))`
  const flags = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', script]
  const { stdout } = await execa(process.execPath, [...flags, JSON.stringify(given)], { stripFinalNewline: false })
  expect(stdout).toBe(svg)
  const digest = () => createHash('sha256').update(pngOf(svg)).digest('hex')
  expect(digest()).toBe(digest())
})

it('is a picture twice as large in pixels', () => {
  const svg = ganttSvg(gantt())
  const png = Buffer.from(pngOf(svg))
  expect(png.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
  const height = Number(/height="(\d+)"/.exec(svg)?.[1])
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1_200, 2 * height])
})

it('keeps whatever it is told inside the picture, and no text over another', () => {
  const words = fc.string({ maxLength: 120 })
  const seconds = fc.integer({ min: 0, max: 400_000 })
  const bar = fc.record({ fromSeconds: seconds, toSeconds: fc.option(seconds), failed: fc.boolean() })
  const rows = fc.array(
    fc.record({
      ...{
        title: words,
        note: fc.constantFrom('1 h 20 min 3 s of 1 h 30 min', '▲ 2 s', ''),
        plannedSeconds: fc.option(seconds),
      },
      ...{ tone: fc.constantFrom('good', 'over', 'bad'), waitsFromSeconds: fc.option(seconds) },
      bars: fc.array(bar, { maxLength: 3 }),
    }),
    { maxLength: 5 },
  )
  const mark = fc.record({
    seconds,
    name: fc.constantFrom('1', '2', '✓'),
    tone: fc.constantFrom('good', 'bad', 'quiet', 'open'),
  })
  const moment = fc.record({ seconds, label: words })
  const whole = fc.record({
    ...{ title: words, subtitle: words, verdict: words, isGood: fc.boolean(), endSeconds: seconds },
    ...{
      limit: moment,
      reached: fc.option(moment),
      sections: fc.array(fc.record({ title: words, rows }), { maxLength: 3 }),
    },
    lanes: fc.array(
      fc.record({
        title: words,
        note: fc.constantFrom('', '12 sent, 3 late'),
        marks: fc.array(mark, { maxLength: 12 }),
      }),
      { maxLength: 3 },
    ),
    ...{ words: fc.constant(WORDS), notes: fc.array(words, { maxLength: 2 }) },
  })
  fc.assert(
    fc.property(whole, (given) => {
      expect(misplaced(ganttSvg(given as Gantt))).toEqual([])
    }),
    { numRuns: 40 },
  )
})

/** Whatever a plan says is read as it stands, in Markdown and in HTML: nothing of it is taken for markup. */
import fc from 'fast-check'
import { marked } from 'marked'
import { expect, it } from 'vitest'
import {
  type Block,
  facts,
  heading,
  list,
  note,
  type PlanDocument,
  paragraph,
  table,
} from '../../src/render/document.ts'
import { htmlOf } from '../../src/render/html.ts'
import { markdownOf } from '../../src/render/markdown.ts'
import { draw, textOf, textOfMarkdown } from './readings.ts'

const documentWith = (...blocks: Block[]): PlanDocument => ({
  title: 'Title',
  classification: undefined,
  imprint: 'imprint',
  blocks,
})
const markdown = (...blocks: Block[]) => markdownOf(documentWith(...blocks))
const html = (...blocks: Block[]) => htmlOf(documentWith(...blocks), draw)

const SPECIAL = [...'`*_{}[]<>()#+-=.!|~&;:"\'/\\1 aZé'] as const
const someText = fc
  .array(fc.constantFrom(...SPECIAL), { minLength: 1, maxLength: 24 })
  .map((all) => all.join('').replace(/\s+/g, ' ').trim())
  .filter((text) => text !== '')

const inEveryPlace = (text: string): Block[] => [
  heading(2, text, 'place'),
  paragraph(text),
  paragraph([{ strong: 'x' }, text]),
  paragraph([{ code: text }]),
  note('warning', text),
  list([text, text]),
  facts([text, text]),
  table('Title', ['A', text], [[text, [{ code: text }]]]),
  { kind: 'code', language: '', text },
]
const blankless = (text: string) => text.replace(/\s/g, '')

it('reads in Markdown as it is written', () => {
  fc.assert(
    fc.property(someText, (text) => {
      for (const block of inEveryPlace(text)) {
        const read = blankless(textOfMarkdown(markdown(block).replace(/^- \[.*$/m, '')))
        expect(read).toContain(blankless(text))
      }
    }),
    { numRuns: 150 },
  )
})

it('reads in HTML as it is written', () => {
  fc.assert(
    fc.property(someText, (text) => {
      for (const block of inEveryPlace(text)) expect(blankless(textOf(html(block)))).toContain(blankless(text))
    }),
    { numRuns: 100 },
  )
})

it.each([
  ['a table is not cut by a bar', table('T', ['A'], [['a|b']]), '<td>a|b</td>'],
  ['code in a table keeps its bar', table('T', ['A'], [[[{ code: 'a|b' }]]]), '<code>a|b</code>'],
  ['code ends where it ends', { kind: 'code', language: '', text: '```\nx' } as Block, '<code>```\nx\n</code>'],
  ['a list is for ticking', list(['Boots'], 'tick'), 'type="checkbox"'],
  ['a line under a note makes no table of it', note('warning', ':-'), ':-</p>'],
  ['a number does not begin a list', paragraph('1. Go'), '<p>1. Go</p>'],
])('%s', (_, block, expected) => {
  expect(marked.parse(markdown(block), { async: false })).toContain(expected)
})

it.each([
  ['https://a.example/b?c=d#e', '<a href="https://a.example/b?c=d#e">https://a.example/b?c=d#e</a>'],
  ['https://a.example/">)<img src=x>', 'href="https://a.example/%22%3E)%3Cimg%20src=x%3E"'],
  ['https://a.example/#`x`', 'href="https://a.example/#%60x%60"'],
  ['javascript:alert(1)', '<code>javascript:alert(1)</code>'],
  ['data:text/html,<script>alert(1)</script>', '<code>data:text/html,&lt;script&gt;alert(1)&lt;/script&gt;</code>'],
])('leads to %s only where that is a page', (url, expected) => {
  expect(html(paragraph([{ url }]))).toContain(expected)
  const read = marked.parse(markdown(paragraph([{ url }])), { async: false })
  expect(read).toContain(expected.replace(/>https.*/, ''))
  expect(read).not.toMatch(/<(?:img|script)/)
})

it('leads from its contents to its headings', () => {
  const text = markdown(heading(2, 'Who? (first)', 'who'), heading(3, 'Twice', 'a'), heading(2, 'Twice', 'b'))
  expect(text).toContain('- [Who? (first)](#who-first)\n- [Twice](#twice-1)')
})

it('sets apart what somebody still has to fill in', () => {
  expect(html(paragraph('Ana (placeholder)'))).toContain('Ana <mark>(placeholder)</mark>')
  expect(markdown(paragraph('Ana (placeholder)'))).toContain('Ana **(placeholder)**')
})

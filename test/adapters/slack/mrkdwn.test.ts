/** Text as Slack wants it: nothing that people write is read as markup, and nothing is cut in the middle of a character or an entity. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  clip,
  escapeAnswer,
  escapeQuoting,
  escapeText,
  escapeWithin,
  fitLines,
  splitText,
  unescapeText,
} from '../../../src/adapters/slack/mrkdwn.ts'

const text = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '&', '<', '>', '🚨', 'é', '!'), maxLength: 200 })
const size = fc.integer({ min: 1, max: 80 })

test('what is escaped and read back is what was written', () => {
  fc.assert(fc.property(text, (raw) => unescapeText(escapeText(raw)) === raw))
})

test('a cut text fits, is whole characters, and begins like the text', () => {
  const property = fc.property(text, size, (raw, charsMax) => {
    for (const cut of [clip(raw, charsMax), unescapeText(escapeWithin(raw, charsMax))]) {
      expect(cut.isWellFormed()).toBe(true)
      expect(raw.startsWith(cut.replace(/…$/, ''))).toBe(true)
    }
    expect(clip(raw, charsMax).length).toBeLessThanOrEqual(charsMax)
    expect(escapeWithin(raw, charsMax).length).toBeLessThanOrEqual(charsMax)
    expect(escapeWithin(raw, charsMax)).toMatch(/^(?:&(?:amp|lt|gt);|[^&<>])*$/)
  })
  fc.assert(property)
})

test('a text that fits is left whole', () => {
  expect(clip('abc', 3)).toBe('abc')
  expect(clip('abcd', 3)).toBe('ab…')
  expect(escapeWithin('a<b', 6)).toBe('a&lt;b')
  expect(escapeWithin('a<b', 5)).toBe('a…')
})

test('a split text loses nothing but the break itself, and every part fits', () => {
  const property = fc.property(text, fc.integer({ min: 2, max: 50 }), (raw, charsMax) => {
    const parts = splitText(raw, charsMax)
    for (const part of parts) {
      expect(part.length).toBeLessThanOrEqual(charsMax)
      expect(part.isWellFormed()).toBe(true)
    }
    const solid = (value: string) => value.replace(/\s/g, '')
    expect(solid(parts.join(''))).toBe(solid(raw))
  })
  fc.assert(property)
})

test('lines that do not fit are counted', () => {
  expect(fitLines(['a', 'b', 'c'], 100)).toBe('a\nb\nc')
  expect(fitLines(['a', 'b', 'c'], 100, 1)).toBe('a\n… and 2 more')
  expect(fitLines(['x'.repeat(200), 'b'], 100)).toBe('… and 2 more')
})

test('a quotation keeps its mention and loses every other power; an answer keeps its own links too', () => {
  const quoted = '<@U024BE7LH> wrote <!here> <https://a.example|b> & &amp; <!date^1^{time}|x>'
  expect(escapeQuoting(quoted)).toBe(
    '<@U024BE7LH> wrote &lt;!here&gt; &lt;https://a.example|b&gt; &amp; &amp; &lt;!date^1^{time}|x&gt;',
  )
  expect(escapeAnswer(quoted)).toBe(escapeQuoting(quoted))
  const own = '<https://a.example|a>'
  const answer = `${own} says <https://evil.example|https://a.example> and <https://a.example|\n> & <https://b.example>`
  expect(escapeAnswer(answer, [own])).toBe(
    `${own} says &lt;https://evil.example|https://a.example&gt; and &lt;https://a.example|\n&gt; &amp; &lt;https://b.example&gt;`,
  )
})

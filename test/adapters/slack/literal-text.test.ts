/** What programs wrote, in code blocks: within its length, never out of its fence, and as much of it as fits. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { code, codeBlock, firstLines, lastLines, words } from '../../../src/adapters/slack/literal-text.ts'

const unit = fc.constantFrom('a', ' ', '\n', '\r', '&', '<', '`', '```', '🚨', '\u202e', '\u0000', '\ud83d')
const text = fc.string({ unit, maxLength: 300 })
const size = fc.integer({ min: 20, max: 400 })

test('an excerpt fits, holds whole characters and neither a fence nor anything hidden', () => {
  const property = fc.property(text, size, fc.integer({ min: 1, max: 9 }), (raw, charsMax, linesMax) => {
    const last = lastLines(raw, charsMax, linesMax)
    expect(last.text.split('\n').length).toBeLessThanOrEqual(linesMax)
    for (const shown of [last.text, firstLines([raw, raw], charsMax).text, words(raw, charsMax)]) {
      expect(shown.length).toBeLessThanOrEqual(charsMax)
      expect(shown.isWellFormed()).toBe(true)
      expect(shown).not.toMatch(/```|[<\u202e]|&(?!amp;|lt;|gt;)/)
      expect(shown).not.toContain('\u0000')
    }
    expect(code(raw, charsMax)).toMatch(/^$|^`[^`\n]+`$/)
  })
  fc.assert(property, { numRuns: 300, seed: 5 })
})

test('what fits is whole, and what does not is counted', () => {
  expect(lastLines('one\r\ntwo\nthree\n', 100, 10)).toEqual({ text: 'one\ntwo\nthree', left: 0 })
  expect(lastLines('one\ntwo\nthree\n', 100, 2)).toEqual({ text: 'two\nthree', left: 1 })
  expect(lastLines('one\ntwo\nthree\n', 9, 10)).toEqual({ text: 'two\nthree', left: 1 })
  expect(lastLines('a long line without an end', 10, 10)).toEqual({ text: '…ut an end', left: 0 })
  expect(firstLines(['one\ntwo', 'three'], 8)).toEqual({ text: 'one\ntwo', left: 1 })
  expect(firstLines(['a long line without an end', 'two'], 10)).toEqual({ text: 'a long li…', left: 1 })
})

test('a fence within the text is none any more, and looks the same', () => {
  const block = codeBlock(lastLines('```\nrm -rf\n```', 100, 10).text)
  expect(block.match(/```/g)).toHaveLength(2)
  expect(block.replaceAll('\u200b', '')).toBe('```\n```\nrm -rf\n```\n```')
})

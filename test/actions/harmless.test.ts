import fc from 'fast-check'
import { expect, it } from 'vitest'
import { clipped, createHarmless, harmless } from '../../src/actions/harmless.ts'

const ESC = '\u001b'

it.each([
  ['line ends', 'a\r\nb\rc\nd\te', 'a\nb\nc\nd\te'],
  ['colours', `${ESC}[1;31mred${ESC}[0m ${ESC}[38:2::1:2:3mtrue`, 'red true'],
  ['moves of the cursor', `50%${ESC}[2K${ESC}[1G100%`, '50%100%'],
  ['titles, ended by a bell or a terminator', `${ESC}]0;evil\u0007a${ESC}]0;evil${ESC}\\b`, 'ab'],
  ['links', `${ESC}]8;;https://x${ESC}\\text${ESC}]8;;${ESC}\\`, 'text'],
  ['character sets and two-character sequences', `${ESC}(Ba${ESC}=b${ESC}7`, 'ab'],
  ['an unfinished title, which ends with its line', `${ESC}]0;half\nnext`, '\uFFFD]0;half\nnext'],
  ['a sequence that is none', `${ESC}[${'1'.repeat(100)}m`, `\uFFFD[${'1'.repeat(100)}m`],
  ['other control characters', 'a\0b\u0008c\u007fd\u009be', 'a\uFFFDb\uFFFDc\uFFFDd\uFFFDe'],
  ['turns of direction', 'rm \u202etxt.exe', 'rm \uFFFDtxt.exe'],
  ['an escape at the very end', `a${ESC}`, 'a\uFFFD'],
])('%s', (_, text, shown) => {
  expect(harmless(text)).toBe(shown)
})

const bits = fc.constantFrom('a', '\n', '\r', ESC, '[', ']', '0', ';', 'm', '\u0007', '\\', '(', 'B', '\0', 'é')

it('is the same in whatever pieces it comes, and has no control character left', () => {
  fc.assert(
    fc.property(fc.array(fc.array(bits, { maxLength: 6 })), (pieces) => {
      const texts = pieces.map((piece) => piece.join(''))
      const filter = createHarmless()
      const shown = texts.map((text) => filter.write(text)).join('') + filter.end()
      expect(shown).toBe(harmless(texts.join('')))
      expect(shown).not.toMatch(/(?![\n\t])\p{Cc}/u)
    }),
    { numRuns: 2000 },
  )
})

it('cuts a text on one line, and no character in two', () => {
  expect(clipped('  a\n  b\tc ', 10)).toBe('a b c')
  expect(clipped('abcdef', 4)).toBe('abc…')
  expect(clipped('ab🦀cd', 4)).toBe('ab\uFFFD…')
})

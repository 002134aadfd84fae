import fc from 'fast-check'
import { expect, it } from 'vitest'
import { repairText } from '../../src/plan/repair-text.ts'

const garble = (text: string) => new TextDecoder('windows-1252').decode(new TextEncoder().encode(text))

it('repairs the garbled siren of a plan that was read as Windows-1252', () => {
  expect(repairText('a: 1\ntitle: ðŸš¨ INCIDENT')).toEqual({
    text: 'a: 1\ntitle: 🚨 INCIDENT',
    repairs: [{ line: 2, column: 8, before: 'ðŸš¨', after: '🚨' }],
  })
})

it('repairs only the garbled run and leaves correct letters beside it', () => {
  expect(repairText('café, itâ€™s Ã©, ÐŸÑ€Ð¸Ð²ÐµÑ‚').text).toBe('café, it’s é, Привет')
})

it.each([
  'café',
  '✅ PASS',
  '❌',
  '🚨',
  '„Spaß“',
  'naïve – “quoted”',
  '東京',
  'Ærøskøbing',
  'Привет',
  '100 €',
  'Ñandú',
])('leaves correct text alone: %s', (text) => {
  expect(repairText(text)).toEqual({ text, repairs: [] })
})

it('undoes the accident for any emoji and any accented Latin letter', () => {
  const letter = fc.constantFrom(...'éèüöäßçñÅø🚨🔥✅❌’“—€')
  fc.assert(
    fc.property(fc.array(letter, { minLength: 1 }), (letters) => {
      expect(repairText(garble(letters.join(''))).text).toBe(letters.join(''))
    }),
  )
})

it('never throws and never changes ASCII', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void repairText(text)))
  fc.assert(fc.property(fc.string({ unit: 'binary-ascii' }), (text) => repairText(text).repairs.length === 0))
})

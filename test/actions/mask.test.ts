import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMasker, MASK } from '../../src/actions/mask.ts'

const SECRET = 'pa$$ w"ö\\rd'
const mask = createMasker([SECRET])

/** In pieces of the given lengths; the last one takes the rest. */
function inPieces(text: string, lengths: number[]): string[] {
  const pieces: string[] = []
  let rest = text
  for (const length of lengths) {
    pieces.push(rest.slice(0, length))
    rest = rest.slice(length)
  }
  return [...pieces, rest]
}

describe('a secret is hidden', () => {
  const base64 = Buffer.from(SECRET).toString('base64')
  it.each([
    ['as it is', SECRET],
    ['in base64', base64],
    ['in base64 for addresses', Buffer.from(SECRET).toString('base64url')],
    ['in an address', encodeURIComponent(SECRET)],
    ['in a form', new URLSearchParams([['', SECRET]]).toString().slice(1)],
    ['in an address in small letters', encodeURIComponent(SECRET).replace(/%../g, (code) => code.toLowerCase())],
    ['in hex, as xxd -p prints it', Buffer.from(SECRET).toString('hex')],
    ['in hex in capitals', Buffer.from(SECRET).toString('hex').toUpperCase()],
    ['in JSON', JSON.stringify(SECRET).slice(1, -1)],
    ['in JSON that is ASCII alone', 'pa$$ w\\"\\u00f6\\\\rd'],
  ])('%s', (_, form) => {
    expect(mask.text(`before ${form} after`)).toBe(`before ${MASK} after`)
    expect(mask.hides(`x${form}x`)).toBe(true)
  })

  it.each([
    ['as Python quotes it', "s3c/r*t (x)'!", 's3c/r%2At%20%28x%29%27%21'],
    ['as Python quotes it with no sign safe', "s3c/r*t (x)'!", 's3c%2Fr%2At%20%28x%29%27%21'],
    ['as JavaScript quotes it', "s3c/r*t (x)'!", "s3c%2Fr*t%20(x)'!"],
    ['as Python quotes it, in small letters', 'a/b+c=d', 'a/b%2bc%3dd'],
  ])('in an address %s', (_, secret, form) => {
    expect(createMasker([secret]).text(`before ${form} after`)).toBe(`before ${MASK} after`)
  })

  it('in hex, though it is long', () => {
    const long = 'key'.repeat(1_000)
    expect(createMasker([long]).text(`-${Buffer.from(long).toString('hex')}-`)).toBe(`-${MASK}-`)
  })

  it.each(['u', 'us', 'use', 'user'])('in base64 behind "%s:" and before something else', (user) => {
    const header = Buffer.from(`${user}:correct-horse-battery;more`).toString('base64')
    const [masked, rest] = [createMasker(['correct-horse-battery']).text(header), 'correct-horse-battery'.length]
    expect(masked).toContain(MASK)
    expect(Buffer.from(masked.replace(MASK, ''), 'base64').length).toBeLessThan(user.length + rest)
    expect(Buffer.from(masked.split(MASK)[0]!, 'base64').toString()).not.toContain('correct')
  })

  it('line by line, short lines excepted', () => {
    const key = createMasker(['-----BEGIN-----\nMIIEvQIBADANBg\nab\nkqhkiG9w0BAQEF'])
    expect(key.text('here: MIIEvQIBADANBg\nab\nkqhkiG9w0BAQEF')).toBe(`here: ${MASK}\nab\n${MASK}`)
  })

  it('together with another that overlaps it', () => {
    expect(createMasker(['abcdef', 'defghi']).text('-abcdefghi-')).toBe(`-${MASK}-`)
    expect(createMasker(['bcd', 'abcde']).text('-abcde-abcd')).toBe(`-${MASK}-a${MASK}`)
  })

  it('however short it is', () => {
    expect(createMasker(['q']).text('seq 1')).toBe(`se${MASK} 1`)
  })
})

it('keeps back only what may be the beginning of a secret', () => {
  const stream = createMasker(['hunter2']).stream()
  expect(stream.write('all of this goes at once\n')).toBe('all of this goes at once\n')
  expect(stream.write('but hunt')).toBe('but ')
  expect(stream.write('ing')).toBe('hunting')
  expect(stream.write('hunter')).toBe('')
  expect(stream.end()).toBe('hunter')
})

it('without secrets every text stays as it is', () => {
  expect(createMasker(['']).text('a‹b›')).toBe('a‹b›')
})

const words = fc.string({ unit: fc.constantFrom('x', 'y', 'z'), minLength: 1, maxLength: 5 })
const cuts = fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 12 })

it('hides every secret, and the same in whatever pieces the text comes', () => {
  fc.assert(
    fc.property(fc.array(words, { minLength: 1, maxLength: 4 }), fc.array(words), cuts, (secrets, parts, lengths) => {
      const text = [...parts, ...secrets].join('')
      const masker = createMasker(secrets)
      const masked = masker.text(text)
      for (const secret of secrets) expect(masked).not.toContain(secret)
      const stream = masker.stream()
      const streamed = inPieces(text, lengths).map((piece) => stream.write(piece))
      expect(streamed.join('') + stream.end()).toBe(masked)
    }),
    { numRuns: 1000 },
  )
})

it('takes nothing away that is not part of a secret', () => {
  fc.assert(
    fc.property(fc.array(words, { minLength: 1, maxLength: 3 }), fc.array(words), (secrets, parts) => {
      const text = parts.join('-')
      const masked = createMasker(secrets).text(text)
      const hidden = new Array(text.length).fill(false)
      for (const secret of secrets)
        for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1))
          hidden.fill(true, at, at + secret.length)
      const left = [...text].filter((_, index) => !hidden[index]).join('')
      expect(masked.replaceAll(MASK, '')).toBe(left)
    }),
  )
})

it('masks 50 MB in a few seconds, whatever the number of secrets', () => {
  const secrets = Array.from({ length: 60 }, (_, index) => `secret-number-${index}-of-many`)
  const stream = createMasker(secrets).stream()
  const piece = 'secret-number- is what it nearly says, again and again\n'.repeat(1_000)
  const began = performance.now()
  let length = 0
  for (let sent = 0; sent < 50_000_000; sent += piece.length) length += stream.write(piece).length
  expect(length + stream.end().length).toBeGreaterThan(50_000_000)
  expect(performance.now() - began).toBeLessThan(5_000)
})

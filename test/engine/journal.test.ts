import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeEvent, derivedId, EMPTY_HEAD, encodeEvent, hashText, referencesOf } from '../../src/engine/journal.ts'
import { privately } from '../../src/plan/actor.ts'
import { ANA, countingRandom, note } from './reminder-core.ts'

describe('the journal’s codec', () => {
  test('moves private texts out of the row, wherever they are, and puts them back', () => {
    const event = { ...note('call me on +1415', 7), list: [privately('a'), { deep: privately('b') }], plain: 'c' }
    const { row, texts } = encodeEvent('inc-1', EMPTY_HEAD, event, countingRandom())
    expect(row.data).not.toMatch(/1415|"private":/)
    expect(texts.map(({ text, subject, seq }) => [text, subject, seq])).toEqual(
      expect.arrayContaining([
        ['call me on +1415', 'ana', 1],
        ['a', 'ana', 1],
        ['b', 'ana', 1],
      ]),
    )
    expect(
      referencesOf(row)
        .map(({ hash }) => hash)
        .sort(),
    ).toEqual(texts.map(({ salt, text }) => hashText(salt!, text!)).sort())
    expect(decodeEvent(row, texts)).toEqual(event)
  })

  test('an erased text, or one that is not at hand, comes back as null', () => {
    const { row, texts } = encodeEvent('inc-1', EMPTY_HEAD, note('x', 7), countingRandom())
    expect(decodeEvent(row, [{ ...texts[0]!, text: null, salt: null }])).toMatchObject({ text: { private: null } })
    expect(decodeEvent(row, [])).toMatchObject({ text: { private: null } })
  })

  test('the same text twice has two hashes, so that nothing can be told from equal ones', () => {
    const { row } = encodeEvent(
      'inc-1',
      EMPTY_HEAD,
      { ...note('x', 7), again: privately('x') } as never,
      countingRandom(),
    )
    const [first, second] = referencesOf(row)
    expect(first?.hash).not.toBe(second?.hash)
  })

  test('a hash depends on every part of the row and on the one before', () => {
    const encode = (stream: string, head: typeof EMPTY_HEAD, atMs: number, text: string) =>
      encodeEvent(stream, head, { type: 'noted', atMs, by: ANA, text } as never, countingRandom()).row.hash
    const first = encode('a', EMPTY_HEAD, 1, 'x')
    expect(encode('a', EMPTY_HEAD, 1, 'x')).toBe(first)
    const others = [
      encode('b', EMPTY_HEAD, 1, 'x'),
      encode('a', { ...EMPTY_HEAD, seq: 1 }, 1, 'x'),
      encode('a', { ...EMPTY_HEAD, hash: first }, 1, 'x'),
      encode('a', EMPTY_HEAD, 2, 'x'),
      encode('a', EMPTY_HEAD, 1, 'y'),
    ]
    expect(new Set([first, ...others]).size).toBe(6)
  })

  test('what cannot be journaled is refused before it is written', () => {
    const encode = (event: object) => () => encodeEvent('a', EMPTY_HEAD, event as never, countingRandom())
    expect(encode({ ...note('x', 1.5) })).toThrow('event noted of a has no whole instant: atMs is 1.5')
    expect(encode({ ...note('x', 1), detail: { $private: 'forged' } })).toThrow('may not use the key $private')
    expect(encode({ ...note('x', 1), cost: Number.NaN })).toThrow(TypeError)
  })

  test('any event of plain JSON comes back as it was', () => {
    const events = fc.record({
      type: fc.string(),
      atMs: fc.maxSafeInteger(),
      by: fc.constant(ANA),
      // Words that only look like a reference stay words.
      detail: fc.oneof(fc.jsonValue(), fc.constant('"$private":"1.1"')),
      secret: fc.option(
        fc.string({ unit: 'grapheme' }).map((text) => privately(text.replaceAll('\0', ''))),
        { nil: undefined },
      ),
    })
    fc.assert(
      fc.property(events, (event) => {
        const { row, texts } = encodeEvent('s', EMPTY_HEAD, event as never, countingRandom())
        expect(decodeEvent(row, texts)).toEqual(JSON.parse(JSON.stringify(event)))
        expect(referencesOf(row)).toHaveLength(event.secret ? 1 : 0)
      }),
    )
  })

  test('an id is shaped like a UUID and depends on every part', () => {
    expect(derivedId('inc-1', 'page', 1)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
    expect(derivedId('inc-1', 'page', 1)).toBe(derivedId('inc-1', 'page', 1))
    expect(derivedId('inc-1', 'page', 2)).not.toBe(derivedId('inc-1', 'page', 1))
    expect(derivedId('inc-1p', 'age', 1)).not.toBe(derivedId('inc-1', 'page', 1))
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitSms, SMS_UNITS_MAX, smsLength, toGsm7 } from '../../src/messages/sms.ts'

describe('the length of a text message', () => {
  it.each([
    ['a'.repeat(160), { alphabet: 'GSM-7', units: 160, segments: 1 }],
    ['a'.repeat(161), { alphabet: 'GSM-7', units: 161, segments: 2 }],
    ['a'.repeat(307), { alphabet: 'GSM-7', units: 307, segments: 3 }],
    ['€[]', { alphabet: 'GSM-7', units: 6, segments: 1 }],
    ['ж'.repeat(70), { alphabet: 'UCS-2', units: 70, segments: 1 }],
    ['ж'.repeat(71), { alphabet: 'UCS-2', units: 71, segments: 2 }],
    ['🚨', { alphabet: 'UCS-2', units: 2, segments: 1 }],
  ])('%j', (text, length) => {
    expect(smsLength(text)).toEqual(length)
  })
})

it('is written in plain characters', () => {
  expect(toGsm7('🚨 “Größe” – Čapek’s café… naïve Ж')).toBe('"Größe" - Capek\'s café... naive ?'.replace(/^/, ' '))
})

describe('fitting', () => {
  it('cuts what is said and keeps what is to be done', () => {
    const fitted = fitSms('word '.repeat(60), 'Reply ACK 7KM2P. https://muster.example/i/DR-20261205-1000')
    expect(fitted).toMatch(/^word word .*\.\. Reply ACK 7KM2P\. https:\/\/muster\.example\/i\/DR-20261205-1000$/)
    expect(smsLength(fitted)).toMatchObject({ alphabet: 'GSM-7', segments: 1 })
  })

  it('cut before the stop of a sentence, it has that one stop', () => {
    const tail = 'x'.repeat(100)
    const whole = 'Shop: Database corruption'
    expect(fitSms(`${whole}. ${'word '.repeat(20)}`, tail, whole.length + tail.length + 3)).toBe(`${whole}. ${tail}`)
  })

  it.each([
    // How many places there are, and what stands in them.
    [27, 'RTO missed by.. Reply ACK'],
    [28, 'RTO missed by.. Reply ACK'],
    [29, 'RTO missed by 1.5.. Reply ACK'],
    [32, 'RTO missed by 1.5 h. Reply ACK'],
    [36, 'RTO missed by 1.5 h. It.. Reply ACK'],
  ])('in %d places cuts no number into another, and ends a sentence only where it ends: %j', (places, fitted) => {
    expect(fitSms('RTO missed by 1.5 h. It began at 10:15 UTC', 'Reply ACK', places)).toBe(fitted)
  })

  it('always fits, in GSM-7, whatever was written, unless the end alone does not', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.string({ maxLength: 60 }), (head, tail) => {
        const { alphabet, units } = smsLength(fitSms(head, tail))
        expect(alphabet).toBe('GSM-7')
        expect(units).toBeLessThanOrEqual(SMS_UNITS_MAX)
      }),
    )
  })

  it('keeps a link that is too long by itself', () => {
    const link = `https://muster.example/${'x'.repeat(200)}`
    expect(fitSms('what happened', link)).toBe(link)
  })
})

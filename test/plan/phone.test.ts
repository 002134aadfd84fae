import { expect, it } from 'vitest'
import { bareNumber, isE164 } from '../../src/plan/phone.ts'

it.each(['+14155550100', '+15005550006', '+4930123456', '+442071838750'])('%s can be called', (phone) => {
  expect(isE164(phone)).toBe(true)
})

it.each([
  '+1-XXX-XXX-XXXX',
  '+1-555-0123',
  '+15550123',
  '1-800-CLOUD',
  '4155550100',
  '+1 415 555 0100',
  '+0123456789',
  '+1234567890123456',
  '',
])('%j cannot', (phone) => {
  expect(isE164(phone)).toBe(false)
})

it('a number is the same with and without separators', () => {
  expect(bareNumber('+1 (415) 555-01.00')).toBe('+14155550100')
})

import { expect, it } from 'vitest'
import { addressSecrets, userinfoIn } from '../../src/actions/address-secrets.ts'

it.each(['', 'http://127.0.0.1:1234', 'https://shop.example/', ' https://shop.example:8443// '])(
  'has nothing to hide of %j',
  (address) => {
    expect(addressSecrets(address)).toEqual([])
  },
)

it('hides a path, a query and whom it names, as they are written and as they are meant', () => {
  const address = 'https://me:pass%21word@a.example/hooks/T000/abc1234567?sig=x%2Fyz&v=1'
  expect(addressSecrets(address)).toEqual(
    expect.arrayContaining([
      address,
      '/hooks/T000/abc1234567',
      '/hooks/T000/abc1234567?sig=x%2Fyz&v=1',
      'abc1234567',
      'x%2Fyz',
      'x/yz',
      'me:pass%21word',
      'me:pass!word',
      'pass%21word',
      'pass!word',
    ]),
  )
})

it('hides no part that stands everywhere', () => {
  expect(addressSecrets('https://a.example/v1/services?a=1')).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/^(\/v1|v1|services|1|a\.example)$/)]),
  )
})

it('hides what is no address as a whole', () => {
  expect(addressSecrets('no address')).toEqual(['no address'])
})

it('takes a user without a password for a key, and beside one for a name', () => {
  expect(userinfoIn('https://ghp1234@a.example/x')).toContain('ghp1234')
  expect(userinfoIn('https://somebody:pw12@a.example/x')).not.toContain('somebody')
  expect(userinfoIn('https://a.example/x@y')).toEqual([])
})

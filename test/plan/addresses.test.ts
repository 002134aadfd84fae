import { describe, expect, it } from 'vitest'
import { parsePlan } from '../../src/plan/parse-plan.ts'
import { problemsOf, varied } from './sample-plan.ts'

describe('addresses', () => {
  const nobody: [string, string][] = [
    ['email: ann@shop.example, slack: U1', 'zone: UTC'],
    ['phone: "+14155550100", means: [voice, sms]', 'phone: "+1-555-0123"'],
  ]

  it('a level that can reach nobody is an error', () => {
    expect(problemsOf(varied(...nobody, ['{ rotation: week }', '{ person: ann }']))).toMatchObject([
      {
        rule: 'unreachable-level',
        line: 22,
        path: 'policies.main.levels[0].to',
        message: expect.stringContaining('ann, bob'),
      },
      { rule: 'unreachable-level', line: 23 },
    ])
  })

  it('but not in a draft', () => {
    expect(problemsOf(varied(...nobody, ['id: shop', 'id: shop\ndraft: true']))).toEqual([])
  })

  it('nor with contacts that are kept apart', () => {
    const contacts = { people: { ann: { slack: 'U9' }, eve: { email: 'eve@shop.example' } } }
    expect(parsePlan(varied(...nobody), 'f', contacts)).toMatchObject({ ok: true })
  })

  it('nor when PagerDuty is there to page whoever is on call', () => {
    expect(problemsOf(varied(...nobody, ['policy: main', 'pagerduty: { service: shop }\npolicy: main']))).toEqual([])
  })

  it('a telephone number that cannot be called is a warning with the right way to write it', () => {
    const parsed = parsePlan(varied(['+14155550100', '+1 (415) 555-0100']), 'f')
    expect(parsed).toMatchObject({
      ok: true,
      warnings: [{ rule: 'unusable-phone', path: 'people.bob.phone', remedy: 'write "+14155550100"' }],
    })
  })

  it.each([
    'all.shop.example',
    'all@shop',
    'All <all@shop.example>',
    'a@shop.example, b@shop.example',
    'a b@shop.example',
  ])('a mail address that is none is a warning: %s', (address) => {
    expect(parsePlan(varied(['[all@shop.example]', `["${address}"]`]), 'f')).toMatchObject({
      ok: true,
      warnings: [{ rule: 'unusable-email', line: 25, column: 59, path: 'audiences.customers.emails[0]' }],
    })
    expect(parsePlan(varied(['ann@shop.example', `"${address}"`]), 'f')).toMatchObject({
      ok: true,
      warnings: [{ rule: 'unusable-email', path: 'people.ann.email' }],
    })
  })

  it.each(['ops+dr@shop.example', "o'neil@mail.shop.example", 'büro@größe.example'])('%s is one', (address) => {
    expect(parsePlan(varied(['ann@shop.example', `"${address}"`]), 'f').warnings).toEqual([])
  })
})

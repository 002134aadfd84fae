import { describe, expect, it } from 'vitest'
import { mergeContacts, parseContacts } from '../../src/plan/contacts.ts'
import { plan } from './sample-plan.ts'

describe('a contacts file', () => {
  it('gives people their addresses, each by itself, and leaves the rest of the plan alone', () => {
    const parsed = parseContacts(
      'people:\n  ann: { phone: +14155550101 }\n  eve: { name: Eva, slack: U3 }\n',
      'contacts.yaml',
    )
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
    const before = plan()
    const merged = mergeContacts(before, parsed.contacts)
    expect(merged.people.ann).toEqual({ ...before.people.ann, phone: '+14155550101' })
    expect(merged.people.eve).toEqual({ name: 'Eva', pagerduty: 'PEVE', slack: 'U3' })
    expect({ ...merged, people: before.people }).toEqual(before)
  })

  it('adds nobody to a plan that does not name them', () => {
    expect(mergeContacts(plan(), { people: { zoe: { slack: 'U9' } } }).people).toEqual(plan().people)
  })

  it('leaves people alone whose ids every object has', () => {
    const before = { ...plan(), people: { constructor: { name: 'Connie' } } }
    expect(mergeContacts(before, { people: {} }).people).toEqual({ constructor: { name: 'Connie' } })
  })

  it('says what is wrong with it at its place, as for a plan', () => {
    expect(parseContacts('people:\n  ann: { phon: "1" }\n  bob: { slack: 7 }\n', 'c.yaml')).toMatchObject({
      ok: false,
      problems: [
        { file: 'c.yaml', line: 2, column: 10, rule: 'unknown-key', remedy: 'did you mean "phone"?' },
        { file: 'c.yaml', line: 3, column: 17, rule: 'wrong-type', path: 'people.bob.slack' },
      ],
    })
  })

  it('warns of a number that cannot be called', () => {
    expect(parseContacts('people:\n  ann: { phone: 1-800-CLOUD }\n', 'c.yaml')).toMatchObject({
      ok: true,
      warnings: [{ line: 2, column: 17, rule: 'unusable-phone' }],
    })
  })

  it('warns of a mail address that is none', () => {
    expect(parseContacts('people:\n  ann: { email: ann.shop.example }\n', 'c.yaml')).toMatchObject({
      ok: true,
      warnings: [{ line: 2, column: 17, rule: 'unusable-email', path: 'people.ann.email' }],
    })
  })
})

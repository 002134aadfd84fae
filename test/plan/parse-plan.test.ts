import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePlan } from '../../src/plan/parse-plan.ts'
import { plan, problemsOf, SAMPLE, varied } from './sample-plan.ts'

const MIN = 60_000
const H = 60 * MIN

describe('a whole plan', () => {
  it('has its defaults filled in and its times in milliseconds', () => {
    const whole = plan()
    expect(whole).toMatchObject({ id: 'shop', draft: false, zone: 'UTC', reopenWithin: 7 * 24 * H })
    expect(whole.objectives).toEqual({ rto: 4 * H, rpo: H, also: [] })
    expect(whole.scenarios.fire?.rto).toBe(8 * H)
    expect(whole.policies.main?.levels[1]).toMatchObject({
      after: 15 * MIN,
      mode: 'all',
      means: ['slack', 'pagerduty', 'sms', 'voice', 'email'],
    })
  })

  it('reads the same with a byte order mark and with either line ending', () => {
    expect(parsePlan(`\uFEFF${SAMPLE.replaceAll('\n', '\r\n')}`, 'shop.yaml')).toMatchObject({ ok: true, plan: plan() })
  })

  it('keeps the plus of a telephone number without quotes, which YAML takes for a number', () => {
    expect(plan(['"+14155550100"', '+14155550100']).people.bob?.phone).toBe('+14155550100')
  })

  it('keeps the zero of a telephone number without quotes, so that one sees what was written', () => {
    const parsed = parsePlan(varied(['"+14155550100"', '03090182001']), 'shop.yaml')
    expect(parsed).toMatchObject({ warnings: [{ message: expect.stringContaining('"03090182001"') }] })
  })

  it('can place a later finding in its text', () => {
    const parsed = parsePlan(SAMPLE, 'shop.yaml')
    if (!parsed.ok) throw new Error('the sample is whole')
    const rule = 'bad-value' as const
    const path = ['policies', 'main', 'levels', 1, 'after']
    expect(parsed.locate({ path, at: 'key', rule, message: 'm', remedy: 'r' })).toMatchObject({ line: 23, column: 38 })
    expect(parsed.locate({ path, at: 'value', rule, message: 'm', remedy: 'r' })).toMatchObject({
      line: 23,
      column: 45,
    })
  })
})

describe('one slip is one problem, at its place, with what to write instead', () => {
  const slips: [name: string, before: string, after: string, expected: object][] = [
    [
      'a misspelt key',
      'system:',
      'sistem:',
      { line: 3, column: 1, rule: 'unknown-key', remedy: 'did you mean "system"?' },
    ],
    [
      'a misspelt key of a target',
      '{ role: lead }',
      '{ rolle: lead }',
      { line: 22, path: 'policies.main.levels[0].to[0].rolle', remedy: 'did you mean "role"?' },
    ],
    [
      'two targets in one',
      '{ role: lead }',
      '{ role: lead, person: ann }',
      {
        rule: 'unknown-key',
        message: '"role" cannot stand beside the other keys here',
        remedy: 'write an entry for each',
      },
    ],
    ['a key that is nothing like any', 'commander: lead', 'commander: lead\nxyzzy: 1', { line: 15, path: 'xyzzy' }],
    ['a missing key', 'commander: lead\n', '', { rule: 'missing-key', path: 'commander', remedy: 'add "commander:"' }],
    [
      'a time without a unit',
      'rto: 4 hours',
      'rto: 4',
      { line: 4, column: 20, rule: 'bad-time', path: 'objectives.rto' },
    ],
    ['a time that is none', '15 min', 'soonish', { line: 23, column: 45, rule: 'bad-time' }],
    [
      'a list for a time',
      '15 min',
      '[15 min]',
      { rule: 'wrong-type', remedy: 'write text or a number, such as after: 15 min' },
    ],
    [
      'one target without its list',
      'to: [{ role: lead }]',
      'to: lead',
      { rule: 'wrong-type', remedy: 'write a list, such as to: [{ role: on-call }]' },
    ],
    [
      'a list for a block, whose names nobody asks for',
      'rotations:\n  week:',
      'rotations:\n  - week:',
      { rule: 'wrong-type', path: 'rotations', remedy: expect.stringContaining('such as rotations: { weekly:') },
    ],
    [
      'a name that is no id, and is meant elsewhere',
      '  main:',
      '  Main_One:',
      { rule: 'bad-value', path: 'policies.Main_One', remedy: expect.stringContaining('such as "main-one"') },
    ],
    ['text for a number', 'rank: 2', 'rank: two', { rule: 'wrong-type', remedy: 'write a number, such as rank: 1' }],
    ['a number for text', 'name: Ann', 'name: 7', { rule: 'wrong-type', remedy: 'put it in quotes' }],
    [
      'nothing for a block',
      'scenarios:\n',
      'components:\nscenarios:\n',
      { line: 28, rule: 'missing-value', path: 'components' },
    ],
    [
      'an unknown word',
      'means: [email]',
      'means: [emial]',
      { rule: 'bad-value', remedy: expect.stringContaining('"email"?') },
    ],
    ['an unknown stop rule', 'stop: acknowledged', 'stop: acked', { path: 'policies.main.stop', rule: 'wrong-type' }],
    [
      'an id that is none',
      'id: shop',
      'id: My Shop',
      { line: 2, column: 5, rule: 'bad-value', remedy: expect.stringMatching(/lower case/) },
    ],
    ['a key that is no id', '  fire:', '  Big Fire:', { line: 30, column: 3, path: 'scenarios.Big Fire' }],
    ['an empty list', 'to: [{ role: lead }]', 'to: []', { rule: 'bad-value', remedy: 'write at least one entry' }],
    ['a shift without length', '{ weeks: 1 }', '{}', { path: 'rotations.week.shift', remedy: 'write days or weeks' }],
    ['another format version', 'muster: 1', 'muster: 2', { line: 1, column: 9, remedy: 'write 1' }],
    ['a key twice', 'id: shop', 'id: shop\nid: shop', { line: 3, rule: 'duplicate-key' }],
    [
      'a person who is not there',
      'holders: [ann, bob]',
      'holders: [anne, bob]',
      {
        line: 13,
        column: 56,
        rule: 'dangling-reference',
        message: 'there is no person "anne"',
        remedy: 'did you mean "ann"?',
      },
    ],
    [
      'a commander who is no role',
      'commander: lead',
      'commander: captain',
      { rule: 'dangling-reference', path: 'commander' },
    ],
    [
      'a rotation that is not there',
      'rotation: week',
      'rotation: weak',
      { rule: 'dangling-reference', remedy: 'did you mean "week"?' },
    ],
    ['a policy that is not there', 'policy: main', 'policy: other', { rule: 'dangling-reference', path: 'policy' }],
    ['an audience that is not there', 'audience: customers', 'audience: partners', { path: 'notices[0].audience' }],
    [
      'a severity that is not there',
      'title: Fire in',
      'severity: huge, title: Fire in',
      { path: 'scenarios.fire.severity' },
    ],
    [
      'a component that is not there',
      'title: Fire in',
      'components: [db], title: Fire in',
      { path: 'scenarios.fire.components[0]' },
    ],
    [
      'a policy for a severity that is not there',
      'policy: main',
      'policy: main\nseverityPolicies: { huge: main }',
      { line: 18, column: 21, path: 'severityPolicies.huge' },
    ],
    ['an id twice', 'id: second', 'id: first', { rule: 'duplicate-id', path: 'policies.main.levels[1].id' }],
    ['a rank twice', 'rank: 2', 'rank: 1', { rule: 'duplicate-rank', path: 'severities[1].rank' }],
    [
      'one word for two severities',
      '[P2]',
      '[p1]',
      { rule: 'ambiguous-word', message: 'the alias "p1" already means "major"' },
    ],
    ['an unknown zone', 'Europe/Berlin', 'Europe/Berlim', { rule: 'unknown-zone', path: 'rotations.week.zone' }],
    [
      'a date that does not exist',
      '2026-01-05T09:00',
      '2026-02-31T09:00',
      { rule: 'bad-value', path: 'rotations.week.start' },
    ],
    ['a tab', 'commander: lead', 'commander:\n\tlead', { line: 15, rule: 'yaml-syntax' }],
    ['a second document', 'commander: lead', '---\ncommander: lead', { line: 14, rule: 'yaml-syntax' }],
    ['an alias of nothing', 'commander: lead', 'commander: *lead', { line: 14, column: 12, rule: 'yaml-syntax' }],
    [
      'an alias within itself',
      'commander: lead',
      'commander: &a [[*a]]',
      { line: 14, column: 17, rule: 'yaml-syntax' },
    ],
  ]

  it.each(slips)('%s', (_, before, after, expected) => {
    expect(problemsOf(varied([before, after]))).toEqual([expect.objectContaining({ file: 'shop.yaml', ...expected })])
  })
})

describe('all at once', () => {
  it('reports faults of shape and broken references together, in the order of the file', () => {
    const text = varied(
      ['system:', 'sistem:'],
      ['rpo: 1 hour', 'rpo: 1'],
      ['holders: [ann, bob]', 'holders: [zoe]'],
      ['id: second', 'id: first'],
    )
    expect(problemsOf(text).map(({ line, rule }) => [line, rule])).toEqual([
      [3, 'unknown-key'],
      [4, 'bad-time'],
      [13, 'dangling-reference'],
      [23, 'duplicate-id'],
    ])
  })

  it('tells of nothing but the text until it can be read', () => {
    const text = varied(['rpo: 1 hour', 'rpo: 1'], ['policy: main\n', 'policy: "main\n'])
    expect(problemsOf(text).map(({ rule }) => rule)).toEqual(['yaml-syntax'])
  })

  it('reports one syntax error, not its echoes', () => {
    const problems = problemsOf(varied(['holders: [ann, bob]', `holders: ${'['.repeat(5000)}`]))
    expect(problems.filter(({ rule }) => rule === 'yaml-syntax')).toHaveLength(1)
  })

  it('names the system also of a broken plan', () => {
    expect(parsePlan(varied(['rpo: 1 hour', 'rpo: 1']), 'f')).toMatchObject({ ok: false, system: 'Web shop' })
  })

  it('says of an empty file that it is empty', () => {
    expect(problemsOf('')).toEqual([expect.objectContaining({ line: 1, column: 1, rule: 'missing-value' })])
  })
})

describe('garbled text', () => {
  it('is used as it was meant, with a warning', () => {
    const parsed = parsePlan(varied(['title: Fire in', 'title: ðŸš¨ CafÃ© ablaze in']), 'f')
    expect(parsed).toMatchObject({
      ok: true,
      plan: { scenarios: { fire: { title: '🚨 Café ablaze in the data center' } } },
    })
    expect(parsed.warnings).toMatchObject([
      { rule: 'garbled-text', line: 30, message: expect.stringContaining('"🚨"') },
      { rule: 'garbled-text', line: 30, message: expect.stringContaining('"é"') },
    ])
  })
})

describe('no text makes the parser throw', () => {
  const lines = SAMPLE.split('\n')

  it('whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => void parsePlan(text, 'f')),
      { numRuns: 300 },
    )
  })

  it('nor any plan cut, doubled, shuffled or scribbled over, and each problem stands inside the text', () => {
    const scribble = fc.record({
      at: fc.nat(SAMPLE.length),
      cut: fc.nat(30),
      text: fc.constantFrom('', '\t', ': ', '[', '}', '*a', '- ', '"', 'é', '\n', '&a', '!!', '|'),
    })
    const edited = fc
      .array(scribble, { minLength: 1, maxLength: 4 })
      .map((edits) =>
        edits.reduce((text, { at, cut, text: put }) => text.slice(0, at) + put + text.slice(at + cut), SAMPLE),
      )
    const shuffled = fc.shuffledSubarray(lines).map((some) => some.join('\n'))
    fc.assert(
      fc.property(fc.oneof(edited, shuffled), (text) => {
        for (const { line, column } of problemsOf(text)) {
          expect(line).toBeGreaterThanOrEqual(1)
          expect(line).toBeLessThanOrEqual(text.split('\n').length)
          expect(column).toBeGreaterThanOrEqual(1)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('nor any data in the places of a plan', () => {
    const key = fc.constantFrom(
      'muster',
      'people',
      'roles',
      'policies',
      'severities',
      'scenarios',
      'notices',
      'zone',
      'x',
    )
    fc.assert(
      fc.property(fc.dictionary(key, fc.jsonValue()), (data) => void parsePlan(JSON.stringify(data), 'f')),
      { numRuns: 300 },
    )
  })
})

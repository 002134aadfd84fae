import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePlan } from '../../src/plan/parse-plan.ts'
import { each, faults, RECOVERING, type Replacement } from './recovery-sample.ts'

const BY_HAND = '{ id: by-hand, title: By hand, manual: Rebuild it by hand }'

it('the sample is whole', () => {
  expect(faults()).toEqual([])
})

describe('a name that nothing has', () => {
  const ofStep = 'scenarios.fire.phases[0].steps'
  each(
    (
      [
        ['owner', 'owner: lead', 'owner: leed', 'role "leed"', `${ofStep}[1].owner`],
        ['approver', 'roles: [lead]', 'roles: [leads]', 'role "leads"', `${ofStep}[4].approval.roles[0]`],
        ['sequence', 'sequence: restoring', 'sequence: restore', 'sequence "restore"', `${ofStep}[2].sequence`],
        ['runner', 'on: spare', 'on: sparr', 'runner "sparr"', `${ofStep}[4].do[0].on`],
        ['connection', 'on: shop', 'on: shp', 'connection "shp"', 'scenarios.fire.validation[0].do[0].on'],
        [
          'backup set',
          'backup: orders',
          'backup: order',
          'backup set "order"',
          'sequences.restoring.steps[1].do[0].backup',
        ],
        [
          'backup set of a scenario',
          'backups: [orders]',
          'backups: [order]',
          'backup set "order"',
          'scenarios.fire.backups[0]',
        ],
        ['store', 'store: main', 'store: mine', 'store "mine"', 'backups.orders.store'],
        ['tier', 'restores: [all]', 'restores: [al]', 'tier "al"', 'sequences.restoring.steps[2].restores[0]'],
        [
          'component',
          'rto: within_8_hours\n    backups',
          'rto: within_8_hours\n    components: [bd]\n    backups',
          'component "bd"',
          'scenarios.fire.components[0]',
        ],
        [
          'value of an argument',
          '{ value: host }]',
          '{ value: hots }]',
          'value "hots"',
          'sequences.restoring.steps[1].do[1].command[2].value',
        ],
        [
          'value of a path behind a variable',
          '{ env: SHOP_URL }',
          "{ env: SHOP_URL, path: '/a/{nope}' }",
          'value "nope"',
          'sequences.restoring.steps[2].do[0].wait.until.http.path',
        ],
        ['value of an address', '{host}/health', '{hots}/health', 'value "hots"', `${ofStep}[3].do[0].http`],
        [
          'value of a condition',
          'value: host, equals',
          'value: hots, equals',
          'value "hots"',
          `${ofStep}[3].when.value`,
        ],
        [
          'captured value',
          '{ restored: key }',
          '{ restord: key }',
          'value "restord"',
          'sequences.restoring.steps[1].do[0].capture.restord',
        ],
        [
          'notice',
          'noticeSent: customers',
          'noticeSent: customer',
          'notice "customer"',
          `${ofStep}[0].tickedBy.noticeSent`,
        ],
      ] as const
    ).map(([what, before, after, name, path]) => [
      what,
      before,
      after,
      { rule: 'dangling-reference', message: `there is no ${name}`, path },
    ]),
  )

  it.each<[string, Replacement]>([
    ['in the environment', ['TOKEN: { secret: SHOP_TOKEN }', 'TOKEN: { value: hots }']],
    ['of a parameter', ['orders, on: shop', 'orders, on: shop, params: [1, { value: hots }]']],
    ['of an expectation', ['orders, on: shop', 'orders, on: shop, expect: { value: { value: hots } }']],
  ])('value %s', (_what, replacement) => {
    expect(faults(replacement)).toMatchObject([{ message: 'there is no value "hots"' }])
  })

  it('value in a header, in what is sent, and in the choice of a backup', () => {
    const sent =
      'method: POST, headers: { X: { value: one } }, json: { a: [{ b: { value: two } }, { value: 3, c: four }] }'
    expect(faults(["http: 'https://{host}/health',", `http: 'https://{host}/health', ${sent},`])).toMatchObject([
      { message: 'there is no value "one"', path: `${ofStep}[3].do[0].headers.X.value` },
      { message: 'there is no value "two"', path: `${ofStep}[3].do[0].json.a[0].b.value` },
    ])
    expect(faults(['before: outage', 'before: { value: one }, key: { value: two }'])).toHaveLength(2)
  })

  each([
    [
      'step that is needed',
      'needs: [way]',
      'needs: [wy]',
      {
        path: `${ofStep}[2].needs[0]`,
        message: 'there is no step "wy" in the scenario "fire"',
        remedy: 'did you mean "way"?',
      },
    ],
    ['step of another card', 'needs: [one]', 'needs: [look]', { path: 'cards.stopping.steps[1].needs[0]' }],
    ['step that a failure leads to', 'goto: [by-hand]', 'goto: [by-hnd]', { path: `${ofStep}[4].onFailure.goto[0]` }],
    ['step that people choose', 'goto: [by-hand]', 'choose: [by-hnd]', { path: `${ofStep}[4].onFailure.choose[0]` }],
    ['decision', '{ way: restore }', '{ wya: restore }', { path: `${ofStep}[2].when.chosen.wya`, column: 68 }],
    [
      'decision that is another step',
      '{ way: restore }',
      '{ told: restore }',
      { message: 'nothing is decided in the step "told"' },
    ],
    [
      'option',
      '{ way: restore }',
      '{ way: restor }',
      { message: '"way" has no option "restor"', remedy: 'did you mean "restore"?', column: 73 },
    ],
    ['one of several options', '[rebuild] }', '[rebuild, wait] }', { path: `${ofStep}[4].when.chosen.way[1]` }],
    ['file', '-e, { file: dump }', '-e, { file: dum }', { remedy: 'did you mean "dump"?' }],
  ])

  it('file that is fetched only later', () => {
    const fetching = '{ backup: orders, before: outage, fetch: dump, capture: { restored: key } }'
    const problems = faults(
      [`          - ${fetching}\n`, ''],
      ['        checks:', `          - ${fetching}\n        checks:`],
    )
    expect(problems).toMatchObject([
      {
        path: 'sequences.restoring.steps[1].do[0].command[1].file',
        message: expect.stringContaining('has fetched the file "dump" by then'),
      },
    ])
  })

  it('is one problem where several scenarios share the step that uses it', () => {
    const other = '  flood: { title: Flood, phases: [{ id: only, title: Only, steps: [{ sequence: restoring }] }] }\n'
    const problems = faults(
      ['sequences:\n', `${other}sequences:\n`],
      ['id: settle, title', 'id: settle, needs: [ready], title'],
    )
    expect(problems).toMatchObject([
      {
        path: 'sequences.restoring.steps[2].needs[0]',
        message: 'there is no step "ready" in the scenario "fire" and in the scenario "flood"',
      },
    ])
  })
})

describe('the order of steps', () => {
  each([
    [
      'a step that needs itself',
      'needs: []',
      'needs: [way]',
      { rule: 'cycle', path: 'scenarios.fire.phases[0].steps[1].needs[0]', message: '"way" waits for itself' },
    ],
    [
      'steps in a circle, by name',
      'needs: []',
      'needs: [look]',
      { rule: 'cycle', message: /: "way" → "look" → "settle" → "way"$/ },
    ],
    ['a final check that a step waits for', 'needs: []', 'needs: [orders]', { message: /"way" → "orders" → "way"/ }],
    ['a failure that leads to itself', 'goto: [by-hand]', 'choose: [rebuild]', { message: /cannot lead to itself/ }],
    [
      'a failure that leads back to what the step needs',
      'goto: [by-hand]',
      'goto: [way]',
      { path: 'scenarios.fire.phases[0].steps[4].onFailure.goto[0]', message: /^"rebuild" needs "way"/ },
    ],
    [
      'a way round that waits for the failed step by another way',
      `- ${BY_HAND}`,
      `- { id: between, title: Between, manual: Look }\n          - ${BY_HAND}`,
      { message: '"by-hand" waits for "between", and that for "rebuild", whose failure is to open it' },
    ],
    [
      'a step that two failures lead to',
      'title: Look\n',
      'title: Look\n            onFailure: { goto: [by-hand] }\n',
      {
        path: 'scenarios.fire.phases[0].steps[4].onFailure.goto[0]',
        message: /the failure of "look" leads to "by-hand" already/,
      },
    ],
  ])

  it('may let a step wait for a decision that stands further down, but not around a circle', () => {
    const told: Replacement = ['id: told, title', 'id: told, when: { chosen: { way: restore } }, title']
    expect(faults(told)).toEqual([])
    expect(faults(told, ['needs: []', 'needs: [told]'])).toMatchObject([
      {
        rule: 'cycle',
        path: 'scenarios.fire.phases[0].steps[0].when.chosen.way',
        message: expect.stringContaining('"told" → "way" → "told"'),
      },
    ])
  })

  it('may lead from a failure to a step right after it, or to one that needs nothing', () => {
    const between = `- { id: between, title: Between, manual: Look }\n          - { id: by-hand, needs: [], title`
    expect(faults(['- { id: by-hand, title', between])).toEqual([])
  })
})

describe('a name that stands twice', () => {
  each([
    [
      'a sequence, included again',
      `- ${BY_HAND}`,
      `- ${BY_HAND}\n          - { sequence: restoring }`,
      { path: 'scenarios.fire.phases[0].steps[6].sequence', remedy: /"as: NAME"/ },
    ],
    [
      'a step of a scenario',
      'id: told',
      'id: look',
      { path: 'scenarios.fire.phases[0].steps[3].id', rule: 'duplicate-id' },
    ],
    ['a step of a sequence', 'id: fetch', 'id: stop', { path: 'sequences.restoring.steps[1].id' }],
    [
      'a step of a card',
      'id: two, title: Two, needs: [one]',
      'id: one, title: Two',
      { path: 'cards.stopping.steps[1].id' },
    ],
    ['a tier', 'tiers: [', 'tiers: [{ id: all, label: Some, window: 0-1 hour }, ', { path: 'tiers[1].id' }],
    [
      'a phase',
      'phases:\n',
      'phases:\n      - { id: first, title: None, steps: [{ id: none, title: None, manual: Look }] }\n',
      { path: 'scenarios.fire.phases[1].id' },
    ],
    [
      'a fetched file',
      '- { command: [restore,',
      '- { backup: orders, fetch: dump }\n          - { command: [restore,',
      { path: 'sequences.restoring.steps[1].do[1].fetch' },
    ],
  ])

  it('an option of a decision', () => {
    const twice = faults(
      ['id: rebuild, label', 'id: restore, label'],
      ['chosen: { way: [rebuild] }', 'chosen: { way: restore }'],
    )
    expect(twice).toMatchObject([
      { path: 'scenarios.fire.phases[0].steps[1].decide.options[1].id', rule: 'duplicate-id' },
    ])
  })

  it('is another name with "as"', () => {
    expect(faults([`- ${BY_HAND}`, `- ${BY_HAND}\n          - { sequence: restoring, as: again }`])).toEqual([])
  })

  it.each(['validation', 'added'])('may not be the phase %s of Muster itself', (id) => {
    expect(faults(['id: first\n', `id: ${id}\n`])).toMatchObject([
      { path: 'scenarios.fire.phases[0].id', rule: 'bad-value' },
    ])
  })
})

describe('no text makes the parser throw', () => {
  it('whatever happens to a recovery', () => {
    const edit = fc.record({
      at: fc.integer({ min: RECOVERING.indexOf('scenarios:'), max: RECOVERING.length }),
      cut: fc.nat(40),
      put: fc.constantFrom(
        '',
        ': ',
        ', ',
        '[',
        '}',
        '{ a: 1 }',
        '- ',
        '5',
        'null',
        'needs: [way]',
        '{ value: host }',
        '*a',
        '\n',
      ),
    })
    const edited = fc
      .array(edit, { minLength: 1, maxLength: 4 })
      .map((edits) =>
        edits.reduce((text, { at, cut, put }) => text.slice(0, at) + put + text.slice(at + cut), RECOVERING),
      )
    fc.assert(
      fc.property(edited, (text) => void parsePlan(text, 'f')),
      { numRuns: 100 },
    )
  })

  it('nor any data in the places of a recovery', () => {
    const key = fc.constantFrom(
      'phases',
      'steps',
      'do',
      'command',
      'env',
      'wait',
      'until',
      'http',
      'json',
      'value',
      'needs',
      'when',
      'chosen',
      'approval',
      'roles',
      'id',
      'decide',
      'options',
    )
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6 },
        fc.jsonValue({ maxDepth: 1 }),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
      ),
    }))
    const plans = fc.dictionary(
      fc.constantFrom('scenarios', 'sequences', 'cards', 'values', 'roles', 'backups', 'tiers'),
      tree,
    )
    fc.assert(
      fc.property(plans, (data) => void parsePlan(JSON.stringify(data), 'f')),
      { numRuns: 100 },
    )
  })
})

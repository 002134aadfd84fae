import { describe, expect, it } from 'vitest'
import { each, faults, type Replacement } from './recovery-sample.ts'

describe('an action that would be refused when it runs', () => {
  each([
    [
      'a text without a shell',
      ', shell: true',
      '',
      { rule: 'bad-step', path: 'sequences.restoring.steps[0].do[0].command' },
    ],
    [
      'a list for a shell',
      '[make, all], on',
      '[make, all], shell: true, on',
      { path: 'scenarios.fire.phases[0].steps[4].do[0].shell' },
    ],
    [
      'a secret for another machine',
      'all], on: spare',
      'all], on: spare, env: { A: { secret: B } }',
      { rule: 'bad-step', message: /"spare"/ },
    ],
    [
      'a body of a GET request',
      'http: { env: SHOP_URL }',
      'http: { env: SHOP_URL }, body: hello',
      { message: 'a GET request sends nothing' },
    ],
    [
      'two bodies',
      'http: { env: SHOP_URL }',
      'http: { env: SHOP_URL }, method: POST, body: hello, json: 1',
      { message: 'a request sends either "json" or "body"' },
    ],
  ])

  each([
    [
      'a value in the text of a shell',
      'command: systemctl stop shop,',
      'command: "systemctl stop {host}; echo {host}",',
      {
        rule: 'bad-step',
        path: 'sequences.restoring.steps[0].do[0].command',
        message: '"{host}" stays as it is in the text of a shell, which gets values only as variables',
        remedy: 'add "env: { HOST: { value: host } }" and write "$HOST" here',
      },
    ],
  ])

  it('the braces of the shell itself are no value', () => {
    const text = `'cp {a,b} /tmp; echo \${host} {1..3} {other}; awk "{print}"'`
    expect(faults(['command: systemctl stop shop,', `command: ${text},`])).toEqual([])
  })

  it('a fetched file for another machine', () => {
    const problems = faults(['command: [test, -e, { file: dump }]', 'command: [test, -e, { file: dump }], on: spare'])
    expect(problems).toMatchObject([
      { rule: 'bad-step', message: expect.stringContaining('the file "dump" is fetched where Muster runs') },
    ])
  })
})

describe('patterns and values', () => {
  each([
    [
      'a pattern of an answer',
      'matches: ^up',
      'matches: (up',
      { rule: 'bad-pattern', message: 'this pattern cannot be read: unterminated group' },
    ],
    [
      'a pattern of a backup set',
      'pattern: dump$',
      "pattern: '[dump'",
      { rule: 'bad-pattern', path: 'backups.orders.pattern' },
    ],
    [
      'a pattern of a value',
      "pattern: '[a-z0-9/.-]+'",
      "pattern: 'a{2'",
      { rule: 'bad-pattern', path: 'values.restored.pattern' },
    ],
    [
      'a pattern of a capture',
      '[make, all], on',
      '[make, all], capture: { host: { match: "(db" } }, on',
      { rule: 'bad-pattern' },
    ],
    ['a pattern of a body', 'expect: { json', 'expect: { body: "*", json', { rule: 'bad-pattern' }],
    [
      'a default that is no option',
      'default: db-1',
      'default: db-3',
      { path: 'values.host.default', message: 'the default cannot be "db-3"' },
    ],
    [
      'a default that does not match',
      "pattern: '[a-z0-9/.-]+'",
      "pattern: '[a-z]+', default: '7'",
      { path: 'values.restored.default' },
    ],
    [
      'a number out of bounds',
      "kind: pattern, label: Backup, pattern: '[a-z0-9/.-]+'",
      'kind: number, label: Backup, min: 1, default: 0',
      { message: 'the default cannot be "0"', remedy: 'write a number, at least 1' },
    ],
    ['an option that no value can be', 'options: [db-1,', 'options: [--all, db-1,', { path: 'values.host.options[0]' }],
    [
      'a condition that never holds',
      'equals: db-2',
      'equals: db-3',
      { path: 'scenarios.fire.phases[0].steps[3].when.equals' },
    ],
    [
      'a condition that never holds, in a list',
      'equals: db-2',
      'equals: [db-2, db-3]',
      { path: 'scenarios.fire.phases[0].steps[3].when.equals[1]' },
    ],
  ])
})

describe('keys without a meaning', () => {
  const MANUAL = 'manual: Rebuild it by hand'
  each([
    [
      '"undo" of a manual step',
      MANUAL,
      `${MANUAL}, undo: { title: Back, do: [{ wait: 5 s }] }`,
      { rule: 'bad-step', message: '"undo" has no meaning at a step with "manual"' },
    ],
    [
      '"checks" of a manual step',
      MANUAL,
      `${MANUAL}, checks: [{ wait: 5 s }]`,
      { path: 'scenarios.fire.phases[0].steps[5].checks' },
    ],
    ['"dryRun" of a manual step', MANUAL, `${MANUAL}, dryRun: [{ wait: 5 s }]`, { rule: 'bad-step' }],
    [
      '"repeatable" of a decision',
      'owner: lead',
      'owner: lead\n            repeatable: true',
      { message: '"repeatable" has no meaning at a step with "decide"' },
    ],
    [
      '"approval" of a manual step',
      MANUAL,
      `${MANUAL}, approval: { roles: [lead] }`,
      {
        rule: 'bad-step',
        path: 'scenarios.fire.phases[0].steps[5].approval',
        message: '"approval" has no meaning at a step with "manual"',
        remedy: /^take it away and say in the text who decides/,
      },
    ],
    [
      '"approval" of a manual step that nobody could give, once',
      MANUAL,
      `${MANUAL}, approval: { roles: [lead], count: 5 }`,
      { rule: 'bad-step' },
    ],
    ['"start" of a manual step', MANUAL, `${MANUAL}, start: auto`, { message: /^"start" has no meaning/ }],
    ['"inDrill" of a manual step', MANUAL, `${MANUAL}, inDrill: run`, { message: /^"inDrill" has no meaning/ }],
    [
      '"approval" of a decision',
      'owner: lead',
      'owner: lead\n            approval: { roles: [lead] }',
      { message: '"approval" has no meaning at a step with "decide"' },
    ],
    [
      '"retry" of a manual step',
      MANUAL,
      `${MANUAL}, onFailure: { retry: 2, otherwise: warn }`,
      {
        rule: 'bad-step',
        path: 'scenarios.fire.phases[0].steps[5].onFailure.retry',
        message: '"onFailure.retry" has no meaning at a step with "manual"',
      },
    ],
    [
      'the risk of a manual step',
      MANUAL,
      `${MANUAL}, risk: destructive`,
      { rule: 'bad-step', path: 'scenarios.fire.phases[0].steps[5].risk', message: /^nobody is asked before a step/ },
    ],
    [
      '"tickedBy" of a step that Muster does',
      'title: Look\n',
      'title: Look\n            tickedBy: declared\n',
      { message: '"tickedBy" has no meaning at a step with "do"' },
    ],
  ])
})

describe('an approval that nobody can give', () => {
  const MANY: Replacement = ['count: 2', 'count: 3']
  const NOBODY: Replacement = ['holders: [ann, bob]', 'holders: []']
  const ON_CALL: Replacement = ['to: [{ role: lead }]', 'to: [{ person: ann }]']
  const DRAFT: Replacement = ['id: shop\n', 'id: shop\ndraft: true\n']

  it('because fewer people hold its roles', () => {
    expect(faults(MANY)).toMatchObject([
      {
        rule: 'unreachable-approval',
        path: 'scenarios.fire.phases[0].steps[4].approval.count',
        message: '3 people must approve this, but only 2 hold its roles',
      },
    ])
  })

  it('because one alone holds its roles', () => {
    const alone: Replacement = ['holders: [ann, bob]', 'holders: [ann]']
    expect(faults(alone)).toMatchObject([{ message: '2 people must approve this, but only 1 person holds its roles' }])
  })

  it('because nobody holds its role', () => {
    expect(faults(NOBODY, ON_CALL)).toMatchObject([
      {
        path: 'scenarios.fire.phases[0].steps[4].approval.roles[0]',
        message: expect.stringContaining('nobody holds the role "lead"'),
      },
    ])
  })

  it('because it is the commander’s and nobody commands', () => {
    const approval = '            approval: { roles: [lead], count: 2 }\n'
    expect(faults(NOBODY, ON_CALL, [approval, ''])).toMatchObject([
      {
        path: 'scenarios.fire.phases[0].steps[4].risk',
        message: expect.stringContaining('the commander has to approve this'),
      },
    ])
  })

  it('is all right in a draft', () => {
    expect(faults(MANY, DRAFT)).toEqual([])
    expect(faults(NOBODY, ON_CALL, DRAFT)).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { each, faults } from './recovery-sample.ts'

const BY_HAND = '{ id: by-hand, title: By hand, manual: Rebuild it by hand }'
const MAKE = '{ command: [make, all], on: spare }'
const INCLUDE = '{ sequence: restoring, needs'

describe('a slip in the shape of a recovery is one problem that says what was meant', () => {
  each([
    [
      'a misspelt key of a step',
      'manual: Look, tickedBy',
      'maunal: Look, tickedBy',
      {
        line: 39,
        path: 'scenarios.fire.phases[0].steps[0].maunal',
        rule: 'unknown-key',
        remedy: 'did you mean "manual"?',
      },
    ],
    [
      'components of a tier, which nothing reads',
      'window: 0-1 hour }',
      'window: 0-1 hour, components: [db] }',
      { path: 'tiers[0].components', rule: 'unknown-key' },
    ],
    ['a misspelt title', 'title: By hand', 'titel: By hand', { remedy: 'did you mean "title"?' }],
    [
      'a misspelt kind of action',
      MAKE,
      '{ comand: [make, all], env: { A: b } }',
      { path: 'scenarios.fire.phases[0].steps[4].do[0].comand', remedy: 'did you mean "command"?' },
    ],
    ['a misspelt field of an action', MAKE, '{ command: [make], onn: spare }', { remedy: 'did you mean "on"?' }],
    [
      'a field of another action',
      MAKE,
      '{ command: [make], method: GET }',
      { message: '"method" does not go with "command"', remedy: /^known here: command, shell/ },
    ],
    [
      'two actions in one',
      MAKE,
      '{ command: [make], http: https://shop.example }',
      { message: '"http" cannot stand beside the other keys here', remedy: 'write an entry for each' },
    ],
    [
      'an action of no kind',
      MAKE,
      '{ run: make }',
      {
        message: 'no key here says what this is meant to be',
        remedy: 'write a block with "command", "http", "sql", "backup" or "wait"',
      },
    ],
    ['a text for an action', MAKE, 'make all', { rule: 'wrong-type', remedy: /"wait"/ }],
    [
      'an action without its list',
      `[${MAKE}]`,
      MAKE,
      {
        path: 'scenarios.fire.phases[0].steps[4].do',
        remedy: expect.stringMatching(/^write a list, with "- " before each entry, such as do: \[\{ command: \[/),
      },
    ],
    ['a number for an argument', '[make, all]', '[make, 5]', { path: /command\[1\]$/, remedy: 'put it in quotes' }],
    ['a misspelt reference', '{ value: host }]', '{ vlaue: host }]', { remedy: 'did you mean "value"?' }],
    ['a misspelt secret', '{ secret: SHOP_TOKEN }', '{ secert: SHOP_TOKEN }', { remedy: 'did you mean "secret"?' }],
    ['a number for a variable', '{ secret: SHOP_TOKEN }', '7', { remedy: 'put it in quotes' }],
    ['an action without what it needs', 'orders, on: shop', 'orders', { message: '"on" is missing here' }],
    ['a misspelt inclusion', INCLUDE, '{ sequnce: restoring, needs', { remedy: 'did you mean "sequence"?' }],
    ['a misspelt field of an inclusion', INCLUDE, '{ sequence: restoring, need', { remedy: 'did you mean "needs"?' }],
    [
      'a title for an inclusion',
      INCLUDE,
      '{ sequence: restoring, title: Again, needs',
      {
        message: '"title" does not go with "sequence"',
        remedy: 'known here: sequence, as, needs, when',
      },
    ],
    [
      'neither a step nor an inclusion',
      BY_HAND,
      '{ foo: 1 }',
      { line: 57, message: /says what this is/, remedy: 'write a block with "id" and "title" or "sequence"' },
    ],
    ['a text for a step', BY_HAND, 'by-hand', { rule: 'wrong-type', message: '"by-hand" does not fit here' }],
    [
      'a step that does nothing',
      'manual: Rebuild it by hand',
      'why: Because',
      { rule: 'bad-step', message: 'a step has exactly one of "do", "manual" and "decide"' },
    ],
    [
      'a step that does two things',
      'manual: Rebuild it by hand',
      'manual: Rebuild, do: [{ wait: 5 s }]',
      { rule: 'bad-step', path: 'scenarios.fire.phases[0].steps[5]', remedy: 'write one of them' },
    ],
    ['an unknown kind of value', 'kind: choice', 'kind: chioce', { remedy: /^did you mean "choice"\?/ }],
    [
      'a key of another kind of value',
      "kind: pattern, label: Backup, pattern: '[a-z0-9/.-]+'",
      "kind: number, label: Backup, pattern: '[0-9]+'",
      { path: 'values.restored.pattern', remedy: /^known here: kind, label, hint, min/ },
    ],
    ['a value without a kind', 'kind: choice, ', '', { message: '"kind" is missing here' }],
    ['a limit without a unit', 'limit: 5 min', 'limit: 5', { rule: 'bad-time', path: /wait\.limit$/ }],
    ['an unknown end', '{ goto: [by-hand] }', 'wran', { remedy: /^did you mean "warn"\? write "stop" or "warn" or/ }],
    ['a misspelt end', '{ goto: [by-hand] }', '{ gotto: [by-hand] }', { remedy: 'did you mean "goto"?' }],
    [
      'another word for what happens in the end',
      '{ goto: [by-hand] }',
      '{ then: warn }',
      { message: 'the key "then" is not known here', remedy: 'did you mean "otherwise"?' },
    ],
    [
      'a decision with one option',
      ', { id: rebuild, label: Rebuild }]',
      ']',
      {
        path: 'scenarios.fire.phases[0].steps[1].decide.options',
        message: 'this list has only one entry',
        remedy: 'write at least 2 entries',
      },
    ],
    [
      'a decision without options',
      '[{ id: restore, label: Restore }, { id: rebuild, label: Rebuild }]',
      '[]',
      { message: 'an empty list does not fit here', remedy: 'write at least 2 entries' },
    ],
    ['a misspelt condition', 'chosen: { way: restore }', 'choosen: { way: restore }', { remedy: /"chosen"/ }],
    ['an unknown risk', 'risk: destructive', 'risk: destructiv', { remedy: /^did you mean "destructive"\?/ }],
    [
      'one wrong key for one that is missing',
      '{ noticeSent: customers }',
      '{ notice: customers }',
      { message: 'the key "notice" is not known here', remedy: 'write "noticeSent", which is missing' },
    ],
    ['an unknown occurrence', '{ noticeSent: customers }', 'declard', { remedy: /^did you mean "declared"\?/ }],
    ['an unknown fact of a backup', '{ restored: key }', '{ restored: name }', { remedy: /key, time, size, sha256/ }],
    ['a window that is none', 'window: 0-15 minutes', 'window: soon', { rule: 'bad-time' }],
  ])
})

it('what an alias of YAML repeats is one problem', () => {
  const [before, after] = ['    validation:\n', '    validation: &checks\n']
  const other = '  flood: { title: Flood, validation: *checks }\nsequences:\n'
  expect(faults([before, after], ['sequences:\n', other], ['on: shop', 'on: shp'])).toHaveLength(1)
})

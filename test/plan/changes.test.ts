import { expect, it } from 'vitest'
import { planChanges } from '../../src/plan/changes.ts'
import { plan } from './sample-plan.ts'

const level = '      - { id: second, label: Second, after: 15 min, to: [{ rotation: week }], purpose: Help }\n'

const changes: [name: string, replacements: [string, string][], sentences: string[]][] = [
  ['nothing', [['rto: 4 hours', 'rto: 240 min']], []],
  ['a delay', [['after: 15 min', 'after: 20 min']], ['policy main, level 2: after 15 min → 20 min']],
  ['an objective', [['rto: 4 hours', 'rto: 90 min']], ['objectives: rto 4 h → 1 h 30 min']],
  [
    'the commander',
    [
      ['commander: lead', 'commander: chief'],
      ['roles:', 'roles:\n  chief: { label: Chief }'],
    ],
    ['commander lead → chief', 'role chief: added'],
  ],
  ['the name', [['name: Web shop', 'name: Big shop']], ['system: name Web shop → Big shop']],
  ['the order of a role', [['holders: [ann, bob]', 'holders: [bob, ann]']], ['role lead: holders ann, bob → bob, ann']],
  ['a target', [['{ role: lead }', '{ person: ann }']], ['policy main, level 1: to role lead → person ann']],
  ['a level less', [[level, '']], ['policy main, level 2: removed']],
  ['a scenario more', [['  fire:', '  flood: { title: Flood }\n  fire:']], ['scenario flood: added']],
  [
    'something new',
    [['label: Second', 'label: Second, nextMeansAfter: 1 min']],
    ['policy main, level 2: next means after not set → 1 min'],
  ],
  [
    'a list that was empty',
    [['label: Customers,', 'label: Customers, people: [ann],']],
    ['audience customers: people none → ann'],
  ],
  [
    'levels in another order',
    [
      [level, ''],
      ['    levels:\n', `    levels:\n${level}`],
    ],
    ['policy main: the entries under level change places'],
  ],
]

it.each(changes)('tells of %s', (_, replacements, sentences) => {
  expect(planChanges(plan(), plan(...replacements)).sort()).toEqual(sentences.sort())
})

it('never shows an address', () => {
  const told = planChanges(
    plan(),
    plan(['+14155550100', '+14155550199'], ['ann@shop.example', 'ann@home.example'], ['all@shop', 'every@shop']),
  )
  expect(told).toEqual(['person ann: email changed', 'person bob: phone changed', 'audience customers: emails changed'])
})

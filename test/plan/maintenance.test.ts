/** What a plan announces on the status page: when it is, in which zone, and what is refused. */
import { expect, it } from 'vitest'
import { planChanges } from '../../src/plan/changes.ts'
import { maintenanceWindow } from '../../src/plan/maintenance-schema.ts'
import { plan, problemsOf, varied } from './sample-plan.ts'

const with_ = (entry: string, more = ''): [string, string] => [
  'audiences:',
  `components: { web: { label: Web${more} } }\nmaintenance:\n  - ${entry}\naudiences:`,
]
const ENTRY = '{ id: disks, title: New disks, start: 2026-12-12T02:00, length: 2 hours, components: [web] }'

it('is in the zone of the plan, unless it says which', () => {
  const announced = (entry: string) =>
    plan(with_(entry), ['commander:', 'zone: Europe/Berlin\ncommander:']).maintenance[0]!
  const from = (start: string) =>
    new Date(
      maintenanceWindow(announced(ENTRY.replace('2026-12-12T02:00', start)), 'Europe/Berlin').fromMs,
    ).toISOString()
  expect(from('2026-12-12T02:00')).toBe('2026-12-12T01:00:00.000Z')
  expect(from('2026-07-12T02:00')).toBe('2026-07-12T00:00:00.000Z')
  expect(from('2026-12-12T02:00Z')).toBe('2026-12-12T02:00:00.000Z')
  expect(from('2026-12-12T02:00-05:00')).toBe('2026-12-12T07:00:00.000Z')
  const { fromMs, toMs } = maintenanceWindow(announced(ENTRY), 'Europe/Berlin')
  expect(toMs - fromMs).toBe(2 * 3_600_000)
  expect(announced(ENTRY)).toMatchObject({ kind: 'maintenance', components: ['web'] })
})

it.each([
  [
    'an unknown component',
    ENTRY.replace('[web]', '[wep]'),
    { rule: 'dangling-reference', remedy: 'did you mean "web"?' },
  ],
  ['a date that does not exist', ENTRY.replace('12-12', '02-31'), { rule: 'bad-value', path: 'maintenance[0].start' }],
  ['a time without a date', ENTRY.replace('2026-12-12T02:00', '"02:00"'), { path: 'maintenance[0].start' }],
  ['no length', ENTRY.replace('2 hours', '0'), { path: 'maintenance[0].length' }],
  ['an id twice', `${ENTRY}\n  - ${ENTRY}`, { rule: 'duplicate-id', path: 'maintenance[1].id' }],
])('%s is refused', (_, entry, expected) => {
  expect(problemsOf(varied(with_(entry)))).toEqual([expect.objectContaining(expected)])
})

it('a component names a tier that there is', () => {
  expect(problemsOf(varied(with_(ENTRY, ', tier: core')))).toEqual([
    expect.objectContaining({ rule: 'dangling-reference', path: 'components.web.tier' }),
  ])
})

it('a change of it is told', () => {
  expect(planChanges(plan(with_(ENTRY)), plan(with_(ENTRY.replace('2 hours', '3 hours'))))).toEqual([
    'maintenance disks: length 2 h → 3 h',
  ])
})

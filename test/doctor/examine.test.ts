/** What holds for all checks: none holds up another, and no secret is told. */
import { expect, test } from 'vitest'
import { checks } from '../../src/doctor/checks.ts'
import { examine } from '../../src/doctor/examine.ts'
import { type Check, error, ok } from '../../src/doctor/finding.ts'
import { report } from '../../src/doctor/report.ts'
import { withoutSecrets } from '../../src/doctor/secrets.ts'
import { subjectOf } from './patient.ts'

const good: Check = { name: 'good', group: 'Things', run: () => [ok('The thing is right')] }
const throws: Check = {
  name: 'throws',
  group: 'Things',
  run: () => {
    throw new Error('no such thing')
  },
}
const hangs: Check = { name: 'hangs', group: 'Other things', run: () => new Promise(() => {}) }

test('a check that throws or hangs is a finding, and the others are told in their order', async () => {
  const left: string[][] = []
  const onLeft = (names: readonly string[]) => void left.push([...names])
  const found = await examine(subjectOf(), [throws, hangs, good], { limitMs: 50, onLeft })
  expect(left.at(-1)).toEqual(['hangs'])
  expect(found).toMatchObject([
    { check: 'throws', level: 'error', why: 'no such thing', remedy: expect.stringContaining('report it') },
    { check: 'hangs', level: 'error', what: 'The check did not end within 0.05 s' },
    { check: 'good', level: 'ok' },
  ])
})

test('every check has a name of its own', () => {
  expect(new Set(checks.map(({ name }) => name)).size).toBe(checks.length)
})

test('secrets are hidden wherever they come from, whole before their parts', () => {
  const settings = subjectOf({
    databaseUrl: 'postgres://muster:p%40ssword@db.example.com/muster',
    slack: { botToken: 'xoxb-1234', signingSecret: 'xoxb-1234-and-more' },
  }).settings
  const leaky = error('xoxb-1234-and-more is odd', 'password p@ssword failed', 'Look at p%40ssword and xoxb-1234.')
  expect(withoutSecrets([leaky], settings)).toEqual([
    error('••• is odd', 'password ••• failed', 'Look at ••• and •••.'),
  ])
})

test('people read it under headings, aligned, with colour only on a terminal', () => {
  const found = [
    { check: 'a', group: 'Slack', ...ok('All is well') },
    { check: 'b', group: 'Mail', ...error('It is broken', `Because ${'of this '.repeat(15)}.`, 'Set MAIL_FROM.') },
  ]
  const text = report(found, false)
  expect(text).toBe(
    [
      'Slack',
      '  ok       All is well',
      '',
      'Mail',
      '  error    It is broken',
      `           Because ${'of this '.repeat(11)}of`,
      `           this ${'of this '.repeat(3)}.`,
      '           → Set MAIL_FROM.',
      '',
      '1 error, 0 warnings, 1 ok, 0 skipped.',
      '',
    ].join('\n'),
  )
  expect(report(found, true)).toContain('\u001b[31merror  \u001b[0m')
})

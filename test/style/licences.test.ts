/** Everything that runs in production may be handed on; and a registry that is silent about faults stops no build. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { judgeAudit } from '../../scripts/audit.ts'
import { licenceFaults } from '../../scripts/licences.ts'

const { packages } = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'))

test('every package that runs in production has a licence on the list', () => {
  expect(Object.keys(packages).length).toBeGreaterThan(100)
  expect(licenceFaults(packages)).toEqual([])
})

test.each([
  [{ license: 'GPL-3.0' }, 1],
  [{ license: 'MIT AND AGPL-3.0' }, 1],
  [{}, 1],
  [{ license: '(MIT OR GPL-3.0)' }, 0],
  [{ license: 'GPL-3.0', dev: true }, 0],
])('%j', (one, faults) => expect(licenceFaults({ 'node_modules/one': one })).toHaveLength(faults))

test.each([
  ['', false, /nothing was checked/],
  ['{"error":{"summary":"not found"}}', false, /nothing was checked/],
  ['{"vulnerabilities":{},"metadata":{"vulnerabilities":{"total":0}}}', false, /No known fault/],
  ['{"vulnerabilities":{"a":{"severity":"low"}},"metadata":{"vulnerabilities":{"total":1}}}', false, /1 in all/],
  [
    '{"vulnerabilities":{"a":{"severity":"critical"}},"metadata":{"vulnerabilities":{"total":1}}}',
    true,
    /^a: a known fault, critical$/,
  ],
])('an audit that says %s', (output, fails, says) => {
  expect(judgeAudit(output)).toEqual({ fails, text: expect.stringMatching(says) })
})

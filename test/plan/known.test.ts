import { expect, test } from 'vitest'
import { incidentCore } from '../../src/incident/core.ts'
import { SYSTEM } from '../../src/plan/actor.ts'
import { systemCore } from '../../src/readiness/core.ts'
import { watchCore } from '../../src/readiness/watch/core.ts'

const at = { atMs: 0, by: SYSTEM }

test.each([
  ['an incident', incidentCore, 'page'],
  ['the system', systemCore, 'test-page'],
  ['a watch', watchCore, 'tell-news'],
])('%s knows its own events and effects, and no others', (_name, core, kind) => {
  expect(core.knows({ type: 'attempted', ...at, effect: { kind } } as never)).toBe(true)
  expect(core.knows({ type: 'attempted', ...at, effect: { kind: 'of a later version' } } as never)).toBe(false)
  for (const type of ['of a later version', 'toString', '__proto__']) expect(core.knows({ type, ...at })).toBe(false)
})

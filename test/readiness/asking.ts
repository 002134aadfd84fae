/** Puts commands to the system's core and folds what it decides; a refusal fails the test. */
import { expect } from 'vitest'
import type { Command } from '../../src/readiness/commands.ts'
import { systemCore } from '../../src/readiness/core.ts'
import { SYSTEM_STREAM, type SystemState } from '../../src/readiness/state.ts'

export const start = (): SystemState => systemCore.initial(SYSTEM_STREAM)

export function ask(state: SystemState, command: Command): SystemState {
  const decision = systemCore.decide(undefined, state, command)
  expect(decision).toMatchObject({ ok: true })
  return decision.ok ? decision.events.reduce(systemCore.evolve, state) : state
}

export const fold = (...commands: Command[]): SystemState => commands.reduce(ask, start())

/** Any plan, anything that people ask for, any outcome: a tick always comes to rest, and nothing begins twice or after the end. */
import fc, { type GeneratorValue } from 'fast-check'
import { expect, it } from 'vitest'
import type { IncidentCommand } from '../../../src/incident/commands.ts'
import type { ExternalEffect } from '../../../src/incident/effects.ts'
import { view } from '../../../src/incident/view.ts'
import { privately } from '../../../src/plan/actor.ts'
import type { Outcome } from '../../../src/plan/core.ts'
import { by, MINUTE, SECOND, type Story, startStory, T0 } from '../story.ts'
import { look, recoveryPlan } from './recovery-plan.ts'

type Spec = Record<string, unknown>
type Without<T> = T extends unknown ? Omit<T, 'atMs' | 'by'> : never

const STEPS = ['a', 'b', 'c', 'd', 'e', 'f']
const CHECKS = ['g', 'h', 'i']
const ALL = [...STEPS, ...CHECKS, 'k.k1']
const OPTIONS = ['x', 'y']

/** What a run of the generator decides by. */
interface Dice {
  pick<T>(from: readonly [T, ...T[]] | readonly T[]): T
  /** True so many times of ten. */
  of10(times: number): boolean
}

const diceOf = (generate: GeneratorValue): Dice => ({
  pick: (from) => from[generate(fc.nat, { max: from.length - 1 })]!,
  of10: (times) => generate(fc.nat, { max: 9 }) < times,
})

function workOf(dice: Dice, id: string): Spec {
  return {
    ...{ do: [{ command: dice.of10(3) ? ['run', { value: 'v' }] : ['run', id] }] },
    risk: dice.pick(['read', 'write', 'write', 'destructive']),
    ...(dice.of10(3) && { approval: { roles: ['dba'], count: dice.pick([1, 2]), expires: '5 min' } }),
    ...(dice.of10(5) && { start: dice.pick(['auto', 'manual', { after: '2 min' }]) }),
    ...(dice.of10(3) && { repeatable: true }),
    ...(dice.of10(3) && { undo: { title: 'Back', do: [{ command: ['back'] }] } }),
    ...(dice.of10(3) && { inDrill: 'run' }),
  }
}

/** @param branches steps that a failure opens already: each has one opener. */
function onFailureOf(dice: Dice, later: string[], branches: Set<string>): Spec {
  const free = later.filter((id) => !branches.has(id))
  const branch = free.length > 0 && dice.of10(6) ? dice.pick(free) : undefined
  if (branch !== undefined) branches.add(branch)
  return {
    ...(dice.of10(5) && { retry: 2, every: '1 min' }),
    ...(branch !== undefined && { [dice.pick(['goto', 'choose'])]: [branch] }),
    ...(dice.of10(3) && { otherwise: 'warn' }),
  }
}

function stepOf(dice: Dice, at: { id: string; before: string[]; later: string[]; branches: Set<string> }): Spec {
  const { id, before, later, branches } = at
  const common = {
    ...{ id, title: id },
    ...(dice.of10(7) && { needs: before.filter(() => dice.of10(4)) }),
    ...(dice.of10(1) && { when: { value: 'w' } }),
  }
  if (dice.of10(2)) return { ...common, manual: 'by hand' }
  const onFailure = onFailureOf(dice, later, branches)
  return { ...common, ...workOf(dice, id), ...(Object.keys(onFailure).length > 0 && { onFailure }) }
}

function scenarioOf(dice: Dice): { phases: Spec[]; validation: Spec[] } {
  const branches = new Set<string>()
  const build = (ids: string[], earlier: string[]) =>
    ids.map((id, index) =>
      stepOf(dice, { id, before: [...earlier, ...ids.slice(0, index)], later: ids.slice(index + 1), branches }),
    )
  const options = OPTIONS.map((id) => ({ id, label: id }))
  const way = { id: 'way', title: 'Way', needs: [], decide: { question: '?', options } }
  const steps = build(STEPS, []).map((step) => (dice.of10(1) ? { ...step, when: { chosen: { way: 'x' } } } : step))
  const phases = [{ id: 'p', title: 'P', steps: [way, ...steps] }]
  return { phases, validation: dice.of10(7) ? build(CHECKS, STEPS) : [] }
}

function planOf(dice: Dice) {
  const choice = { kind: 'choice', options: ['1', '2'] }
  return recoveryPlan({
    plan: {
      scenarios: {
        'database-corruption': { title: 'Corruption', ...scenarioOf(dice) },
        other: { title: 'Other', ...scenarioOf(dice) },
      },
      values: { v: { ...choice, label: 'V', ...(dice.of10(5) && { default: '1' }) }, w: { ...choice, label: 'W' } },
      cards: { k: { title: 'K', steps: [look('k1')] } },
    },
  })
}

const why = privately('why')

function wishOf(dice: Dice): Without<IncidentCommand> {
  const step = dice.pick(ALL)
  const wishes: Without<IncidentCommand>[] = [
    { type: 'start-step', step },
    { type: 'start-step', step, variant: dice.pick(['do', 'undo', 'dry']) },
    { type: 'approve-step', step, typed: 'Shop' },
    { type: 'approve-step', step, typed: 'Shop' },
    { type: 'reject-step', step, reason: why },
    { type: 'end-step', step, ok: dice.of10(6) },
    { type: 'choose-option', step: dice.pick([...ALL, 'way']), option: dice.pick([...OPTIONS, ...ALL]) },
    { type: 'skip-step', step, reason: why },
    { type: 'reset-step', step },
    { type: 'cancel-step', step },
    { type: 'give-value', name: dice.pick(['v', 'w']), text: privately(dice.pick(['1', '2'])) },
    { type: 'set-scenario', scenario: dice.pick(['other', 'database-corruption']) },
    { type: 'resolve' },
    { type: 'reopen' },
    { type: 'draw-card', card: 'k' },
    { type: 'waive-checks', reason: why },
    { type: 'waive-undo', step, reason: why },
    { type: 'put-step-first', step },
    { type: 'set-outage-start', outageStartMs: T0 - dice.pick([1, 30, 90]) * MINUTE },
  ]
  return dice.pick(wishes)
}

const RUN_ENDS = ['ok', 'ok', 'ok', 'failed', 'failed', 'held', 'withdrawn', 'lost', 'lost'] as const

function outcomeOf(dice: Dice, effect: ExternalEffect, nowMs: number): Outcome | 'lost' {
  if (effect.kind !== 'run-step') return { ok: true, detail: { ref: 'r', ts: '1', channel: 'C', channelId: 'C' } }
  switch (dice.pick(RUN_ENDS)) {
    case 'ok':
      return { ok: true, detail: { actions: [], checks: [], custody: [] } }
    case 'failed':
      return { ok: false, reason: 'it failed', permanent: true }
    case 'held':
      return { ok: false, reason: 'held', retryAtMs: nowMs + MINUTE, detail: { held: true } }
    case 'withdrawn':
      return { ok: false, reason: 'not wanted', detail: { withdrawn: true } }
    case 'lost':
      return 'lost'
  }
}

function isSound({ state }: Story) {
  const runs = Object.values(state.recovery.runs)
  const requested = runs.filter((run) => run.state === 'requested')
  if (state.phase !== 'open') expect(requested).toEqual([])
  const running = runs.filter((run) => run.state === 'running' && run.variant !== 'dry').map(({ step }) => step)
  expect(new Set(running).size).toBe(running.length)
}

it('a tick comes to rest, whatever the plan and whatever happens', () => {
  fc.assert(
    fc.property(fc.gen(), (generate) => {
      const dice = diceOf(generate)
      const plan = planOf(dice)
      const mode = dice.of10(2) ? ('drill' as const) : ('real' as const)
      const story: Story = startStory(plan, {
        declare: { mode },
        // The first ones are asked for while the story is still being told how it begins.
        answer: (effect) => outcomeOf(dice, effect, T0),
      })
      story.answer = (effect, nowMs) => outcomeOf(dice, effect, nowMs)
      for (let turn = 0; turn < 40; turn++) {
        story.ask(wishOf(dice), by(dice.pick(['olga', 'otto', 'dora', 'tina'])))
        if (dice.of10(5)) story.until(story.nowMs - T0 + dice.pick([SECOND, 20 * SECOND, 3 * MINUTE, 10 * MINUTE]))
        isSound(story)
      }
      expect(() => JSON.stringify(view(plan, story.state))).not.toThrow()
    }),
    // A core that never comes to rest takes its time to say so: one such story is enough.
    { numRuns: 150, endOnFailure: true },
  )
})

/**
 * What goes wrong by itself in one of a thousand rehearsals, out of its seed: services that are away for a while, people who do not answer, steps that do not work
 * the first time. The shares are assumptions (docs/rehearsal.md); each fault is drawn by itself, so that what one costs can be told from what another does.
 */
import { procedureOf } from '../../plan/procedure.ts'
import type { Plan } from '../../plan/schema.ts'
import { type Chance, createChance } from '../chance.ts'
import { type Fault, SERVICES } from '../faults.ts'
import { toSeconds } from '../world/step-runs.ts'

type Drawn<Of extends Fault['of']> = [fault: Extract<Fault, { of: Of }>['fault'], share: number][]

/** So often, of all runs. */
const SERVICE_SHARES: Drawn<'service'> = [
  ['down', 0.03],
  ['slow', 0.01],
  ['error', 0.01],
  ['rate-limit', 0.005],
]
const PERSON_SHARES: Drawn<'person'> = [
  ['asleep', 0.04],
  ['on-leave', 0.03],
  ['declines', 0.02],
  ['slow', 0.03],
]
const STEP_SHARES: Drawn<'step'> = [
  ['fail-once', 0.01],
  ['slow', 0.01],
  ['lost', 0.002],
]

/** A service that is away comes back after so long. */
const AWAY = { medianMs: 30 * 60_000, spread: 0.7 }
/** It goes away within so long after the declaration: what broke the system may have broken it as well. */
const WITHIN_MS = 60 * 60_000

export function drawFaults(plan: Plan, scenario: string, seed: number): Fault[] {
  const chance = createChance(seed)
  const always = { fromMs: 0, toMs: null }
  const services = SERVICES.flatMap((id): Fault[] => {
    const fault = one(chance, SERVICE_SHARES, 'service', id)
    return fault ? [{ of: 'service', id, fault, ...whileAway(chance, id) }] : []
  })
  const people = Object.keys(plan.people).flatMap((id): Fault[] => {
    const fault = one(chance, PERSON_SHARES, 'person', id)
    return fault ? [{ of: 'person', id, fault, ...always }] : []
  })
  const steps = procedureOf(plan, scenario).steps.flatMap(({ id, decide }): Fault[] => {
    const fault = decide ? undefined : one(chance, STEP_SHARES, 'step', id)
    return fault ? [{ of: 'step', id, fault, ...always }] : []
  })
  return [...services, ...people, ...steps]
}

function one<Name extends string>(
  chance: Chance,
  shares: readonly [Name, number][],
  of: Fault['of'],
  id: string,
): Name | undefined {
  let left = chance.share('drawn', of, id)
  for (const [fault, share] of shares) {
    if (left < share) return fault
    left -= share
  }
  return undefined
}

function whileAway(chance: Chance, id: string): { fromMs: number; toMs: number } {
  const fromMs = Math.floor((chance.share('away', id) * WITHIN_MS) / 60_000) * 60_000
  return { fromMs, toMs: fromMs + toSeconds(chance.logNormal(AWAY.medianMs, AWAY.spread, 'away', id)) }
}

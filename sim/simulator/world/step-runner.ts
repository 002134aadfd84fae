/**
 * Runs steps on a machine that is not there, by the rules of the real runner: looks once more that it is what was approved, begins at most once, shows signs of life,
 * stops when somebody asks, and says how it ended. What a program printed has a secret in it.
 */
import type { Carrying } from '../../../src/adapters/carrier.ts'
import { refused } from '../../../src/adapters/outcomes.ts'
import type { ExternalEffect } from '../../../src/incident/effects.ts'
import { procedureNow } from '../../../src/incident/recovery/procedure-now.ts'
import type { RunDetail } from '../../../src/incident/recovery/run-detail.ts'
import { workOf } from '../../../src/incident/recovery/work.ts'
import { privately, SYSTEM } from '../../../src/plan/actor.ts'
import type { Outcome } from '../../../src/plan/core.ts'
import type { Entropy } from '../entropy.ts'
import { type Faults, serviceFaultAt } from '../faults.ts'
import type { Scheduler } from '../scheduler.ts'
import type { Witness } from '../witness.ts'
import type { Life } from './life.ts'

/** Planted in what steps print; nothing that leaves Muster may have it. */
export const SECRET = 'hunter2-swordfish'

const SIGN_MS = 5_000
const SIGN_LEASE_MS = 20_000

type RunEffect = Extract<ExternalEffect, { kind: 'run-step' }>

export interface RunnerParts {
  life: Life
  scheduler: Scheduler
  entropy: Entropy
  faults: Faults
  witness: Witness
  /** Gives a command to the engine of this replica. */
  submit(stream: string, command: { type: string } & Record<string, unknown>): Promise<unknown>
}

export function createStepRunner(parts: RunnerParts) {
  const { life, scheduler, entropy, faults, witness } = parts
  const { clock } = life

  const signs = async (effect: RunEffect, { incident, attempt, signal }: Carrying, over: AbortSignal) => {
    const until = AbortSignal.any([over, signal])
    for (;;) {
      await clock.sleepUntil(clock.now() + SIGN_MS, until)
      if (until.aborted) return
      const sign = { obligation: `run/${effect.run}`, attempt, leaseMs: SIGN_LEASE_MS, host: life.replica }
      await parts.submit(incident, { type: 'renew-run', atMs: clock.now(), by: SYSTEM, ...sign }).catch(() => {})
    }
  }

  const run = async (effect: RunEffect, carrying: Carrying): Promise<Outcome> => {
    const { plan, state, signal, incident: stream } = carrying
    const step = procedureNow(plan, state).byId.get(effect.step)
    const filled = step && workOf(plan, state, step, effect.variant)
    if (!step || !filled?.ok || filled.digest !== effect.digest)
      return refused('What it would run is no longer what was asked for; nothing was started.')
    await life.cross()
    if (signal.aborted) return { ok: false, reason: 'it was stopped', permanent: true }
    const fault = serviceFaultAt(faults, 'runner', scheduler.nowMs)
    if (fault === 'down') return ended(false, 'the machine cannot be reached')
    const { run: id, step: name, digest, variant } = effect
    const { replica } = life
    if (variant !== 'dry') witness.runs.push({ atMs: scheduler.nowMs, replica, stream, run: id, step: name, digest })
    const over = new AbortController()
    const signing = signs(effect, carrying, over.signal)
    const lastsMs = entropy.between(500, fault === 'slow' ? 90_000 : 20_000)
    await clock.sleepUntil(clock.now() + lastsMs, signal)
    over.abort()
    await signing
    await life.cross()
    if (fault === 'garbage' && entropy.happens(0.5)) throw new Error(`exit code ${SECRET}`)
    return ended(!entropy.happens(fault === 'lossy' ? 0.5 : 0.1), 'exit code 1')
  }
  return {
    'run-step': run,
    'find-restore-points': async (): Promise<Outcome> => ({ ok: true, detail: { points: [] } }),
  }
}

function ended(ok: boolean, why: string): Outcome {
  const detail: RunDetail = {
    actions: [],
    checks: [],
    custody: [],
    outputBytes: 0,
    tail: privately(`done with ${SECRET}`),
  }
  if (ok) return { ok, detail: { ...detail } }
  return { ok, reason: 'it failed', permanent: true, detail: { ...detail, reason: privately(`${why}: ${SECRET}`) } }
}

/**
 * Plays the worker and the providers: takes what was handed out, looks once more whether it is wanted, lets pages pass the page gate, and reports outcomes and
 * deliveries as commands, at once or at their moment. As a real worker does, it acts once for each attempt.
 */
import { createMemoryPageGate } from '../../engine/page-gate-store.ts'
import type { Job } from '../../engine/storage.ts'
import { incidentCore } from '../../incident/core.ts'
import type { ExternalEffect } from '../../incident/effects.ts'
import type { EventOf } from '../../incident/events.ts'
import { procedureNow } from '../../incident/recovery/procedure-now.ts'
import { SYSTEM } from '../../plan/actor.ts'
import type { Outcome } from '../../plan/core.ts'
import type { Agenda } from '../agenda.ts'
import { REPORT_MS, RINGING_MS } from '../assumptions.ts'
import { answersMs } from '../people/answering.ts'
import type { Cast } from '../people/cast.ts'
import { type Carried, carry } from './services.ts'
import { carryRun } from './step-runs.ts'
import type { VirtualEngine } from './virtual-engine.ts'

type Attempted = EventOf<'attempted'>
type RunEffect = Extract<ExternalEffect, { kind: 'run-step' }>
type PageEffect = Extract<ExternalEffect, { kind: 'page' }>

/** The first sign of life of a run comes well within its lease, and says how long the rest may take: real ones come again and again. */
const SIGN_MS = 5_000
const LEASE_BEYOND_MS = 60_000

/** Without a channel nothing is shown in it: two thirds of all events, of which no person and no step takes notice. */
const NO_CHANNEL = { ok: false as const, reason: 'Nobody looks at this run.' }
const NEVER_MS = 100 * 24 * 3_600_000

/** @param shows false: the incident's channel is left out, for runs of which only the figures count. */
export function createWorkers(cast: Cast, engine: VirtualEngine, agenda: Agenda, shows: boolean) {
  const { plan } = cast
  const gate = createMemoryPageGate()

  const report = async (job: Job, outcome: Outcome) => {
    const { obligation, attempt } = job
    await engine.give({ type: 'outcome', atMs: engine.nowMs, by: SYSTEM, obligation, attempt, outcome })
  }
  const reportAfter = async (job: Job, { outcome, afterMs }: Carried) => {
    if (afterMs === 0) await report(job, outcome)
    else agenda.note(engine.nowMs + afterMs, () => report(job, outcome))
  }

  const page = async (job: Job, attempted: Attempted, effect: PageEffect) => {
    const asked = { person: effect.person, stream: job.stream, page: job.obligation, nowMs: engine.nowMs }
    const bundling = { canCarry: effect.means !== 'pagerduty', canRide: effect.means !== 'pagerduty' }
    const answer = await gate.admit({ ...asked, ...bundling, perHourMax: plan.pagesPerPersonAndHourMax })
    if ('send' in answer && !answer.send) {
      return report(job, { ok: false, reason: answer.reason, retryAtMs: answer.untilMs, detail: { held: true } })
    }
    const carried = carry(effect, around(job, attempted))
    await gate.conclude({ ...asked, delivered: carried.outcome.ok, awaitsReport: false })
    await reportAfter(job, carried)
    if (carried.outcome.ok) delivers(effect, refOf(job), engine.nowMs + carried.afterMs)
  }

  /** What the provider says of a message or a call that it has taken. */
  const delivers = ({ page: id, means }: PageEffect, ref: string, sentMs: number) => {
    if (means !== 'sms' && means !== 'voice') return
    const delivered = async (status: 'delivered' | 'answered' | 'no-answer') => {
      const known = { type: 'report-delivery' as const, page: id, means, ref, status }
      await engine.give({ ...known, atMs: engine.nowMs, by: SYSTEM })
    }
    if (means === 'sms') return agenda.note(sentMs + REPORT_MS, () => delivered('delivered'))
    agenda.note(sentMs + RINGING_MS, async () => {
      const paged = engine.state().pages[id]
      const answers = paged && !cast.nobody ? answersMs(cast, engine.state(), paged) : undefined
      const took = paged?.end === 'acknowledged' || (answers !== undefined && answers <= engine.nowMs)
      await delivered(took ? 'answered' : 'no-answer')
    })
  }

  const run = async (job: Job, effect: RunEffect) => {
    const step = procedureNow(plan, engine.state()).byId.get(effect.step)
    const carried = step && carryRun(cast, engine.state(), step, effect, engine.nowMs)
    if (!carried) return
    if (carried.afterMs > SIGN_MS) {
      const { obligation, attempt } = job
      const leaseMs = carried.afterMs - SIGN_MS + LEASE_BEYOND_MS
      const sign = { type: 'renew-run' as const, by: SYSTEM, obligation, attempt, leaseMs, host: 'rehearsal' }
      agenda.note(engine.nowMs + SIGN_MS, async () => void (await engine.give({ ...sign, atMs: engine.nowMs })))
    }
    await reportAfter(job, carried)
  }

  const around = (job: Job, { deadlineMs }: Attempted) => {
    const { faults } = cast
    return { plan, state: engine.state(), faults, nowMs: engine.nowMs, deadlineMs, ref: refOf(job) }
  }

  const takeOne = async (job: Job, attempted: Attempted) => {
    const { effect } = attempted
    if (!incidentCore.stillWanted(plan, engine.state(), job.obligation, job.attempt))
      return report(job, { ok: false, reason: 'no longer wanted', detail: { withdrawn: true } })
    if (effect.kind === 'page') return page(job, attempted, effect)
    if (effect.kind === 'run-step') return run(job, effect)
    if (effect.kind === 'open-channel' && !shows)
      return report(job, { ...NO_CHANNEL, retryAtMs: engine.nowMs + NEVER_MS })
    return reportAfter(job, carry(effect, around(job, attempted)))
  }

  return {
    /** Takes everything that has been handed out, and what that brings about at once. */
    async takeAll(): Promise<void> {
      for (let jobs = await engine.takeJobs(); jobs.length > 0; jobs = await engine.takeJobs())
        for (const { job, attempted } of jobs) await takeOne(job, attempted)
    },
  }
}

const refOf = ({ id }: Job): string => `rehearsal-${id.slice(0, 13)}`

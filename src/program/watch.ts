/**
 * The watches over all systems, one a plan: that each exists and goes by the plan in force, that it hears of the incidents of its plan, and that what it owes is
 * carried out.
 */
import type { Services } from '../../commands/services.ts'
import type { Carrier } from '../adapters/carrier.ts'
import { failed } from '../adapters/outcomes.ts'
import type { Clock } from '../engine/clock.ts'
import type { Engine } from '../engine/engine.ts'
import type { PageGate } from '../engine/page-gate-store.ts'
import type { PlanRegistry } from '../engine/plan-registry.ts'
import type { CarryOutContext } from '../engine/worker.ts'
import { goneThrough } from '../incident/gone-through.ts'
import { servingRegion } from '../incident/serving.ts'
import { privately, SYSTEM } from '../plan/actor.ts'
import type { Outcome } from '../plan/core.ts'
import type { WatchCommand } from '../readiness/watch/commands.ts'
import { type Effect, isInternal } from '../readiness/watch/effects.ts'
import { isWatchStream, type WatchState, watchStream } from '../readiness/watch/state.ts'
import type { Adapters } from './adapters.ts'
import { createWatchDelivery } from './deliver-watch.ts'
import type { FileReview } from './file-review.ts'
import { createProposals } from './proposals.ts'
import { createReportMonth } from './report-month.ts'
import type { Steps } from './steps.ts'

export interface WatchParts {
  engine: () => Pick<Engine, 'submit' | 'readAll'>
  plans: Pick<PlanRegistry, 'current'>
  services: () => Pick<
    Services,
    'proofs' | 'ask' | 'state' | 'askWatch' | 'declare' | 'headings' | 'measures' | 'watch'
  >
  adapters: Adapters
  pageGate: PageGate
  fileReview: FileReview
  steps: Pick<Steps, 'bucket' | 'verifyBackup' | 'makeBackup'>
  clock: Clock
}

export interface Watch {
  /** Each plan in force gets a watch, and one whose plan is in force no more owes nothing. Again: fine. */
  adoptPlans(): Promise<void>
  tellWatch: Carrier<'tell-watch'>
  /** Puts to the watch what a loop has seen, which may be the same as before. */
  report(planId: string, command: WatchCommand): Promise<void>
  carryOut(effect: Effect, context: CarryOutContext): Promise<Outcome>
}

export function createWatch(parts: WatchParts): Watch {
  const { engine, plans, services, steps, clock } = parts
  const callOff = async (incident: string, because: string, atMs: number): Promise<Outcome> => {
    const reason = privately(`${because} is real: the drill is called off.`)
    const asked = await services().ask(
      incident,
      { type: 'cancel', atMs, by: SYSTEM, reason },
      `call-off/${incident}/${because}`,
    )
    return asked.ok ? { ok: true } : failed(asked.why)
  }
  const proposals = createProposals(services)
  const reportMonth = createReportMonth({ bucket: steps.bucket, services })
  const refileReview = async (incident: string, atMs: number): Promise<Outcome> => {
    const known = await services().state(incident)
    // Of one that goes on, or was none, there is none.
    return known?.state.review.filed ? parts.fileReview(incident, known.plan, known.state, atMs) : { ok: true }
  }
  const deliver = createWatchDelivery({ ...parts, ...steps, reportMonth, refileReview, callOff, proposals })
  const submit = (planId: string, command: WatchCommand, options = {}) =>
    engine().submit<WatchState>(watchStream(planId), command, options)

  /** Incidents that ended while nobody listened, as when the plan was away, do not stay open for ever. */
  const endOver = async ({ planId, openIncidents }: WatchState) => {
    for (const incident of Object.keys(openIncidents)) {
      const known = await services().state(incident)
      if (known?.state.phase === 'open') continue
      const proof = known ? goneThrough(known.plan, known.state) : null
      await submit(planId, { type: 'hear-of-ending', atMs: clock.now(), by: SYSTEM, incident, proof })
    }
  }

  return {
    async adoptPlans() {
      const inForce = await plans.current()
      const by = SYSTEM
      for (const [planId, { digest, plan }] of Object.entries(inForce)) {
        const proofs = (await services().proofs(planId)).filter(({ mode }) => mode === 'drill')
        const has = { drills: Object.keys(plan.drills), contactTests: plan.contactTests }
        const command = { type: 'adopt-plan' as const, atMs: clock.now(), by, planId, planDigest: digest, proofs, has }
        await submit(planId, command, { plan: { digest, plan } })
      }
      for (const { state } of await engine().readAll<WatchState>({ prefix: watchStream('') })) {
        await endOver(state)
        if (!inForce[state.planId] && state.planDigest !== undefined)
          await submit(state.planId, { type: 'retire-plan', atMs: clock.now(), by })
      }
    },
    async report(planId, command) {
      const told = await submit(planId, command)
      if (!told.ok) throw new Error(told.why)
    },
    async tellWatch(effect, { incident, state, plan, atMs }) {
      const { mode, scenario, drill, declaredMs: startedMs } = state
      const { region, moves } = servingRegion(plan, state)
      const about = { atMs, by: SYSTEM, incident, ...(moves > 0 && { serving: region }) }
      const command: WatchCommand =
        effect.phase === 'open'
          ? { ...about, type: 'hear-of-incident', mode, scenario, drill, startedMs }
          : {
              ...{ ...about, type: 'hear-of-ending', proof: goneThrough(plan, state), endedMs: state.endedMs ?? atMs },
              ...(state.review.published && { reviewedBy: state.review.published.by }),
            }
      const told = await submit(plan.id, command)
      // A plan that is in force no more is watched by nobody.
      return told.ok || !(await plans.current())[plan.id] ? { ok: true } : failed(told.why)
    },
    async carryOut(effect, { stream, plan, state, signal }) {
      if (isInternal(effect)) throw new Error(`${effect.kind} is journaled by the tick and never handed out`)
      if (!plan || !isWatchStream(stream)) throw new Error(`${stream} has no plan`)
      return deliver(effect, { plan, state: state as WatchState, atMs: clock.now(), signal })
    },
  }
}

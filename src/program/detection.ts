/** The probes of all plans in force, put to the watches as they change. */
import type { Services } from '../../commands/services.ts'
import type { Clock } from '../engine/clock.ts'
import type { Logger } from '../engine/logger.ts'
import { SYSTEM } from '../plan/actor.ts'
import { decideSignal } from '../readiness/signals/decide-signals.ts'
import type { SignalCommand } from '../readiness/signals/track.ts'
import { createProbes, type Probes, type ProbesParts } from './probes/probes.ts'
import type { Steps } from './steps.ts'

export interface DetectionParts extends Pick<ProbesParts, 'onLook'> {
  steps: Pick<Steps, 'probing'>
  services: () => Pick<Services, 'plans' | 'watch' | 'askWatch'>
  clock: Clock
  logger: Pick<Logger, 'warn'>
  newKey(): string
}

export interface Detection {
  probes: Probes
  start(): void
  /** Again: fine. */
  stop(): Promise<void>
}

export function createDetection({ steps, services, clock, logger, newKey, ...rest }: DetectionParts): Detection {
  const stopping = new AbortController()
  let running: Promise<void> | undefined
  const probes = createProbes({
    ...rest,
    ...steps.probing,
    plans: () => services().plans(),
    afterwatch: async (planId) => (await services().watch(planId))?.state,
    async report({ plan, ...told }) {
      const command = { ...told, type: 'report-probe', by: SYSTEM } as const
      if (await isKnown(plan, command)) return
      const asked = await services().askWatch(plan, command, `probe:${newKey()}`)
      if (!asked.ok) throw new Error(asked.why)
    },
    clock,
    logger,
  })
  /** Most reports say what the watch knows: it is asked only when something comes of it. */
  async function isKnown(plan: string, command: SignalCommand): Promise<boolean> {
    const watched = await services().watch(plan)
    if (!watched) return false
    const decided = decideSignal(watched.plan, watched.state, command)
    return decided.ok && decided.events.length === 0
  }
  return {
    probes,
    start() {
      running ??= probes.run(stopping.signal)
    },
    async stop() {
      stopping.abort()
      await running
    },
  }
}

/**
 * One call of an outside service, with all that can become of it: it never arrives, it arrives and the answer is lost, it is slow, refused, limited, or answered with
 * something odd. What arrives has happened, whether or not the caller hears of it or lives. Words and details are those of the real adapters.
 */
import {
  failed,
  limited,
  refused,
  type Sending,
  timedOut,
  unreachable,
  unsure,
} from '../../../src/adapters/outcomes.ts'
import type { Entropy } from '../entropy.ts'
import { type Faults, type Service, type ServiceFault, serviceFaultAt } from '../faults.ts'
import type { Scheduler } from '../scheduler.ts'
import type { Life } from './life.ts'

export interface Calls {
  /** @param arrive what the service does with the request; its answer is the detail of a success. Never rejects unless the service answers garbage. */
  call(service: Service, signal: AbortSignal, arrive: () => Record<string, unknown>): Promise<Sending>
}

const NAMES: Record<Service, string> = {
  slack: 'Slack',
  pagerduty: 'PagerDuty',
  twilio: 'Twilio',
  email: 'The mail server',
  statuspage: 'Statuspage',
  runner: 'The machine',
}

/** A request is under way no longer than this, milliseconds. */
const TRANSIT_MAX_MS = 300
/** Adapters wait no longer for an answer. */
const PATIENCE_MS = 10_000
const LOSSY = 0.4

export function createCalls(parts: { life: Life; scheduler: Scheduler; entropy: Entropy; faults: Faults }): Calls {
  const { life, scheduler, entropy, faults } = parts
  const { clock } = life
  const pause = (ms: number, signal: AbortSignal) => clock.sleepUntil(clock.now() + ms, signal)

  const calling = async (
    service: Service,
    fault: ServiceFault | undefined,
    signal: AbortSignal,
    arrive: () => Record<string, unknown>,
  ): Promise<Sending> => {
    const lost = () => fault === 'lossy' && entropy.happens(LOSSY)
    const transitMs = entropy.between(1, TRANSIT_MAX_MS)
    const takesMs = transitMs + (fault === 'slow' ? entropy.between(2_000, 20_000) : entropy.between(5, 500))
    let detail: Record<string, unknown> | undefined
    if (!lost())
      scheduler.after(transitMs, () => {
        detail = arrive()
      })
    const isAnswered = !lost() && takesMs <= PATIENCE_MS
    await pause(isAnswered ? takesMs : PATIENCE_MS, signal)
    return signal.aborted || !isAnswered || !detail ? timedOut(NAMES[service]) : { ok: true, detail }
  }

  return {
    async call(service, signal, arrive) {
      await life.cross()
      if (signal.aborted) return timedOut(NAMES[service])
      const fault = serviceFaultAt(faults, service, scheduler.nowMs)
      if (fault === 'down') return unreachable(NAMES[service], Object.assign(new Error(), { code: 'ECONNREFUSED' }))
      if (fault === 'rate-limited' && entropy.happens(0.7))
        return limited(`${NAMES[service]} asks us to wait.`, clock.now() + entropy.between(1, 60) * 1_000)
      const isOdd = fault === 'garbage' && entropy.happens(0.6)
      if (isOdd && entropy.happens(0.5)) return oddRefusal(entropy, NAMES[service], clock.now())
      const sending = await calling(service, fault, signal, arrive)
      await life.cross()
      return isOdd ? oddAnswer(entropy, NAMES[service]) : sending
    },
  }
}

/** Answers that no manual has, to what was not taken. */
function oddRefusal(entropy: Entropy, name: string, nowMs: number): Sending {
  switch (entropy.between(0, 2)) {
    case 0:
      return refused(`${name} answered with something that nobody understands.`)
    case 1:
      return limited(`${name} asks us to wait.`, nowMs - 60_000)
    default:
      return failed('')
  }
}

/** And to what was. */
function oddAnswer(entropy: Entropy, name: string): Sending {
  if (entropy.happens(0.5)) throw new Error(`${name} said +14155550101 <html>`)
  return unsure(`${name} answered with an error (503).`)
}

/** The sandbox's own switches over HTTP: its clock and the faults of the services around Muster. What is asked wrongly is answered with one sentence. */
import { z } from 'zod'
import type { SteppedClock } from '../src/engine/stepped-clock.ts'
import { parseDelay } from '../src/plan/time.ts'
import { FAULT_SERVICES, type Fault, type Faults } from './faults/faults.ts'
import { type Door, openDoor } from './http/door.ts'
import { type DoorReply, type DoorRequest, json, jsonBody } from './http/messages.ts'
import type { createTime } from './time.ts'

const FAULTS = ['down', 'slow', 'rate-limit', 'error'] as const

const clockRequest = z.union([z.strictObject({ advance: z.string() }), z.strictObject({ running: z.boolean() })])
const faultRequest = z.strictObject({
  service: z.enum(FAULT_SERVICES).optional(),
  fault: z.enum([...FAULTS, 'off']),
  status: z.int().min(400).max(599).optional(),
  delayMs: z.int().min(0).max(60_000).optional(),
  retryAfter: z.int().min(0).max(3_600).optional(),
  count: z.int().min(1).optional(),
  match: z.string().optional(),
})

export interface ControlParts {
  clock: SteppedClock
  time: ReturnType<typeof createTime>
  faults: Faults
}

/** Serves `/clock` and `/faults`. */
export function openControl(parts: ControlParts): Promise<Door> {
  // One move at a time: two at once would step over each other's due moments.
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = (act: () => Promise<DoorReply>): Promise<DoorReply> => {
    const next = last.then(act)
    last = next.catch(() => {})
    return next
  }
  return openDoor({
    handle(request) {
      if (request.path === '/clock') return inTurn(() => clockRoute(parts, request))
      if (request.path === '/faults') return faultsRoute(parts.faults, request)
      return json(404, { error: 'There are /clock and /faults here.' })
    },
  })
}

const clockState = (clock: SteppedClock) => ({ now: new Date(clock.now()).toISOString(), running: clock.running })

async function clockRoute({ clock, time }: ControlParts, request: DoorRequest): Promise<DoorReply> {
  if (request.method === 'GET') return json(200, clockState(clock))
  const asked = clockRequest.safeParse(jsonBody(request))
  if (!asked.success) return json(400, { error: 'Post {"advance":"15m"} or {"running":false}.' })
  if ('running' in asked.data) {
    clock.setRunning(asked.data.running)
    return json(200, clockState(clock))
  }
  const length = parseDelay(asked.data.advance)
  if (!length.ok) return json(400, { error: `advance: ${length.why}` })
  return json(200, await time.advance(length.ms))
}

function faultsRoute(faults: Faults, request: DoorRequest): DoorReply {
  if (request.method === 'GET') return json(200, faults.list())
  const asked = faultRequest.safeParse(jsonBody(request))
  if (!asked.success) {
    const [issue] = asked.error.issues
    return json(400, { error: `${issue?.path.join('.') || 'the body'}: ${issue?.message}` })
  }
  const { service, fault, ...rest } = asked.data
  if (service === 'patient')
    return json(400, { error: 'This sandbox has no patient yet: there is nothing to recover.' })
  if (fault === 'off') {
    faults.clear(service)
    return json(200, faults.list())
  }
  if (!service)
    return json(400, { error: `service: name one of ${FAULT_SERVICES.join(', ')}; only "off" works without.` })
  const named = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as Partial<Fault>
  faults.set({ ...named, service, fault })
  return json(200, faults.list())
}

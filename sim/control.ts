/** The sandbox's own switches over HTTP: its clock, the faults of the services around Muster, and those of the patient. What is asked wrongly is answered with one sentence. */
import { z } from 'zod'
import type { SteppedClock } from '../src/engine/stepped-clock.ts'
import { parseDelay } from '../src/plan/time.ts'
import { FAULT_SERVICES, type Fault, type Faults } from './faults/faults.ts'
import { type Door, openDoor } from './http/door.ts'
import { type DoorReply, type DoorRequest, isObject, json, jsonBody } from './http/messages.ts'
import type { Patient } from './patient/patient.ts'
import { PATIENT_FAULTS } from './patient/patient-faults.ts'
import type { createTime } from './time.ts'

const FAULTS = ['down', 'slow', 'rate-limit', 'error'] as const
/** Around Muster; the patient's faults are its own. */
const SERVICES = FAULT_SERVICES.filter((service) => service !== 'patient')

const clockRequest = z.union([z.strictObject({ advance: z.string() }), z.strictObject({ running: z.boolean() })])
const patientRequest = z.strictObject({ service: z.literal('patient'), fault: z.enum([...PATIENT_FAULTS, 'off']) })
const faultRequest = z.strictObject({
  service: z.enum(SERVICES).optional(),
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
  patient?: Patient
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
      if (request.path === '/faults') return faultsRoute(parts, request)
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

async function faultsRoute(parts: ControlParts, request: DoorRequest): Promise<DoorReply> {
  if (request.method === 'GET') return json(200, await faultsOn(parts))
  const body = jsonBody(request)
  if (isObject(body) && body.service === 'patient') return patientRoute(parts, body)
  const asked = faultRequest.safeParse(body)
  if (!asked.success) return wrong(asked.error)
  const { faults, patient } = parts
  const { service, fault, ...rest } = asked.data
  if (fault === 'off') {
    faults.clear(service)
    if (!service && patient && !(await patient.health()).ok) await patient.heal()
    return json(200, await faultsOn(parts))
  }
  if (!service) return json(400, { error: `service: name one of ${SERVICES.join(', ')}; only "off" works without.` })
  const named = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as Partial<Fault>
  faults.set({ ...named, service, fault })
  return json(200, await faultsOn(parts))
}

async function patientRoute(parts: ControlParts, body: unknown): Promise<DoorReply> {
  const { patient } = parts
  if (!patient) {
    const error = 'This sandbox has no patient: start it with plans/patient.yaml among its plans.'
    return json(400, { error })
  }
  const asked = patientRequest.safeParse(body)
  if (!asked.success) return wrong(asked.error)
  const { fault } = asked.data
  try {
    await (fault === 'off' ? patient.heal() : patient.break(fault))
  } catch (error) {
    return json(409, { error: error instanceof Error ? error.message : String(error) })
  }
  return json(200, await faultsOn(parts))
}

/** Those of the services, and the patient's for as long as it is not well. */
async function faultsOn({ faults, patient }: ControlParts): Promise<Fault[]> {
  await patient?.health()
  const broken = patient?.broken()
  return [...faults.list(), ...(broken ? [{ service: 'patient', fault: broken } as const] : [])]
}

function wrong(error: z.ZodError): DoorReply {
  const [issue] = error.issues
  return json(400, { error: `${issue?.path.join('.') || 'the body'}: ${issue?.message}` })
}

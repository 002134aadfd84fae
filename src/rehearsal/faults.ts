/**
 * What goes wrong in a rehearsal, as people write it: `slack:down@10m-40m,person:ana:asleep,step:restore:fail-once`. Promises one sentence for whatever it does
 * not understand. Windows count from the declaration, in the notations of `src/plan/time.ts`; without one a fault lasts all the time.
 */
import { nearest } from '../plan/nearest.ts'
import { procedureOf } from '../plan/procedure.ts'
import type { Plan } from '../plan/schema.ts'
import { formatDuration, parseTime } from '../plan/time.ts'

export const SERVICES = ['slack', 'pagerduty', 'twilio', 'email', 'statuspage', 's3'] as const
export type Service = (typeof SERVICES)[number]
export const SERVICE_FAULTS = ['down', 'slow', 'rate-limit', 'error'] as const
export const PERSON_FAULTS = ['asleep', 'on-leave', 'declines', 'slow', 'wrong-approver'] as const
export type PersonFault = (typeof PERSON_FAULTS)[number]
export const STEP_FAULTS = ['fail', 'fail-once', 'slow', 'lost'] as const
export type StepFault = (typeof STEP_FAULTS)[number]

/** Milliseconds from the declaration; `toMs` null: to the end. */
interface Lasting {
  fromMs: number
  toMs: number | null
}

export type Fault = Lasting &
  (
    | { of: 'service'; id: Service; fault: (typeof SERVICE_FAULTS)[number] }
    | { of: 'person'; id: string; fault: PersonFault }
    | { of: 'step'; id: string; fault: StepFault }
  )

export type ParsedFaults = { ok: true; faults: Fault[] } | { ok: false; why: string }

/** Reads a list of faults for one scenario of a plan; an empty text has none. */
export function parseFaults(text: string, plan: Plan, scenario: string): ParsedFaults {
  const faults: Fault[] = []
  for (const part of text.split(',').map((one) => one.trim())) {
    if (part === '') continue
    const parsed = parseFault(part, plan, scenario)
    if (typeof parsed === 'string') return { ok: false, why: sentence(`The fault "${part}": ${parsed}`) }
    faults.push(parsed)
  }
  return { ok: true, faults }
}

const FORM = 'write SERVICE:FAULT, person:ID:FAULT or step:ID:FAULT, and @FROM-TO behind it, such as slack:down@10m-40m'

function parseFault(text: string, plan: Plan, scenario: string): Fault | string {
  const [what = '', window, ...rest] = text.split('@')
  if (rest.length > 0) return `it has two windows; ${FORM}`
  const lasting = window === undefined ? { fromMs: 0, toMs: null } : parseWindow(window)
  if (typeof lasting === 'string') return lasting
  const words = what.split(':').map((word) => word.trim())
  const [first = ''] = words
  if (first === 'person' || first === 'step') {
    const [, id = '', fault = '', ...more] = words
    if (id === '' || fault === '' || more.length > 0) return FORM
    return first === 'person' ? personFault(id, fault, lasting, plan) : stepFault(id, fault, lasting, plan, scenario)
  }
  if (words.length !== 2) return FORM
  return serviceFault(first, words[1] ?? '', lasting)
}

function parseWindow(text: string): Lasting | string {
  const parsed = parseTime(text)
  if (!parsed.ok) return `"${text}" is no window: write from when to when after the declaration, such as 10m-40m or 1h+`
  const { time } = parsed
  if (time.kind === 'window' && time.fromMs === time.toMs) return `at "${text}" it lasts no time at all`
  if (time.kind === 'window') return { fromMs: time.fromMs, toMs: time.toMs }
  return `"${text}" is no window: write both its ends, such as 10m-40m, or 10m+ for one without end`
}

function serviceFault(id: string, fault: string, lasting: Lasting): Fault | string {
  const service = SERVICES.find((one) => one === id)
  if (!service) return unknown('a service', id, [...SERVICES, 'person', 'step'])
  const known = SERVICE_FAULTS.find((one) => one === fault)
  return known ? { of: 'service', id: service, fault: known, ...lasting } : unknown('a fault', fault, SERVICE_FAULTS)
}

function personFault(id: string, fault: string, lasting: Lasting, plan: Plan): Fault | string {
  if (!Object.hasOwn(plan.people, id)) return unknown('a person of the plan', id, Object.keys(plan.people))
  const known = PERSON_FAULTS.find((one) => one === fault)
  return known ? { of: 'person', id, fault: known, ...lasting } : unknown('a fault', fault, PERSON_FAULTS)
}

function stepFault(id: string, fault: string, lasting: Lasting, plan: Plan, scenario: string): Fault | string {
  const steps = procedureOf(plan, scenario).byId
  if (!steps.has(id)) return unknown('a step of the scenario', id, [...steps.keys()])
  const known = STEP_FAULTS.find((one) => one === fault)
  return known ? { of: 'step', id, fault: known, ...lasting } : unknown('a fault', fault, STEP_FAULTS)
}

const LISTED_MAX = 8

/** As in `"slck" is not a service: did you mean slack?`. */
export function unknown(what: string, word: string, all: readonly string[]): string {
  if (all.length === 0) return `"${word}" is not ${what}: there is none`
  const near = nearest(word, all)
  if (near !== undefined) return `"${word}" is not ${what}: did you mean ${near}?`
  // Where only one more would be left out it is named instead.
  const named = all.length <= LISTED_MAX + 1 ? all : all.slice(0, LISTED_MAX)
  const more = all.length - named.length
  return `"${word}" is not ${what}: there ${all.length === 1 ? 'is' : 'are'} ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** With its full stop, unless it asks. */
export const sentence = (text: string): string => (text.endsWith('?') ? text : `${text}.`)

/** As it is written; what is read from it is the same fault. */
export function faultText({ of, id, fault, fromMs, toMs }: Fault): string {
  const what = of === 'service' ? `${id}:${fault}` : `${of}:${id}:${fault}`
  if (fromMs === 0 && toMs === null) return what
  const end = toMs === null ? '+' : `-${compact(toMs)}`
  return `${what}@${fromMs === 0 && toMs !== null ? '0s' : compact(fromMs)}${end}`
}

const compact = (ms: number): string =>
  formatDuration(ms)
    .replaceAll(/ (?=[a-z])/g, '')
    .replaceAll(' ', '')

/** The faults of one kind that are on at a moment, by what they are faults of. */
export function faultsAt<Of extends Fault['of']>(
  faults: readonly Fault[],
  of: Of,
  id: string,
  sinceMs: number,
): Extract<Fault, { of: Of }>[] {
  return faults.filter((fault): fault is Extract<Fault, { of: Of }> => {
    const isOn = sinceMs >= fault.fromMs && (fault.toMs === null || sinceMs < fault.toMs)
    return fault.of === of && fault.id === id && isOn
  })
}

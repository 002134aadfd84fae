/**
 * What exactly a run of a step would do: its actions with every value filled in, and the fingerprint that approvals are bound to. Pure: the same plan and
 * state give the same work, byte for byte, wherever it is asked for.
 */
import type {
  Action,
  BackupAction,
  CommandAction,
  HttpAction,
  SqlAction,
  WaitAction,
} from '../../plan/action-schema.ts'
import { digestOf } from '../../plan/digest.ts'
import type { PlanStep } from '../../plan/procedure.ts'
import type { Plan } from '../../plan/schema.ts'
import type { IncidentState } from '../state.ts'
import type { Variant } from './state.ts'

/** What is left of a part of an action when its values have been filled in: no reference to a value, only to files and secrets. */
type Rendered<T> = T extends { value: string }
  ? string
  : T extends readonly (infer Item)[]
    ? Rendered<Item>[]
    : T extends object
      ? { [Key in keyof T]: Rendered<T[Key]> }
      : T

export type RenderedCommand = Rendered<CommandAction>
export type RenderedHttp = Rendered<HttpAction>
export type RenderedSql = Rendered<SqlAction>
/** `before` is an instant, ISO 8601. */
export type RenderedBackup = Rendered<BackupAction>
export type RenderedWait = Rendered<WaitAction>
export type RenderedAction = Rendered<Action>

export interface Work {
  actions: RenderedAction[]
  /** All are run after the actions, whatever the first of them says. */
  checks: RenderedAction[]
}

export type FilledIn =
  | { ok: true; work: Work /** SHA-256, 64 hex digits. */; digest: string }
  /** Values that nobody has given yet, each once. */
  | { ok: false; missing: string[] }

/** Whether a run of this kind only looks on: a drill does so with what its plan does not let it touch. */
export const runsDry = (state: IncidentState, step: PlanStep, variant: Variant): boolean =>
  variant === 'dry' || (state.mode === 'drill' && (step.inDrill ?? (step.risk === 'read' ? 'run' : 'dry')) === 'dry')

/** By the values that are filled in: what a step would do is asked for again and again, and changes only with them. */
const known = new WeakMap<IncidentState['recovery']['values'], WeakMap<PlanStep, Map<string, FilledIn>>>()

export function workOf(plan: Plan, state: IncidentState, step: PlanStep, variant: Variant): FilledIn {
  const { values } = state.recovery
  const ofSteps = known.get(values) ?? new WeakMap<PlanStep, Map<string, FilledIn>>()
  known.set(values, ofSteps)
  const ofStep = ofSteps.get(step) ?? new Map<string, FilledIn>()
  ofSteps.set(step, ofStep)
  const { id, planDigest, mode, declaredMs, outageStartMs } = state
  const key = [variant, id, planDigest, mode, declaredMs, outageStartMs].join('\n')
  const filledIn = ofStep.get(key) ?? fillIn(plan, state, step, variant)
  ofStep.set(key, filledIn)
  return filledIn
}

function fillIn(plan: Plan, state: IncidentState, step: PlanStep, variant: Variant): FilledIn {
  const filling = fillingOf(plan, state)
  const written = planned(state, step, variant)
  const { actions, checks } = written
  const work = workFrom(written, filling)
  if (filling.missing.size > 0) return { ok: false, missing: [...filling.missing] }
  const runners = [...actions, ...checks].flatMap((action) => ('on' in action && action.on ? [action.on] : []))
  const where = { runners: runners.map((id) => plan.runners[id] ?? null), digest: state.planDigest ?? '' }
  return { ok: true, work, digest: digestOf({ incident: state.id, step: step.id, variant, where, work }) }
}

interface Written {
  actions: readonly Action[]
  checks: readonly Action[]
}

function planned(state: IncidentState, step: PlanStep, variant: Variant): Written {
  if (variant === 'undo') {
    const dry = runsDry(state, step, variant)
    return { actions: dry ? [] : (step.undo?.do ?? []), checks: [] }
  }
  if (runsDry(state, step, variant)) return { actions: step.dryRun, checks: [] }
  return { actions: step.do ?? [], checks: step.checks }
}

/** What is filled in, and what turned out to be missing. */
interface Filling {
  current(name: string): string | undefined
  /** Epoch ms. */
  beganMs: { outage: number; declared: number }
  missing: Set<string>
}

const fillingOf = (plan: Plan, state: IncidentState): Filling => ({
  current: (name) => currentValue(plan, state, name),
  beganMs: { outage: state.outageStartMs ?? state.declaredMs, declared: state.declaredMs },
  missing: new Set(),
})

/** The actions of one step outside any incident, such as those of a test restore, with the values that it gives them. */
export function filledIn(
  written: Written,
  current: Filling['current'],
  nowMs: number,
): { ok: true; work: Work } | { ok: false; missing: string[] } {
  const filling: Filling = { current, beganMs: { outage: nowMs, declared: nowMs }, missing: new Set() }
  const work = workFrom(written, filling)
  return filling.missing.size > 0 ? { ok: false, missing: [...filling.missing] } : { ok: true, work }
}

const workFrom = ({ actions, checks }: Written, filling: Filling): Work => ({
  actions: actions.map((action) => rendered(action, filling)),
  checks: checks.map((action) => rendered(action, filling)),
})

/** An action outside of any incident, such as a probe's: every value is its default. */
export function standingAction(
  plan: Plan,
  action: Action,
): { ok: true; action: RenderedAction } | { ok: false; missing: string[] } {
  const filled = filledIn({ actions: [action], checks: [] }, (name) => defaultValue(plan, name), 0)
  return filled.ok ? { ok: true, action: filled.work.actions[0]! } : filled
}

function rendered(action: Action, filling: Filling): RenderedAction {
  if ('command' in action) return { ...action, command: fill(action.command, filling), env: fill(action.env, filling) }
  if ('http' in action) {
    const { headers, json } = action
    const http =
      typeof action.http === 'string'
        ? addressOf(action.http, filling)
        : { ...action.http, path: addressOf(action.http.path, filling) }
    return {
      ...action,
      http,
      headers: fill(headers, filling),
      ...(json !== undefined && { json: fill(json, filling) }),
    }
  }
  if ('sql' in action) {
    // An expected text may stand as it is in `value`; only an object there is a reference.
    const { value, ...rest } = action.expect
    const expect = { ...rest, ...(value !== undefined && { value: fill(value, filling) }) }
    return { ...action, params: fill(action.params, filling), expect } as RenderedSql
  }
  if ('backup' in action) {
    const { before, key, ...rest } = action
    return {
      ...rest,
      ...(before !== undefined && { before: instantOf(before, filling) }),
      ...(key && { key: fill(key, filling) }),
    }
  }
  const { wait } = action
  if (typeof wait === 'number') return { wait }
  return { wait: { ...wait, until: rendered(wait.until, filling) as Exclude<RenderedWait['wait'], number>['until'] } }
}

const isReference = (part: unknown): part is { value: string } =>
  typeof part === 'object' &&
  part !== null &&
  'value' in part &&
  typeof part.value === 'string' &&
  Object.keys(part).length === 1

/** Puts values where they are spoken of; everything else stays as it is. */
function fill<T>(part: T, filling: Filling): Rendered<T> {
  const filled = (inner: unknown): unknown => {
    if (isReference(inner)) return textOfValue(inner.value, filling)
    if (Array.isArray(inner)) return inner.map(filled)
    if (typeof inner !== 'object' || inner === null) return inner
    return Object.fromEntries(Object.entries(inner).map(([key, each]) => [key, filled(each)]))
  }
  return filled(part) as Rendered<T>
}

/** Every `{name}` of an address, percent-encoded, so that a value stays within its place. */
const addressOf = (address: string, filling: Filling): string =>
  address.replace(/\{([a-z0-9][a-z0-9-]*)\}/g, (_all, name: string) => encodeURIComponent(textOfValue(name, filling)))

function instantOf(before: 'outage' | 'declared' | { value: string }, filling: Filling): string {
  if (typeof before === 'object') return textOfValue(before.value, filling)
  return new Date(filling.beganMs[before]).toISOString()
}

function textOfValue(name: string, { current, missing }: Filling): string {
  const value = current(name)
  if (value === undefined) missing.add(name)
  return value ?? ''
}

/** What a value of the plan is now: given or captured, else its default; undefined: nobody knows it yet. */
export function currentValue(plan: Plan, state: IncidentState, name: string): string | undefined {
  return state.recovery.values[name]?.text.private ?? defaultValue(plan, name)
}

export function defaultValue(plan: Plan, name: string): string | undefined {
  const standing = plan.values[name]?.default
  return standing === undefined ? undefined : String(standing)
}

/**
 * What alerts of one signal change. A storm of them is one signal: the first few are known by their keys, the others are counted, and only a count that has
 * doubled is an event. Pure.
 */
import { privately } from '../../plan/actor.ts'
import type { Plan } from '../../plan/schema.ts'
import type { Event, Fact } from '../watch/events.ts'
import type { WatchState } from '../watch/state.ts'
import { type Change, changed, recent } from './change.ts'
import { isBeyond, signalOf } from './meaning.ts'
import type { FiringHint, Held, IncomingAlert, Ref, SignalTrack } from './track.ts'

/** Known by key. */
const KEYS_MAX = 4
/** In an hour, of one that is bad or comes and goes: beyond it nothing more is journaled. */
const MOVES_MAX = 12

export interface Group {
  ref: Ref
  alerts: readonly IncomingAlert[]
  /** How many fire in all; undefined: whoever reports does not know. */
  hint: FiringHint | undefined
}

export function groupEvents(plan: Plan, state: WatchState, fact: Fact, group: Group): Event[] {
  const { ref } = group
  const signal = signalOf(plan, ref)
  // The last word on each counts.
  const last = [...new Map(group.alerts.map((alert) => [alert.key, alert])).values()]
  const firing = last.filter((alert) => alert.firing && isBeyond(signal, alert.value))
  const gone = new Set(last.filter((alert) => !firing.includes(alert)).map(({ key }) => key))
  const track = state.signals.tracks[ref]
  if (track && track.flappingSinceMs !== null)
    return flapped(fact, ref, track, firing.length > 0 || (group.hint?.firing ?? 0) > 0)
  if (track?.bad) return whileBad(plan, state, fact, group, track, { firing, gone })
  const held = heldEvents(state, fact, group, signal?.threshold?.for ?? 0, { firing, gone })
  return held ?? (firing.length > 0 ? fired(plan, state, fact, group, firing) : [])
}

interface Sorted {
  firing: readonly IncomingAlert[]
  gone: ReadonlySet<string>
}

/** Undefined: it need not be beyond its threshold for a while, or has been for long enough. */
function heldEvents(
  state: WatchState,
  fact: Fact,
  { ref, hint }: Group,
  forMs: number,
  { firing, gone }: Sorted,
): Event[] | undefined {
  const held = state.signals.held[ref]
  const [first] = firing
  if (held && !first) return gone.has(held.key) ? [{ ...fact, type: 'signal-eased', ref }] : []
  if (!first || forMs === 0) return undefined
  if (held) return heldMore(fact, ref, held, firing, hint)
  const sinceMs = fact.atMs
  const keys = firing.slice(0, KEYS_MAX).map(({ key }) => key)
  const count = Math.max(firing.length, hint?.firing ?? 0)
  const begins = { key: first.key, keys, count, sinceMs, untilMs: sinceMs + forMs, evidence: evidenceOf(first) }
  return [{ ...fact, type: 'signal-held', ref, ...begins }]
}

/** How many they are is known when it is long enough, and to whoever looks before that. */
function heldMore(
  fact: Fact,
  ref: Ref,
  held: Held,
  firing: readonly IncomingAlert[],
  hint: FiringHint | undefined,
): Event[] {
  const { keys = [held.key], count = 1 } = held
  const added = firing.map(({ key }) => key).filter((key) => !keys.includes(key))
  const known = added.slice(0, KEYS_MAX - keys.length)
  const now = Math.max(hint?.firing ?? 0, keys.length + added.length)
  if (known.length === 0 && now < 2 * count) return []
  return [{ ...fact, type: 'signal-held', ref, ...held, keys: [...keys, ...known], count: Math.max(count, now) }]
}

function fired(plan: Plan, state: WatchState, fact: Fact, group: Group, firing: readonly IncomingAlert[]): Event[] {
  const began = Math.min(fact.atMs, ...firing.map(({ startsAtMs }) => startsAtMs))
  const change: Change = {
    ...{ ref: group.ref, bad: true, sinceMs: fact.atMs, firstBadMs: began, lastGoodMs: null },
    evidence: evidenceOf(firing[0]!),
    keys: firing.slice(0, KEYS_MAX).map(({ key }) => key),
    count: Math.max(firing.length, group.hint?.firing ?? 0),
  }
  return changed(plan, state, fact, change)
}

function whileBad(
  plan: Plan,
  state: WatchState,
  fact: Fact,
  group: Group,
  track: SignalTrack,
  sorted: Sorted,
): Event[] {
  const { firing, gone } = sorted
  const { keys, count, moves, fadingMs } = track
  const left = keys.filter((key) => !gone.has(key))
  const isBusy = recent(moves, fact.atMs).length >= MOVES_MAX
  const isCounted = count > KEYS_MAX || isBusy
  const hasEnded = firing.length === 0 && gone.size > 0
  if (hasEnded && (isCounted ? isNoneLeft(group.hint, count) : left.length === 0))
    return over(plan, state, fact, group.ref)
  const { ref } = group
  const goesOn: Event[] = firing.length > 0 && fadingMs !== null ? [{ ...fact, type: 'signal-going-on', ref }] : []
  if (isBusy) return goesOn
  const mayBeOver = hasEnded && isCounted && fadingMs === null && !group.hint?.firing
  const fades: Event[] = mayBeOver ? [{ ...fact, type: 'signal-fading', ref }] : []
  return [...goesOn, ...fades, ...moved(fact, group, track, sorted)]
}

/** A memory that has heard of fewer than are known says nothing by hearing of none. */
const isNoneLeft = (hint: FiringHint | undefined, count: number): boolean =>
  hint !== undefined && hint.firing === 0 && hint.heard >= count

/** Nothing of it fires any more. */
export function over(plan: Plan, state: WatchState, fact: Fact, ref: Ref): Event[] {
  const change = { ref, bad: false, firstBadMs: null, lastGoodMs: null, evidence: null, keys: [], count: 0 }
  return changed(plan, state, fact, { ...change, sinceMs: fact.atMs })
}

function moved(fact: Fact, { ref, hint }: Group, { keys, count }: SignalTrack, { firing, gone }: Sorted): Event[] {
  const left = keys.filter((key) => !gone.has(key))
  const added = firing.map(({ key }) => key).filter((key) => !left.includes(key))
  const known = added.slice(0, KEYS_MAX - left.length)
  const now = Math.max(hint?.firing ?? 0, left.length + added.length)
  const shrank: Event[] =
    left.length < keys.length
      ? [{ ...fact, type: 'signal-shrank', ref, keys: keys.filter((key) => gone.has(key)) }]
      : []
  const isMore = known.length > 0 || now >= 2 * Math.max(1, count)
  return isMore ? [...shrank, { ...fact, type: 'signal-grew', ref, keys: known, count: Math.max(count, now) }] : shrank
}

/** Of one that comes and goes only that it has changed is kept, so that it is known when it is steady. */
function flapped(fact: Fact, ref: Ref, track: SignalTrack, bad: boolean): Event[] {
  if (track.bad === bad || recent(track.changes, fact.atMs).length >= MOVES_MAX) return []
  return [{ ...fact, type: 'signal-flapped', ref, bad }]
}

const EVIDENCE_MAX = 300

const LABELS_MAX = 150

/** Which alert it is and what it says, in a line. */
function evidenceOf({ name, labels, text }: IncomingAlert) {
  const written = Object.entries(labels).filter(([label]) => label !== 'alertname')
  const about = written.map(([label, value]) => `${label}=${value}`).join(', ')
  const cut = about.length > LABELS_MAX ? `${about.slice(0, LABELS_MAX)}…` : about
  const which = cut === '' ? name : `${name} (${cut})`
  return privately((text === '' || text === name ? which : `${which}: ${text}`).slice(0, EVIDENCE_MAX).toWellFormed())
}

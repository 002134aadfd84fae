/** The closer look after a real incident: begun by its end, told of, and ended by a report of what was seen. Another incident's takes its place. Pure. */
import type { Obligation } from '../../plan/core.ts'
import type { Probe } from '../../plan/detection-schema.ts'
import type { Plan } from '../../plan/schema.ts'
import type { Effect } from '../watch/effects.ts'
import type { Event, Fact } from '../watch/events.ts'
import { addNews } from '../watch/news.ts'
import type { WatchState } from '../watch/state.ts'
import type { AfterwatchAbout, AfterwatchDue, AfterwatchEvent } from './track.ts'

/** What the end of a real incident that was gone through brings. */
export function afterwatchAfter(
  { postIncident: { watch }, probes }: Plan,
  { atMs, by, incident, endedMs }: Fact & { incident: string; endedMs: number },
): AfterwatchEvent[] {
  const isOver = watch === undefined || endedMs + watch.for <= atMs
  return isOver || Object.keys(probes).length === 0
    ? []
    : [{ type: 'afterwatch-began', atMs, by, incident, untilMs: endedMs + watch.for }]
}

export const afterwatchOwed = ({ afterwatch }: WatchState): Obligation<Effect>[] =>
  afterwatch === null
    ? []
    : [
        {
          id: `afterwatch/${afterwatch.incident}/${afterwatch.untilMs}`,
          dueMs: afterwatch.untilMs,
          effect: { kind: 'end-afterwatch' },
        },
      ]

export const afterwatchDue = (due: readonly AfterwatchDue[], { atMs, by }: Fact): AfterwatchEvent[] =>
  due.length === 0 ? [] : [{ type: 'afterwatch-ended', atMs, by }]

export function evolveAfterwatch(state: WatchState, event: AfterwatchEvent): WatchState {
  const { atMs } = event
  const tell = (to: WatchState, about: Omit<AfterwatchAbout, 'kind'>) =>
    addNews(to, { atMs, about: { kind: 'afterwatch', ...about }, pace: 'once' }, ({ kind }) => kind === 'afterwatch')
  if (event.type === 'afterwatch-began') {
    const afterwatch = { incident: event.incident, untilMs: event.untilMs, fired: 0 }
    return tell({ ...state, afterwatch }, { what: 'began', ...afterwatch })
  }
  const { afterwatch } = state
  return afterwatch === null ? state : tell({ ...state, afterwatch: null }, { what: 'ended', ...afterwatch })
}

/** What becomes bad while it lasts is in its report. */
export const countFired = (state: WatchState, { type }: Event): WatchState =>
  type === 'signal-fired' && state.afterwatch
    ? { ...state, afterwatch: { ...state.afterwatch, fired: state.afterwatch.fired + 1 } }
    : state

/** How a probe is looked at now: after an incident never less often than by itself, and with no more bad looks than the plan wants then. */
export function closenessNow(
  plan: Plan,
  watch: Pick<WatchState, 'afterwatch'> | undefined,
  { every, failures }: Pick<Probe, 'every' | 'failures'>,
  nowMs: number,
): Pick<Probe, 'every' | 'failures'> {
  const closer = plan.postIncident.watch
  if (closer === undefined || watch?.afterwatch == null || nowMs >= watch.afterwatch.untilMs) return { every, failures }
  return { every: Math.min(every, closer.every), failures: stricter(failures, closer.failures ?? failures) }
}

/** Fewer bad looks are enough, or as many among more. */
const stricter = (one: Probe['failures'], other: Probe['failures']): Probe['failures'] =>
  one.bad < other.bad || (one.bad === other.bad && one.of > other.of) ? one : other

/** Folds what became of backups into a watch: what is wrong, what has been tried, what is to be told. Pure. */
import { type Actor, type Private, privately } from '../../plan/actor.ts'
import type { How } from '../../plan/backup-schema.ts'
import type { About } from '../watch/about.ts'
import type { EventOf } from '../watch/events.ts'
import { addNews, endNews } from '../watch/news.ts'
import type { News, Pace, WatchState } from '../watch/state.ts'
import { faultBegan, faultChanged, faultEnded, urgently } from './evolve-faults.ts'
import {
  type BackupEvent,
  type BackupTrack,
  type Handled,
  type MadeDetail,
  type MakeEffect,
  type Tried,
  type TryDetail,
  type VerifyEffect,
  type WayTrack,
  wayKey,
} from './track.ts'
import { PROVES } from './verification.ts'

/** Of each set so many are remembered as proven: the newest, and some that may outlive it. */
const PROVEN_MAX = 10
const HANDLED_MAX = 200
/** An incident whose backups nobody can see is waited for so long. */
const AFTER_MAX = 20

export function evolveBackups(state: WatchState, event: BackupEvent): WatchState {
  const { atMs, by } = event
  switch (event.type) {
    case 'backups-found':
      return endNews(withTrack(state, { looked: event.sets }), atMs, isOfAnother(event.sets))
    case 'backup-fault-began':
      return faultBegan(state, event)
    case 'backup-fault-changed':
      return faultChanged(state, event)
    case 'backup-fault-ended':
      return faultEnded(state, event)
    case 'verification-asked':
      return withWay(state, event, (way) => ({ ...way, asked: { atMs, by } }))
    case 'backup-asked':
      return withTrack(state, { making: { ...state.backups.making, [event.set]: { atMs, by } } })
    case 'backups-awaited': {
      const { incident, sets } = event
      const { endedMs } = state.backups.after[incident] ?? { endedMs: atMs }
      const to = withTrack(state, { after: { ...state.backups.after, [incident]: { endedMs, waiting: sets } } })
      if (sets.length === 0) return forgetIncident(to, incident, atMs)
      return addNews(to, { atMs, about: { kind: 'backups-after', incident }, pace: 'daily' }, ofIncident(incident))
    }
    case 'backup-ran-again':
      return ranAgain(state, event)
    default:
      return event satisfies never
  }
}

/** Of a set that the plan has no more, no try can pass. */
const isOfAnother =
  (sets: readonly string[]) =>
  (about: About): boolean =>
    about.kind === 'backup-try' && !sets.includes(about.set)

const ofIncident =
  (incident: string) =>
  (about: About): boolean =>
    about.kind === 'backups-after' && about.incident === incident

const withTrack = (state: WatchState, change: Partial<BackupTrack>): WatchState => ({
  ...state,
  backups: { ...state.backups, ...change },
})

function withWay(
  state: WatchState,
  { set, how }: { set: string; how: How },
  change: (way: WayTrack) => WayTrack,
): WatchState {
  const key = wayKey(set, how)
  const way = state.backups.ways[key] ?? { cursorMs: state.sinceMs }
  return withTrack(state, { ways: { ...state.backups.ways, [key]: change(way) } })
}

/** An incident that was gone through to its end: each set has to run again. */
export function awaitRuns(state: WatchState, { incident, atMs, proof }: EventOf<'incident-ended'>): WatchState {
  if (proof?.mode !== 'real') return state
  const all = Object.entries({ ...state.backups.after, [incident]: { endedMs: atMs, waiting: null } })
  return withTrack(state, { after: Object.fromEntries(all.slice(-AFTER_MAX)) })
}

function ranAgain(
  state: WatchState,
  { incident, set, atMs }: Extract<BackupEvent, { type: 'backup-ran-again' }>,
): WatchState {
  const known = state.backups.after[incident]
  if (!known) return state
  const waiting = (known.waiting ?? []).filter((one) => one !== set)
  if (waiting.length === 0) return forgetIncident(state, incident, atMs)
  return withTrack(state, { after: { ...state.backups.after, [incident]: { ...known, waiting } } })
}

function forgetIncident(state: WatchState, incident: string, atMs: number): WatchState {
  const { [incident]: _done, ...after } = state.backups.after
  return endNews(withTrack(state, { after }), atMs, ofIncident(incident))
}

/** Whoever asked hears how it went. */
export function evolveMaking(state: WatchState, event: TryEnd, { set }: MakeEffect): WatchState {
  const { [set]: asked, ...making } = state.backups.making
  if (event.type === 'attempt-withdrawn') return withTrack(state, { making })
  const detail: MadeDetail =
    event.type === 'carried-out' ? (event.detail as unknown as MadeDetail) : { tookMs: 0, failed: whyNot(event) }
  const to = withTrack(state, { making, made: { ...state.backups.made, [set]: detail } })
  if (asked?.by.person === undefined) return to
  return addNews(to, { atMs: event.atMs, about: { kind: 'backup-made', set, person: asked.by.person }, pace: 'once' })
}

const whyNot = (event: Exclude<TryEnd, { type: 'carried-out' | 'attempt-withdrawn' }>): Private =>
  event.type === 'attempt-failed'
    ? (event.why ?? privately(event.reason))
    : privately('nothing was heard of it in time')

type TryEnd = EventOf<'carried-out' | 'attempt-failed' | 'attempt-lost' | 'attempt-withdrawn'>

/** What became of a try; one that is made again is not over. */
export function evolveTry(state: WatchState, event: TryEnd, { set, how }: VerifyEffect): WatchState {
  const { atMs } = event
  if ((event.type === 'attempt-failed' || event.type === 'attempt-lost') && event.retryAtMs !== undefined) return state
  const over = (way: WayTrack): WayTrack => {
    const { asked: _asked, ...rest } = way
    return { ...rest, cursorMs: atMs }
  }
  if (event.type === 'attempt-withdrawn') return withWay(state, { set, how }, over)
  const asked = state.backups.ways[wayKey(set, how)]?.asked
  const tried = triedBy(event, asked?.by)
  const to = withWay(state, { set, how }, (way) => ({
    ...over(way),
    last: tried,
    ...(tried.result === 'passed' && { passedMs: atMs }),
  }))
  return tellTry(remember(to, { set, how }, tried), { set, how }, tried)
}

function triedBy(event: Exclude<TryEnd, { type: 'attempt-withdrawn' }>, askedBy: Actor | undefined): Tried {
  const { atMs } = event
  const asked = askedBy ? { askedBy } : {}
  if (event.type !== 'carried-out') {
    return { atMs, result: 'undecided', detail: { tookMs: 0 }, reason: whyNot(event), ...asked }
  }
  const detail = event.detail as unknown as TryDetail
  return { atMs, result: detail.failed ? 'failed' : 'passed', detail, ...asked }
}

function remember(state: WatchState, { set, how }: { set: string; how: How }, tried: Tried): WatchState {
  const { atMs, result, detail, askedBy } = tried
  const { failed: _failed, ...found } = detail
  const entry: Handled = { atMs, by: askedBy ?? { id: 'system', via: 'system' }, set, why: how, result, detail: found }
  const { key, madeAtMs } = detail
  const to =
    key === undefined ? state : withTrack(state, { handled: [...state.backups.handled, entry].slice(-HANDLED_MAX) })
  if (key === undefined || madeAtMs === undefined || result === 'undecided') return to
  const { proven, bad } = to.backups
  const isGood = result === 'passed'
  const notThis = (bad[set] ?? []).filter((one) => one.key !== key || one.how !== how)
  const judged = withTrack(to, {
    bad: { ...bad, [set]: isGood ? notThis : [...notThis, { key, how }].slice(-PROVEN_MAX) },
  })
  // A look at it proves nothing; what has been restored once and cannot be now is no good any more.
  if (!PROVES.has(how)) return judged
  const others = (proven[set] ?? []).filter((one) => one.key !== key)
  const known = isGood ? [...others, { key, madeAtMs, atMs }].slice(-PROVEN_MAX) : others
  return withTrack(judged, { proven: { ...proven, [set]: known } })
}

function tellTry(state: WatchState, { set, how }: { set: string; how: How }, tried: Tried): WatchState {
  const { atMs, result, askedBy } = tried
  const same = (about: About) => about.kind === 'backup-try' && about.set === set && about.how === how
  const tell = (about: News['about'], pace: Pace) => addNews(state, { atMs, about, pace }, same)
  if (result === 'failed') return tell({ kind: 'backup-try', set, how, is: 'failed' }, urgently(state))
  if (result === 'undecided') {
    // That the store does not answer is told by itself, once for all that lies there.
    if (askedBy === undefined && state.backups.faults[`set/${set}`]?.unread) return state
    return tell({ kind: 'backup-try', set, how, is: 'undecided' }, 'daily')
  }
  const ended = endNews(state, atMs, same)
  if (askedBy?.person === undefined) return ended
  const about = { kind: 'backup-tried' as const, set, how, person: askedBy.person }
  return addNews(ended, { atMs, about, pace: 'once' })
}

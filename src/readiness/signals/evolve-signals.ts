/** Folds what happened to signals into a watch: how each stands, what is proposed, and what is to be told. Pure. */
import type { EventOf } from '../watch/events.ts'
import { addNews, endNews } from '../watch/news.ts'
import type { Pace, WatchState } from '../watch/state.ts'
import { beginningOf, begun } from './beginning.ts'
import { recent } from './change.ts'
import { realIncidents } from './propose.ts'
import type { Proposal, ProposalEnd, Ref, SignalEvent, SignalsState, SignalTrack } from './track.ts'

/** Proposals that are over stay to be read. */
const PAST_MAX = 50

export function evolveSignal(state: WatchState, event: SignalEvent): WatchState {
  switch (event.type) {
    case 'signal-fired':
    case 'signal-cleared':
    case 'signal-flapping':
      return tellOfChange(state, event)
    case 'signal-grew':
    case 'signal-shrank':
    case 'signal-flapped':
    case 'signal-steady':
    case 'signal-fading':
    case 'signal-going-on':
    case 'signal-doubted':
    case 'signal-confirmed':
      return withTrack(state, event.ref, (track) => nextTrack(track, event, realIncidents(state).length > 0))
    case 'signal-held': {
      const { type: _type, atMs: _atMs, by: _by, ref, ...held } = event
      return withSignals(state, { held: { ...state.signals.held, [ref]: held } })
    }
    case 'signal-eased': {
      const { [event.ref]: _eased, ...held } = state.signals.held
      return withSignals(state, { held })
    }
    case 'signal-forgotten': {
      const { [event.ref]: _forgotten, ...tracks } = state.signals.tracks
      const { [event.ref]: _eased, ...held } = state.signals.held
      return withSignals(state, { tracks, held })
    }
    default:
      return evolveProposal(state, event)
  }
}

const withSignals = (state: WatchState, change: Partial<SignalsState>): WatchState => ({
  ...state,
  signals: { ...state.signals, ...change },
})

const UNSEEN: SignalTrack = {
  ...{ bad: false, sinceMs: 0, firstBadMs: null, lastGoodMs: null, evidence: null, keys: [], count: 0 },
  ...{ changes: [], moves: [], flappingSinceMs: null, waits: false, tells: false },
  ...{ doubtedMs: null, confirmedMs: null, fadingMs: null },
}

function withTrack(state: WatchState, ref: Ref, change: (track: SignalTrack) => SignalTrack): WatchState {
  const { tracks } = state.signals
  return withSignals(state, { tracks: { ...tracks, [ref]: change(tracks[ref] ?? UNSEEN) } })
}

type ChangeEvent = EventOf<'signal-fired' | 'signal-cleared' | 'signal-flapping'>

function tellOfChange(state: WatchState, event: ChangeEvent): WatchState {
  const { ref, atMs } = event
  const before = state.signals.tracks[ref] ?? UNSEEN
  const isEarnest = realIncidents(state).length > 0
  const after = withTrack(state, ref, (track) => changedTrack(track, event, isEarnest))
  const tell = (what: 'fired' | 'cleared' | 'flapping') =>
    addNews(
      after,
      { atMs, about: { kind: 'signal', ref, what }, pace: 'once' },
      (other) => other.kind === 'signal' && other.ref === ref,
    )
  if (event.type === 'signal-flapping') return tell('flapping')
  if (event.type === 'signal-cleared') return before.tells ? tell('cleared') : after
  return event.tells ? tell('fired') : after
}

function changedTrack(before: SignalTrack, event: ChangeEvent, isEarnest: boolean): SignalTrack {
  const { atMs } = event
  const changes = [...recent(before.changes, atMs), atMs]
  const track = { ...before, doubtedMs: null, confirmedMs: null, fadingMs: null }
  switch (event.type) {
    case 'signal-fired': {
      const { sinceMs, firstBadMs, lastGoodMs, evidence, keys, count, tells = false } = event
      const found = { bad: true, sinceMs, firstBadMs, lastGoodMs, evidence, keys, count, tells }
      return { ...track, ...found, changes, moves: [], waits: isEarnest && !tells }
    }
    case 'signal-cleared':
      return { ...track, bad: false, sinceMs: event.sinceMs, keys: [], count: 0, changes, waits: false }
    case 'signal-flapping': {
      const { bad, evidence } = event
      const found = { bad, sinceMs: atMs, evidence: evidence ?? track.evidence, flappingSinceMs: atMs }
      return { ...track, ...found, keys: [], count: 0, changes, waits: false }
    }
    default:
      return event satisfies never
  }
}

type MoveEvent = EventOf<
  | 'signal-grew'
  | 'signal-shrank'
  | 'signal-fading'
  | 'signal-going-on'
  | 'signal-flapped'
  | 'signal-steady'
  | 'signal-doubted'
  | 'signal-confirmed'
>

function nextTrack(track: SignalTrack, event: MoveEvent, isEarnest: boolean): SignalTrack {
  const { atMs } = event
  const moves = [...recent(track.moves, atMs), atMs]
  switch (event.type) {
    case 'signal-grew':
      return { ...track, keys: [...track.keys, ...event.keys], count: event.count, moves }
    case 'signal-shrank':
      return { ...track, keys: track.keys.filter((key) => !event.keys.includes(key)), moves }
    case 'signal-fading':
      return { ...track, fadingMs: atMs, moves }
    case 'signal-going-on':
      return { ...track, fadingMs: null, moves }
    case 'signal-flapped':
      return { ...track, bad: event.bad, sinceMs: atMs, changes: [...recent(track.changes, atMs), atMs] }
    case 'signal-doubted':
      return { ...track, doubtedMs: atMs }
    case 'signal-confirmed':
      return { ...track, doubtedMs: null, confirmedMs: atMs }
    case 'signal-steady': {
      const { bad, firstBadMs } = event
      const found = { bad, sinceMs: track.sinceMs, firstBadMs: bad ? (firstBadMs ?? track.sinceMs) : null }
      const steady = { lastGoodMs: null, changes: [], flappingSinceMs: null }
      return { ...track, ...found, ...steady, waits: bad && isEarnest && !track.tells }
    }
    default:
      return event satisfies never
  }
}

type ProposalEvent = Extract<SignalEvent, { type: `proposal-${string}` }>

function evolveProposal(state: WatchState, event: ProposalEvent): WatchState {
  if (event.type === 'proposal-opened') {
    const { type: _type, atMs, by: _by, refs, ...proposed } = event
    const fresh = { ...proposed, overdueMs: null, snoozedUntilMs: null, snoozes: 0 }
    const proposal: Proposal = { id: `p${state.seq + 1}`, openedMs: atMs, refs, ...fresh }
    const opened = withSignals(state, { proposal, tracks: asked(state, refs) })
    return tell(opened, proposal, 'opened', atMs, paceOf(proposal))
  }
  const { proposal } = state.signals
  if (proposal?.id !== event.proposal) return state
  switch (event.type) {
    case 'proposal-joined':
      return join(state, proposal, event)
    case 'proposal-answered':
      return answered(state, proposal, event)
    case 'proposal-overdue':
      return tell(
        withSignals(state, { proposal: { ...proposal, overdueMs: event.atMs } }),
        proposal,
        'overdue',
        event.atMs,
        'urgent',
      )
    case 'proposal-woken': {
      const { respondByMs, declareAtMs, atMs } = event
      const woken = { ...proposal, snoozedUntilMs: null, overdueMs: null, respondByMs, declareAtMs }
      return tell(withSignals(state, { proposal: woken }), woken, 'woken', atMs, paceOf(woken))
    }
    case 'proposal-recovered':
    case 'proposal-dropped': {
      const { atMs, by } = event
      const how = event.type === 'proposal-dropped' ? 'dropped' : 'recovered'
      const over = ended(state, proposal, { atMs, by, how })
      return addNews(over, { atMs, about: { kind: 'proposal', proposal: proposal.id, what: how }, pace: 'once' })
    }
    default:
      return event satisfies never
  }
}

const paceOf = ({ reaction }: Proposal): Pace => (reaction === 'page' ? 'urgent' : 'once')

const asked = ({ signals }: WatchState, refs: readonly Ref[]): SignalsState['tracks'] => ({
  ...signals.tracks,
  ...Object.fromEntries(refs.map((ref) => [ref, { ...(signals.tracks[ref] ?? UNSEEN), waits: false }])),
})

const aboutProposal =
  (id: string) =>
  (about: { kind: string; proposal?: string }): boolean =>
    about.kind === 'proposal' && about.proposal === id

const tell = (
  state: WatchState,
  { id }: Proposal,
  what: 'opened' | 'raised' | 'overdue' | 'woken',
  atMs: number,
  pace: Pace,
): WatchState => addNews(state, { atMs, about: { kind: 'proposal', proposal: id, what }, pace }, aboutProposal(id))

function join(state: WatchState, proposal: Proposal, event: EventOf<'proposal-joined'>): WatchState {
  const { ref, raised, atMs } = event
  const track = state.signals.tracks[ref]
  const refs = [...proposal.refs, ref]
  const tracks = asked(state, [ref])
  if (!raised) {
    const beginning = begun(proposal, beginningOf(ref, track, atMs))
    return withSignals(state, { proposal: { ...proposal, refs, ...beginning }, tracks })
  }
  // It is more than what somebody put off.
  const more = { ...proposal, ...raised, refs, snoozedUntilMs: null, overdueMs: null }
  return tell(withSignals(state, { proposal: more, tracks }), more, 'raised', atMs, paceOf(more))
}

function answered(state: WatchState, proposal: Proposal, event: EventOf<'proposal-answered'>): WatchState {
  const { atMs, by, answer, incident, reason, untilMs } = event
  if (answer === 'snoozed') {
    const snoozes = proposal.snoozes + 1
    const snoozed = { ...proposal, snoozedUntilMs: untilMs ?? atMs, snoozes, declareAtMs: null }
    return endNews(withSignals(state, { proposal: snoozed }), atMs, aboutProposal(proposal.id))
  }
  return ended(state, proposal, {
    ...{ atMs, by, how: answer },
    ...(incident !== undefined && { incident }),
    ...(reason && { reason }),
  })
}

function ended(state: WatchState, proposal: Proposal, end: ProposalEnd): WatchState {
  const past = [...state.signals.past, { ...proposal, end }].slice(-PAST_MAX)
  return endNews(withSignals(state, { proposal: null, past }), end.atMs, aboutProposal(proposal.id))
}

/** Somebody has declared: what was proposed is answered by that. */
export function signalsAtBeginning(state: WatchState, event: EventOf<'incident-began'>): WatchState {
  const { proposal } = state.signals
  if (event.mode !== 'real' || !proposal) return state
  const { atMs, by, incident, startedMs } = event
  const over = ended(state, proposal, { atMs, by, how: 'declared', incident })
  // The watch hears a moment later: what has failed in between came while the incident went on.
  const later = proposal.refs.flatMap((ref) => {
    const track = over.signals.tracks[ref]
    return track?.bad && track.sinceMs > startedMs ? [[ref, { ...track, waits: true }] as const] : []
  })
  return withSignals(over, { tracks: { ...over.signals.tracks, ...Object.fromEntries(later) } })
}

/** An alert ends some minutes after what it is about: what the incident was declared from has so long to be well. */
const GRACE_MS = 15 * 60_000

/** What became bad meanwhile is proposed now, unless it is well again; and what the incident was declared from, when it is so still a while later. */
export function signalsAtEnding(state: WatchState, { incident, atMs }: EventOf<'incident-ended'>): WatchState {
  const { tracks } = state.signals
  const isWaiting = Object.values(tracks).some((track) => track.bad && track.waits)
  const left = Object.entries(tracks).flatMap(([ref, track]) =>
    track.bad && !track.tells && wasDeclaredAs(state.signals, ref as Ref, incident)
      ? [[ref, { ...track, waits: true }] as const]
      : [],
  )
  const isAsked = (isWaiting || left.length > 0) && realIncidents(state).length === 0
  const waitingSinceMs = isAsked ? atMs + (isWaiting ? 0 : GRACE_MS) : null
  return withSignals(state, { tracks: { ...tracks, ...Object.fromEntries(left) }, waitingSinceMs })
}

/** The last answer to it was this incident. */
const wasDeclaredAs = ({ past }: SignalsState, ref: Ref, incident: string): boolean =>
  past.findLast(({ refs }) => refs.includes(ref))?.end?.incident === incident

/** Folds what happened to drills into a watch: what has been asked, and what is to be told. Pure. */

import type { About } from '../watch/about.ts'
import type { EventOf } from '../watch/events.ts'
import { addNews, endNews } from '../watch/news.ts'
import type { Pace, WatchState } from '../watch/state.ts'
import { trackOf } from './live-occasions.ts'
import { type DrillAsk, type DrillEvent, type DrillTrack, isTask, PAST_MAX, RECORDED_MAX } from './track.ts'

const ofDrill =
  (drill: string) =>
  (about: About): boolean =>
    about.kind === 'drill' && about.drill === drill

export function evolveDrill(state: WatchState, event: DrillEvent): WatchState {
  const { drill, atMs } = event
  const track = trackOf(state, drill)
  if (event.type === 'drill-recorded') {
    const { startedMs, by, note } = event
    const recorded = [...track.recorded, { startedMs, by, note }].slice(-RECORDED_MAX)
    return endNews(withTrack(state, drill, { ...track, recorded }), atMs, ofDrill(drill))
  }
  const { occasion } = event
  const tell = (to: WatchState, item: DrillAsk, pace: Pace) =>
    addNews(to, { atMs, about: { kind: 'drill', drill, occasion, item }, pace })
  switch (event.type) {
    case 'drill-reminded': {
      const said = withTrack(state, drill, { ...track, said: [...track.said, `${occasion}/${event.item}`] })
      if (event.stale) return said
      return tell(said, event.item, isTask(event.item) ? 'daily' : 'once')
    }
    case 'drill-missed':
      return tell(endNews(closed(state, event, 'missed'), atMs, ofDrill(drill)), 'missed', 'daily')
    case 'drill-closed':
      return closed(state, event, track.skipped[occasion] ? 'skipped' : 'held')
    case 'drill-skipped': {
      const { by, reason } = event
      const skipped = { ...track.skipped, [occasion]: { atMs, by, reason } }
      return tell(endNews(withTrack(state, drill, { ...track, skipped }), atMs, ofDrill(drill)), 'skipped', 'once')
    }
    case 'drill-moved': {
      const moved = { ...track.moved, [occasion]: event.startMs }
      // What was asked before the old moment is asked again before the new one.
      const said = track.said.filter((one) => !one.startsWith(`${occasion}/`))
      return tell(withTrack(state, drill, { ...track, moved, said }), 'moved', 'once')
    }
    default:
      return event satisfies never
  }
}

const withTrack = (state: WatchState, drill: string, track: DrillTrack): WatchState => ({
  ...state,
  drills: { ...state.drills, [drill]: track },
})

function closed(
  state: WatchState,
  { drill, occasion, untilMs }: EventOf<'drill-missed' | 'drill-closed'>,
  how: DrillTrack['past'][number]['how'],
): WatchState {
  const track = trackOf(state, drill)
  const { [occasion]: _skip, ...skipped } = track.skipped
  const { [occasion]: _move, ...moved } = track.moved
  const said = track.said.filter((one) => !one.startsWith(`${occasion}/`))
  const past = [...track.past, { occasion, untilMs, how }].slice(-PAST_MAX)
  return withTrack(state, drill, { ...track, cursorMs: Math.max(track.cursorMs, untilMs), said, skipped, moved, past })
}

/** A drill that has begun is asked for no more; one that goes on when it becomes earnest is called off, and that is told. */
export function tellOfIncident(state: WatchState, event: EventOf<'incident-began'>): WatchState {
  const { atMs, incident, mode, drill } = event
  if (mode === 'drill') return drill === null ? state : endNews(state, atMs, ofDrill(drill))
  const going = Object.entries(state.openIncidents).filter(([, one]) => one.mode === 'drill')
  return going.reduce(
    (to, [id, one]) =>
      addNews(to, {
        atMs,
        about: { kind: 'drill-overridden', incident: id, drill: one.drill, because: incident },
        pace: 'once',
      }),
    state,
  )
}

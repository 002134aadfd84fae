/** Folds what happens to follow-ups into a watch. Pure. */
import type { About } from '../watch/about.ts'
import { addNews, endNews } from '../watch/news.ts'
import type { WatchState } from '../watch/state.ts'
import { FOLLOWUPS_MAX, type Followup, type FollowupEvent } from './track.ts'

const YEAR_MS = 366 * 24 * 3_600_000

/** Of so many incidents it is known, the newest. */
const CHANGED_MAX = 20

export const evolveFollowup = (state: WatchState, event: FollowupEvent): WatchState =>
  withChange(state, event, evolved(state, event))

/** That somebody was asked is no change of what is left to do, and what an ending opens is there when its review is first filed. */
function withChange({ followups }: WatchState, event: FollowupEvent, after: WatchState): WatchState {
  if (event.type === 'followups-reminded' || event.type === 'followups-invited') return after
  if (event.type === 'followups-opened' && event.items.some(({ what }) => !('text' in what))) return after
  const incident =
    event.type === 'followups-opened' ? event.incident : followups.find(({ id }) => id === event.followup)?.incident
  if (incident === undefined) return after
  const { [incident]: _before, ...others } = after.followupsChanged
  const all = [...Object.entries(others), [incident, event.atMs] as const].slice(-CHANGED_MAX)
  return { ...after, followupsChanged: Object.fromEntries(all) }
}

function evolved(state: WatchState, event: FollowupEvent): WatchState {
  const { atMs } = event
  switch (event.type) {
    case 'followups-opened': {
      const { incident } = event
      const opened = event.items.map(
        (item, index): Followup => ({
          ...{ ...item, id: `f${state.seq + 1}${index === 0 ? '' : `.${index}`}`, incident, openedMs: atMs, told: [] },
        }),
      )
      const kept = state.followups.filter(({ done }) => done === undefined || atMs - done.atMs <= YEAR_MS)
      const after = { ...state, followups: [...kept, ...opened].slice(-FOLLOWUPS_MAX) }
      // Who adds one by hand knows of it.
      if (event.items.every(({ what }) => 'text' in what)) return after
      return addNews(after, { atMs, about: { kind: 'followups-opened', incident }, pace: 'once' })
    }
    case 'followups-invited':
      return event.people.reduce((told, person) => {
        const about = { kind: 'review-invited', incident: event.incident, dueMs: event.dueMs, person } as const
        return addNews(told, { atMs, about, pace: 'once' })
      }, state)
    case 'followup-ended': {
      const { by, note } = event
      const after = changed(state, event.followup, (one) => ({ ...one, done: { atMs, by, note } }))
      return endNews(after, atMs, (about) => nothingLeft(after, about))
    }
    case 'followup-changed': {
      const { owner, dueMs } = event
      const after = changed(state, event.followup, (one) => ({
        ...{ ...one, ...(owner !== undefined && { owner }) },
        // At another time it is asked for anew.
        ...(dueMs !== undefined && { dueMs, told: [] }),
      }))
      return dueMs === undefined ? after : endNews(after, atMs, isAboutOnly(event.followup))
    }
    case 'followups-reminded': {
      const { incident, ids, mark, owner } = event
      const after = ids.reduce((to, id) => changed(to, id, (one) => ({ ...one, told: [...one.told, mark] })), state)
      const about = { kind: 'followups' as const, incident, ids, mark, owner: mark === 'late' ? null : owner }
      // What was asked before about the same is said by this.
      return addNews(
        after,
        { atMs, about, pace: mark === 'soon' ? 'once' : 'daily' },
        (other) =>
          other.kind === 'followups' &&
          other.mark !== 'late' &&
          other.ids.every((id) => ids.includes(id)) &&
          mark !== 'late',
      )
    }
    default:
      return event satisfies never
  }
}

const changed = (state: WatchState, id: string, change: (one: Followup) => Followup): WatchState => ({
  ...state,
  followups: state.followups.map((one) => (one.id === id ? change(one) : one)),
})

const nothingLeft = ({ followups }: WatchState, about: About): boolean =>
  (about.kind === 'followups' && about.ids.every((id) => followups.find((one) => one.id === id)?.done !== undefined)) ||
  // Nobody is asked to come to a review that has been held.
  (about.kind === 'review-invited' &&
    followups.some(({ incident, what, done }) => incident === about.incident && 'review' in what && done !== undefined))

const isAboutOnly =
  (id: string) =>
  (about: About): boolean =>
    about.kind === 'followups' && about.ids.length === 1 && about.ids[0] === id

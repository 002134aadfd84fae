/**
 * What the incident's Slack channel is owed: that it exists, has its topic, people and bookmarks, that its board is true and that what happens is
 * said there. Each by itself, so that one failure stops nothing else; no page waits for any of it.
 */
import type { Obligation } from '../plan/core.ts'
import type { Plan } from '../plan/schema.ts'
import type { Effect } from './effects.ts'
import { want } from './efforts.ts'
import type { IncidentState } from './state.ts'

/** The board changes at most this often. */
const BOARD_PAUSE_MS = 1_000
/** The clocks on a board that nothing else changes are never older than this. */
const BOARD_AGE_MAX_MS = 15 * 60_000
/** What happens within this time is said in one message. */
const SAY_PAUSE_MS = 1_000
const POSTS_PER_MESSAGE_MAX = 20
/** What has waited together for longer than this was held up: it is told once, as a whole. */
const HELD_UP_MS = 2 * 60_000
const POSTS_HELD_UP_MAX = 400

export function channelOwed(plan: Plan, state: IncidentState): Obligation<Effect>[] {
  const overview = plan.overviewChannel ? want(state, 'overview', state.declaredMs, { kind: 'tell-overview' }) : []
  if (!state.channel)
    return state.phase === 'open' ? want(state, 'channel', state.declaredMs, { kind: 'open-channel' }) : []
  return [
    ...overview,
    ...want(state, `topic/${state.topicSeq}`, state.declaredMs, { kind: 'set-topic' }),
    ...want(state, 'bookmarks', state.declaredMs, { kind: 'set-bookmarks' }),
    ...state.participants
      .filter((person) => plan.people[person]?.slack ?? person.startsWith('slack:'))
      .flatMap((person) => want(state, `invite/${person}`, state.declaredMs, { kind: 'invite', person })),
    ...boardOwed(state),
    ...sayOwed(state),
  ]
}

function boardOwed(state: IncidentState): Obligation<Effect>[] {
  const { board, changed } = state
  if (board && state.phase !== 'open' && board.shownSeq >= changed.seq) return []
  return want(state, 'board', boardDueMs(state), { kind: 'show-board', upToSeq: changed.seq })
}

function boardDueMs({ board, changed }: IncidentState): number {
  if (!board) return changed.atMs
  if (board.shownSeq < changed.seq) return Math.max(changed.atMs, board.atMs + BOARD_PAUSE_MS)
  return board.atMs + BOARD_AGE_MAX_MS
}

/** All that waits, in one message, a second after the last one. */
function sayOwed(state: IncidentState): Obligation<Effect>[] {
  const [first] = state.posts
  if (!first) return []
  const heldUp = (state.posts.at(-1)?.atMs ?? 0) - first.atMs > HELD_UP_MS
  const posts = state.posts.slice(0, heldUp ? POSTS_HELD_UP_MAX : POSTS_PER_MESSAGE_MAX)
  return want(state, 'say', Math.max(first.atMs, state.lastSaidMs + SAY_PAUSE_MS), {
    kind: 'say',
    posts: posts.map((post) => post.id),
  })
}

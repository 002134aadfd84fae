/**
 * Modals and home tabs. The emulator can open a view but not list, read or close one, so views live here wholly. This
 * file keeps them, by user and in stacks; view-methods.ts is the API before it.
 */
import type { Clock } from '../../src/engine/clock.ts'
import { APP_ID, BOT_ID, TEAM_ID } from './emulator.ts'
import { type RandomId, slackId, viewHash, withIds } from './slack-ids.ts'
import { isTrue, type Json, stringOf } from './wire.ts'

/** A view as the Web API shows it. */
export interface SlackView extends Json {
  id: string
  type: 'modal' | 'home'
  blocks: unknown
  hash: string
  callback_id: string
  external_id: string
  root_view_id: string
  previous_view_id: string | null
}

interface OpenView {
  /** Slack user id; '' when a driver's trigger id left it unknown. */
  userId: string
  view: SlackView
}

/** Slack lets an app push two views upon the first. */
export const STACK_MAX = 3
/** Open modals for each user; the oldest closes beyond it, as nobody closes the modals of an abandoned test. */
const OPEN_MAX = 50

export interface Views {
  /** All open views, or those that the user may be looking at (which includes those of an unknown user). */
  list(userId?: string): OpenView[]
  find(match: { viewId?: string; externalId?: string }): OpenView | undefined
  /** Opens a modal, on top of `below` when that is given. */
  open(userId: string, payload: Json, below?: SlackView): SlackView
  /** Replaces the user's home tab. */
  publish(userId: string, payload: Json): SlackView
  /** Replaces what the view shows; its id and place stay, its hash changes. */
  update(open: OpenView, payload: Json): SlackView
  /** How many views are in the stack of that root. */
  depth(rootViewId: string): number
  /** The user's topmost modal. */
  top(userId: string): OpenView | undefined
  close(viewId: string): void
  /** Closes a whole stack. */
  clear(rootViewId: string): void
}

/** What became of views: one was opened or shows something else, or some are gone. */
export type ViewChange = { shown: OpenView } | { gone: string[] }

/** @param onChange told of each change as it happens. */
export function createViews(wall: Clock, randomId: RandomId, onChange: (change: ViewChange) => void): Views {
  let opened: OpenView[] = []
  const content = (payload: Json) => ({
    title: payload.title ?? null,
    submit: payload.submit ?? null,
    close: payload.close ?? null,
    blocks: withIds(payload.blocks, randomId),
    private_metadata: stringOf(payload.private_metadata),
    callback_id: stringOf(payload.callback_id),
    external_id: stringOf(payload.external_id),
    state: { values: {} },
    hash: viewHash(wall.now(), randomId),
    clear_on_close: isTrue(payload.clear_on_close),
    notify_on_close: isTrue(payload.notify_on_close),
  })
  const add = (userId: string, type: SlackView['type'], payload: Json, below?: SlackView) => {
    const id = slackId('V', randomId)
    const place = { root_view_id: below?.root_view_id ?? id, previous_view_id: below?.id ?? null }
    const owner = { team_id: TEAM_ID, app_id: APP_ID, bot_id: BOT_ID }
    const view: SlackView = { id, type, ...owner, ...content(payload), ...place }
    const entry = { userId, view }
    opened.push(entry)
    onChange({ shown: entry })
    return view
  }
  const drop = (isGone: (entry: OpenView) => boolean) => {
    const gone = opened.filter(isGone).map(({ view }) => view.id)
    opened = opened.filter((entry) => !isGone(entry))
    if (gone.length > 0) onChange({ gone })
  }
  const modalsOf = (userId: string) => opened.filter((entry) => entry.view.type === 'modal' && entry.userId === userId)
  const update = (entry: OpenView, payload: Json) => {
    entry.view = { ...entry.view, ...content(payload) }
    onChange({ shown: entry })
    return entry.view
  }
  return {
    list: (userId) => opened.filter((entry) => userId === undefined || entry.userId === userId || entry.userId === ''),
    find: ({ viewId, externalId }) =>
      opened.find(({ view }) => (viewId ? view.id === viewId : !!externalId && view.external_id === externalId)),
    open(userId, payload, below) {
      const oldest = modalsOf(userId)[0]
      if (oldest && modalsOf(userId).length >= OPEN_MAX) drop((entry) => entry === oldest)
      return add(userId, 'modal', payload, below)
    },
    publish(userId, payload) {
      const home = opened.find((entry) => entry.view.type === 'home' && entry.userId === userId)
      return home ? update(home, payload) : add(userId, 'home', payload)
    },
    update,
    depth: (rootViewId) => opened.filter(({ view }) => view.root_view_id === rootViewId).length,
    top: (userId) => modalsOf(userId).at(-1),
    close: (viewId) => drop(({ view }) => view.id === viewId),
    clear: (rootViewId) => drop(({ view }) => view.root_view_id === rootViewId),
  }
}

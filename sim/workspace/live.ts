/**
 * The workspace as it stands, and everyone who watches it: a visitor gets the whole state first and each change from then on. Keeps no
 * history: who comes back gets the state anew.
 */
import { applyChange, type Change } from './state/changes.ts'
import type { WorkspaceState } from './state/workspace-state.ts'

/** What is sent to a visitor, as the data of one server-sent event. */
export type LiveEvent = { state: WorkspaceState } | { changes: Change[] }

export interface Live {
  state(): WorkspaceState
  /** Applies the changes and tells every visitor. */
  publish(changes: Change[]): void
  /** @returns how to stop watching. */
  watch(tell: (event: LiveEvent) => void): () => void
  visitors(): number
}

/** @param news what has changed without a record of it; asked before a visitor gets the state, which may be old if nobody watched. */
export function createLive(start: WorkspaceState, news: (state: WorkspaceState) => Change[] = () => []): Live {
  let state = start
  const watching = new Set<(event: LiveEvent) => void>()
  const publish = (changes: Change[]) => {
    if (changes.length === 0) return
    state = changes.reduce(applyChange, state)
    for (const tell of watching) tell({ changes })
  }
  return {
    state: () => state,
    publish,
    watch(tell) {
      publish(news(state))
      watching.add(tell)
      tell({ state })
      return () => watching.delete(tell)
    },
    visitors: () => watching.size,
  }
}

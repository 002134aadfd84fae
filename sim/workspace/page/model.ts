/**
 * What the page shows now: the workspace, and where in it this visitor is. One value, replaced whole; every part of the page is a function of it.
 * Renders at most once a frame, however many records come in.
 */
import { useEffect, useState } from 'preact/hooks'
import type { WorkspaceState } from '../state/workspace-state.ts'
import type { Route } from './route.ts'

export interface Model {
  workspace: WorkspaceState
  /** Id of the person whom the visitor acts as. */
  person: string
  route: Route
  /** Serial of the last message read, by channel id. */
  readUpTo: Record<string, number>
  connected: boolean
  /** What the sandbox refused, in its own words. */
  notice: string | null
  /** The three steps of a first visit: which are done; null once they are out of the way. */
  steps: { declared: boolean; moved: boolean; answered: boolean } | null
  /** The visitor has declared the example and wants to be taken to the channel that it opens. */
  followsNewChannel: boolean
  sidebarOpen: boolean
}

let model: Model | undefined
let frame = 0
const listeners = new Set<() => void>()

/** Undefined until the workspace's state has come. */
export const currentModel = (): Model | undefined => model

export function setModel(next: Model): void {
  model = next
  if (frame === 0) frame = requestAnimationFrame(tell)
}

/** Changes some of it. Does nothing before the first state. */
export function change(next: Partial<Model> | ((now: Model) => Partial<Model>)): void {
  if (model) setModel({ ...model, ...(typeof next === 'function' ? next(model) : next) })
}

function tell(): void {
  frame = 0
  for (const listener of listeners) listener()
}

export function useModel(): Model | undefined {
  const [shown, show] = useState(model)
  useEffect(() => {
    const update = () => show(model)
    listeners.add(update)
    update()
    return () => {
      listeners.delete(update)
    }
  }, [])
  return shown
}

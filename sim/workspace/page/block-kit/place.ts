/** Where blocks stand: what a click in them is reported with, and how what they say is shown. */
import type { Act } from '../../act-schema.ts'
import type { WorkspaceState } from '../../state/workspace-state.ts'
import { act } from '../acting.ts'

export interface BlockPlace {
  place: Extract<Act, { act: 'click' }>['place']
  /** Who looks and clicks. */
  person: string
  workspace: WorkspaceState
}

/** Resolves when the bot has taken note. */
export const click = ({ place, person }: BlockPlace, actionId: string, value?: string) =>
  act({ act: 'click', person, place, actionId, ...(value === undefined ? {} : { value }) })

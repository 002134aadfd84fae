/** What a worker reports of a run, within the outcome of its attempt. Plain JSON; what a program printed is private. */
import type { Private } from '../../plan/actor.ts'
import type { ActionResult, CustodyEntry, Run } from './state.ts'

export interface RunDetail {
  /** Why it failed: may quote what was answered. */
  reason?: Private
  actions: ActionResult[]
  checks: ActionResult[]
  /** End of the output, without secrets. */
  tail?: Private
  /** Address of the whole output. */
  log?: string
  outputBytes: number
  custody: CustodyEntry[]
  /** The sandbox only said what it would do. */
  pretended?: true
  /** Values that the run has set, by name. */
  captured?: Record<string, Private>
}

/** Of a detail that may be absent: an attempt that was never begun has none. */
export function readRunDetail(detail: Record<string, unknown> | undefined): Partial<Run> {
  if (!detail || !Array.isArray(detail.actions)) return {}
  const { reason, pretended, actions, checks, tail, log, outputBytes, custody } = detail as unknown as RunDetail
  return {
    ...{ actions, checks, outputBytes, custody },
    ...(reason === undefined ? {} : { reason }),
    ...(pretended ? { pretended } : {}),
    ...(tail === undefined ? {} : { tail }),
    ...(log === undefined ? {} : { log }),
  }
}

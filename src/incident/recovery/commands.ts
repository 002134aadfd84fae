/** What can be asked of a recovery. Imperative; every one carries who, by which means and when. */
import type { Actor, Private } from '../../plan/actor.ts'
import type { Variant } from './state.ts'

interface Asked {
  /** Epoch milliseconds. */
  atMs: number
  by: Actor
}

export type RecoveryCommand =
  /** Start a step: a run of its actions (which may have to be approved first), or work on a manual one. Also again, after a failure. */
  | (Asked & { type: 'start-step'; step: string; variant?: Variant })
  /**
   * `digest`: of what the approver has been shown; another one is refused. `typed`: the system's name, which destructive steps ask for.
   */
  | (Asked & { type: 'approve-step'; step: string; variant?: Variant; digest?: string; typed?: string })
  | (Asked & { type: 'reject-step'; step: string; variant?: Variant; reason: Private })
  | (Asked & { type: 'break-glass'; step: string; variant?: Variant; digest?: string; typed?: string; reason: Private })
  | (Asked & { type: 'cancel-step'; step: string })
  /** A manual step is done (or failed), or a run of which nobody knows ended so. */
  | (Asked & { type: 'end-step'; step: string; ok: boolean; note?: Private })
  | (Asked & { type: 'choose-option'; step: string; option: string; reason?: Private })
  | (Asked & { type: 'skip-step'; step: string; reason: Private })
  /** What the step did stays as it is. */
  | (Asked & { type: 'waive-undo'; step: string; reason: Private })
  | (Asked & { type: 'reset-step'; step: string })
  | (Asked & { type: 'put-step-first'; step: string })
  | (Asked & { type: 'add-step'; title: Private /** Step that it comes after. */; after?: string })
  | (Asked & { type: 'draw-card'; card: string })
  | (Asked & { type: 'give-value'; name: string; text: Private })
  /** Every check that gates the end and has not passed is let go with one reason. */
  | (Asked & { type: 'waive-checks'; reason: Private })
  /** A worker is still carrying a run out. */
  | (Asked & {
      type: 'renew-run'
      obligation: string
      attempt: number
      /** How long to wait for the next sign of life, milliseconds. */
      leaseMs: number
      host: string
    })

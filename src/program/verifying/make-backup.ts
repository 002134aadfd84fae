/** Makes a backup of a set now, by the steps that the plan has for it. Promises to do it once, and that its files are gone afterwards. */
import { rm } from 'node:fs/promises'
import { refused } from '../../adapters/outcomes.ts'
import { privately } from '../../plan/actor.ts'
import type { Outcome } from '../../plan/core.ts'
import type { Plan } from '../../plan/schema.ts'
import type { MadeDetail } from '../../readiness/backups/track.ts'
import { runSequence } from './run-sequence.ts'
import { folderOf } from './trial.ts'
import type { VerifyParts } from './verify-backup.ts'

/** Detail of a success, which is one as soon as it is known how it went: a `MadeDetail`. */
export type MakeBackup = (plan: Plan, set: string, signal: AbortSignal) => Promise<Outcome>

export function createMakeBackup(parts: VerifyParts): MakeBackup {
  return async (plan, set, signal) => {
    const mode = parts.carryOut(plan)
    if (typeof mode === 'object') return refused(mode.refuse)
    if (mode === 'pretend') return refused(`Steps of ${plan.id} only pretend here, and so no backup is made.`)
    const sequence = plan.backups[set]?.make
    if (sequence === undefined) return refused(`The plan has no steps that make a backup of "${set}".`)
    const beganMs = parts.wall.now()
    const ended = (more: Partial<MadeDetail> = {}): Outcome => ({
      ok: true,
      detail: { tookMs: parts.wall.now() - beganMs, ...more },
    })
    const workDir = await folderOf(parts, { set })
    try {
      await runSequence(parts, plan, { sequence, workDir, run: `make/${set}`, signal }, { rows: [], captured: {} })
      return ended()
    } catch (error) {
      return ended({ failed: privately((error as Error).message) })
    } finally {
      await rm(workDir, { recursive: true, force: true })
    }
  }
}

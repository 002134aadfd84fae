/**
 * The plans in force. They come from files and are kept in the database, so that a file that is broken at start or at a reload leaves the last
 * good plan in force (R4), and every replica declares by the same plan. An incident is pinned to the plan it was declared under and never asks here.
 */
import { planChanges } from '../plan/changes.ts'
import { planDigest } from '../plan/digest.ts'
import { type JudgePlan, loadPlanFiles } from '../plan/load-files.ts'
import type { Problem } from '../plan/problem.ts'
import type { Plan } from '../plan/schema.ts'
import type { Logger } from './logger.ts'
import type { Storage } from './storage.ts'

export interface PlanRegistry {
  /** Plans in force, by id. */
  current(): Promise<Record<string, { digest: string; plan: Plan }>>
  /** Reads the files again. What would change is told; it takes effect only with `apply`. */
  reload(apply: boolean): Promise<{ changes: { plan: string; changes: string[] }[]; problems: string[] }>
}

export interface PlanRegistryOptions {
  storage: Storage
  /** Plan files and folders. */
  paths: readonly string[]
  contactsFile?: string
  /** What else keeps a plan from coming into force, such as templates that are not there. */
  judge?: JudgePlan
  logger: Logger
}

/** `file:line:column what is wrong; what to do`. */
const sentence = ({ file, line, column, message, remedy }: Problem) => `${file}:${line}:${column} ${message}; ${remedy}`

/**
 * Opens the registry and takes what the files say now.
 * @throws Error when a file is broken and the database has no earlier version to go on with.
 */
export async function openPlanRegistry({
  storage,
  paths,
  contactsFile,
  judge,
  logger,
}: PlanRegistryOptions): Promise<PlanRegistry> {
  const current = () => storage.currentPlans()

  const reload: PlanRegistry['reload'] = async (apply) => {
    const loaded = await loadPlanFiles(paths, contactsFile, judge)
    const before = await current()
    const changes: { plan: string; changes: string[] }[] = []
    for (const plan of loaded.plans) {
      const digest = planDigest(plan)
      const old = before[plan.id]
      if (old?.digest === digest) continue
      changes.push({ plan: plan.id, changes: old ? planChanges(old.plan, plan) : ['new plan'] })
      if (apply) await storage.setCurrentPlan(plan.id, digest, plan)
    }
    return { changes, problems: loaded.problems.map(sentence) }
  }

  const { problems } = await reload(true)
  const inForce = Object.keys(await current())
  for (const problem of problems)
    logger.error({ problem }, 'a plan file is broken; its last good version stays in force')
  if (inForce.length === 0) {
    const why = problems.length > 0 ? `:\n${problems.join('\n')}` : `: no plan file was found in ${paths.join(', ')}`
    throw new Error(`There is no plan to run${why}`)
  }
  return { current, reload }
}

/**
 * The plans in force. They come from files and are kept in the database, so that a file that is broken at start or at a reload leaves the last
 * good plan in force (R4), and every replica declares by the same plan. A plan that no file has any more is retired, but only while all files
 * can be read and there are any: a folder that is not mounted takes no plan away. An incident is pinned to the plan it was declared under and
 * never asks here.
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

const nothingIn = (paths: readonly string[]) =>
  `there is no plan file in ${paths.join(', ')}; put the plans there, or correct MUSTER_PLANS`

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

  const inForce = async () =>
    Object.values(await current())
      .map(({ plan }) => `${plan.id}${plan.draft ? ' (draft)' : ''}`)
      .toSorted()
  const tellInForce = async () => logger.info({}, `In force: ${(await inForce()).join(', ')}`)

  const take = async (apply: boolean): ReturnType<PlanRegistry['reload']> => {
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
    const problems = loaded.problems.map(sentence)
    if (loaded.plans.length === 0 && problems.length === 0) problems.push(nothingIn(paths))
    if (problems.length > 0) return { changes, problems }
    for (const id of Object.keys(before)) {
      if (loaded.plans.some((plan) => plan.id === id)) continue
      changes.push({ plan: id, changes: ['no file has it any more'] })
      if (apply) await storage.retireCurrentPlan(id)
    }
    return { changes, problems }
  }

  const { problems } = await take(true)
  const good = await inForce()
  if (good.length === 0) throw new Error(`There is no plan to run:\n${problems.join('\n')}`)
  const told = `the plan files cannot all be taken; the last good plans stay in force: ${good.join(', ')}`
  for (const problem of problems) logger.error({ problem }, told)
  await tellInForce()
  return {
    current,
    async reload(apply) {
      const reloaded = await take(apply)
      if (apply) await tellInForce()
      return reloaded
    },
  }
}

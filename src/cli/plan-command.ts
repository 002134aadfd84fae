/** `muster plan show`: what plan files say, in a few lines each: objectives, scenarios, and who would be paged by whom. */
import { describeLevels } from '../../commands/wording/on-call.ts'
import { formatDuration } from '../plan/length.ts'
import { loadPlanFiles } from '../plan/load-files.ts'
import type { Plan } from '../plan/schema.ts'
import { plainText } from '../web/console/plain-text.ts'

export interface PlanShowOptions {
  contacts?: string | undefined
  json: boolean
  atMs: number
  write: (text: string) => void
}

/** Resolves to the exit code: 0, or 1 when a file has problems; the whole plans are shown all the same. */
export async function runPlanShow(files: readonly string[], options: PlanShowOptions): Promise<number> {
  const { contacts, json, atMs, write } = options
  const loaded = await loadPlanFiles(files.length > 0 ? files : ['plans'], contacts)
  if (json) write(`${JSON.stringify(loaded.plans, null, 2)}\n`)
  else write(loaded.plans.map((plan) => describe(plan, atMs)).join('\n'))
  if (loaded.problems.length === 0) return 0
  if (!json) write(`\n${loaded.problems.length} problems in these files: \`muster check\` names them.\n`)
  return 1
}

function describe(plan: Plan, atMs: number): string {
  const { rto, rpo } = plan.objectives
  const levels = plan.policies[plan.policy ?? '']?.levels ?? []
  const scenarios = Object.entries(plan.scenarios).map(([id, { title, rto: own }]) => {
    return `  ${id}: ${title}${own === undefined ? '' : `, RTO ${formatDuration(own)}`}`
  })
  return [
    `${plan.system.name} (${plan.id})${plan.draft ? ', a draft' : ''}`,
    `RTO ${formatDuration(rto)}, RPO ${formatDuration(rpo)}`,
    'Severities:',
    ...plan.severities.map(({ id, label, rank }) => `  ${rank} ${label} (${id})`),
    'Scenarios:',
    ...scenarios,
    'Who is paged:',
    plainText(describeLevels(plan, levels, { atMs, covers: {} }).text, new Map()).replace(/^/gm, '  '),
    '',
  ].join('\n')
}

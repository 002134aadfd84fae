/** Plans and contacts load as they would at start. The faults themselves are told in full by `muster check`. */
import { judgeFile } from '../check/judge-file.ts'
import { capital } from '../plan/in-words.ts'
import type { LoadedFile } from '../plan/load-files.ts'
import { type Check, error, type Finding, ok, warning } from './finding.ts'

/** So many problems of one file are told; the rest are counted. */
const PROBLEMS_SHOWN = 3

export const plans: Check = {
  name: 'plans',
  group: 'Plans',
  run({ plans: { files, plans: whole }, settings, nowMs }) {
    const found = files.flatMap((file) => findingsOf(file, file.file === settings.contacts, nowMs()))
    return whole.length > 0 ? found : [...found, noPlan]
  },
}

const noPlan = error(
  'No plan can be used',
  'Without a plan nobody can be paged.',
  'Put a plan into the folder plans, or name its file in MUSTER_PLANS.',
)

function findingsOf(loaded: LoadedFile, isContacts: boolean, nowMs: number): Finding[] {
  const { file, plan, problems } = loaded
  const check = isContacts ? `muster check --contacts ${file}` : `muster check ${file}`
  const told = problems.slice(0, PROBLEMS_SHOWN).map(({ line, column, message, remedy }) => {
    const lost = isContacts ? "People's addresses are not known." : 'The plan is not in force.'
    return error(`${file}:${line}:${column} ${message}`, lost, `${capital(remedy)}.`)
  })
  const left = problems.length - told.length
  if (left > 0) told.push(error(`${file} has ${left} more`, 'The plan is not in force.', `Run \`${check}\`.`))
  const warnings = judgeFile(loaded, { nowMs }).filter(({ level, suppressed }) => level === 'warning' && !suppressed)
  if (warnings.length > 0) {
    const why = `The first: ${warnings[0]?.message}.`
    told.push(warning(`${file} loads, and has ${warnings.length} to look at`, why, `Run \`${check}\`.`))
  }
  if (told.length > 0) return told
  return [ok(plan ? `${file}: ${plan.system.name} (${plan.id})` : `${file}: addresses of people`)]
}

/** Names used in recovery steps and their actions that nothing defines. Works on the data as written; names of other steps are for `recovery-problems.ts`. */
import { danglingNames, type Kind } from './names.ts'
import { nearest } from './nearest.ts'
import type { DataProblem, Path } from './problem.ts'
import { type Spot, spots } from './spots.ts'
import { allActions, type Block, isBlock, type WrittenAction, writtenSteps } from './written-steps.ts'

const OF_STEP: [pattern: string, kind: Kind][] = [
  ['owner', 'role'],
  ['approval.roles.*', 'role'],
  ['sequence', 'sequence'],
  ['when.value', 'value'],
  ['tickedBy.noticeSent', 'notice'],
  ['restores.*', 'tier'],
  ['serves', 'region'],
]

const OF_ACTION: [pattern: string, kind: Kind][] = [
  ['backup', 'backup'],
  ['command.*.value', 'value'],
  ['env.*.value', 'value'],
  ['headers.*.value', 'value'],
  ['params.*.value', 'value'],
  ['expect.value.value', 'value'],
  ['before.value', 'value'],
  ['key.value', 'value'],
  ['capture.~', 'value'],
]

export function recoveryReferences(plan: unknown): DataProblem[] {
  const uses = new Map<Kind, Spot[]>()
  const note = (kind: Kind, base: Path, found: Spot[]) => {
    const used = uses.get(kind) ?? []
    uses.set(kind, used)
    for (const spot of found) used.push({ ...spot, path: [...base, ...spot.path] })
  }
  for (const { path, step } of writtenSteps(plan)) {
    for (const [pattern, kind] of OF_STEP) note(kind, path, spots(step, pattern))
  }
  for (const { path, action } of allActions(plan)) {
    for (const [pattern, kind] of OF_ACTION) note(kind, path, spots(action, pattern))
    note('value', path, [...inAddress(action), ...inJson(action.json, ['json'])])
    if ('sql' in action) note('connection', path, spots(action, 'on'))
    else if ('command' in action) note('runner', path, spots(action, 'on'))
  }
  return [...[...uses].flatMap(([kind, used]) => danglingNames(plan, used, kind)), ...unknownChecks(plan)]
}

/** Further objectives whose check is in no scenario, so that nothing would ever hold them up. */
function unknownChecks(plan: unknown): DataProblem[] {
  const known = spots(plan, 'scenarios.*.validation.*').flatMap(({ value }) =>
    isBlock(value) ? checksOf(plan, value) : [],
  )
  return spots(plan, 'objectives.also.*.check').flatMap(({ value, ...spot }) => {
    if (typeof value !== 'string' || known.includes(value)) return []
    const meant = nearest(value, known)
    const remedy = meant ? `did you mean "${meant}"?` : 'name a check that stands under "validation" of a scenario'
    return [{ ...spot, rule: 'dangling-reference', message: `there is no check "${value}"`, remedy }]
  })
}

/** The names of one entry of a validation, which may be a sequence. */
function checksOf(plan: unknown, { id, sequence, as }: Block): string[] {
  if (typeof sequence !== 'string') return [String(id)]
  const prefix = typeof as === 'string' ? `${as}-` : ''
  return spots(plan, `sequences.${sequence}.steps.*.id`).map(({ value }) => `${prefix}${value}`)
}

/** `{name}` in an address, or in the path that follows a variable. */
function inAddress({ http }: WrittenAction['action']): Spot[] {
  const path = isBlock(http) ? ['http', 'path'] : ['http']
  const text = isBlock(http) ? http.path : http
  if (typeof text !== 'string') return []
  return [...text.matchAll(/\{([a-z0-9][a-z0-9-]*)\}/g)].map(([, value]) => ({ path, at: 'value', value }))
}

/** `{ value: name }` anywhere in what is sent as JSON. */
function inJson(part: unknown, path: Path): Spot[] {
  if (Array.isArray(part)) return part.flatMap((inner, index) => inJson(inner, [...path, index]))
  if (!isBlock(part)) return []
  const entries = Object.entries(part)
  if (entries.length === 1 && typeof part.value === 'string') {
    return [{ path: [...path, 'value'], at: 'value', value: part.value }]
  }
  return entries.flatMap(([key, inner]) => inJson(inner, [...path, key]))
}

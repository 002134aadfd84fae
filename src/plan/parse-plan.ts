/**
 * From the text of a plan to a plan that can be run, or to every problem at once, each with its place in the text. Promises
 * never to throw, whatever the text. Reads no files (`load-files.ts` does) and judges no objectives (`src/check` does).
 */
import { actionProblems } from './action-problems.ts'
import { addressWarnings } from './address-warnings.ts'
import { type Contacts, mergeContacts } from './contacts.ts'
import { type Fragment, readTogether } from './fragments.ts'
import { inlineSecrets } from './inline-secrets.ts'
import { everyoneOn, personOrder } from './people.ts'
import { placeProblems } from './place-problems.ts'
import { byPosition, type DataProblem, type Locate, type Path, type Place, type Problem } from './problem.ts'
import { recoveryProblems } from './recovery-problems.ts'
import { referenceProblems } from './references.ts'
import { type Plan, planSchema } from './schema.ts'
import { schemaProblems } from './schema-problems.ts'
import { stepProblems } from './step-problems.ts'
import { trialProblems } from './trial-problems.ts'
import { valueProblems } from './value-problems.ts'
import { checked } from './yaml-source.ts'

export type ParsedPlan =
  | {
      ok: true
      plan: Plan
      warnings: Problem[]
      /** As it is written, before defaults. */
      data: unknown
      /** For whoever judges the plan further and wants to point at its text. */
      locate: Locate
      place: Place
    }
  | {
      ok: false
      problems: Problem[]
      warnings: Problem[]
      /** The system's name when the text gives one all the same. */
      system?: string
    }

/**
 * Reads one plan. `file` is only repeated in the problems. `contacts` are merged in before people's addresses are judged: a
 * level that can reach nobody is an error unless the plan is a draft (R17). `fragments` are those that the text includes.
 */
export function parsePlan(
  text: string,
  file: string,
  contacts: Contacts = { people: {} },
  fragments: readonly Fragment[] = [],
): ParsedPlan {
  const source = readTogether(text, file, fragments)
  const found = checked(source, allProblems)
  const problems = eachOnce(found)
  const warnings = eachOnce([...source.warnings, ...addressWarnings(source.data).map(source.locate)])
  const parsed = planSchema.safeParse(source.data)
  if (parsed.success && problems.length === 0) {
    const plan = mergeContacts(parsed.data, contacts)
    const ofTheWhole = [...unreachableLevels(plan), ...recoveryProblems(plan)].map(source.locate).sort(byPosition)
    if (ofTheWhole.length > 0) return { ok: false, problems: eachOnce(ofTheWhole), warnings, system: plan.system.name }
    const { data, locate, place } = source
    return { ok: true, plan, data, warnings, locate, place }
  }
  const system = nameOfSystem(source.data)
  return { ok: false, problems, warnings, ...(system === undefined ? {} : { system }) }
}

function allProblems(data: unknown): DataProblem[] {
  const secrets = inlineSecrets(data)
  const isSecret = within(secrets)
  // What else is wrong with a secret does not matter once it is gone.
  const ofShape = schemaProblems(planSchema, data).filter(({ path }) => !isSecret(path))
  const isMisshapen = within(ofShape.filter(({ rule }) => rule === 'wrong-type'))
  const ofContent = [
    ...referenceProblems(data),
    ...placeProblems(data),
    ...stepProblems(data),
    ...actionProblems(data),
    ...valueProblems(data),
    ...trialProblems(data),
  ]
  return [...ofShape, ...ofContent.filter(({ path }) => !isMisshapen(path)), ...secrets]
}

/** Whether a path is that of one of these problems, or leads into it. */
function within(problems: readonly DataProblem[]): (path: Path) => boolean {
  const places = new Set(problems.map(({ path }) => JSON.stringify(path)))
  return (path) => [path.length, ...path.keys()].some((depth) => places.has(JSON.stringify(path.slice(0, depth))))
}

/** What an alias of YAML repeats stands in the text once. */
function eachOnce(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>()
  return problems.filter(({ line, column, rule, message }) => {
    const key = JSON.stringify([line, column, rule, message])
    const isNew = !seen.has(key)
    seen.add(key)
    return isNew
  })
}

function nameOfSystem(data: unknown): string | undefined {
  const named = data as { system?: { name?: unknown } | null } | null | undefined
  const name = named?.system?.name
  return typeof name === 'string' ? name : undefined
}

/** Levels none of whose people has a usable address; none of a draft's, which only the sandbox gives addresses. */
function unreachableLevels(plan: Plan): DataProblem[] {
  if (plan.draft) return []
  return Object.entries(plan.policies).flatMap(([policyId, policy]) =>
    policy.levels.flatMap((level, index): DataProblem[] => {
      const people = everyoneOn(plan, level)
      if (people.some((personId) => personOrder(plan, personId, level).length > 0)) return []
      const path = ['policies', policyId, 'levels', index, 'to']
      const message =
        people.length === 0
          ? `level "${level.id}" has nobody in it`
          : `level "${level.id}" can reach nobody: its means have no address of ${people.join(', ')}`
      const remedy = 'give one of its people a Slack id, an e-mail address or an international telephone number'
      return [
        { path, at: 'value', rule: 'unreachable-level', message, remedy: `${remedy}, or mark the plan "draft: true"` },
      ]
    }),
  )
}

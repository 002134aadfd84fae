/**
 * What somebody means who declares a disaster in a few words: which plan, which scenario, how bad. Promises to take only
 * words that name something, by id, alias, number or label; everything from the first other word on is what they saw.
 */
import type { Plan, Scenario, Severity } from './schema.ts'

export { nearest } from './nearest.ts'

export interface Recognised {
  /** Id of the plan: named, or the only one, or the only one that knows the scenario. */
  plan?: string
  /** Id of the scenario. */
  scenario?: string
  /** Id of the severity. */
  severity?: string
  /** What was seen: the words left over, as they were written. */
  rest: string
}

/** Names are short; comparing longer runs of words than this would only cost time. */
const NAME_WORDS_MAX = 8

/**
 * Reads `[PLAN] [SCENARIO] [SEVERITY] [what is seen]`, each part optional, in any letter case; scenario and severity may
 * change places. While several plans fit, `plan` is absent and scenario and severity are those of the first plan that knows
 * them: ask for the plan, then call again with that plan alone.
 */
export function recogniseDeclaration(plans: readonly Plan[], words: string): Recognised {
  let rest = words.trim()
  let candidates = plans
  const found: { scenario?: string; severity?: string } = {}
  const plan = longestName(
    rest,
    plans.map((one) => [one.id, planNames(one)]),
  )
  if (plan) {
    candidates = plans.filter(({ id }) => id === plan.id)
    rest = plan.rest
  }
  for (let looking = true; looking; ) {
    looking = false
    if (found.scenario === undefined) {
      const scenario = longestName(rest, candidates.flatMap(scenarioNames))
      if (scenario) {
        found.scenario = scenario.id
        candidates = candidates.filter((one) => longestName(rest, scenarioNames(one))?.rest === scenario.rest)
        rest = scenario.rest
        looking = true
      }
    }
    if (found.severity === undefined) {
      const severity = longestName(rest, candidates.flatMap(severityNames))
      if (severity) {
        found.severity = severity.id
        rest = severity.rest
        looking = true
      }
    }
  }
  const only = candidates.length === 1 ? candidates[0] : undefined
  return { ...(only ? { plan: only.id } : {}), ...found, rest }
}

/** The id of the plan that a text names as a whole. */
export function planByName(plans: readonly Plan[], text: string): string | undefined {
  return wholeName(
    text,
    plans.map((plan) => [plan.id, planNames(plan)]),
  )
}

/** The id of the scenario that a text names as a whole: by id, alias, title or number in the plan's order. */
export function scenarioByName(plan: Plan, text: string): string | undefined {
  return wholeName(text, scenarioNames(plan))
}

/** The id of the severity that a text names as a whole: by id, alias, label or, where no alias claims the number, rank. */
export function severityByName(plan: Plan, text: string): string | undefined {
  return wholeName(text, severityNames(plan))
}

/** An id with every name for it. Earlier entries win where two share a name. */
type Named = [id: string, names: string[]]

function planNames({ id, system }: Plan): string[] {
  return [id, system.name, ...(system.publicName === undefined ? [] : [system.publicName])]
}

function scenarioNames(plan: Plan): Named[] {
  const scenarios: [string, Scenario][] = Object.entries(plan.scenarios)
  return [
    ...scenarios.map(([id, { title, aliases }]): Named => [id, [id, title, ...aliases]]),
    // A bare number would be a severity; so the number of a scenario needs its word.
    ...scenarios.map(([id], index): Named => [id, [`scenario ${index + 1}`]]),
  ]
}

function severityNames({ severities }: Plan): Named[] {
  return [
    ...severities.map(({ id, label, aliases }: Severity): Named => [id, [id, label, ...aliases]]),
    // Plans disagree on whether 1 or 3 is the worst, so a plan's own words for its numbers come first.
    ...severities.map(({ id, rank }): Named => [id, [String(rank)]]),
  ]
}

function wholeName(text: string, named: readonly Named[]): string | undefined {
  const wanted = normal(text)
  return named.find(([, names]) => names.some((name) => normal(name) === wanted))?.[0]
}

/** The longest run of words at the start of a text that is a name. */
function longestName(text: string, named: readonly Named[]): { id: string; rest: string } | undefined {
  const words = [...text.matchAll(/\S+/g)].slice(0, NAME_WORDS_MAX)
  for (let count = words.length; count > 0; count--) {
    const last = words[count - 1]!
    const end = last.index + last[0].length
    const id = wholeName(text.slice(0, end), named)
    if (id !== undefined) return { id, rest: text.slice(end).trim() }
  }
  return undefined
}

/** Letter case, blanks, hyphens and a closing comma or colon do not tell names apart. */
function normal(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .replace(/[,:;]$/, '')
    .trim()
}

/**
 * What somebody means who declares a disaster in a few words: which plan, which scenario, how bad. Promises to take only
 * words that name something, by id, alias, number or label, and each kind once; everything from the first other word on is
 * what they saw, word for word. A word in front that was meant for a name and is none is told apart (`unknown-name.ts`).
 */
import type { Plan, Scenario, Severity } from './schema.ts'
import { type Unknown, unknownName } from './unknown-name.ts'

export interface Recognised {
  /** Id of the plan: named, or the only one, or the only one that knows the scenario. */
  plan?: string
  /** Id of the scenario. */
  scenario?: string
  /** Id of the severity. */
  severity?: string
  /** Those of the given markers that stood in front, in lower case. */
  markers?: string[]
  /** A word in front that looks like a scenario or a severity and is none of the plan's; it still stands in `rest`. */
  unknown?: Unknown
  /** What was seen: the words left over, as they were written. */
  rest: string
}

/** Names are short; comparing longer runs of words than this would only cost time. */
const NAME_WORDS_MAX = 8

/**
 * Reads `[PLAN] [SCENARIO] [SEVERITY] [what is seen]`, each part optional, in any letter case; scenario and severity may
 * change places. While several plans fit, `plan` is absent and scenario and severity are those of the first plan that knows
 * them: ask for the plan, then call again with that plan alone.
 * @param markers single words, in lower case, that may stand anywhere in front of what is seen.
 */
export function recogniseDeclaration(
  plans: readonly Plan[],
  words: string,
  markers: readonly string[] = [],
): Recognised {
  let reading: Reading = { candidates: plans, rest: words.trim(), said: {}, markers: [] }
  for (let next: Reading | undefined = reading; next; ) {
    reading = next
    next = takeMarker(reading, markers) ?? takePlan(reading) ?? takeScenario(reading) ?? takeSeverity(reading)
  }
  const { candidates, rest, said } = reading
  const only = candidates.length === 1 ? candidates[0] : undefined
  // Only now is it known of which plan they are: a name in front may mean another thing in each.
  const scenario = said.scenario && wholeName(said.scenario, candidates.flatMap(scenarioNames))
  const severity = said.severity && wholeName(said.severity, candidates.flatMap(severityNames))
  const unknown = unknownOf(reading, scenario, severity)
  return {
    ...(only ? { plan: only.id } : {}),
    ...(scenario ? { scenario } : {}),
    ...(severity ? { severity } : {}),
    ...(reading.markers.length > 0 ? { markers: reading.markers } : {}),
    ...(unknown ? { unknown } : {}),
    rest,
  }
}

/** How far a declaration has been read. */
interface Reading {
  /** The plans that still fit. */
  candidates: readonly Plan[]
  rest: string
  /** The words that named each, each once. */
  said: { plan?: string; scenario?: string; severity?: string }
  markers: string[]
}

function takeMarker(reading: Reading, markers: readonly string[]): Reading | undefined {
  const [word = ''] = reading.rest.split(/\s/)
  const marker = word.toLowerCase()
  if (!markers.includes(marker)) return undefined
  return { ...reading, markers: [...reading.markers, marker], rest: reading.rest.slice(word.length).trim() }
}

function takePlan(reading: Reading): Reading | undefined {
  const { candidates, rest, said } = reading
  if (said.plan !== undefined || (said.scenario !== undefined && said.severity !== undefined)) return undefined
  const plan = longestName(
    rest,
    candidates.map((one) => [one.id, planNames(one)]),
  )
  if (!plan) return undefined
  const fitting = candidates.filter(({ id }) => id === plan.id)
  const taken = { ...reading, candidates: fitting, rest: plan.rest, said: { ...said, plan: plan.said } }
  const first = said.scenario === undefined && said.severity === undefined
  // Behind another name, and not needed, it is what they saw: "S1 the shop is empty".
  return first || candidates.length > 1 || takeScenario(taken) || takeSeverity(taken) ? taken : undefined
}

function takeScenario(reading: Reading): Reading | undefined {
  const { candidates, rest, said } = reading
  const scenario = said.scenario === undefined ? longestName(rest, candidates.flatMap(scenarioNames)) : undefined
  if (!scenario) return undefined
  const knowing = candidates.filter((one) => longestName(rest, scenarioNames(one))?.rest === scenario.rest)
  return { ...reading, candidates: knowing, rest: scenario.rest, said: { ...said, scenario: scenario.said } }
}

function takeSeverity(reading: Reading): Reading | undefined {
  const { candidates, rest, said } = reading
  const severity = said.severity === undefined ? longestName(rest, candidates.flatMap(severityNames)) : undefined
  return severity && { ...reading, rest: severity.rest, said: { ...said, severity: severity.said } }
}

/** What was said of another plan than the one it turned out to be, else what the rest begins with. */
function unknownOf(
  { candidates, rest, said }: Reading,
  scenario: string | undefined,
  severity: string | undefined,
): Unknown | undefined {
  if (said.scenario !== undefined && scenario === undefined) return { kind: 'scenario', word: said.scenario }
  if (said.severity !== undefined && severity === undefined) return { kind: 'severity', word: said.severity }
  const namesOf = (named: readonly Named[]) => named.flatMap(([, names]) => names)
  return unknownName(rest, {
    scenario: scenario === undefined ? namesOf(candidates.flatMap(scenarioNames)) : undefined,
    severity: severity === undefined ? namesOf(candidates.flatMap(severityNames)) : undefined,
  })
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
function longestName(text: string, named: readonly Named[]): { id: string; said: string; rest: string } | undefined {
  const words = [...text.matchAll(/\S+/g)].slice(0, NAME_WORDS_MAX)
  for (let count = words.length; count > 0; count--) {
    const last = words[count - 1]!
    const end = last.index + last[0].length
    const said = text.slice(0, end)
    const id = wholeName(said, named)
    if (id !== undefined) return { id, said, rest: text.slice(end).trim() }
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

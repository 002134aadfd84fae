/**
 * A recovery that could never be gone through as it is written: steps that name steps that are not there, that stand there twice, that wait for themselves,
 * or that a failure cannot lead to. Looks at whole plans with their sequences laid out, and points at the text that is at fault. Promises one problem for a
 * fault, however many scenarios share it.
 */
import { nearest } from './nearest.ts'
import type { DataProblem, Path } from './problem.ts'
import type { Plan } from './schema.ts'
import { shortestWay, type Ways } from './shortest-way.ts'
import { type Layout, layouts, type PlacedStep } from './step-places.ts'

/** A problem before it is known in how many scenarios it is one; `say` takes their names. */
type Found = Omit<DataProblem, 'message' | 'at'> & { at?: DataProblem['at']; say: (within: string) => string }

export function recoveryProblems(plan: Plan): DataProblem[] {
  const found = layouts(plan).flatMap((layout) => problemsOf(layout).map((problem) => ({ problem, name: layout.name })))
  const groups = Map.groupBy(found, ({ problem }) => JSON.stringify([problem.path, problem.say('')]))
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const { say, at = 'value', ...problem } = first.problem
    return [{ ...problem, at, message: say([...new Set(group.map(({ name }) => name))].join(' and in ')) }]
  })
}

function problemsOf(layout: Layout): Found[] {
  const twice = repeatedSteps(layout)
  // What a name means is open then.
  if (twice.length > 0) return twice
  const byId = new Map(layout.steps.map((placed) => [placed.step.id, placed]))
  const ways = waitsFor(layout, byId)
  const inCircles = circles(layout, ways)
  return [
    ...inCircles,
    ...layout.steps.flatMap((placed) => [
      ...unknownNeeds(placed, byId),
      ...unknownBranches(placed, byId),
      ...impossibleChoices(placed, byId),
      // In a circle everything waits for everything.
      ...(inCircles.length > 0 ? [] : branchOrder(placed, ways)),
    ]),
    ...twoOpeners(layout),
  ]
}

type ById = ReadonlyMap<string, PlacedStep>

function repeatedSteps({ steps }: Layout): Found[] {
  const seen = new Set<string>()
  const included = new Set<string>()
  return steps.flatMap(({ step: { id }, path, include }): Found[] => {
    const isNew = !seen.has(id)
    seen.add(id)
    if (isNew) return []
    if (!include) {
      const say = (within: string) => `the step "${id}" is in ${within} already`
      return [{ path: [...path, 'id'], rule: 'duplicate-id', say, remedy: 'give it another id' }]
    }
    const key = JSON.stringify(include)
    if (included.has(key)) return []
    included.add(key)
    return [
      {
        path: [...include, 'sequence'],
        rule: 'duplicate-id',
        say: (within) => `this brings the step "${id}" into ${within}, which has one of that name already`,
        remedy: 'add "as: NAME", which is set before the ids of its steps',
      },
    ]
  })
}

function unknownStep(path: Path, id: string, byId: ById, at: DataProblem['at'] = 'value'): Found[] {
  if (byId.has(id)) return []
  const meant = nearest(id, byId.keys())
  return [
    {
      path,
      at,
      rule: 'dangling-reference',
      say: (within) => `there is no step "${id}" in ${within}`,
      remedy: meant ? `did you mean "${meant}"?` : 'name a step that is there, or add it',
    },
  ]
}

const unknownNeeds = ({ step, needs }: PlacedStep, byId: ById): Found[] =>
  needs ? step.needs.flatMap((id, index) => unknownStep([...needs, index], id, byId)) : []

/** Every step that a failure of this one leads to, with its place. */
const branchesOf = ({ step: { onFailure }, path }: PlacedStep): { id: string; path: Path }[] =>
  (['goto', 'choose'] as const).flatMap((key) =>
    onFailure[key].map((id, index) => ({ id, path: [...path, 'onFailure', key, index] })),
  )

const unknownBranches = (placed: PlacedStep, byId: ById): Found[] =>
  branchesOf(placed).flatMap(({ id, path }) => unknownStep(path, id, byId))

/** Conditions as they are laid out, each decision with its place. */
function choicesOf({ step, when }: PlacedStep): { id: string; wanted: string[]; path: Path; isList: boolean }[] {
  return step.when.flatMap((condition, nth) => {
    const place = when[nth]
    if (!place || !('chosen' in condition) || !('chosen' in place.condition)) return []
    const written = Object.keys(place.condition.chosen)
    return Object.entries(condition.chosen).map(([id, wanted], index) => ({
      ...{ id, wanted: [wanted].flat(), isList: Array.isArray(wanted) },
      path: [...place.path, 'chosen', written[index] ?? id],
    }))
  })
}

function impossibleChoices(placed: PlacedStep, byId: ById): Found[] {
  return choicesOf(placed).flatMap(({ id, wanted, path, isList }): Found[] => {
    const decision = byId.get(id)?.step
    if (!decision) return unknownStep(path, id, byId, 'key')
    const options = decision.decide?.options.map((option) => option.id)
    if (!options) {
      const say = () => `nothing is decided in the step "${id}"`
      return [{ path, at: 'key', rule: 'dangling-reference', say, remedy: 'name a step with "decide"' }]
    }
    return wanted.flatMap((option, index): Found[] => {
      if (options.includes(option)) return []
      const meant = nearest(option, options)
      const say = () => `"${id}" has no option "${option}"`
      const remedy = meant ? `did you mean "${meant}"?` : `use one of: ${options.join(', ')}`
      return [{ path: isList ? [...path, index] : path, rule: 'dangling-reference', say, remedy }]
    })
  })
}

/** What each step waits for: what it needs, and the decisions of its conditions; not the step whose failure opens it. */
function waitsFor({ steps }: Layout, byId: ById): Ways {
  return new Map(
    steps.map((placed) => {
      const { id, needs, branchOf } = placed.step
      const all = [...needs.filter((need) => need !== branchOf), ...choicesOf(placed).map((choice) => choice.id)]
      return [id, all.filter((other) => byId.has(other))]
    }),
  )
}

/** What a failure leads to may neither come before the step that fails nor wait for it on other ways. */
function branchOrder(placed: PlacedStep, ways: Ways): Found[] {
  const { id } = placed.step
  return branchesOf(placed).flatMap(({ id: branch, path }): Found[] => {
    const fault = (sentence: string, remedy: string): Found[] => [
      { path, rule: 'step-order', say: () => sentence, remedy },
    ]
    if (branch === id) return fault(`the failure of "${id}" cannot lead to itself`, 'use "retry"')
    if (shortestWay(ways, id, branch)) {
      return fault(
        `"${id}" needs "${branch}", so its failure cannot lead back there`,
        'name a step that comes after it',
      )
    }
    const [, between] = shortestWay(ways, branch, id) ?? []
    if (between === undefined) return []
    const waiting = `"${branch}" waits for "${between}", and that for "${id}", whose failure is to open it`
    return fault(waiting, `write it right after "${id}", or give it "needs: []"`)
  })
}

/** The procedure knows one step that opens another; the failure of a second one would open nothing. */
function twoOpeners({ steps }: Layout): Found[] {
  const openers = new Map<string, string>()
  return steps.flatMap((placed) =>
    branchesOf(placed).flatMap(({ id, path }): Found[] => {
      const opener = openers.get(id) ?? placed.step.id
      openers.set(id, opener)
      if (opener === placed.step.id) return []
      const say = () => `the failure of "${opener}" leads to "${id}" already, and only one can`
      return [{ path, rule: 'step-order', say, remedy: 'write the step a second time under another id' }]
    }),
  )
}

/** Order alone makes no circle: each has a link that leads forward, and that link is written somewhere. */
function circles({ steps }: Layout, ways: Ways): Found[] {
  const order = new Map(steps.map(({ step: { id } }, index) => [id, index]))
  const seen = new Set<string>()
  return steps.flatMap((placed, index) => {
    const { id } = placed.step
    return (ways.get(id) ?? []).flatMap((next): Found[] => {
      if ((order.get(next) ?? -1) < index) return []
      const back = next === id ? [id] : shortestWay(ways, next, id)
      if (!back) return []
      const members = JSON.stringify(back.toSorted())
      if (seen.has(members)) return []
      seen.add(members)
      const names = [id, ...(next === id ? [] : back)].map((name) => `"${name}"`)
      const circle =
        next === id ? `"${id}" waits for itself` : `these steps wait for each other in a circle: ${names.join(' → ')}`
      return [{ ...linkPlace(placed, next), rule: 'cycle', say: () => circle, remedy: 'take one of the links away' }]
    })
  })
}

function linkPlace(placed: PlacedStep, next: string): Pick<Found, 'path' | 'at'> {
  const { step, needs, path } = placed
  const nth = step.needs.indexOf(next)
  if (nth >= 0 && needs) return { path: [...needs, nth] }
  const choice = choicesOf(placed).find(({ id }) => id === next)
  return choice ? { path: choice.path, at: 'key' } : { path }
}

/** What leads to what among the steps of a scenario, as lines: what comes next, what a decision opens, what only a failure opens. Promises no line twice. */
import type { PlanStep } from '../plan/procedure.ts'

export interface Line {
  from: string
  to: string
  /** choice: taken when a decision says so; failure: only when a step has failed. */
  kind: 'next' | 'choice' | 'failure'
  label: string | null
}

/** @returns lines between ids of steps. */
export function linesOf(steps: readonly PlanStep[]): Line[] {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const choices = steps.flatMap((step) => choiceLines(step, byId))
  const needs = steps.flatMap((step) => needLines(step, byId))
  const chosen = new Set(choices.map(pair))
  const rest = needs.filter((line) => !chosen.has(pair(line))).map((line) => withRestOfOptions(line, byId, choices))
  const failures = steps.flatMap(({ id, onFailure: { goto, choose } }) => [
    ...goto.map((to): Line => ({ from: id, to, kind: 'failure', label: 'if it fails' })),
    ...choose.map((to): Line => ({ from: id, to, kind: 'failure', label: 'if it fails and is chosen' })),
  ])
  return [...choices, ...reduced([...choices, ...rest], byId).filter((line) => !choices.includes(line)), ...failures]
}

const pair = ({ from, to }: Pick<Line, 'from' | 'to'>): string => `${from} ${to}`

/** From a decision to each step that its options open first; what follows those has its lines from them. */
function choiceLines(step: PlanStep, byId: ReadonlyMap<string, PlanStep>): Line[] {
  return step.when.flatMap((condition) => {
    if (!('chosen' in condition)) return []
    return Object.entries(condition.chosen).flatMap(([decision, options]): Line[] => {
      const asked = byId.get(decision)?.decide
      const isFollowed = (option: string) => step.needs.some((need) => dependsOn(byId.get(need), decision, option))
      const wanted = [options].flat().filter((option) => step.needs.includes(decision) || !isFollowed(option))
      if (!asked || wanted.length === 0) return []
      const labels = wanted.map((option) => asked.options.find(({ id }) => id === option)?.label ?? option)
      return [{ from: decision, to: step.id, kind: 'choice', label: labels.join(' or ') }]
    })
  })
}

const dependsOn = (step: PlanStep | undefined, decision: string, option: string): boolean =>
  step?.when.some((one) => 'chosen' in one && [one.chosen[decision] ?? []].flat().includes(option)) ?? false

/** A step that a failure opens is passed by when there is none: whoever waits for it then comes after what is before it. */
function needLines(step: PlanStep, byId: ReadonlyMap<string, PlanStep>): Line[] {
  const before = (need: string): string[] => {
    const { branchOf = null, needs = [] } = byId.get(need) ?? {}
    return branchOf === null ? [need] : [need, ...needs.flatMap(before)]
  }
  const all = new Set(step.needs.filter((need) => need !== step.branchOf).flatMap(before))
  return [...all].filter((from) => byId.has(from)).map((from) => ({ from, to: step.id, kind: 'next', label: null }))
}

/** What leads on from a decision without a condition is where its other options go. */
function withRestOfOptions(line: Line, byId: ReadonlyMap<string, PlanStep>, choices: readonly Line[]): Line {
  const { decide } = byId.get(line.from) ?? {}
  const opened = choices.filter(({ from }) => from === line.from).map(({ label }) => label?.split(' or ') ?? [])
  const rest = (decide?.options ?? []).map(({ label }) => label).filter((label) => !opened.flat().includes(label))
  if (opened.length === 0 || rest.length === 0) return line
  return { ...line, kind: 'choice', label: rest.join(' or ') }
}

/** Without the lines that a longer way makes needless. A way through a step that only a failure opens is none. */
function reduced(lines: Line[], byId: ReadonlyMap<string, PlanStep>): Line[] {
  const next = Map.groupBy(lines, ({ from }) => from)
  const reaches = (from: string, to: string, seen: Set<string>): boolean =>
    (next.get(from) ?? []).some(({ to: over }) => {
      if (over === to) return true
      if (seen.has(over) || byId.get(over)?.branchOf !== null) return false
      seen.add(over)
      return reaches(over, to, seen)
    })
  return lines.filter(({ from, to, label }) => {
    if (label !== null) return true
    const others = (next.get(from) ?? []).filter((line) => line.to !== to && byId.get(line.to)?.branchOf === null)
    return !others.some((line) => reaches(line.to, to, new Set([line.to])))
  })
}

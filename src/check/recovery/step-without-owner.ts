/** Steps that wait for a person, and nobody is named. Those of one list that wait for the same are one finding. */
import type { PlanStep } from '../../plan/procedure.ts'
import { type Fault, once } from '../once.ts'
import type { CheckRule, Finding } from '../rule.ts'
import { stepsOf } from '../steps.ts'
import { listed, quoted } from '../words.ts'

/** As many steps are named; the others are counted. */
const NAMED_MAX = 6

export const stepWithoutOwner: CheckRule = {
  name: 'step-without-owner',
  level: 'warning',
  judge: ({ plan, data }) => {
    const faults = stepsOf(plan).flatMap(({ within, id, step, path }): Fault[] => {
      const waitsFor = waitingFor(step)
      if (step.owner !== undefined || waitsFor === null) return []
      const remedy = `write whose it is, such as "owner: ${plan.commander}"`
      return [{ within, path, at: 'value', step: id, say: () => waitsFor, remedy }]
    })
    const groups = Map.groupBy(once(data, faults), ({ path, message }) => JSON.stringify([path.slice(0, -1), message]))
    return [...groups.values()].flatMap(told)
  },
}

function told(group: readonly Finding[]): Finding[] {
  const [first] = group
  if (!first) return []
  const ids = listed(
    group.map(({ step = '' }) => quoted(step)),
    NAMED_MAX,
  )
  const { message: waitsFor } = first
  const message =
    group.length === 1
      ? `the step ${ids} waits for somebody ${waitsFor}, and nobody is named`
      : `the steps ${ids} wait for somebody ${waitsFor.replace(/ it$/, ' them')}, and nobody is named`
  return [{ ...first, message }]
}

/** What a person has to do; null: it goes on by itself. */
function waitingFor({ manual, decide, tickedBy, start }: PlanStep): string | null {
  if (decide) return 'to decide'
  if (manual !== undefined) return tickedBy ? null : 'to do it'
  return start === 'manual' ? 'to start it' : null
}

/** The form of `/dr declare`. Its parameters are a contract: plan, scenario, severity, seen, since, drill, separate, components. */
import type { Plan } from '../../src/plan/schema.ts'
import type { Form, FormField } from '../command.ts'

/** What is known of a declaration before or after the form; ids or names, all optional. */
export interface Given {
  plan?: string
  scenario?: string
  severity?: string
  seen?: string
  since?: string
  drill?: string
  separate?: string
  /** Ids with commas between. */
  components?: string
}

export function declarationForm(plans: readonly Plan[], given: Given): Form {
  const only = plans.length === 1 ? plans[0]?.id : undefined
  const plan = given.plan ?? only
  const offered = plan === undefined ? plans : plans.filter((one) => one.id === plan)
  const components = merged(offered, (one) =>
    Object.entries(one.components).map(([value, { label }]) => ({ value, label })),
  )
  const affected: FormField[] = [
    {
      kind: 'choices',
      param: 'components',
      label: 'What is affected',
      options: components.map(({ value, label }) => ({ value, label })),
      hint: 'Empty: what the scenario says',
      optional: true,
      ...initial(given.components),
    },
  ]
  const fields: FormField[] = [
    { kind: 'select', param: 'plan', label: 'Plan', options: plans.map(planOption), ...initial(plan) },
    {
      kind: 'select',
      param: 'scenario',
      label: 'Scenario',
      options: merged(offered, (one) => scenarioOptions(one)),
      hint: 'Empty when it fits none',
      optional: true,
      ...initial(given.scenario),
    },
    {
      kind: 'select',
      param: 'severity',
      label: 'Severity',
      options: merged(offered, (one) => one.severities.map(({ id, label }) => ({ value: id, label }))),
      hint: "Empty: the scenario's",
      optional: true,
      ...initial(given.severity),
    },
    { kind: 'multiline', param: 'seen', label: 'What is seen', optional: true, ...initial(given.seen) },
    {
      kind: 'datetime',
      param: 'since',
      label: 'Since when',
      hint: 'Empty: not known',
      optional: true,
      ...initial(given.since),
    },
    {
      kind: 'checkbox',
      param: 'drill',
      label: 'Drill',
      option: 'This is a drill',
      optional: true,
      ...initial(given.drill),
    },
    {
      kind: 'checkbox',
      param: 'separate',
      label: 'Another one',
      option: 'Open a second one even if the same is open',
      optional: true,
      ...initial(given.separate),
    },
    ...(components.length > 0 ? affected : []),
  ]
  return { command: 'declare', title: 'Declare a disaster', submit: 'Declare', fields }
}

interface Option {
  value: string
  label: string
  group?: string
}

/** Under their category of risk, where the plan has some (R11). */
export const scenarioOptions = ({ scenarios, categories }: Plan): Option[] =>
  Object.entries(scenarios).map(([value, { title, category }]) => ({
    value,
    label: title,
    ...(category !== undefined && { group: categories[category]?.label ?? category }),
  }))

const planOption = ({ id, system }: Plan): Option => ({ value: id, label: system.name })

const initial = (value: string | undefined): { initial?: string } => (value === undefined ? {} : { initial: value })

/** Options of all plans, each id once: a form cannot change with the plan chosen in it, so a wrong pair is told on submission. */
function merged(plans: readonly Plan[], optionsOf: (plan: Plan) => Option[]): Option[] {
  const byValue = Map.groupBy(plans.flatMap(optionsOf), ({ value }) => value)
  return [...byValue].map(([value, same]) => {
    const labels = new Set(same.map(({ label }) => label))
    const groups = new Set(same.map(({ group }) => group))
    const [group] = groups.size === 1 ? groups : []
    return { value, label: [...labels].join(' / '), ...(group !== undefined && { group }) }
  })
}

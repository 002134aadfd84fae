/** One scenario: how it is known, what is promised, a diagram, when what is due, and every step in full. */
import { counted, inWords } from '../plan/in-words.ts'
import { defaultSeverity, policyFor } from '../plan/policy-for.ts'
import { cardSteps, type PlanStep, procedureOf, VALIDATION_PHASE } from '../plan/procedure.ts'
import type { Plan, Scenario } from '../plan/schema.ts'
import { diagramOf } from './diagram.ts'
import { type Block, codes, facts, heading, list, note, paragraph, table, words } from './document.ts'
import { plannedWay } from './planned-way.ts'
import { stepBlock } from './step-block.ts'
import { timetable } from './timetable.ts'
import { lengthOf, moment, rpoText, severityName, windowText } from './wording.ts'

export function scenarioSection(plan: Plan, id: string): Block[] {
  const scenario = plan.scenarios[id]!
  const { steps } = procedureOf(plan, id)
  return [
    heading(2, `Scenario: ${scenario.title}`, `scenario-${id}`),
    ...about(plan, id, scenario),
    ...(scenario.symptoms.length > 0 ? [heading(3, 'How you know it', `symptoms-${id}`), list(scenario.symptoms)] : []),
    heading(3, 'What happens when', `timetable-${id}`),
    table(
      `${scenario.title}: from the declaration on, as long as nobody answers or changes anything`,
      ['When', 'What'],
      timetable(plan, id).map(({ atMs, what }) => [[{ strong: moment(atMs) }], what]),
    ),
    ...(steps.length === 0
      ? [note('warning', 'No steps are written for this scenario.')]
      : recovery(plan, id, scenario)),
  ]
}

function about(plan: Plan, id: string, scenario: Scenario): Block[] {
  const { aliases, category, impact, response, rto, rpo, components, loses, backups } = scenario
  const severity = defaultSeverity(plan, id)
  const policy = policyFor(plan, id, severity)
  const own = rto !== undefined && rto > plan.objectives.rto ? ', beyond the objective of the system' : ''
  return [
    facts(
      ['Declare it', [{ code: `/dr declare ${plan.id} ${id}` }]],
      ['Also called', aliases.join(', ')],
      ['Kind of risk', category === undefined ? undefined : (plan.categories[category]?.label ?? category)],
      ['Impact', impact],
      ['Response', response],
      ['Severity', severityName(plan, severity)],
      ['RTO', `${lengthOf(rto ?? plan.objectives.rto)}${own}`],
      ['RPO', rpoText(rpo ?? plan.objectives.rpo)],
      ['Ladder', policy ?? 'none: nobody is paged by itself'],
      ['Out of order', inWords(components.map((one) => plan.components[one]?.label ?? one))],
      ['Lost with it', inWords(loses.map((one) => plan.regions[one]?.label ?? one))],
      ['Restored from', inWords(backups.map((one) => plan.backups[one]?.label ?? one))],
    ),
  ]
}

function recovery(plan: Plan, id: string, scenario: Scenario): Block[] {
  const procedure = procedureOf(plan, id)
  const { steps, phases } = procedure
  const anchorOf = (step: string) => `${id}-${step}`
  const way = plannedWay(steps)
  const title = `Steps of ${scenario.title}`
  const diagram = diagramOf(procedure, { title, anchorOf, lengthOf, critical: way.steps.map((step) => step.id) })
  const streams = new Map(scenario.phases.map((phase) => [phase.id, phase.stream]))
  return [
    heading(3, 'The way through it', `diagram-${id}`),
    paragraph(legend(steps)),
    { kind: 'diagram', diagram },
    paragraph(wayText(plan, scenario, way)),
    ...phases.flatMap((phase): Block[] => {
      const own = steps.filter((step) => step.phase === phase.id)
      const isGate = phase.id === VALIDATION_PHASE
      const stream = streams.get(phase.id)
      const said = [
        ...(phase.window ? [`Under way ${windowText(phase.window)}.`] : []),
        ...(stream === undefined ? [] : [`Customers are told of it as ${stream}.`]),
        ...(isGate
          ? ['Before the incident can be resolved, each of these has passed, or was waived by name and with a reason.']
          : []),
      ]
      return [
        heading(3, phase.title, `${id}-phase-${phase.id}`),
        ...(said.length > 0 ? [paragraph(said.join(' '))] : []),
        ...gated(own).flatMap(([group, inGroup]): Block[] => [
          ...(group === null ? [] : [paragraph([{ strong: group }])]),
          ...inGroup.map((step) => stepBlock(plan, step, { steps, anchorOf })),
        ]),
      ]
    }),
  ]
}

/** Checks by their kind; steps as they are. */
function gated(steps: readonly PlanStep[]): [string | null, PlanStep[]][] {
  const names = { technical: 'Technical checks', business: 'Checks of the business' }
  const groups = Map.groupBy(steps, ({ gate }) => (gate === null ? null : names[gate]))
  return [...groups]
}

function legend(steps: readonly PlanStep[]): string {
  const parts = [
    ...(steps.some(({ decide }) => decide) ? ['diamonds are decisions'] : []),
    ...(steps.some(({ branchOf }) => branchOf !== null)
      ? ['dashed lines are followed only when a step has failed']
      : []),
    ...(steps.some(({ risk }) => risk === 'destructive') ? ['⚠ interrupts or destroys something'] : []),
    ...(steps.some(({ gate }) => gate !== null) ? ['dashed boxes are checks'] : []),
  ]
  const told = `${counted(steps.length, 'step')} in all`
  return parts.length > 0 ? `${told}; ${parts.join('; ')}.` : `${told}.`
}

function wayText(plan: Plan, scenario: Scenario, { ms, steps, unbudgeted }: ReturnType<typeof plannedWay>): string {
  const rto = scenario.rto ?? plan.objectives.rto
  if (ms === 0) return 'No step has a time budget, so nothing can be said of how long it takes.'
  const verdict =
    ms > rto
      ? `${lengthOf(ms - rto)} more than the RTO of ${lengthOf(rto)}`
      : `${lengthOf(rto - ms)} less than the RTO of ${lengthOf(rto)}`
  const gaps =
    unbudgeted > 0
      ? ` ${counted(unbudgeted, 'step')} on it ${unbudgeted === 1 ? 'has no budget and counts' : 'have no budget and count'} nothing.`
      : ''
  return `The longest way (bold) takes ${lengthOf(ms)} by its budgets, ${verdict}: ${counted(steps.length, 'step')}.${gaps}`
}

/** Small groups of steps for the hurry. */
export function cardsSection(plan: Plan): Block[] {
  const cards = Object.entries(plan.cards)
  if (cards.length === 0) return []
  const drawn = words`Groups of steps for the hurry, drawn into any incident with ${{ code: '/dr card' }}.`
  return [
    heading(2, 'Cards', 'cards'),
    paragraph(drawn),
    ...cards.flatMap(([id, { title }]): Block[] => {
      const steps = cardSteps(plan, id, 1)
      const anchorOf = (step: string) => `card-${step.replaceAll('.', '-')}`
      return [
        heading(3, title, `card-${id}`),
        paragraph(words`${codes([`/dr card ${id}`])}`),
        ...steps.map((step) => stepBlock(plan, step, { steps, anchorOf })),
      ]
    }),
  ]
}

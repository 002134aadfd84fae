/** `/dr oncall`: who would be paged now, level by level, and who of them cannot be reached: to be seen before the disaster. */

import { initialState } from '../src/incident/initial-state.ts'
import { applicableLevels } from '../src/incident/ladder.ts'
import type { View } from '../src/incident/view-shape.ts'
import { inWords } from '../src/plan/in-words.ts'
import { defaultSeverity } from '../src/plan/policy-for.ts'
import { recogniseDeclaration } from '../src/plan/recognise.ts'
import type { Plan } from '../src/plan/schema.ts'
import { standIns } from '../src/readiness/stand-ins.ts'
import { answer, refuse } from './asking/answers.ts'
import { allPlans } from './asking/plans.ts'
import { whichIncident } from './asking/which-incident.ts'
import type { DrCommand, Reply, Request } from './command.ts'
import { lines } from './wording/lists.ts'
import { describeLevels } from './wording/on-call.ts'

export const oncall: DrCommand = {
  name: 'oncall',
  aliases: ['on-call', 'who'],
  usage: 'oncall [INCIDENT | PLAN [SCENARIO] [SEVERITY]]',
  summary: 'Who would be paged now, and who cannot be reached',
  async run(request) {
    const { words } = request
    const plans = await allPlans(request)
    if (plans.length === 0) return refuse('There is no plan in force, so nobody would be paged.')
    const open = words === '' ? await openIncident(request) : undefined
    if (open) return forIncident(request, open.plan, open.view)
    const said = recogniseDeclaration(plans, words)
    const strange = said.unknown?.word ?? said.rest
    if (strange !== '') {
      const names = inWords(
        plans.map((plan) => `\`/dr oncall ${plan.id}\``),
        'or',
      )
      return refuse(`"${strange}" is no plan, scenario or severity here: say ${names}.`)
    }
    const chosen = said.plan === undefined ? plans : plans.filter((plan) => plan.id === said.plan)
    const told = await Promise.all(chosen.map((plan) => forPlan(request, plan, words)))
    return answer(told.map((one) => one.text).join('\n\n'), { data: told.map((one) => one.data) })
  },
}

async function openIncident(request: Request): Promise<{ plan: Plan; view: View } | undefined> {
  const found = await whichIncident(request, 'oncall')
  return found.ok && found.view.phase === 'open' ? found : undefined
}

async function forIncident(request: Request, plan: Plan, view: View): Promise<Reply> {
  const { services, atMs } = request
  const state = { ...initialState(view.id), scenario: view.scenario?.id ?? null, severity: view.severity.id }
  const covers = standIns(await services.system(), plan.id, atMs)
  const { text, data } = describeLevels(plan, applicableLevels(plan, state), { atMs, covers, ladder: view.ladder })
  const heading = `*On call for ${view.id}* (${plan.system.name}, ${view.severity.label})`
  return answer(lines(heading, text), { incident: view.id, data: [{ plan: plan.id, levels: data }] })
}

async function forPlan(request: Request, plan: Plan, words: string) {
  const { services, atMs } = request
  const said = recogniseDeclaration([plan], words)
  const scenario = said.scenario ?? null
  const severity = said.severity ?? defaultSeverity(plan, scenario)
  const state = { ...initialState(''), scenario, severity }
  const covers = standIns(await services.system(), plan.id, atMs)
  const { text, data } = describeLevels(plan, applicableLevels(plan, state), { atMs, covers })
  const label = plan.severities.find((one) => one.id === severity)?.label ?? severity
  const title = scenario === null ? '' : `, ${plan.scenarios[scenario]?.title}`
  return {
    text: lines(`*Who would be paged now*: ${plan.system.name}, ${label}${title}`, text),
    data: { plan: plan.id, levels: data },
  }
}

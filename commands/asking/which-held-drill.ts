/** Which drill a request is about: the incident that the place or the words name, the newest of a drill of a plan, or the newest of all. */
import { drillReport } from '../../src/incident/drill/report.ts'
import type { DrillReport } from '../../src/incident/drill/report-shape.ts'
import type { IncidentState } from '../../src/incident/state.ts'
import { nearest } from '../../src/plan/nearest.ts'
import { own } from '../../src/plan/own.ts'
import type { Plan } from '../../src/plan/schema.ts'
import { scenariosOf } from '../../src/readiness/drills/standing.ts'
import type { Request } from '../command.ts'
import { takeIncident } from './which-incident.ts'

interface KnownDrill {
  plan: Plan
  state: IncidentState
  report: DrillReport
}
export type FoundDrill = ({ ok: true } & KnownDrill) | { ok: false; why: string }

/** @param words `DR-…`, `[PLAN] [DRILL]`, or none. */
export async function whichHeldDrill(request: Request, words: string): Promise<FoundDrill> {
  const { services } = request
  const { incident, words: rest } = await takeIncident({ ...request, words })
  if (incident !== undefined && rest.trim() === '' && (words.trim() !== '' || (await isDrill(request, incident)))) {
    const found = await services.state(incident)
    return found ? known(found) : { ok: false, why: `There is no incident ${incident}.` }
  }
  const named = rest.trim().split(/\s+/).filter(Boolean)
  const views = (await services.headings({ all: true })).filter(({ mode }) => mode === 'drill')
  const plans = Object.values(await services.plans())
  const plan = plans.find(({ id }) => id === named[0])
  const drill = plan ? named[1] : named[0]
  const drills = [...new Set((plan ? [plan] : plans).flatMap((one) => Object.keys(one.drills)))]
  if (drill !== undefined && !drills.includes(drill)) return { ok: false, why: noSuchDrill(drill, drills) }
  for (const view of views) {
    if (plan && view.plan.id !== plan.id) continue
    const found = await services.state(view.id)
    if (found && (drill === undefined || isOfDrill(found, drill))) return known(found)
  }
  const which = drill === undefined ? (plan ? ` of ${plan.system.name}` : '') : ` "${drill}"`
  return { ok: false, why: `No drill${which} has been held yet: \`/dr drill start\` begins one.` }
}

/** One that nobody has named counts for each that practises its scenario. */
function isOfDrill({ plan, state }: { plan: Plan; state: IncidentState }, drill: string): boolean {
  const one = own(plan.drills, drill)
  return state.drill === null
    ? one !== undefined && scenariosOf(one).includes(state.scenario ?? '')
    : state.drill === drill
}

const isDrill = async ({ services }: Request, incident: string) => (await services.view(incident))?.mode === 'drill'

const known = ({ plan, state }: { plan: Plan; state: IncidentState }): FoundDrill => ({
  ...{ ok: true, plan, state },
  report: drillReport(plan, state),
})

function noSuchDrill(drill: string, drills: readonly string[]): string {
  const near = nearest(drill, drills)
  if (near !== undefined) return `There is no drill "${drill}": did you mean \`/dr drill report ${near}\`?`
  return `There is no drill "${drill}": say \`/dr drill report [PLAN] [DRILL]\` or the id of an incident.`
}

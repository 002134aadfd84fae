/** Makes the report of a drill out of what happened. It does for a real incident as well, whose list and record are then empty. Pure. */
import { reveal } from '../../plan/actor.ts'
import type { Plan } from '../../plan/schema.ts'
import { recoveryMs, slowestBeforeMs } from '../outages.ts'
import { actorView, personView } from '../person-view.ts'
import { rtoClock } from '../recovery/clocks.ts'
import { recoveryView } from '../recovery/view-recovery.ts'
import type { IncidentState } from '../state.ts'
import { drillOf, isOnProduction, RESTORED } from './record.ts'
import { LIST_PARTS, type Signed } from './record-shape.ts'
import { acknowledgementReport, audienceReports, stepReports } from './report-parts.ts'
import type { DrillReport, ListItem, SignedView } from './report-shape.ts'
import { troubleReports } from './report-troubles.ts'

export function drillReport(plan: Plan, state: IncidentState): DrillReport {
  const scenario = state.scenario === null ? undefined : plan.scenarios[state.scenario]
  const drill = drillOf(plan, state)
  const lead = state.roles[state.commanderRole]?.person
  const record = plan.drillRecord.map((text, index) => item(plan, state, `section/${index}`, text))
  const figures = {
    rto: rtoReport(plan, state),
    rpo: rpoReport(plan, state),
    audiences: audienceReports(plan, state),
  }
  return {
    ...{ incident: state.id, plan: { id: plan.id, name: plan.system.name }, mode: state.mode },
    drill: drill && state.drill !== null ? { id: state.drill, label: drill.label } : null,
    scenario: scenario && state.scenario !== null ? { id: state.scenario, title: scenario.title } : null,
    severity: plan.severities.find(({ id }) => id === state.severity)?.label ?? state.severity,
    ...{ phase: state.phase, target: drill?.target ?? null, outside: drill?.outside ?? [] },
    ...{ startedMs: state.declaredMs, endedMs: state.endedMs },
    lead: lead === undefined ? null : personView(plan, lead),
    participants: state.participants.map((person) => personView(plan, person)),
    ...figures,
    acknowledgement: acknowledgementReport(plan, state),
    steps: stepReports(plan, state),
    troubles: troubleReports(plan, state, figures),
    checklist: Object.fromEntries(
      LIST_PARTS.map((list) => [
        list,
        (drill?.checklist[list] ?? []).map((text, index) => item(plan, state, `${list}/${index}`, text)),
      ]),
    ) as DrillReport['checklist'],
    restored: isOnProduction(plan, state) ? item(plan, state, 'restored', RESTORED) : null,
    record: state.mode === 'drill' ? record : [],
    unsigned: state.mode === 'drill' ? record.filter(({ signed }) => !signed).map(({ text }) => text) : [],
    notes: state.notes.map(({ atMs, by, text, decision }) => ({
      ...{ atMs, by: actorView(plan, by), text: reveal(text), decision },
    })),
  }
}

function item(plan: Plan, { record }: IncidentState, part: string, text: string): ListItem {
  const signed = record[part]
  return { text, signed: signed ? signedView(plan, signed) : null }
}

const signedView = (plan: Plan, { atMs, by, text }: Signed): SignedView => ({
  ...{ atMs, by: actorView(plan, by), text: text ? reveal(text) : null },
})

/** One that was called off before the service was back has met nothing and missed nothing. */
export function rtoReport(plan: Plan, state: IncidentState): DrillReport['rto'] {
  const { objectiveMs } = rtoClock(plan, state)
  const tookMs = recoveryMs(state)
  // That the service came back in time once does not make good that it did not before.
  if (tookMs === null) return { objectiveMs, tookMs, met: slowestBeforeMs(state) > objectiveMs ? false : null }
  return { objectiveMs, tookMs, met: tookMs <= objectiveMs }
}

export function rpoReport(plan: Plan, state: IncidentState): DrillReport['rpo'] {
  const known = recoveryView(plan, state)?.rpo
  if (known) {
    const { objectiveMs, lostMs, missed, set, restored } = known
    return { objectiveMs, lostMs, met: missed === null ? null : !missed, set, restored }
  }
  const scenario = state.scenario === null ? undefined : plan.scenarios[state.scenario]
  return { objectiveMs: scenario?.rpo ?? plan.objectives.rpo, lostMs: null, met: null, set: null, restored: false }
}

/**
 * Makes the review of an incident, or of a drill, out of what happened and what people wrote of it. What nobody knows is null, what nobody has written is listed;
 * nothing is made up. Pure.
 */
import { reveal } from '../../plan/actor.ts'
import type { Plan } from '../../plan/schema.ts'
import { holdersNow } from '../communication/tasks.ts'
import { drillReport } from '../drill/report.ts'
import { measuresOf } from '../measures/measures.ts'
import { actorView, personView } from '../person-view.ts'
import type { IncidentState } from '../state.ts'
import { approvalReports, barsOf, filledFields, noteReports, pagedReports, waiverReports } from './review-parts.ts'
import type { FollowUp, ReviewDocument } from './review-shape.ts'

/** What other parts of the program know of it. */
export interface BesideReview {
  followUps?: readonly FollowUp[]
}

const MINUTE_MS = 60_000

export function reviewDocument(
  plan: Plan,
  state: IncidentState,
  { followUps = [] }: BesideReview = {},
): ReviewDocument {
  const report = drillReport(plan, state)
  const fields = filledFields(plan, state)
  const { review } = state.communication
  const { published } = state.review
  return {
    ...{ report, fields, followUps: [...followUps], seen: reveal(state.seen) },
    category: categoryOf(plan, state),
    components: state.components.map((id) => plan.components[id]?.label ?? id),
    declaredBy: actorView(plan, state.declaredBy),
    moments: momentsOf(state),
    figures: figuresOf(plan, state),
    reopened: Math.max(0, state.endings - (state.phase === 'open' ? 0 : 1)),
    missing: fields.filter(({ said }) => said === null),
    approvals: approvalReports(plan, state),
    waivers: waiverReports(plan, state),
    paged: pagedReports(plan, state),
    roles: rolesOf(plan, state),
    notes: noteReports(plan, state),
    bars: Object.fromEntries(report.steps.map(({ id }) => [id, barsOf(state, id)])),
    custody: Object.values(state.recovery.runs).flatMap(({ custody }) =>
      custody.map(({ set, key, madeAtMs, sha256, verified }) => ({
        ...{ set: plan.backups[set]?.label ?? set, key, madeAtMs, sha256, verified },
      })),
    ),
    vendors: state.vendorContacts.map(({ vendor, atMs, by, reference }) => ({
      ...{ label: plan.vendors[vendor]?.label ?? vendor, atMs, by: actorView(plan, by), reference: reveal(reference) },
    })),
    meeting: meetingOf(plan, state),
    filed: state.review.filed,
    published: published && { n: published.n, atMs: published.atMs, by: actorView(plan, published.by) },
    publicLink: review && !review.own ? reveal(review.link) : null,
  }
}

function categoryOf({ scenarios, categories }: Plan, { scenario }: IncidentState): string | null {
  const category = scenarios[scenario ?? '']?.category
  return category === undefined ? null : (categories[category]?.label ?? category)
}

const momentsOf = (state: IncidentState): ReviewDocument['moments'] => ({
  ...{ badMs: state.outageStartMs, declaredMs: state.declaredMs, acknowledgedMs: state.firstAcknowledgedMs },
  ...{ restoredMs: state.restoredMs, endedMs: state.endedMs },
})

/** The same as in all other figures; what customers felt is known once it is over. */
function figuresOf(plan: Plan, state: IncidentState): ReviewDocument['figures'] {
  const { mttdMs, mttaMs, mttrMs, customerImpactMinutes } = measuresOf(plan, state, state.endedMs ?? state.declaredMs)
  const felt = mttrMs === null || customerImpactMinutes === null ? null : customerImpactMinutes * MINUTE_MS
  return { detectMs: mttdMs, acknowledgeMs: mttaMs, recoverMs: mttrMs, customerImpactMs: felt }
}

function rolesOf(plan: Plan, { roles }: IncidentState): ReviewDocument['roles'] {
  return Object.entries(roles).map(([role, { person }]) => ({
    ...{ label: plan.roles[role]?.label ?? role, holder: personView(plan, person) },
  }))
}

function meetingOf(plan: Plan, state: IncidentState): ReviewDocument['meeting'] {
  const { reviewWithin, participants, agenda, sections, deliverables } = plan.postIncident
  return {
    dueMs: reviewWithin === undefined || state.endedMs === null ? null : state.endedMs + reviewWithin,
    participants: participants.map((role) => ({
      label: plan.roles[role]?.label ?? role,
      people: holdersNow(plan, state, role).map((person) => personView(plan, person)),
    })),
    ...{ agenda, sections, deliverables },
  }
}

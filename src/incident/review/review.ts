/**
 * Makes the review of an incident, or of a drill, out of what happened and what people wrote of it. What nobody knows is null, what nobody has written is listed;
 * nothing is made up. Pure.
 */
import { reveal } from '../../plan/actor.ts'
import type { Plan } from '../../plan/schema.ts'
import { holdersNow } from '../communication/tasks.ts'
import { drillReport } from '../drill/report.ts'
import { actorView, personView } from '../person-view.ts'
import { rtoClock } from '../recovery/clocks.ts'
import type { IncidentState } from '../state.ts'
import { approvalReports, barsOf, filledFields, noteReports, pagedReports, waiverReports } from './review-parts.ts'
import type { FollowUp, ReviewDocument } from './review-shape.ts'

/** What other parts of the program know of it. */
export interface BesideReview {
  followUps?: readonly FollowUp[]
}

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
    components: state.components.map((id) => plan.components[id]?.label ?? id),
    declaredBy: actorView(plan, state.declaredBy),
    moments: momentsOf(report.acknowledgement, state),
    figures: figuresOf(plan, report.acknowledgement, state),
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

type Answered = ReviewDocument['report']['acknowledgement']

const momentsOf = ({ pagedMs, answeredMs }: Answered, state: IncidentState): ReviewDocument['moments'] => ({
  ...{ badMs: state.outageStartMs, declaredMs: state.declaredMs, firstPageMs: pagedMs, acknowledgedMs: answeredMs },
  ...{ restoredMs: state.restoredMs, endedMs: state.endedMs },
})

function figuresOf(plan: Plan, { tookMs }: Answered, state: IncidentState): ReviewDocument['figures'] {
  const { outageStartMs, declaredMs, phase, mode } = state
  const { startMs, stoppedMs } = rtoClock(plan, state)
  // What was called off, or is another incident, came back only if somebody said so.
  const backMs = phase === 'resolved' || phase === 'open' ? stoppedMs : state.restoredMs
  const recoverMs = backMs === null ? null : Math.max(0, backMs - startMs)
  return {
    detectMs: outageStartMs === null ? null : Math.max(0, declaredMs - outageStartMs),
    ...{ acknowledgeMs: tookMs, recoverMs, customerImpactMs: mode === 'drill' ? null : recoverMs },
  }
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

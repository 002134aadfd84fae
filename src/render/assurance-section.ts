/** What auditors ask for: what laws demand and what answers it, measures, documents, access, and what is still open. */
import type { Plan } from '../plan/schema.ts'
import { type Block, heading, joined, lean, list, type Prose, paragraph } from './document.ts'
import { lengthOf, roleName } from './wording.ts'

export function assuranceSection(plan: Plan): Block[] {
  const all = [...compliance(plan), ...retention(plan), ...measures(plan), ...documents(plan), ...access(plan)]
  const open = openQuestions(plan)
  return [...(all.length > 0 ? [heading(2, 'Compliance and documents', 'compliance'), ...all] : []), ...open]
}

function compliance(plan: Plan): Block[] {
  const rows = Object.values(plan.compliance).flatMap(({ standard, demands }) =>
    demands.map(({ text, keepBackups, notifyWithin, notice, drillEvery, shownBy = [] }, index): Prose[] => {
      const sent = plan.notices.find(({ id }) => id === notice)
      const answer = joined(
        [
          ...(keepBackups === undefined ? [] : [`backups are to be kept for ${lengthOf(keepBackups)}`]),
          ...(notifyWithin === undefined ? [] : [`a notice within ${lengthOf(notifyWithin)}`]),
          ...(notice === undefined
            ? []
            : [`by the notice to ${plan.audiences[sent?.audience ?? '']?.label ?? notice}`]),
          ...(drillEvery === undefined ? [] : [`a drill each ${drillEvery}`]),
        ],
        '; ',
      )
      return [index === 0 ? [{ strong: standard }] : standard, text, answer, shownBy.join(', ')]
    }),
  )
  return lean('What is demanded', ['Standard', 'Demand', 'In figures', 'Shown by'], rows)
}

function retention({ retention: { incidents, drills } }: Plan): Block[] {
  const kept = (what: string, ms: number) => `What people wrote in ${what} is erased ${lengthOf(ms)} after its end.`
  const said = [
    ...(incidents === undefined ? [] : [kept('an incident', incidents)]),
    ...(drills === undefined ? [] : [kept('a drill', drills)]),
  ]
  return said.length === 0 ? [] : [heading(3, 'How long texts are kept', 'retention'), list(said)]
}

const measures = (plan: Plan): Block[] =>
  plan.measures.length === 0 ? [] : [heading(3, 'What is measured', 'measures'), list(plan.measures)]

function documents(plan: Plan): Block[] {
  const rows = plan.documents.map(({ label, group, where, owner, reviewed }): Prose[] => [
    [{ strong: label }],
    group ?? '',
    where === undefined
      ? [{ flag: 'missing', text: 'not said where' }]
      : URL.canParse(where)
        ? [{ url: where }]
        : where,
    owner === undefined ? '' : roleName(plan, owner),
    reviewed ?? '',
  ])
  return lean('Documents', ['Document', 'Group', 'Where', 'Kept by', 'Looked through'], rows)
}

function access(plan: Plan): Block[] {
  const rows = plan.access.map(({ label, where }): Prose[] => [[{ strong: label }], where])
  return lean('Where emergency access lies', ['Access', 'Where'], rows)
}

function openQuestions(plan: Plan): Block[] {
  const rows = plan.openQuestions.map(({ id, open, chosen }): Prose[] => [[{ code: id }], open, chosen])
  if (rows.length === 0) return []
  const said =
    'What whoever wrote the plan found open or contradictory, and what the plan does until its owners settle it.'
  return [
    heading(2, 'Open questions', 'open'),
    paragraph(said),
    ...lean('Open', ['', 'What is open', 'Meanwhile'], rows),
  ]
}

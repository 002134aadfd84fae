/**
 * A plan as a document to read, print and hand to auditors. Promises that everything a person on paper wants to know is in it, in the order in which it is
 * wanted; what is left out, and why, stands in test/render. Holds no clock and reads no file.
 */
import type { Plan } from '../plan/schema.ts'
import { assuranceSection } from './assurance-section.ts'
import { communicationSection } from './communication-section.ts'
import { detectionSection } from './detection-section.ts'
import type { PlanDocument } from './document.ts'
import { ladderSection } from './ladder-section.ts'
import { type Edition, openingSection } from './opening-section.ts'
import { outsideSection } from './outside-section.ts'
import { peopleSection } from './people-section.ts'
import { afterwardsSection, practiceSection } from './practice-section.ts'
import { publicSection } from './public-section.ts'
import { restoreSection } from './restore-section.ts'
import { cardsSection, scenarioSection } from './scenario-section.ts'
import { trialSection } from './trial-section.ts'

export type { Edition } from './opening-section.ts'

/** @param scenarios ids of those that are written out. */
export function planDocument(plan: Plan, scenarios: readonly string[], edition: Edition): PlanDocument {
  return {
    title: `Disaster recovery: ${plan.system.name}`,
    classification: plan.classification,
    imprint: imprintOf(plan, edition),
    blocks: [
      ...openingSection(plan, scenarios, edition),
      ...scenarios.flatMap((id) => scenarioSection(plan, id)),
      ...cardsSection(plan),
      ...peopleSection(plan),
      ...ladderSection(plan),
      ...communicationSection(plan),
      ...publicSection(plan),
      ...restoreSection(plan),
      ...trialSection(plan),
      ...outsideSection(plan),
      ...detectionSection(plan),
      ...afterwardsSection(plan),
      ...practiceSection(plan),
      ...assuranceSection(plan),
    ],
  }
}

/** Which plan it is, in one line. */
export function imprintOf({ id, version, draft, classification }: Plan, { printed, digest }: Edition): string {
  const parts = [
    ...(classification === undefined ? [] : [classification]),
    `${id}${version === undefined ? '' : `, version ${version}`}${draft ? ', draft' : ''}`,
    `printed ${printed}`,
    digest.slice(0, 12),
  ]
  return parts.join(' · ')
}

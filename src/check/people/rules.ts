/** The rules about who can be reached, and who is left when somebody is not. */
import type { CheckRule } from '../rule.ts'
import { approvalImpossible } from './approval-impossible.ts'
import { contactMissing } from './contact-missing.ts'
import { ladderGap } from './ladder-gap.ts'
import { ladderSlowerThanWindow } from './ladder-slower-than-window.ts'
import { ladderWithoutPace } from './ladder-without-pace.ts'
import { noLadder } from './no-ladder.ts'
import { placeholderContact } from './placeholder-contact.ts'
import { singlePerson } from './single-person.ts'
import { unfilledRole } from './unfilled-role.ts'
import { unusedRole } from './unused-role.ts'

export const peopleRules: readonly CheckRule[] = [
  noLadder,
  ladderGap,
  ladderWithoutPace,
  ladderSlowerThanWindow,
  contactMissing,
  placeholderContact,
  singlePerson,
  approvalImpossible,
  unfilledRole,
  unusedRole,
]

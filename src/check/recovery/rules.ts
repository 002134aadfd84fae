/** The rules about steps, their order, their budgets and their approvals. */
import type { CheckRule } from '../rule.ts'
import { budgetBeyondTimeout } from './budget-beyond-timeout.ts'
import { budgetMissing } from './budget-missing.ts'
import { destructiveWithoutApproval } from './destructive-without-approval.ts'
import { failureWithoutBranch } from './failure-without-branch.ts'
import { manualPlaceholder } from './manual-placeholder.ts'
import { objectiveBeyondPlan } from './objective-beyond-plan.ts'
import { optionLeadsNowhere } from './option-leads-nowhere.ts'
import { readingActs } from './reading-acts.ts'
import { rtoTight } from './rto-tight.ts'
import { rtoUnreachable } from './rto-unreachable.ts'
import { scenarioWithoutChecks } from './scenario-without-checks.ts'
import { scenarioWithoutProcedure } from './scenario-without-procedure.ts'
import { stepUnreachable } from './step-unreachable.ts'
import { stepWithoutOwner } from './step-without-owner.ts'
import { tierBeforePhase } from './tier-before-phase.ts'
import { windowBeyondRto } from './window-beyond-rto.ts'

export const recoveryRules: readonly CheckRule[] = [
  rtoUnreachable,
  rtoTight,
  objectiveBeyondPlan,
  windowBeyondRto,
  tierBeforePhase,
  budgetBeyondTimeout,
  budgetMissing,
  scenarioWithoutProcedure,
  scenarioWithoutChecks,
  stepUnreachable,
  stepWithoutOwner,
  manualPlaceholder,
  destructiveWithoutApproval,
  failureWithoutBranch,
  readingActs,
  optionLeadsNowhere,
]

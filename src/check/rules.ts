/** Every rule of the plan linter. Promises names that are unique; in which order they judge does not matter. */
import { backupsRules } from './backups/rules.ts'
import { commandsRules } from './commands/rules.ts'
import { drillsRules } from './drills/rules.ts'
import { noticesRules } from './notices/rules.ts'
import { peopleRules } from './people/rules.ts'
import { recoveryRules } from './recovery/rules.ts'
import type { CheckRule } from './rule.ts'
import { wholeRules } from './whole/rules.ts'

export const RULES: readonly CheckRule[] = [
  ...recoveryRules,
  ...backupsRules,
  ...peopleRules,
  ...noticesRules,
  ...drillsRules,
  ...commandsRules,
  ...wholeRules,
]

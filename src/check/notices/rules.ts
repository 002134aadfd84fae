/** The rules about what audiences are told, and when. */
import type { CheckRule } from '../rule.ts'
import { audienceWithoutTemplate } from './audience-without-template.ts'
import { regulatorLate } from './regulator-late.ts'
import { unusedTemplate } from './unused-template.ts'
import { windowUnreachable } from './window-unreachable.ts'

export const noticesRules: readonly CheckRule[] = [
  audienceWithoutTemplate,
  windowUnreachable,
  regulatorLate,
  unusedTemplate,
]

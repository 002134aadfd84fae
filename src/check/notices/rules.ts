/** The rules about what audiences are told, and when. */
import type { CheckRule } from '../rule.ts'
import { audienceUnreachable } from './audience-unreachable.ts'
import { audienceWithoutTemplate } from './audience-without-template.ts'
import { noticeApproval } from './notice-approval.ts'
import { noticeMeans } from './notice-means.ts'
import { noticeQuestion } from './notice-question.ts'
import { noticeSeverity } from './notice-severity.ts'
import { noticeTemplate } from './notice-template.ts'
import { noticeTimes } from './notice-times.ts'
import { regulatorLate } from './regulator-late.ts'
import { unusedTemplate } from './unused-template.ts'
import { windowUnreachable } from './window-unreachable.ts'

export const noticesRules: readonly CheckRule[] = [
  audienceWithoutTemplate,
  windowUnreachable,
  regulatorLate,
  unusedTemplate,
  audienceUnreachable,
  noticeMeans,
  noticeTimes,
  noticeApproval,
  noticeTemplate,
  noticeQuestion,
  noticeSeverity,
]

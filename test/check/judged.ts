/** What rules find in the text of a plan, with places. */
import { expect } from 'vitest'
import { type Judged, judge, settle } from '../../src/check/check.ts'
import type { CheckRule } from '../../src/check/rule.ts'
import type { Contacts } from '../../src/plan/contacts.ts'
import { parsePlan } from '../../src/plan/parse-plan.ts'

const NOW_MS = Date.UTC(2026, 10, 7)

/** In the order of the text; the text must be a plan that loads. */
export function judged(rules: readonly CheckRule[], text: string, contacts?: Contacts): Judged[] {
  const parsed = parsePlan(text, 'shop.yaml', contacts)
  expect(parsed).toMatchObject({ ok: true })
  if (!parsed.ok) return []
  const { plan, data, place } = parsed
  const found = judge(rules, { plan, data, nowMs: NOW_MS }, place)
  return settle(found, 'shop.yaml', new Map([['shop.yaml', text]]), [])
}

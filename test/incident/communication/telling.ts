/** A plan whose customers are told, and what a story has told them. */
import type { Plan } from '../../../src/plan/schema.ts'
import { MINUTE, type Story, T0 } from '../story.ts'
import { testPlan } from '../test-plan.ts'

/** One notice to customers by mail, whose approval is the technical lead's (Tina). `approval: undefined` takes it away. */
export function draftPlan(notice: Record<string, unknown>, plan: Record<string, unknown> = {}): Plan {
  const templates = { initial: 'customer-initial', progress: 'customer-progress', resolved: 'customer-resolved' }
  const { approval, ...rest } = notice
  const waits = 'approval' in notice && approval === undefined ? {} : { approval: { ...(approval as object) } }
  return testPlan({
    plan: {
      communication: 'technical-lead',
      ...plan,
      notices: [{ id: 'customers', audience: 'customers', means: ['email'], templates, ...waits, ...rest }],
    },
  })
}

const afterMinutes = (atMs: number) => Math.round(((atMs - T0) / MINUTE) * 10) / 10

/** Messages that have been written: `notice moment at minutes`. */
export const texts = (story: Story): string[] =>
  story
    .of('carried-out')
    .flatMap(({ effect, atMs }) =>
      effect.kind === 'compose' ? [`${effect.notice} ${effect.moment} at ${afterMinutes(atMs)}`] : [],
    )

/** Messages that have gone out. */
export const sent = (story: Story): string[] =>
  story
    .of('carried-out')
    .flatMap(({ effect, atMs }) =>
      effect.kind === 'notify' ? [`${effect.notice} ${effect.moment} at ${afterMinutes(atMs)}`] : [],
    )

/** Who somebody is to the page gate, which counts what reaches one human whatever plan it comes from. */
import { createHash } from 'node:crypto'
import type { Plan } from '../plan/schema.ts'

/** The same human in two plans, as far as their addresses tell; a hash, because the gate's table is no place for addresses. */
export function identity(plan: Plan, person: string): string {
  const { slack, phone, email } = plan.people[person] ?? {}
  return createHash('sha256')
    .update(slack ?? phone ?? email ?? `${plan.id}/${person}`)
    .digest('hex')
}

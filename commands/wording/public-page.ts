/** What the public sees after a change of status: said to whoever changed it, because they cannot see that page from where they are. */
import type { View } from '../../src/incident/view-shape.ts'
import { reveal } from '../../src/plan/actor.ts'
import type { Plan } from '../../src/plan/schema.ts'
import type { Services } from '../services.ts'

type Wish = { text?: Parameters<typeof reveal>[0]; public?: boolean }

/** @param wish what was asked for: its text stands on the page only when it is public. */
export function publicPageLine(services: Services, plan: Plan, view: View, wish: Wish): string {
  if (view.mode === 'drill') return 'A drill: the status page shows nothing.'
  const written = wish.public && wish.text ? reveal(wish.text) : undefined
  const told = `The status page now reads: “${written ?? services.standingWords(plan, view.status)}”`
  return wish.text && !wish.public
    ? `${told} What you wrote stays inside; \`/dr update public TEXT\` tells the public.`
    : told
}

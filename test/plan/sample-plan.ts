/** A small whole plan to vary in tests, as text and as data. */
import { parsePlan } from '../../src/plan/parse-plan.ts'
import type { Problem } from '../../src/plan/problem.ts'
import type { Plan } from '../../src/plan/schema.ts'

export const SAMPLE = `muster: 1
id: shop
system: { name: Web shop, publicName: The Shop }
objectives: { rto: 4 hours, rpo: 1 hour }
severities:
  - { id: major, label: Major, rank: 1, aliases: [P1, "3"] }
  - { id: minor, label: Minor outage, rank: 2, aliases: [P2] }
people:
  ann: { name: Ann, email: ann@shop.example, slack: U1 }
  bob: { name: Bob, phone: "+14155550100", means: [voice, sms] }
  eve: { name: Eve, pagerduty: PEVE }
roles:
  lead: { label: Team Lead, aliases: [boss], holders: [ann, bob] }
commander: lead
rotations:
  week: { label: Weekly, zone: Europe/Berlin, start: 2026-01-05T09:00, shift: { weeks: 1 }, people: [ann, bob, eve] }
policy: main
policies:
  main:
    stop: acknowledged
    levels:
      - { id: first, label: First, after: 0, to: [{ role: lead }], purpose: Respond }
      - { id: second, label: Second, after: 15 min, to: [{ rotation: week }], purpose: Help }
audiences:
  customers: { label: Customers, external: true, emails: [all@shop.example] }
notices:
  - { id: customers, audience: customers, means: [email], deadline: within 1 hour, templates: { initial: customer-initial } }
scenarios:
  database-corruption: { title: Database corruption, aliases: [S1] }
  fire: { title: Fire in the data center, rto: within_8_hours }
`

/** The sample with each of the given texts replaced; throws when one is not there, so that a test cannot test nothing. */
export function varied(...replacements: [before: string, after: string][]): string {
  return replacements.reduce((text, [before, after]) => {
    if (!text.includes(before)) throw new Error(`the sample plan holds no ${JSON.stringify(before)}`)
    return text.replace(before, after)
  }, SAMPLE)
}

export function plan(...replacements: [before: string, after: string][]): Plan {
  const parsed = parsePlan(varied(...replacements), 'shop.yaml')
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.plan
}

/** The problems of a text as `line:column rule path` with what to do; none when it is whole. */
export function problemsOf(text: string): Problem[] {
  const parsed = parsePlan(text, 'shop.yaml')
  return parsed.ok ? [] : parsed.problems
}

/** A plan with a ladder of its own for each incident, so that nobody is paged for two: bundling and the hourly cap have tests of their own. */
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { stringify } from 'yaml'

/** After the declaration, seconds. The first two go by PagerDuty, whose keys tell a page that is sent twice; the last by SMS, which has none. */
export const LEVELS = [
  { id: 'level-1', afterS: 0, means: 'pagerduty' },
  { id: 'level-2', afterS: 3, means: 'pagerduty' },
  { id: 'level-3', afterS: 6, means: 'sms' },
] as const

/** Ids of levels are unique in a plan. */
export const levelOf = (n: number, level: number): string => `${LEVELS[level]!.id}-${n}`
export const scenarioOf = (n: number): string => `case-${n}`
export const personOf = (n: number, level: number): string => `p${n}-${level}`
export const phoneOf = (n: number, level: number): string =>
  `+1415${String(5_000_000 + n * 10 + level).padStart(7, '0')}`

/** @returns the plan's file. */
export async function writePlan(folder: string, incidents: number): Promise<string> {
  const all = Array.from({ length: incidents }, (_, n) => n)
  const each = <T>(entries: (n: number) => [string, T][]) => Object.fromEntries(all.flatMap(entries))
  const plan = {
    muster: 1,
    id: 'chaos',
    system: { name: 'Chaos' },
    zone: 'UTC',
    objectives: { rto: '30 min', rpo: '1 hour' },
    severities: [{ id: 'critical', label: 'Critical', rank: 1 }],
    people: each((n) => LEVELS.map((_, at) => [personOf(n, at), { name: `Person ${n} ${at}`, phone: phoneOf(n, at) }])),
    commander: 'lead',
    roles: { lead: { label: 'Lead', holders: [personOf(0, 0)] } },
    pagerduty: { service: 'chaos', routingKeyEnv: 'CHAOS_KEY' },
    policy: 'policy-0',
    policies: each((n) => [
      [
        `policy-${n}`,
        {
          stop: 'acknowledged',
          levels: LEVELS.map(({ id, afterS, means }, at) => ({
            ...{
              id: levelOf(n, at),
              label: id,
              after: `${afterS} s`,
              to: [{ person: personOf(n, at) }],
              means: [means],
              purpose: 'Respond',
            },
          })),
        },
      ],
    ]),
    scenarios: each((n) => [[scenarioOf(n), { title: `Case ${n}`, policy: `policy-${n}` }]]),
  }
  const file = path.join(folder, 'chaos.yaml')
  await writeFile(file, stringify(plan))
  return file
}

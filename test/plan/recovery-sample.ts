/** The sample plan with a recovery, to vary in tests: every kind of action, shared steps, a decision, a way round a failure, a check. */
import { expect, it } from 'vitest'
import { parsePlan } from '../../src/plan/parse-plan.ts'
import type { Problem } from '../../src/plan/problem.ts'
import { SAMPLE } from './sample-plan.ts'

const RECOVERY = `  fire:
    title: Fire in the data center
    rto: within_8_hours
    backups: [orders]
    phases:
      - id: first
        title: First
        window: 0-15 minutes
        steps:
          - { id: told, title: Customers told, manual: Look, tickedBy: { noticeSent: customers } }
          - id: way
            title: Way
            needs: []
            owner: lead
            decide: { question: Which way?, options: [{ id: restore, label: Restore }, { id: rebuild, label: Rebuild }] }
          - { sequence: restoring, needs: [way], when: { chosen: { way: restore } } }
          - id: look
            title: Look
            when: { value: host, equals: db-2 }
            do: [{ http: 'https://{host}/health', expect: { json: [{ at: status, matches: ^up }] } }]
          - id: rebuild
            title: Rebuild
            when: { chosen: { way: [rebuild] } }
            risk: destructive
            approval: { roles: [lead], count: 2 }
            do: [{ command: [make, all], on: spare }]
            onFailure: { goto: [by-hand] }
          - { id: by-hand, title: By hand, manual: Rebuild it by hand }
    validation:
      - { id: orders, title: Orders, do: [{ sql: SELECT count(*) FROM orders, on: shop }] }
sequences:
  restoring:
    title: Restoring
    steps:
      - id: stop
        title: Stop
        do: [{ command: systemctl stop shop, shell: true }]
        undo: { title: Start, do: [{ command: [systemctl, start, shop] }] }
      - id: fetch
        title: Fetch
        do:
          - { backup: orders, before: outage, fetch: dump, capture: { restored: key } }
          - { command: [restore, { file: dump }, { value: host }], env: { TOKEN: { secret: SHOP_TOKEN } } }
        checks: [{ command: [test, -e, { file: dump }] }]
      - { id: settle, title: Settle, do: [{ wait: { until: { http: { env: SHOP_URL } }, limit: 5 min } }], restores: [all] }
cards:
  stopping: { title: Stopping, steps: [{ id: one, title: One, manual: Look }, { id: two, title: Two, needs: [one], manual: Look }] }
values:
  host: { kind: choice, label: Host, options: [db-1, db-2], default: db-1 }
  restored: { kind: pattern, label: Backup, pattern: '[a-z0-9/.-]+' }
runners: { spare: { ssh: { host: spare.example } } }
connections: { shop: { urlEnv: SHOP_DB_URL } }
stores: { main: { bucket: backups } }
backups: { orders: { label: Orders, store: main, pattern: dump$ } }
components: { db: { label: Database } }
tiers: [{ id: all, label: All, window: 0-1 hour }]
`

const FIRE = '  fire: { title: Fire in the data center, rto: within_8_hours }\n'
export const RECOVERING = SAMPLE.replace(FIRE, RECOVERY)

export type Replacement = [before: string, after: string]

/** What is wrong with the sample once each of the given texts is replaced. */
export function faults(...replacements: Replacement[]): Problem[] {
  const parsed = parsePlan(recoveringWith(replacements), 'shop.yaml')
  return parsed.ok ? [] : parsed.problems
}

/** The sample with each of the given texts replaced. */
export const recoveringWith = (replacements: readonly Replacement[]): string =>
  replacements.reduce((whole, [before, after]) => {
    if (!whole.includes(before)) throw new Error(`the sample holds no ${JSON.stringify(before)}`)
    return whole.replace(before, () => after)
  }, RECOVERING)

/** One replacement that gives one problem. Of the expected fields a pattern stands for a text that matches it. */
export type Case = [what: string, before: string, after: string, expected: Record<string, string | number | RegExp>]

export function each(cases: Case[]): void {
  it.each(cases)('%s', (_what, before, after, expected) => {
    const fields = Object.entries(expected).map(([key, value]) => {
      return [key, value instanceof RegExp ? expect.stringMatching(value) : value]
    })
    expect(faults([before, after])).toEqual([expect.objectContaining(Object.fromEntries(fields))])
  })
}

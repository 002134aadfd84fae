/**
 * What the shipped plans say of the time between two disasters, against the figures of the documents that they were written after: backups, regions, drills,
 * lists, compliance.
 */
import { describe, expect, it } from 'vitest'
import { procedureOf } from '../../src/plan/procedure.ts'
import { momentsOf } from '../../src/plan/schedule.ts'
import type { Plan } from '../../src/plan/schema.ts'
import { formatDuration } from '../../src/plan/time.ts'
import { examplePlan } from './example-plans.ts'

const time = (ms: number | undefined) => (ms === undefined ? 'unstated' : formatDuration(ms))
const span = (window: { fromMs: number; toMs: number | null } | undefined) =>
  window === undefined ? 'no time' : `${time(window.fromMs)} to ${window.toMs === null ? 'open' : time(window.toMs)}`

/** By set: when it is made, for how long it is kept, where it lies besides its store. Copies say nothing of that themselves. */
function backups({ backups: sets }: Plan) {
  return Object.fromEntries(
    Object.entries(sets)
      .filter(([, { copyOf }]) => copyOf === undefined)
      .map(([id, { schedule, keep, alsoIn }]) => [
        id,
        [
          schedule?.map(({ written }) => written).join(' and ') ?? 'unstated',
          keep?.map((one) => `${one.of} ${time(one.for)}`).join(', ') ?? 'unstated',
          alsoIn.join(),
        ],
      ]),
  )
}

const copies = ({ backups: sets }: Plan) =>
  Object.entries(sets).flatMap(([id, { copyOf, store }]) => (copyOf ? [[id, copyOf, store]] : []))

/** What is tried of each set, by how. */
const tried = ({ backups: sets }: Plan, id: string) =>
  sets[id]?.verification.map(({ how, schedule }) => `${how} ${schedule.written}`)

function drillsEvery({ drills }: Plan) {
  const groups = Map.groupBy(Object.entries(drills), ([, { every }]) => every ?? 'by date')
  return Object.fromEntries([...groups].map(([every, group]) => [every, group.map(([id]) => id)]))
}

const lists = ({ checklists }: Plan) =>
  Object.fromEntries(
    Object.entries(checklists).map(([id, { from, window, items }]) => [id, [from, span(window), items.length]]),
  )

const regions = ({ regions: all }: Plan) =>
  Object.entries(all).map(([id, { role, share, activation }]) => [id, role, share, time(activation)])

describe('the MCP Debate System', () => {
  const plan = examplePlan('mcp-debate')

  it('has four sets of backups, of which nobody says how long the database is kept', () => {
    expect(backups(plan)).toEqual({
      postgresql: ['0 9-17 * * *', 'unstated', ''],
      'postgresql-full': ['0 2 * * *', 'unstated', ''],
      redis: ['every 6 hours', 'all 7 d', 'local'],
      configuration: ['daily', 'all 30 d', 'local'],
    })
    expect(copies(plan)).toEqual(
      ['postgresql', 'postgresql-full', 'redis', 'configuration'].map((id) => [`${id}-us-west-2`, id, 's3-us-west-2']),
    )
    for (const id of Object.keys(backups(plan))) {
      expect(tried(plan, id)).toEqual(['checksum daily', 'restore daily', 'data daily', 'performance daily'])
      expect(plan.backups[id]?.owner).toBe('database-administrator')
    }
  })

  it('leaves nine hours of every day between the last change and the whole backup', () => {
    const both = ['postgresql', 'postgresql-full'].flatMap((id) => plan.backups[id]?.schedule ?? [])
    const [fromMs, toMs] = [Date.UTC(2026, 11, 5), Date.UTC(2026, 11, 7)]
    const made = both.flatMap((one) => momentsOf(one, plan.zone, fromMs, toMs) ?? []).toSorted((a, b) => a - b)
    expect(made).toHaveLength(20)
    const gaps = made.slice(1).map((at, index) => at - (made[index] ?? 0))
    expect([...new Set(gaps)].map(time)).toEqual(['7 h', '1 h', '9 h'])
  })

  it('has the newest of either kind found among the incremental ones', () => {
    const { prefix, pattern } = plan.backups.postgresql!
    const full = plan.backups['postgresql-full']!
    expect(full.prefix).toBe(prefix)
    for (const name of ['full-20261205T0200Z.dump', 'incremental-20261205T0900Z.dump'])
      expect(new RegExp(pattern, 'u').test(prefix + name)).toBe(true)
    expect(new RegExp(full.pattern, 'u').test(`${prefix}incremental-20261205T0900Z.dump`)).toBe(false)
  })

  it('has six lists of four, three while it lasts and three after it; that the review is held follows from reviewWithin', () => {
    expect(lists(plan)).toEqual({
      immediate: ['declared', '0 s to 15 min', 4],
      'short-term': ['declared', '15 min to 2 h', 4],
      full: ['declared', '2 h to 4 h', 4],
      'after-immediate': ['resolved', '0 s to 24 h', 4],
      'after-short-term': ['resolved', '24 h to 7 d', 3],
      'after-long-term': ['resolved', '7 d to 28 d', 4],
    })
    expect(plan.postIncident.sections).toHaveLength(7)
  })

  it('practises twelve kinds, four in each month, quarter and year, with every scenario among them', () => {
    expect(drillsEvery(plan)).toEqual({
      month: ['database-restore', 'redis-restore', 'configuration-restore', 'service-failover'],
      quarter: ['full-simulation', 'region-failover', 'security-incident', 'business-continuity'],
      year: ['rebuild', 'long-outage', 'vendor-failure', 'natural-disaster'],
    })
    expect(new Set(Object.values(plan.drills).flatMap(({ scenarios }) => scenarios))).toEqual(
      new Set(Object.keys(plan.scenarios)),
    )
  })

  it('has its regulators, and the GDPR from the fragment that it shares', () => {
    const demands = Object.values(plan.compliance).map(({ standard, demands: all }) => [standard, all.length])
    expect(demands.toSorted()).toEqual([
      ['Audit', 4],
      ['Data protection', 3],
      ['GDPR', 1],
    ])
    expect(plan.compliance.audit?.demands.at(-1)).toMatchObject({ notice: 'regulators', notifyWithin: 24 * 3_600_000 })
    expect(plan.documents.map(({ group }) => group)).toEqual([
      ...Array(3).fill('Runbooks'),
      ...Array(3).fill('Scripts'),
      ...Array(4).fill('Diagrams'),
    ])
    expect(plan.scenarios['infrastructure-loss']?.loses).toEqual(['us-east-1'])
  })
})

describe('the DhafnckMCP Auto-Injection System', () => {
  const plan = examplePlan('dhafnck-mcp')

  it('has six sets of backups in three places', () => {
    expect(backups(plan)).toEqual({
      'database-full': ['Daily at 02:00 UTC', 'all 30 d', 'nas'],
      'database-incremental': ['every 6 hours', 'all 7 d', 'nas'],
      environment: ['daily', 'unstated', 'nas'],
      certificates: ['weekly', 'unstated', 'nas'],
      docker: ['on change', 'unstated', 'nas'],
      code: ['unstated', 'unstated', 'git,registry,ci'],
    })
    expect(tried(plan, 'database-full')).toEqual(['checksum daily', 'restore every month'])
    expect(plan.places.nas?.label).toMatch(/NAS/)
  })

  it('has a region for disasters, which is active after half an hour', () => {
    expect(regions(plan)).toEqual([
      ['us-east-1', 'primary', undefined, 'unstated'],
      ['us-west-2', 'recovery', undefined, '30 min'],
    ])
  })

  it('wants answers within two seconds', () => {
    expect(plan.objectives.also.map(({ check }) => check)).toEqual(['check-performance'])
    for (const scenario of Object.keys(plan.scenarios))
      expect(procedureOf(plan, scenario).byId.get('check-performance')?.gate).toBe('business')
  })

  it('has twelve kinds of alerts in three tiers', () => {
    expect(plan.alerts.map(({ id, respond, triggers }) => [id, span(respond), triggers.length])).toEqual([
      ['immediate', '0 s to 5 min', 4],
      ['urgent', '5 min to 30 min', 4],
      ['high-priority', '30 min to 1 h', 4],
    ])
  })

  it('has seven items for afterwards and three stages of review', () => {
    expect(lists(plan)).toEqual({
      'post-recovery': ['resolved', 'no time', 7],
      'immediate-review': ['resolved', '0 s to 24 h', 3],
      'detailed-analysis': ['resolved', '24 h to 7 d', 3],
      improvement: ['resolved', '7 d to 14 d', 3],
    })
    expect(time(plan.postIncident.reviewWithin)).toBe('24 h')
    expect(plan.measures).toHaveLength(5)
  })

  it('practises nine kinds and keeps six parts of each record', () => {
    expect(drillsEvery(plan)).toEqual({
      quarter: ['database-restore', 'application-failover', 'network-failover'],
      'half-year': ['full-simulation', 'security-incident', 'communication'],
      year: ['rebuild', 'region-failover', 'business-continuity'],
    })
    expect(plan.drillRecord).toHaveLength(6)
  })

  it('is dated as its document, whose review has passed', () => {
    expect([plan.version, plan.updated, plan.review]).toEqual(['1.0.0', '2025-09-11', '2025-10-11'])
  })
})

describe('PUO Memo MCP', () => {
  const plan = examplePlan('puo-memo')

  it('has four sets of backups with a schedule, and one of which nobody says when it is made', () => {
    expect(backups(plan)).toEqual({
      postgres: ['every hour', 'all 24 h', 'nas'],
      'postgres-full': ['Daily at 02:00 UTC', 'daily 7 d, weekly 28 d, monthly 365 d', 'nas'],
      wal: ['continuous', 'unstated', 'nas'],
      configuration: ['every 6 hours', 'unstated', 'nas'],
      redis: ['unstated', 'unstated', 'nas'],
    })
    expect(tried(plan, 'postgres')).toEqual(['listing daily', 'restore daily'])
    expect(Object.values(plan.stores).map(({ provider, region }) => [provider, region])).toEqual([
      ['google', 'us-central1'],
      [undefined, 'us-east-1'],
    ])
  })

  it('has no backup of attachments, certificates and code', () => {
    const saved = new Set(Object.values(plan.backups).flatMap(({ components }) => components))
    const hidden = Object.entries(plan.components).filter(([, component]) => !component.public)
    expect(hidden.flatMap(([id]) => (saved.has(id) ? [] : [id]))).toEqual([
      'application',
      'attachment-store',
      'certificates',
    ])
  })

  it('says of six components how urgent they are and how hard to recover', () => {
    const hidden = Object.values(plan.components).filter((component) => !component.public)
    expect(hidden.map(({ priority, recoveryComplexity }) => [priority, recoveryComplexity])).toEqual([
      ['critical', 'medium'],
      ['high', 'low'],
      ['critical', 'low'],
      ['critical', 'medium'],
      ['high', 'medium'],
      ['critical', 'low'],
    ])
    expect(Object.values(plan.components).flatMap(({ tier }) => tier ?? [])).toEqual(plan.tiers.map(({ id }) => id))
  })

  it('loses the region of its backups with its provider', () => {
    expect(regions(plan).map(([id, role]) => [id, role])).toEqual([
      ['us-central1', 'primary'],
      ['us-east-1', 'recovery'],
    ])
    const losing = Object.entries(plan.scenarios).filter(([, { loses }]) => loses.includes('us-central1'))
    expect(losing.map(([id]) => id)).toEqual(['data-center-failure', 'natural-disaster'])
  })

  const DATES = [
    '2026-12-05 Complete disaster',
    '2027-01-02 Database corruption',
    '2027-02-06 Failure of a region',
    '2027-03-06 Cyber attack',
    '2027-04-03 Human error',
    '2027-05-01 Loss of the whole data center',
    '2027-06-05 Partial degradation',
    '2027-07-03 Network partition',
    '2027-08-07 Failure of storage',
    '2027-09-04 Failure of authentication',
    '2027-10-02 Outage of a third party',
    '2027-11-06 Loss of configuration',
    '2027-12-04 Complete disaster',
  ]

  it('practises on the first Saturday of each month, for two to four hours, what the month is for', () => {
    const drill = plan.drills.monthly!
    const [fromMs, toMs] = [Date.parse('2026-11-22T00:00Z'), Date.parse('2028-01-01T00:00Z')]
    const moments = momentsOf(drill.schedule!, plan.zone, fromMs, toMs)?.map((ms) => new Date(ms)) ?? []
    const planned = moments.map(
      (at) => `${at.toISOString().slice(0, 10)} ${drill.themes[String(at.getUTCMonth() + 1)]}`,
    )
    expect(planned).toEqual(DATES)
    expect(new Set(moments.map((at) => at.toISOString().slice(11, 16)))).toEqual(new Set(['10:00']))
    expect(span(drill.length)).toBe('2 h to 4 h')
    expect(Object.keys(drill.rotation)).toEqual(Array.from({ length: 12 }, (_, month) => String(month + 1)))
    expect(new Set(Object.values(drill.rotation))).toEqual(new Set(Object.keys(plan.scenarios)))
  })

  it('has its offsets, of December’s drill', () => {
    const at = Date.parse('2026-12-05T10:00Z')
    const offsets = plan.drills.monthly?.timeline.map((one) => new Date(at + one.at).toISOString().slice(0, 16))
    expect(offsets).toEqual([
      '2026-12-04T10:00',
      '2026-12-05T09:00',
      '2026-12-05T10:00',
      '2026-12-06T10:00',
      '2026-12-12T10:00',
    ])
    const { before, during, after } = plan.drills.monthly!.checklist
    expect([...before, ...during, ...after]).toHaveLength(7)
  })

  it('has three stages for afterwards, and the post-mortem that customers are promised', () => {
    expect(lists(plan)).toEqual({
      'after-immediate': ['resolved', '0 s to 4 h', 3],
      'after-short-term': ['resolved', '4 h to 2 d', 4],
      'after-long-term': ['resolved', '2 d to 30 d', 3],
    })
    expect(time(plan.postIncident.reviewWithin)).toBe('2 d')
    expect(plan.postIncident.sections).toHaveLength(5)
    expect(plan.access[0]?.where).toBe('Vault path /emergency/puo-memo')
  })
})

describe('the Sentia Manufacturing MCP Server', () => {
  const plan = examplePlan('sentia-mcp')

  it('has three sets of backups in parts of their own, of which one has no schedule', () => {
    expect(backups(plan)).toEqual({
      postgresql: [
        'every_4_hours and before_deployments and before major changes and on security incidents',
        'all 30 d',
        'render',
      ],
      application: ['unstated', 'unstated', ''],
      redis: ['hourly', 'all 7 d', ''],
      'redis-log': ['everysec', 'unstated', 'server'],
    })
    expect(plan.backups['application-local']).toMatchObject({ copyOf: 'application', keep: [{ for: 7 * 86_400_000 }] })
    expect(plan.backups['redis-disk']?.schedule?.[0]?.written).toBe('daily')
    expect(plan.backups.postgresql?.encryption).toBe('AES-256')
  })

  it('has three regions with 80, 20 and 0 percent, the last active after two hours, and no way back', () => {
    expect(regions(plan)).toEqual([
      ['us-west-2', 'primary', 80, 'unstated'],
      ['us-east-1', 'secondary', 20, 'unstated'],
      ['eu-west-1', 'recovery', 0, '2 h'],
    ])
    expect(Object.values(plan.regions).flatMap(({ failback }) => failback ?? [])).toEqual([])
  })

  it('has a category of risk for each scenario, all of which reach beyond its RTO', () => {
    const rows = Object.values(plan.categories).map((one) => [
      one.probability,
      one.impact,
      span(one.outage),
      one.dataLoss,
    ])
    expect(rows).toEqual([
      ['high', 'medium', '1 h to 6 h', 'low'],
      ['medium', 'high', '2 h to 8 h', 'high'],
      ['low', 'critical', '8 h to 24 h', 'critical'],
      ['low', 'critical', '12 h to 2 d', 'medium'],
    ])
    expect(Object.values(plan.scenarios).map(({ category }) => category)).toEqual(Object.keys(plan.categories))
    expect(Object.values(plan.scenarios).map(({ symptoms }) => symptoms.length)).toEqual([5, 4, 4, 4])
  })

  it('practises nine kinds by one list of five, six and five items', () => {
    expect(drillsEvery(plan)).toEqual({
      month: ['backup-restore', 'database-failover', 'application-recovery'],
      quarter: ['full-simulation', 'security-incident', 'region-failover'],
      year: ['comprehensive', 'external-audit', 'business-continuity'],
    })
    for (const { checklist } of Object.values(plan.drills))
      expect([checklist.before.length, checklist.during.length, checklist.after.length]).toEqual([5, 6, 5])
  })

  it('keeps backups for a third of what SOC 2 asks, and has its three standards', () => {
    const [daily, tested] = plan.compliance.soc2?.demands ?? []
    expect(time(daily?.keepBackups)).toBe('90 d')
    expect(tested?.drillEvery).toBe('quarter')
    expect(plan.compliance.gdpr).toEqual(examplePlan('mcp-debate').compliance.gdpr)
    expect(time(plan.compliance.gdpr?.demands[0]?.notifyWithin)).toBe('3 d')
    expect(plan.compliance.iso27001?.demands).toHaveLength(3)
  })

  it('reviews within 72 hours with four roles, and has twelve measures and fifteen documents in three groups', () => {
    const { reviewWithin, participants, agenda, deliverables } = plan.postIncident
    expect([time(reviewWithin), participants.length, agenda.length, deliverables.length]).toEqual(['3 d', 4, 5, 4])
    expect(plan.measures).toHaveLength(12)
    const groups = Map.groupBy(plan.documents, ({ group }) => group)
    expect([...groups].map(([group, all]) => [group, all.length])).toEqual([
      ['Technical', 5],
      ['Operational', 5],
      ['Recovery', 5],
    ])
    expect([plan.updated, plan.review]).toEqual(['October 2025', 'quarterly'])
  })
})

it.each(['mcp-debate', 'dhafnck-mcp', 'puo-memo', 'sentia-mcp'])(
  '%s says what its document leaves open, each in a sentence or two, and what it does meanwhile',
  (id) => {
    const { openQuestions } = examplePlan(id)
    expect(openQuestions.length).toBeGreaterThan(8)
    for (const { open, chosen } of openQuestions) {
      expect(open).toMatch(/^\S.{20,240}\.$/s)
      expect(chosen).toMatch(/^\S.{10,240}\.$/s)
    }
  },
)

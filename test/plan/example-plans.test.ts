/** The shipped plans against the figures of the documents that they were written after. */
import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadPlanFiles } from '../../src/plan/load-files.ts'
import { meansOf } from '../../src/plan/notice-means.ts'
import { expandTarget } from '../../src/plan/people.ts'
import type { Plan } from '../../src/plan/schema.ts'
import { formatDuration } from '../../src/plan/time.ts'

const folder = new URL('../../plans/', import.meta.url)
const plans = new Map<string, Plan>()

beforeAll(async () => {
  const loaded = await loadPlanFiles(folder.pathname)
  expect(loaded.problems).toEqual([])
  expect(loaded.warnings).toEqual([])
  for (const plan of loaded.plans) plans.set(plan.id, plan)
})

const time = (ms: number | undefined) => (ms === undefined ? undefined : formatDuration(ms))

function ladder({ policies, policy }: Plan) {
  return policies[policy ?? '']?.levels.map(({ after }) => time(after))
}

function people(plan: Plan) {
  const levels = plan.policies[plan.policy ?? '']?.levels ?? []
  return levels.map(({ to }) => to.flatMap((target) => expandTarget(plan, target, 0)[0]))
}

function notices({ notices: all }: Plan) {
  return Object.fromEntries(
    all.map(({ audience, means, target, deadline, cadence, automatic }) => [
      audience,
      [(Array.isArray(means) ? means : [means]).join(), time(target), time(deadline), time(cadence), automatic],
    ]),
  )
}

function objectives({ scenarios }: Plan) {
  return Object.values(scenarios).map(({ rto, rpo }) => [time(rto), time(rpo)])
}

describe('the MCP Debate System', () => {
  const plan = () => plans.get('mcp-debate')!

  it('has its objectives, and those of its four scenarios', () => {
    const { rto, rpo, availability } = plan().objectives
    expect([time(rto), time(rpo), availability]).toEqual(['4 h', '1 h', 99.9])
    expect(objectives(plan())).toEqual([
      ['5 min', '0 s'],
      ['2 h', '1 h'],
      ['4 h', '1 h'],
      ['8 h', '1 h'],
    ])
  })

  it('escalates at 0, 15, 30 and 60 minutes until it is resolved', () => {
    expect(ladder(plan())).toEqual(['0 s', '15 min', '30 min', '1 h'])
    expect(plan().policies.main?.stop).toBe('resolved')
    expect(people(plan())).toEqual([
      ['on-call-engineer'],
      ['technical-lead', 'database-administrator'],
      ['incident-commander'],
      ['cto', 'senior-management'],
    ])
  })

  it('tells seven audiences in time, regulators only if somebody says so, and the authority once a breach is known', () => {
    expect(notices(plan())).toEqual({
      engineering: ['slack,pagerduty', '0 s', undefined, undefined, true],
      support: ['slack,email', '10 min', '15 min', undefined, true],
      management: ['email,voice', '20 min', '30 min', undefined, true],
      customers: ['status-page,email', '45 min', '1 h', '30 min', true],
      sales: ['email', '1 h 30 min', '2 h', undefined, true],
      partners: ['email', '1 h 30 min', '2 h', undefined, true],
      regulators: ['email', undefined, '24 h', undefined, true],
      'data-protection': ['email', '2 d', '3 d', undefined, true],
    })
    const conditions = plan().notices.flatMap((notice) =>
      notice.if || notice.from !== 'declared' ? [[notice.id, notice.from, notice.if]] : [],
    )
    expect(conditions).toEqual([
      ['regulators', 'declared', 'regulators-required'],
      ['data-protection', 'personal-data', undefined],
    ])
    expect(time(plan().questions['regulators-required']?.within)).toBe('12 h')
    expect(plan().communication).toBe('communication-manager')
    expect(plan().notices.filter(({ approval }) => approval)).toEqual([])
  })
})

describe('PUO Memo MCP', () => {
  const plan = () => plans.get('puo-memo')!

  it('has one hour for everything', () => {
    const { rto, rpo, availability } = plan().objectives
    expect([time(rto), time(rpo), availability]).toEqual(['1 h', '1 h', 99.9])
    expect(Object.keys(plan().scenarios)).toHaveLength(5)
  })

  it('is declared as high, which PagerDuty is told as error', () => {
    expect(plan().defaultSeverity).toBe('high')
    expect(plan().severities.find(({ id }) => id === 'high')?.pagerduty).toBe('error')
    expect(plan().pagerduty?.service).toBe('puo-memo')
  })

  it('pages the on-call engineer at once, the team after 15 minutes and each backup 15 minutes later', () => {
    expect(ladder(plan())).toEqual(['0 s', '15 min'])
    expect(people(plan())).toEqual([['on-call-engineer'], ['dr-lead', 'database-admin', 'infrastructure']])
    expect(time(plan().policies.main?.levels[1]?.nextHolderAfter)).toBe('15 min')
    expect(plan().roles['dr-lead']?.holders).toEqual(['dr-lead', 'dr-lead-backup'])
  })

  it('tells the house at once and customers at 15 minutes, then every 30', () => {
    expect(notices(plan())).toEqual({
      engineering: ['slack', '0 s', undefined, undefined, true],
      management: ['email', '0 s', undefined, undefined, true],
      support: ['slack', '0 s', undefined, undefined, true],
      customers: ['status-page,email', '15 min', '20 min', '30 min', true],
    })
  })

  it('promises customers the post-mortem within 48 hours, and reports three streams of work', () => {
    const customers = plan().notices.find(({ id }) => id === 'customers')
    expect([time(customers?.reviewWithin), customers?.templates.review]).toEqual(['2 d', 'customer-review'])
    for (const { phases } of Object.values(plan().scenarios)) {
      expect(phases.flatMap(({ stream }) => stream ?? [])).toEqual(['infrastructure', 'data', 'services'])
    }
  })

  it('knows six components to recover and four tiers that users see', () => {
    const components = Object.values(plan().components)
    expect(components.filter((component) => !component.public)).toHaveLength(6)
    expect(components.filter((component) => component.public)).toHaveLength(4)
  })
})

/** By notice: whom, by which means, not before, when, by when. */
function windows({ notices: all }: Plan) {
  return Object.fromEntries(
    all.map(({ id, audience, means, earliest, target, deadline }) => [
      id,
      [audience, [means ?? []].flat().join(), time(earliest), time(target), time(deadline)],
    ]),
  )
}

describe('the DhafnckMCP Auto-Injection System', () => {
  const plan = () => plans.get('dhafnck-mcp')!

  it('has its objectives, which apply to its four scenarios', () => {
    const { rto, rpo, availability } = plan().objectives
    expect([time(rto), time(rpo), availability]).toEqual(['4 h', '1 h', 99.9])
    expect(objectives(plan())).toEqual(Array(4).fill([undefined, undefined]))
    expect(Object.values(plan().scenarios).map(({ symptoms }) => symptoms.length)).toEqual([3, 3, 3, 3])
  })

  it('has four severities, which PagerDuty is told one by one', () => {
    expect(plan().severities.map(({ label, pagerduty }) => [label, pagerduty])).toEqual([
      ['Critical', 'critical'],
      ['High', 'error'],
      ['Medium', 'warning'],
      ['Low', 'info'],
    ])
  })

  it('escalates at 0, 15, 30 and 60 minutes until it is resolved, each time for another purpose', () => {
    expect(ladder(plan())).toEqual(['0 s', '15 min', '30 min', '1 h'])
    expect(plan().policies.main?.stop).toBe('resolved')
    expect(people(plan())).toEqual([['devops-engineer'], ['devops-manager'], ['vp-engineering'], ['ceo', 'cto']])
    expect(plan().policies.main?.levels.map(({ id }) => id)).toEqual([
      'technical',
      'coordination',
      'strategy',
      'executive',
    ])
  })

  it('tells its audiences in three windows, by the means of the text, and without a rhythm', () => {
    expect(windows(plan())).toEqual({
      devops: ['devops', 'pagerduty', '0 s', '0 s', '5 min'],
      'operations-manager': ['operations-manager', 'sms', '0 s', '0 s', '5 min'],
      'status-brief': ['public', 'status-page', '0 s', '2 min', '5 min'],
      executives: ['executives', '', '5 min', '10 min', '15 min'],
      'customer-success': ['customer-success', '', '5 min', '10 min', '15 min'],
      support: ['support', '', '5 min', '10 min', '15 min'],
      'status-detailed': ['public', 'status-page', '15 min', '20 min', '30 min'],
      'enterprise-customers': ['enterprise-customers', 'email', '15 min', '20 min', '30 min'],
      'social-media': ['public', 'manual', '15 min', '20 min', '30 min'],
    })
    expect(plan().notices.flatMap(({ cadence }) => cadence ?? [])).toEqual([])
    expect(plan().notices.find(({ id }) => id === 'social-media')?.if).toBe('social-media')
  })

  it('knows its vendors and their contracts', () => {
    expect(plan().vendors.aws).toMatchObject({ support: 'Business', priority: 'High' })
    expect(Object.keys(plan().vendors)).toEqual(['aws', 'route-53', 'cloudflare'])
  })
})

describe('the Sentia Manufacturing MCP Server', () => {
  const plan = () => plans.get('sentia-mcp')!

  it('has its objectives, which apply to its four categories', () => {
    const { rto, rpo, availability } = plan().objectives
    expect([time(rto), time(rpo), availability]).toEqual(['4 h', '1 h', 99.9])
    expect(objectives(plan())).toEqual(Array(4).fill([undefined, undefined]))
  })

  it('calls its worst severity 3, and pages nobody', () => {
    expect(plan().severities.map(({ label, rank, pagerduty }) => [label, rank, pagerduty])).toEqual([
      ['3 - Critical', 1, 'critical'],
      ['2 - Major', 2, 'error'],
      ['1 - Minor', 3, 'warning'],
    ])
    expect(plan().severities[0]?.aliases).toContain('3')
    expect([plan().policy, plan().policies]).toEqual([undefined, {}])
  })

  it.each([
    ['minor', { 'technical-team': 'slack,email at 0 s', operations: 'slack,email at 0 s' }],
    [
      'major',
      {
        'technical-team': 'slack,email at 0 s; voice by 15 min',
        operations: 'slack,email at 0 s; voice by 15 min',
        management: 'slack,email,voice by 15 min',
      },
    ],
    [
      'critical',
      {
        'technical-team': 'slack,email at 0 s; voice by 15 min',
        operations: 'slack,email at 0 s; voice by 15 min',
        management: 'slack,email,voice by 15 min',
        'all-staff': 'slack,email by 30 min',
        customers: 'email,status-page by 30 min',
        partners: 'email by 30 min',
        press: 'manual by 30 min',
      },
    ],
  ])('tells more audiences the worse it is, and none of them later: %s', (severity, expected) => {
    const rank = (id: string | undefined) => plan().severities.find((one) => one.id === id)?.rank ?? 0
    const told: Record<string, string> = {}
    for (const notice of plan().notices) {
      if (notice.from !== 'declared' || rank(severity) > rank(notice.fromSeverity)) continue
      const when = notice.deadline === undefined ? `at ${time(notice.target)}` : `by ${time(notice.deadline)}`
      const how = `${meansOf(plan(), notice).join()} ${when}`
      told[notice.audience] = told[notice.audience] ? `${told[notice.audience]}; ${how}` : how
    }
    expect(told).toEqual(expected)
  })

  it('tells the authority 72 hours after a breach is known, and management of the review after as many', () => {
    const authority = plan().notices.find(({ id }) => id === 'data-protection')
    expect([authority?.from, time(authority?.deadline)]).toEqual(['personal-data', '3 d'])
    expect(plan().notices.flatMap(({ id, reviewWithin }) => (reviewWithin ? [[id, time(reviewWithin)]] : []))).toEqual([
      ['management', '3 d'],
    ])
  })
})

it.each(['mcp-debate', 'dhafnck-mcp', 'puo-memo', 'sentia-mcp'])(
  '%s is a draft without anybody’s address, and editors find its schema',
  async (id) => {
    const text = await readFile(new URL(`${id}.yaml`, folder), 'utf8')
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../docs/plan.schema.json')
    expect(plans.get(id)?.draft).toBe(true)
    for (const { name, ...addresses } of Object.values(plans.get(id)?.people ?? {})) {
      expect(name).toContain('(placeholder)')
      expect(addresses).toEqual({})
    }
  },
)

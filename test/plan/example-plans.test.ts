/** The shipped plans against the figures of the documents that they were written after. */
import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadPlanFiles } from '../../src/plan/load-files.ts'
import { expandTarget } from '../../src/plan/people.ts'
import type { Plan } from '../../src/plan/schema.ts'
import { formatDuration } from '../../src/plan/time.ts'

const folder = new URL('../../plans/', import.meta.url)
const plans = new Map<string, Plan>()

beforeAll(async () => {
  const loaded = await loadPlanFiles(folder.pathname)
  expect([...loaded.problems, ...loaded.warnings]).toEqual([])
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

  it('tells seven audiences in time, and regulators only if somebody says so', () => {
    expect(notices(plan())).toEqual({
      engineering: ['slack,pagerduty', '0 s', undefined, undefined, true],
      support: ['slack,email', '10 min', '15 min', undefined, true],
      management: ['email,voice', '20 min', '30 min', undefined, true],
      customers: ['status-page,email', '45 min', '1 h', '30 min', true],
      sales: ['email', '1 h 30 min', '2 h', undefined, true],
      partners: ['email', '1 h 30 min', '2 h', undefined, true],
      regulators: ['email', undefined, '24 h', undefined, false],
    })
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

  it('knows six components to recover and four tiers that users see', () => {
    const components = Object.values(plan().components)
    expect(components.filter((component) => !component.public)).toHaveLength(6)
    expect(components.filter((component) => component.public)).toHaveLength(4)
  })
})

it.each(['mcp-debate', 'puo-memo'])(
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

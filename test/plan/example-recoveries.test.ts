/** The recoveries of the shipped plans against the figures of the documents that they were written after. */
import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { inlineSecrets } from '../../src/plan/inline-secrets.ts'
import { loadPlanFiles } from '../../src/plan/load-files.ts'
import { procedureOf } from '../../src/plan/procedure.ts'
import type { Plan } from '../../src/plan/schema.ts'
import { formatDuration } from '../../src/plan/time.ts'
import { readYaml } from '../../src/plan/yaml-source.ts'
import { allSteps, approvals, doing, orderOf, stepOf, stepsOf, ways } from './example-steps.ts'

const folder = new URL('../../plans/', import.meta.url)
const plans = new Map<string, Plan>()

beforeAll(async () => {
  const loaded = await loadPlanFiles(folder.pathname)
  expect(loaded.problems).toEqual([])
  expect(loaded.warnings).toEqual([])
  for (const plan of loaded.plans) plans.set(plan.id, plan)
})

const windowText = (window: { fromMs: number; toMs: number | null } | null | undefined) =>
  window ? `${formatDuration(window.fromMs)} to ${window.toMs === null ? 'open' : formatDuration(window.toMs)}` : 'none'

const phasesOf = (plan: Plan, scenario: string) =>
  procedureOf(plan, scenario).phases.map(({ id, window }) => [id, windowText(window)])
const optionsOf = (plan: Plan, scenario: string, id: string) =>
  stepOf(plan, scenario, id).decide?.options.map((option) => option.id)
const stepCounts = (plan: Plan) =>
  Object.fromEntries(Object.entries(plan.sequences).map(([id, { steps }]) => [id, steps.length]))

function ticks(plan: Plan, scenario: string) {
  const ticked = stepsOf(plan, scenario).filter(({ tickedBy }) => tickedBy !== undefined)
  return Object.fromEntries(ticked.map(({ id, tickedBy }) => [id, tickedBy]))
}

describe('the MCP Debate System', () => {
  const plan = () => plans.get('mcp-debate')!
  const CHECKLIST = ['immediate', 'short-term', 'full']

  it('has the three lists of its checklist as phases, in every scenario', () => {
    for (const scenario of Object.keys(plan().scenarios)) {
      expect(phasesOf(plan(), scenario).filter(([id]) => id !== 'validation')).toEqual([
        ['immediate', '0 s to 15 min'],
        ['short-term', '15 min to 2 h'],
        ['full', '2 h to 4 h'],
      ])
    }
  })

  it('has four items in each list', () => {
    const beginning = {
      'service-failure': 'way',
      'database-corruption': 'damaged',
      'infrastructure-loss': 'platform',
      'security-breach': 'security-response',
    }
    for (const [scenario, begin] of Object.entries(beginning)) {
      const { byId } = procedureOf(plan(), scenario)
      const items = ['assess-scope', 'team-active', 'stakeholders-told', 'diagnostics']
      items.push('workarounds', begin, 'watch-progress', 'stakeholders-updated')
      items.push('complete-restoration', 'verify-data', 'full-tests', 'resume-operations')
      expect(items.filter((id) => CHECKLIST.includes(byId.get(id)?.phase ?? ''))).toHaveLength(12)
    }
  })

  it('ticks what the incident does by itself', () => {
    expect(ticks(plan(), 'infrastructure-loss')).toEqual({
      'team-active': 'acknowledged',
      'stakeholders-told': { noticeSent: 'support' },
      'stakeholders-updated': { noticeSent: 'customers' },
      'resume-operations': 'monitoring',
    })
  })

  it('has its nine procedures, with a look for the backup and a saved state before what is restored over', () => {
    expect(stepCounts(plan())).toEqual({
      'first-response': 4,
      closing: 4,
      // Four and three of the text, two that look for the backup, and one that saves.
      postgresql: 7,
      redis: 6,
      configuration: 2,
      application: 4,
      'aws-network': 4,
      'aws-eks': 3,
      'aws-rds': 5,
      'aws-rds-switch': 1,
      kubernetes: 3,
      hardware: 5,
      storage: 3,
    })
    for (const kind of ['postgresql', 'redis']) {
      const order = plan().sequences[kind]?.steps.map(({ id }) => id)
      expect(order?.indexOf(`${kind}-save`)).toBe((order?.indexOf(`${kind}-restore`) ?? 0) - 1)
    }
  })

  it('lets people choose a way where the text has several', () => {
    expect(optionsOf(plan(), 'service-failure', 'way')).toEqual(['failover', 'restart', 'rebuild'])
    expect(optionsOf(plan(), 'database-corruption', 'damaged')).toEqual(['postgresql', 'redis', 'both', 'rds'])
    expect(optionsOf(plan(), 'infrastructure-loss', 'platform')).toEqual(['aws', 'on-premises'])
    expect(stepOf(plan(), 'security-breach', 'security-response').manual).toMatch(/No procedure/)
  })

  it('has its nine destructive steps approved, the worst by two', () => {
    expect(approvals(plan())).toEqual({
      'postgresql-stop': 1,
      'postgresql-restore': 2,
      'redis-stop': 1,
      'redis-restore': 1,
      'network-apply': 2,
      'eks-create': 1,
      'rds-restore': 1,
      'storage-application': 1,
      'storage-databases': 2,
    })
  })

  it('has three groups of checks, two, three and three, but none for a breach', () => {
    for (const scenario of ['service-failure', 'database-corruption', 'infrastructure-loss']) {
      const checks = stepsOf(plan(), scenario).filter(({ gate }) => gate !== null)
      expect(checks.map(({ title }) => title.split(':')[0])).toEqual([
        ...['Data', 'Data'],
        ...['Performance', 'Performance', 'Performance'],
        ...['Functional', 'Functional', 'Functional'],
      ])
    }
    expect(stepsOf(plan(), 'security-breach').filter(({ gate }) => gate !== null)).toEqual([])
    expect(stepOf(plan(), 'database-corruption', 'data-messages').do).toMatchObject([{ expect: { rows: 0 } }])
  })

  it('says no budgets, because the text has none', () => {
    expect(allSteps(plan()).filter(({ budget }) => budget !== undefined)).toEqual([])
  })

  it('has its harmful commands put right', () => {
    const step = (id: string) => stepOf(plan(), 'infrastructure-loss', id)
    expect(doing(step('network-plan'))).toContain('-out=recovery.tfplan')
    expect(doing(step('network-apply'))).toContain('"recovery.tfplan"')
    expect(plan().values['rds-instance']?.default).not.toBe('mcp-debate-prod')
    expect(step('rds-wait').do).toMatchObject([{ wait: { limit: 90 * 60_000 } }])
    expect(doing(step('rds-switch'))).toContain('stringData')
    expect(step('kubernetes-ready').do).toMatchObject([{ wait: { limit: 300_000 } }])
  })

  it('has its backups in two regions, and looks in the second when the first has none', () => {
    expect(Object.values(plan().stores).map(({ region }) => region)).toEqual(['us-east-1', 'us-west-2'])
    for (const kind of ['postgresql', 'redis', 'configuration']) {
      const step = stepOf(plan(), 'infrastructure-loss', `${kind}-find-elsewhere`)
      expect(step.branchOf).toBe(`${kind}-find`)
      expect(step.do).toMatchObject([{ backup: `${kind}-us-west-2`, before: 'outage' }])
    }
  })
})

describe('PUO Memo MCP', () => {
  const plan = () => plans.get('puo-memo')!
  const ANY = 'data-center-failure'

  it('has five phases for all five scenarios', () => {
    for (const scenario of Object.keys(plan().scenarios)) {
      expect(phasesOf(plan(), scenario)).toEqual([
        ['assessment', '0 s to 10 min'],
        ['infrastructure', '10 min to 30 min'],
        ['data', '20 min to 40 min'],
        ['application', '30 min to 50 min'],
        ['validate', '45 min to 1 h'],
        ['validation', 'none'],
      ])
      expect(stepsOf(plan(), scenario).map(({ id }) => id)).toEqual(stepsOf(plan(), ANY).map(({ id }) => id))
    }
  })

  it('has four tiers, each brought back by a check', () => {
    expect(plan().tiers.map(({ id, window }) => [id, windowText(window)])).toEqual([
      ['tier-1', '0 s to 15 min'],
      ['tier-2', '15 min to 30 min'],
      ['tier-3', '30 min to 45 min'],
      ['tier-4', '45 min to 1 h'],
    ])
    const restoring = stepsOf(plan(), ANY).flatMap(({ id, restores }) => restores.map((tier) => [tier, id]))
    expect(restoring.toSorted()).toEqual([
      ['tier-1', 'check-authentication'],
      ['tier-2', 'check-memory-read'],
      ['tier-3', 'check-search'],
      ['tier-4', 'check-attachments'],
    ])
  })

  it('asks for the strategy and for one of two options, or none', () => {
    expect(optionsOf(plan(), ANY, 'strategy')).toEqual(['full', 'partial', 'failover'])
    expect(optionsOf(plan(), ANY, 'infrastructure-option')).toEqual(['provider-failed', 'corrupted', 'intact'])
    expect(optionsOf(plan(), ANY, 'data-lost')).toEqual(['both', 'database', 'cache', 'none'])
    expect(stepCounts(plan())).toEqual({
      assessment: 5,
      'provider-failure': 4,
      'corrupt-infrastructure': 8,
      // Seven of the text, and two for the backups at the other provider.
      database: 9,
      redis: 5,
      application: 9,
    })
    expect(stepOf(plan(), ANY, 'provider-apply').do).toMatchObject([
      { env: { TF_VAR_provider: 'aws', TF_VAR_region: 'us-east-1' } },
    ])
  })

  it('has its destructive steps approved, by two where something is destroyed, emptied or switched over', () => {
    expect(approvals(plan())).toEqual({
      'provider-apply': 1,
      'corrupt-destroy': 2,
      'corrupt-apply': 1,
      'database-switch': 2,
      'redis-flush': 2,
      dns: 1,
    })
  })

  it('ticks what the incident does by itself', () => {
    expect(ticks(plan(), ANY)).toEqual({
      declared: 'declared',
      'team-notified': { noticeSent: 'engineering' },
      'channel-open': 'channel-opened',
      'services-validated': 'monitoring',
      'customers-told': { noticeSent: 'customers' },
    })
  })

  it('has five checks; the two that the text defines hold up the end, the others are for a person', () => {
    const checks = stepsOf(plan(), ANY).filter(({ gate }) => gate !== null)
    expect(checks.map(({ id, manual }) => [id, manual === undefined])).toEqual([
      ['check-authentication', true],
      ['check-memory-create', true],
      ['check-memory-read', true],
    ])
    for (const id of ['check-search', 'check-attachments', 'check-integrations'])
      expect(stepOf(plan(), ANY, id)).toMatchObject({ gate: null, manual: expect.any(String) })
    expect(stepOf(plan(), ANY, 'check-memory-create').do).toMatchObject([
      { method: 'POST', expect: { status: 201 }, capture: { 'memory-id': { json: 'id' } } },
    ])
    expect(stepOf(plan(), ANY, 'check-memory-read').do).toMatchObject([
      { http: expect.stringContaining('/memory/{memory-id}'), expect: { status: 200 } },
    ])
  })

  it('has its harmful commands put right', () => {
    const step = (id: string) => stepOf(plan(), ANY, id)
    expect(doing(step('corrupt-apply'))).toContain('"recreate.tfplan"')
    expect(step('redis-load').manual).toMatch(/^Stop Redis/)
    expect(step('redis-load').when).toContainEqual({ value: 'redis-dump', equals: 'found' })
    expect(step('database-replay').when).toContainEqual({ value: 'point-in-time' })
    expect(step('database-find').do).toMatchObject([{ pick: 'newest', before: 'outage' }])
    expect(step('app-ports').do).toMatchObject([{ capture: { 'api-port': { match: ':([0-9]+)$' } } }, {}])
    expect(step('app-health-api').onFailure.otherwise).toBe('warn')
    expect(step('app-health-mcp').onFailure.otherwise).toBe('warn')
  })

  it('sends users over only when what they reach runs and has been verified', () => {
    const { byId } = procedureOf(plan(), ANY)
    expect(byId.get('dns')?.needs).toEqual(['app-verify'])
    expect(byId.get('app-verify')?.needs).toEqual(expect.arrayContaining(['app-health-api', 'app-health-mcp']))
  })

  it('has its backups at two providers', () => {
    expect(plan().stores).toMatchObject({
      'gcs-us-central1': { region: 'us-central1', endpoint: 'https://storage.googleapis.com' },
      's3-us-east-1': { region: 'us-east-1' },
    })
  })
})

describe.each(['mcp-debate', 'dhafnck-mcp', 'puo-memo'])('%s', (id) => {
  const plan = () => plans.get(id)!

  it('makes its checks after everything destructive, whatever has been decided', () => {
    for (const scenario of Object.keys(plan().scenarios)) {
      const steps = stepsOf(plan(), scenario)
      for (const way of ways(steps)) {
        const { isDone, of } = orderOf(steps, way)
        const destructive = steps.filter((step) => step.risk === 'destructive' && isDone(step)).map((step) => step.id)
        for (const check of steps.filter(({ gate }) => gate !== null)) {
          expect([...of(check.id)], `${scenario} ${JSON.stringify(way)}`).toEqual(expect.arrayContaining(destructive))
        }
      }
    }
  })
})

it('no shipped plan does anything destructive without an approval', () => {
  for (const plan of plans.values()) {
    for (const step of allSteps(plan).filter(({ risk, do: actions }) => risk === 'destructive' && actions)) {
      expect(step.approval, `${plan.id} ${step.id}`).not.toBeNull()
    }
  }
  expect([...plans.keys()]).toEqual(expect.arrayContaining(['mcp-debate', 'dhafnck-mcp', 'puo-memo']))
})

it('no shipped plan has a secret in it', async () => {
  for (const id of plans.keys()) {
    const text = await readFile(new URL(`${id}.yaml`, folder), 'utf8')
    expect(inlineSecrets(readYaml(text, id).data)).toEqual([])
    expect(text).not.toMatch(/BEGIN [A-Z ]*PRIVATE KEY|AKIA|xox[bp]-|ghp_/)
  }
})

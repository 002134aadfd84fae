/** The recovery of the Sentia Manufacturing MCP Server against the figures of the document that its plan was written after. */
import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadPlanFiles } from '../../src/plan/load-files.ts'
import { type PlanStep, procedureOf } from '../../src/plan/procedure.ts'
import type { Plan } from '../../src/plan/schema.ts'
import { formatDuration } from '../../src/plan/time.ts'
import { orderOf, ways } from './example-steps.ts'

const file = new URL('../../plans/sentia-mcp.yaml', import.meta.url)
let plan: Plan

beforeAll(async () => {
  const loaded = await loadPlanFiles(file.pathname)
  expect(loaded.problems).toEqual([])
  expect(loaded.warnings).toEqual([])
  plan = loaded.plans[0]!
})

const SCENARIOS = ['infrastructure-failure', 'data-loss', 'security-incident', 'natural-disaster']

const windowText = (window: { fromMs: number; toMs: number | null } | null) =>
  window ? `${formatDuration(window.fromMs)} to ${window.toMs === null ? 'open' : formatDuration(window.toMs)}` : 'none'
const stepsOf = (scenario: string) => procedureOf(plan, scenario).steps
const stepOf = (scenario: string, id: string) => procedureOf(plan, scenario).byId.get(id)!
const idsOf = (scenario: string, phase: string) =>
  stepsOf(scenario).flatMap((step) => (step.phase === phase ? [step.id] : []))
const optionsOf = (scenario: string, id: string) => stepOf(scenario, id).decide?.options.map((option) => option.id)
const everyStep = () => SCENARIOS.flatMap(stepsOf)
/** All that a step does, as text to look for a command in. */
const doing = ({ do: actions, checks }: PlanStep) => JSON.stringify([actions, checks])

it('has phases with windows where the document has them', () => {
  const phases = Object.fromEntries(
    SCENARIOS.map((scenario) => [
      scenario,
      procedureOf(plan, scenario).phases.map(({ id, window }) => `${id}: ${windowText(window)}`),
    ]),
  )
  expect(phases).toEqual({
    'infrastructure-failure': ['immediate: none', 'restoration: none', 'after: none', 'validation: none'],
    'data-loss': ['assess: none', 'restore: none', 'after: none', 'validation: none'],
    'security-incident': [
      'detection: 0 s to 30 min',
      'containment: 30 min to 2 h',
      'eradication: 2 h to 8 h',
      'recovery: 4 h to 24 h',
      'lessons: 7 d to 14 d',
      'validation: none',
    ],
    'natural-disaster': ['failover: 0 s to 2 h', 'after: none', 'validation: none'],
  })
})

it('gives time to the one thing that the document gives a time: the activation of the third region', () => {
  const budgets = everyStep().flatMap(({ id, budget }) =>
    budget === undefined ? [] : [`${id}: ${formatDuration(budget)}`],
  )
  expect([...new Set(budgets)]).toEqual(['dr-activate: 2 h'])
})

it('has approvals, though the document has none: two people for failing over, switching, secrets and sessions', () => {
  const approved = everyStep().filter(({ approval }) => approval !== null)
  expect(Object.fromEntries(approved.map(({ id, risk, approval }) => [id, `${risk} ${approval?.count}`]))).toEqual({
    'failover-dns': 'destructive 2',
    'failover-scale': 'write 1',
    'dr-release': 'write 2',
    'database-switch': 'destructive 2',
    'application-restore': 'destructive 1',
    'traffic-full': 'write 1',
    'rotate-secrets': 'destructive 2',
    'reset-sessions': 'destructive 2',
    'security-configuration': 'write 1',
    firewall: 'destructive 1',
  })
  const destructive = everyStep().filter(({ risk }) => risk === 'destructive')
  expect(destructive.filter(({ approval }) => approval === null)).toEqual([])
})

it('ticks what the incident does by itself', () => {
  const ticked = everyStep().filter(({ tickedBy }) => tickedBy !== undefined)
  expect(Object.fromEntries(ticked.map(({ id, tickedBy }) => [id, tickedBy]))).toEqual({
    'stakeholders-told': 'monitoring',
    alerts: 'declared',
    'team-active': { noticeSent: 'technical-team' },
  })
})

describe('a complete outage', () => {
  const ANY = 'infrastructure-failure'

  it('asks how far it reaches, what fails it depends on, what the logs say, and calls the platform only for its own faults', () => {
    expect(optionsOf(ANY, 'scope')).toEqual(['service', 'infrastructure'])
    const dependencies = ['dependency-database', 'dependency-cache', 'dependency-external']
    expect(idsOf(ANY, 'immediate')).toEqual([
      'scope',
      ...dependencies,
      'platform-status',
      ...['logs-application', 'logs-infrastructure'],
      ...['platform', 'platform-support'],
    ])
    expect(stepOf(ANY, 'platform-support').when).toEqual([{ chosen: { platform: 'render' } }])
    const reads = ['dependency-database', 'dependency-cache', 'platform-status', 'logs-application']
    for (const id of reads) {
      const { risk, start, needs, onFailure } = stepOf(ANY, id)
      expect({ risk, start, needs, otherwise: onFailure.otherwise }, id).toEqual({
        ...{ risk: 'read', start: 'auto', needs: [], otherwise: 'warn' },
      })
    }
  })

  it('restores what is lost from the newest verified backup', () => {
    expect(optionsOf(ANY, 'lost')).toEqual(['database', 'application', 'cache', 'all', 'nothing'])
    for (const [id, set] of [
      ['database-find', 'postgresql'],
      ['application-find', 'application'],
    ]) {
      const find = stepOf(ANY, id!)
      expect(find.do).toMatchObject([{ backup: set, pick: 'newest-verified', before: 'outage' }])
      // Only people take one that nobody has verified.
      expect(find.onFailure).toMatchObject({ goto: [], choose: [`${id}-unverified`] })
    }
  })

  it('looks at the environment, then at the endpoints, then lets health checks through and then everybody', () => {
    expect(plan.sequences.service?.steps.map(({ id }) => id)).toEqual([
      ...['environment', 'endpoints', 'traffic-checks', 'traffic-full', 'traffic-stop'],
    ])
    expect(stepOf(ANY, 'endpoints')).toMatchObject({ needs: ['environment'], do: [{ expect: { status: 200 } }] })
    expect(stepOf(ANY, 'traffic-checks').needs).toEqual(['endpoints'])
    expect(stepOf(ANY, 'traffic-full')).toMatchObject({
      needs: ['traffic-checks'],
      onFailure: { goto: ['traffic-stop'] },
    })
  })

  it('has the four items for afterwards', () => {
    expect(plan.sequences.after?.steps.map(({ id, openEnded }) => `${id}${openEnded ? ', open-ended' : ''}`)).toEqual([
      'watch-performance, open-ended',
      'data-integrity',
      'stakeholders-told',
      'post-mortem, open-ended',
    ])
  })
})

describe('a failed database', () => {
  const ANY = 'data-loss'
  const EIGHT = [
    ...['database-create', 'database-schema', 'database-data', 'database-counters'],
    ...['database-constraints', 'database-statistics', 'database-test', 'database-switch'],
  ]

  it('goes through eight steps in their order, each after the one before', () => {
    for (const scenario of ['infrastructure-failure', ANY, 'security-incident']) {
      const numbered = stepsOf(scenario).filter(({ id, title }) => id.startsWith('database-') && /^\d: /.test(title))
      expect(numbered.map(({ id }) => id)).toEqual(EIGHT)
      expect(numbered.map(({ title }) => title[0])).toEqual([...'12345678'])
      for (const [index, step] of numbered.entries()) {
        if (index > 0) expect(step.needs).toContain(EIGHT[index - 1])
      }
    }
  })

  it('creates the database outside of a transaction, and loads with psql', () => {
    expect(stepOf(ANY, 'database-create').do).toMatchObject([
      { command: expect.stringContaining('psql') },
      { sql: 'CREATE DATABASE sentia_manufacturing_restored', transaction: false, write: true },
      { sql: expect.stringMatching(/^GRANT ALL PRIVILEGES .* TO sentia_recovery$/) },
    ])
    expect(doing(stepOf(ANY, 'database-schema'))).toMatch(/"psql".*"\/backups\/latest\/schema_backup.sql"/)
    expect(doing(stepOf(ANY, 'database-data'))).toMatch(/"psql".*"\/backups\/latest\/data_backup.sql"/)
  })

  it('looks at counters, at constraints, of which none may be unvalidated, and updates the statistics', () => {
    expect(doing(stepOf(ANY, 'database-counters'))).toMatch(/n_tup_ins.*n_tup_upd.*n_tup_del.*pg_stat_user_tables/)
    expect(stepOf(ANY, 'database-constraints').do).toMatchObject([
      { sql: expect.stringMatching(/FROM pg_constraint WHERE NOT convalidated$/), expect: { rows: 0 } },
      { expect: { rows: 0 } },
    ])
    expect(stepOf(ANY, 'database-statistics').do).toMatchObject([{ sql: 'ANALYZE', write: true }])
  })

  it('switches only when the new connection has been tested, with the figures of the document', () => {
    const test = stepOf(ANY, 'database-test')
    expect(test).toMatchObject({
      do: [{ sql: expect.stringContaining('now()'), on: 'recovery' }],
      // Nothing leads past its failure.
      onFailure: { goto: [], choose: [], otherwise: 'stop' },
    })
    expect(plan.connections.recovery?.urlEnv).toBe('RECOVERY_DATABASE_URL')
    const change = stepOf(ANY, 'database-switch')
    expect(change.needs).toEqual(['database-test', 'database-save'])
    expect(change.do).toMatchObject([
      {
        env: {
          DATABASE_POOL_MAX: '20',
          DATABASE_IDLE_TIMEOUT_MS: '30000',
          DATABASE_CONNECTION_TIMEOUT_MS: '10000',
          DATABASE_TLS_REJECT_UNAUTHORIZED: 'true',
        },
      },
    ])
    expect(stepOf(ANY, 'database-switch-back').branchOf).toBe('database-switch')
  })

  it('has no password in it, and checks certificates', async () => {
    const text = await readFile(file, 'utf8')
    expect(text).not.toMatch(/secure_recovery_password|rejectUnauthorized/)
    const databases = everyStep()
      .flatMap((step) => step.do ?? [])
      .filter((action) => 'command' in action && 'PGHOST' in action.env)
    expect(databases.length).toBeGreaterThan(0)
    for (const action of databases)
      expect(action).toMatchObject({ env: { PGSSLMODE: 'verify-full', PGPASSWORD: { secret: expect.any(String) } } })
  })
})

describe('a security incident', () => {
  const ANY = 'security-incident'

  it.each([
    ['detection', ['alerts', 'team-active', 'classify', 'contain']],
    ['containment', ['isolate', 'evidence', 'emergency-access', 'block-traffic']],
    ['eradication', ['remove', 'patch', 'controls', 'authentication']],
    ['recovery', ['database', 'more-monitoring', 'restoration-complete', 'watch-recurrence']],
    ['lessons', ['review', 'procedures', 'prevention', 'training']],
  ])('has four items in its phase of %s', (phase, items) => {
    const ids = idsOf(ANY, phase)
    for (const item of items)
      expect(
        ids.some((id) => id.startsWith(item)),
        item,
      ).toBe(true)
  })

  it('runs six scripts in their order, two of which destroy for two people to approve', () => {
    const scripts = stepsOf(ANY).filter(({ id }) =>
      plan.sequences['security-scripts']?.steps.some((step) => step.id === id),
    )
    expect(scripts.map(({ title, risk, approval }) => `${title[0]} ${risk} ${approval?.count ?? 0}`)).toEqual([
      ...['1 destructive 2', '2 destructive 2', '3 write 1', '4 read 0', '5 destructive 1', '6 write 0'],
    ])
    expect(scripts.map(({ do: actions }) => actions?.[0])).toMatchObject([
      { command: ['./rotate-all-secrets.sh'] },
      { http: { env: 'API_BASE_URL', path: '/auth/reset-all-sessions' }, method: 'POST' },
      { command: ['./update-security-config.sh'] },
      { command: ['./scan-data-integrity.sh'] },
      { command: ['./update-firewall-rules.sh'] },
      { command: ['./enable-enhanced-monitoring.sh'] },
    ])
    for (const [index, { id }] of scripts.slice(0, -1).entries()) expect(scripts[index + 1]?.needs).toEqual([id])
    // The first may make the token of the second void: it is read when it is used.
    expect(scripts[1]?.do).toMatchObject([{ headers: { Authorization: { secretFile: expect.any(String) } } }])
  })

  it('preserves the evidence, and isolates and blocks, before anything is wiped, rotated or restored', () => {
    const { of } = orderOf(stepsOf(ANY), { lost: 'all' })
    for (const id of ['rotate-secrets', 'remove', 'database-fetch', 'application-restore', 'cache-restore']) {
      expect([...of(id)], id).toEqual(
        expect.arrayContaining(['evidence-database', 'evidence-logs', 'isolate', 'evidence', 'block-traffic']),
      )
    }
  })

  it('restores from before the breach, beside the eradication, and lets users in after it', () => {
    expect(stepOf(ANY, 'database-find').do).toMatchObject([
      { pick: 'newest-verified', before: { value: 'breach-start' } },
    ])
    expect(stepOf(ANY, 'application-find').do).toMatchObject([{ before: { value: 'breach-start' } }])
    const { of } = orderOf(stepsOf(ANY), { lost: 'all' })
    expect([...of('database-switch')].filter((id) => idsOf(ANY, 'eradication').includes(id))).toEqual([])
    expect([...of('traffic-full')]).toEqual(expect.arrayContaining(idsOf(ANY, 'eradication')))
  })

  it('cannot end while something is shut that nobody has looked at', () => {
    expect(stepOf(ANY, 'check-open')).toMatchObject({ gate: 'technical', manual: expect.any(String) })
  })
})

describe('failing over', () => {
  const ANY = 'natural-disaster'

  it('asks the primary region, then the secondary, and goes there or else to the third', () => {
    const whens = stepsOf(ANY).flatMap(({ id, phase, when }) => (phase === 'failover' ? [[id, when]] : []))
    const primary = [{ value: 'primary-region', equals: 'unhealthy' }]
    const healthy = [{ value: 'secondary-region', equals: 'healthy' }]
    const unhealthy = [{ value: 'secondary-region', equals: 'unhealthy' }]
    expect(whens).toEqual([
      ['primary-health', []],
      ['secondary-health', primary],
      ['failover-replicas', healthy],
      ['failover-save', healthy],
      ['failover-dns', healthy],
      ['failover-scale', healthy],
      ['failover-monitoring', healthy],
      ['dr-release', unhealthy],
      ['dr-activate', unhealthy],
      ['failback', primary],
    ])
    expect(stepOf(ANY, 'primary-health').do).toMatchObject([
      {
        env: { HEALTH: 'https://sentia-mcp-server-production.onrender.com/health' },
        capture: { 'primary-region': 'all' },
      },
    ])
  })

  it('moves names, size and monitoring in this order, and saves the names before', () => {
    const { of } = orderOf(stepsOf(ANY), {})
    expect([...of('failover-monitoring')]).toEqual(
      expect.arrayContaining(['failover-scale', 'failover-dns', 'failover-save']),
    )
    expect([...of('failover-scale')]).toContain('failover-dns')
    expect([...of('failover-dns')]).toContain('failover-save')
  })

  it('has one step for people where the document has none, and a way back that holds up nothing', () => {
    expect(stepOf(ANY, 'dr-activate').manual).toMatch(/^No procedure/)
    expect(stepOf(ANY, 'dr-activate').needs).toEqual(['dr-release'])
    expect(stepOf(ANY, 'failback')).toMatchObject({ openEnded: true, manual: expect.any(String) })
  })

  it('is there where everything is away as well, and not for one service', () => {
    const outage = stepsOf('infrastructure-failure').filter(({ id }) =>
      plan.sequences.failover?.steps.some((step) => step.id === id),
    )
    expect(outage).toHaveLength(10)
    for (const { when } of outage) expect(when).toContainEqual({ chosen: { scope: 'infrastructure' } })
  })
})

it('has its three sets of backups in the bucket, and knows when each was made', () => {
  expect(plan.stores.s3?.bucket).toBe('sentia-mcp-backups')
  const keys: Record<string, string> = {
    postgresql: 'postgres/20261205T0400Z.tar.gz',
    application: 'mcp-server/20261205_040000/config_backup.tar.gz',
    redis: 'redis/20261205T0400Z.rdb',
  }
  const inBucket = Object.entries(plan.backups).filter(([, { store }]) => store !== undefined)
  expect(inBucket.map(([id]) => id)).toEqual(Object.keys(keys))
  for (const [id, { prefix, pattern }] of inBucket) {
    expect(keys[id]?.startsWith(prefix), id).toBe(true)
    expect(new RegExp(pattern, 'u').exec(keys[id] ?? '')?.groups?.time, id).toMatch(/^20261205/)
    const value = plan.values[`${id === 'postgresql' ? 'database' : id}-backup`]
    if (value?.kind === 'pattern') expect(keys[id]).toMatch(new RegExp(`^(?:${value.pattern})$`, 'u'))
  }
})

it('makes its checks after everything destructive, whatever has been decided, and saves before it restores over', () => {
  for (const scenario of SCENARIOS) {
    const steps = stepsOf(scenario)
    const gates = steps.filter(({ gate }) => gate !== null)
    expect(gates.map(({ id }) => id)).toEqual([
      ...['check-health', 'check-tables', 'check-constraints', 'check-users'],
      ...(scenario === 'security-incident' ? ['check-open'] : []),
    ])
    for (const way of ways(steps)) {
      const { isDone, of } = orderOf(steps, way)
      const destructive = steps.filter((step) => step.risk === 'destructive' && isDone(step)).map((step) => step.id)
      for (const { id } of gates) {
        expect([...of(id)], `${scenario} ${JSON.stringify(way)}`).toEqual(expect.arrayContaining(destructive))
      }
      if (destructive.includes('database-switch')) expect(of('database-switch')).toContain('database-save')
      if (destructive.includes('application-restore')) expect(of('application-restore')).toContain('application-save')
    }
  }
})

/** The recovery of the DhafnckMCP Auto-Injection System against the figures of the document that it was written after. */
import { beforeAll, describe, expect, it } from 'vitest'
import { forecast, forecastEndMs } from '../../src/incident/recovery/forecast.ts'
import { loadPlanFiles } from '../../src/plan/load-files.ts'
import type { PlanStep } from '../../src/plan/procedure.ts'
import type { Plan } from '../../src/plan/schema.ts'
import { MINUTE, startStory, T0 } from '../incident/story.ts'
import { allSteps, approvals, doing, stepOf, stepsOf } from './example-steps.ts'

let plan: Plan

beforeAll(async () => {
  const loaded = await loadPlanFiles(new URL('../../plans/dhafnck-mcp.yaml', import.meta.url).pathname)
  expect(loaded.problems).toEqual([])
  plan = loaded.plans[0]!
})

/** Minutes along the longest way through the steps of one phase, whatever comes before them. */
function longest(steps: readonly PlanStep[]): number {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const until = (step: PlanStep): number =>
    (step.budget ?? 0) / MINUTE + Math.max(0, ...step.needs.flatMap((id) => byId.get(id) ?? []).map(until))
  return Math.max(0, ...steps.map(until))
}

function budgets(scenario: string) {
  const phases = plan.scenarios[scenario]!.phases.map(({ id }) => id)
  return Object.fromEntries(
    phases.map((phase) => [phase, longest(stepsOf(plan, scenario).filter((step) => step.phase === phase))]),
  )
}

const minutes = (scenario: string) => Object.values(budgets(scenario)).reduce((sum, one) => sum + one, 0)

/** Whatever begins by itself has not ended. */
const declared = (scenario: string) =>
  startStory(plan, { declare: { scenario, severity: 'critical' }, answer: () => 'lost' })

/** Minutes from the declaration to the end that the forecast names then. */
function foreseen(scenario: string) {
  const { state } = declared(scenario)
  return (forecastEndMs(forecast(plan, state), T0)! - T0) / MINUTE
}

const EVERY = ['infrastructure-failure', 'database-corruption', 'security-breach', 'application-failure']

describe('times', () => {
  it('has the numbered steps of the text as phases, with its budgets', () => {
    expect(budgets('infrastructure-failure')).toEqual({ assess: 15, activate: 30, restore: 120, dns: 30, validate: 30 })
    expect(budgets('database-corruption')).toEqual({ isolate: 5, assess: 15, restore: 60, 'data-check': 30, start: 15 })
    expect(budgets('security-breach')).toEqual({ isolate: 5, assess: 30, rotate: 45, restore: 120, harden: 60 })
    expect(budgets('application-failure')).toEqual({ look: 10, restart: 15, rollback: 30, 'root-cause': 0 })
    expect(EVERY.map(minutes)).toEqual([225, 125, 260, 55])
  })

  it('says at the declaration of a breach that it will miss its objective, by twenty minutes', () => {
    expect(plan.objectives.rto).toBe(240 * MINUTE)
    expect(foreseen('infrastructure-failure')).toBe(225)
    expect(foreseen('database-corruption')).toBe(125)
    expect(foreseen('security-breach')).toBe(260)
    // Without the rollback; two of its checks follow one another after the restart.
    expect(foreseen('application-failure')).toBe(25 + 2 + 2)
    const story = declared('security-breach')
    story.until(MINUTE)
    expect(story.of('clock-warned').map(({ clock }) => clock)).toEqual(['forecast'])
  })

  it('leaves nothing in the phases without a budget but ways round a failure and what has no end', () => {
    const without = allSteps(plan).filter(({ budget, gate }) => budget === undefined && gate === null)
    expect(without.map(({ id, branchOf, openEnded }) => [id, branchOf ?? openEnded])).toEqual([
      ['database-find-elsewhere', 'database-find'],
      ['clean-find-elsewhere', 'clean-find'],
      ['diagnostics', true],
      ['root-cause', true],
    ])
  })
})

describe('order', () => {
  const before = (scenario: string, first: string, then: string) => {
    const ids = new Set<string>()
    const collect = (id: string) => {
      if (ids.has(id)) return
      ids.add(id)
      for (const need of stepOf(plan, scenario, id).needs) collect(need)
    }
    collect(then)
    return ids.has(first)
  }

  it.each([
    ['infrastructure-failure', 'site-save', 'database-restore'],
    ['infrastructure-failure', 'site-integrity', 'dns-change'],
    ['infrastructure-failure', 'dns-save', 'dns-change'],
    ['database-corruption', 'stop-backend', 'save-state'],
    ['database-corruption', 'save-state', 'database-overwrite'],
    ['database-corruption', 'database-queries', 'start-services'],
    ['security-breach', 'block', 'stop-everything'],
    ['security-breach', 'export-logs', 'rotate-credentials'],
    ['security-breach', 'save-data', 'clean-deploy'],
    ['security-breach', 'way-out', 'clean-deploy'],
    ['security-breach', 'hardening', 'lift-block'],
  ])('of %s: %s before %s', (scenario, first, then) => {
    expect(before(scenario, first, then)).toBe(true)
  })

  it('rolls back only if the restart fails, and looks for the root cause without an end', () => {
    const { id, onFailure, checks } = stepOf(plan, 'application-failure', 'restart-backend')
    expect(onFailure.goto).toEqual(['rollback'])
    expect(JSON.stringify(checks)).toContain('comprehensive-health-check.sh')
    expect(stepOf(plan, 'application-failure', 'restart-backend').do).toMatchObject([{}, { wait: 60_000 }])
    expect(stepOf(plan, 'application-failure', 'rollback').branchOf).toBe(id)
    expect(stepOf(plan, 'application-failure', 'root-cause')).toMatchObject({ openEnded: true, gate: null })
  })

  it('looks for backups in the other region when the first has none', () => {
    expect(stepOf(plan, 'infrastructure-failure', 'database-find-elsewhere').do).toMatchObject([
      { backup: 'database-incremental-us-west-2', before: 'outage' },
      { capture: { 'backup-bucket': 'all' } },
    ])
    expect(stepOf(plan, 'database-corruption', 'clean-find-elsewhere').branchOf).toBe('clean-find')
  })
})

describe('approvals', () => {
  it('asks two people for what overwrites, isolates, rotates, rolls back or is forced', () => {
    expect(approvals(plan)).toEqual({
      'activate-site': 2,
      'database-restore': 2,
      'dns-change': 1,
      'stop-backend': 1,
      'database-overwrite': 2,
      block: 2,
      'stop-everything': 2,
      'rotate-credentials': 2,
      'clean-deploy': 2,
      rollback: 2,
    })
  })

  it('has three cards, with the same approvals', () => {
    const cards = Object.entries(plan.cards).map(([card, { steps }]) => [
      card,
      steps.map(({ id, risk, approval }) => [id, risk, approval?.count ?? 0]),
    ])
    expect(Object.fromEntries(cards)).toEqual({
      'emergency-shutdown': [
        ['down', 'destructive', 2],
        ['block', 'destructive', 2],
        ['tell', 'write', 1],
      ],
      'emergency-restoration': [
        ['save', 'write', 0],
        ['restore', 'destructive', 2],
        ['health', 'read', 0],
        ['resume', 'write', 0],
      ],
      'status-check': [
        ['services', 'read', 0],
        ['health', 'read', 0],
        ['resources', 'read', 0],
        ['errors', 'read', 0],
      ],
    })
  })
})

describe('commands that fail or harm as written', () => {
  const step = (scenario: string, id: string) => stepOf(plan, scenario, id)

  it('blocks by a default and by rules that come first, sees whether it took, and can be taken back', () => {
    const { do: actions, checks, undo } = step('security-breach', 'block')
    const text = JSON.stringify(actions)
    expect(text).not.toMatch(/ufw deny (?:in|out)\b/)
    for (const direction of ['in', 'out']) expect(text).toContain(`prepend deny ${direction} from any to any`)
    for (const direction of ['incoming', 'outgoing']) expect(text).toContain(`default deny ${direction}`)
    expect(actions).toHaveLength(1)
    expect(JSON.stringify(checks)).toContain('Default: deny (incoming), deny (outgoing)')
    expect(JSON.stringify(undo?.do)).toContain('"default","allow","outgoing"')
    const card = plan.cards['emergency-shutdown']!.steps.find(({ id }) => id === 'block')
    expect([card?.do, card?.checks, card?.undo]).toEqual([actions, checks, undo])
    expect(step('security-breach', 'stop-everything').checks).toMatchObject([{ exitCodes: [7, 28] }])
  })

  it('migrates in a container of its own, and only if needed', () => {
    const { do: actions, when } = step('database-corruption', 'migrate')
    expect(actions).toMatchObject([{ command: expect.arrayContaining(['run', '--rm', 'upgrade', 'head']) }])
    expect(when).toContainEqual({ value: 'migrations', equals: 'needed' })
  })

  it('restores a key that was chosen, verified and from before the outage', () => {
    expect(step('database-corruption', 'clean-find').do).toMatchObject([
      { backup: 'database-full', pick: 'newest-verified', before: 'outage', capture: { 'database-backup': 'key' } },
    ])
    expect(step('database-corruption', 'database-overwrite').do).toMatchObject([
      { env: { BUCKET: { value: 'backup-bucket' }, KEY: { value: 'database-backup' } } },
    ])
    expect(doing(step('security-breach', 'clean-deploy'))).toContain('{"value":"clean-backup"}')
  })

  it('names the same file to every command of docker-compose', () => {
    const steps = [...allSteps(plan), ...Object.values(plan.cards).flatMap((card) => card.steps)]
    const actions = steps.flatMap((one) => [...(one.do ?? []), ...one.checks, ...(one.undo?.do ?? [])])
    const compose = actions.filter((action) => 'command' in action && String(action.command).includes('docker-compose'))
    expect(compose.length).toBeGreaterThan(10)
    for (const action of compose)
      expect(action).toMatchObject({ env: { COMPOSE_FILE: 'docker-system/docker-compose.production.yml' } })
  })

  it('runs nothing that never ends', () => {
    expect(doing(step('infrastructure-failure', 'assess-server'))).toContain('"-c","4"')
    expect(JSON.stringify(plan.cards['status-check'])).toContain('--no-stream')
  })
})

describe('checks', () => {
  it.each(EVERY)(
    'of %s: eight technical and five of the business, by itself where there is something to run',
    (scenario) => {
      const checks = stepsOf(plan, scenario).filter(({ gate }) => gate !== null)
      const of = (group: string) =>
        checks
          .filter(({ gate }) => gate === group)
          .map(({ id, manual }) => [id, manual === undefined ? 'runs' : 'person'])
      expect(of('technical')).toEqual([
        ['check-services', 'runs'],
        ['check-database', 'runs'],
        ['check-authentication', 'person'],
        ['check-api', 'person'],
        ['check-frontend', 'person'],
        ['check-monitoring', 'runs'],
        ['check-backups', 'runs'],
        ['check-security', 'person'],
      ])
      expect(of('business')).toEqual([
        ['check-workflows', 'person'],
        ['check-data', 'runs'],
        ['check-performance', 'runs'],
        ['check-integrations', 'person'],
        ['check-compliance', 'person'],
      ])
    },
  )

  it('wants an answer within two seconds, and looks at the environment that has been activated', () => {
    const scenario = 'infrastructure-failure'
    expect(stepOf(plan, scenario, 'check-performance').do).toMatchObject([{ expect: { within: 2_000 } }])
    expect(stepOf(plan, scenario, 'activate-site').do).toMatchObject([
      { env: { ENVIRONMENT: 'disaster-recovery', DR_REGION: 'us-west-2' } },
      { capture: { environment: 'all' } },
    ])
    expect(plan.values.environment?.default).toBe('production')
    expect(doing(stepOf(plan, scenario, 'check-services'))).toContain('{"value":"environment"}')
    expect(doing(stepOf(plan, scenario, 'site-health'))).toContain('"--timeout","120"')
  })
})

it('has five sets of backups in two regions, and code elsewhere', () => {
  expect(plan.stores).toMatchObject({
    's3-us-east-1': { region: 'us-east-1' },
    's3-us-west-2': { region: 'us-west-2' },
  })
  const sets = ['database-full', 'database-incremental', 'environment', 'certificates', 'docker']
  expect(Object.keys(plan.backups)).toEqual([...sets.flatMap((set) => [set, `${set}-us-west-2`]), 'code'])
  expect(plan.backups.code?.store).toBeUndefined()
})

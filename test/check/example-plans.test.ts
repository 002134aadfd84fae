/**
 * What the linter owes the four plans of the documents: the contradictions that their own figures have, each with its rule, its place and its figures, and the same
 * figures in docs/findings.md. The list is a least one; it says nothing of others. And what that page says besides: every rule that fires, none that does
 * not, and how often.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { commandsRules } from '../../src/check/commands/rules.ts'
import { recoveryTimes } from '../../src/check/recovery/recovery-time.ts'
import { rtoTight } from '../../src/check/recovery/rto-tight.ts'
import { runCheck } from '../../src/cli/check/check-command.ts'
import { loadPlanFiles } from '../../src/plan/load-files.ts'
import { exampleSubject, NOW_MS } from './base-plan.ts'

const root = new URL('../../', import.meta.url)
const read = (file: string) => readFileSync(new URL(file, root), 'utf8')

interface Found {
  rule: string
  level: 'error' | 'warning'
  path: string
  message: string
  suppressed: boolean
}

/** Rule, path, and what both its message and the page have to say. */
type Owed = [rule: string, path: string, ...figures: string[]]

/** What the plan says of itself under `openQuestions`, by the id there. */
type Open = string[]

const PLANS: { id: string; system: string; owed: Owed[]; open: Open; corrected: string[] }[] = [
  {
    id: 'mcp-debate',
    system: 'MCP Debate System',
    owed: [
      ['objective-beyond-plan', 'scenarios.security-breach.rto', '8 h', '4 h more than the 4 h'],
      ['manual-placeholder', 'scenarios.security-breach.phases[1].steps[1].manual'],
      ['scenario-without-checks', 'scenarios.security-breach'],
      ['rpo-unreachable', 'backups.postgresql.schedule', '9 h', '17:00 to 02:00', 'just before 02:00', '8 h more than'],
      ['rpo-unreachable', 'backups.redis.schedule', '6 h', '5 h more than'],
      ['rpo-unreachable', 'backups.configuration.schedule', '24 h', '23 h more than'],
      ['retention-unstated', 'backups.postgresql'],
      ['placeholder-contact', 'people', '8 people'],
      ['ladder-slower-than-window', 'notices[2]', 'told within 30 min', 'paged after 1 h'],
      ['rto-tight', 'scenarios.infrastructure-loss.phases[2].window', '240 min', '0 min'],
      ['window-beyond-rto', 'scenarios.service-failure.phases[0].window', '5 min', '15 min', 'to 2 h', 'to 4 h'],
      ['window-beyond-rto', 'scenarios.database-corruption.phases[2].window', '2 h', 'to 4 h'],
      ['availability-arithmetic', 'objectives.availability', '8 h 45 min 36 s', 'two outages of 4 h'],
      ['availability-arithmetic', 'scenarios.security-breach.rto', '8 h', '91 percent of'],
      ['step-without-owner', 'scenarios.service-failure.validation[2]'],
    ],
    open: ['cron-zone', 'time-mark', 'garbled-siren', 'regulator-means', 'team-before-commander', 'latest-backup'],
    corrected: ['H1', 'H2', 'H3'],
  },
  {
    id: 'dhafnck-mcp',
    system: 'DhafnckMCP Auto-Injection System',
    owed: [
      [
        'rto-unreachable',
        'scenarios.security-breach',
        '277 min',
        '37 min',
        '260 min of steps',
        '6 approvals',
        '20 min over',
      ],
      ['rto-tight', 'scenarios.infrastructure-failure', '236 min', '225 min of steps', '3 approvals', 'leaves 4 min'],
      ['rpo-unreachable', 'backups.database-incremental.schedule', '6 h', '5 h more than'],
      ['notice-means', 'notices[3]'],
      ['notice-means', 'notices[4]'],
      ['notice-means', 'notices[5]'],
      ['ladder-slower-than-window', 'notices[3]', 'told within 15 min', 'paged after 30 min'],
      ['review-overdue', 'review', 'looked through by 2025-10-11'],
      ['placeholder-contact', 'people', '9 people'],
    ],
    open: [
      'ceo-or-cto',
      'means-of-three',
      'operations-manager-contact',
      'drill-texts',
      'isolation-end',
      'clean-backup',
    ],
    corrected: ['H4', 'H5', 'H6', 'H7'],
  },
  {
    id: 'puo-memo',
    system: 'PUO Memo MCP',
    owed: [
      ['rto-tight', 'scenarios.data-center-failure.phases[4].window', '60 min', '0 min'],
      ['tier-before-phase', 'tiers[0].window', '15 min', 'begins after 30 min'],
      ['step-without-owner', 'scenarios.data-center-failure.phases[4].steps[0]'],
      ['rpo-unreachable', 'backups.configuration.schedule', '6 h', '5 h more'],
      ['component-without-backup', 'components.application'],
      ['component-without-backup', 'components.attachment-store'],
      ['component-without-backup', 'components.certificates'],
      ['backup-without-schedule', 'backups.redis'],
      ['backup-single-site', 'backups.redis.store', 'in one place'],
      ['retention-without-schedule', 'backups.postgres-full.keep'],
      ['placeholder-contact', 'people', '7 people'],
    ],
    open: ['channel', 'checks-undefined', 'backup-delay', 'telephone-numbers', 'images-elsewhere', 'drill-target'],
    corrected: ['H8', 'H9', 'H10', 'H11', 'H12'],
  },
  {
    id: 'sentia-mcp',
    system: 'Sentia Manufacturing MCP Server',
    owed: [
      ['window-beyond-rto', 'categories.infrastructure.outage', '4 h', 'up to 6 h', '8 h', '24 h', '2 d'],
      ['window-beyond-rto', 'scenarios.security-incident.phases[2].window', 'to 8 h', 'to 24 h'],
      ['rpo-unreachable', 'backups.postgresql.schedule', '4 h', '3 h more'],
      ['retention-short', 'backups.postgresql.keep', '90 d', '30 d', '60 d less'],
      ['no-ladder', ''],
      ['manual-placeholder', 'sequences.failover.steps[8].manual'],
      ['budget-missing', 'scenarios.infrastructure-failure', '38 steps', 'only 1'],
      ['backup-without-schedule', 'backups.application'],
      ['placeholder-contact', 'people', '5 people'],
      ['failback-missing', 'regions', 'us-east-1 and eu-west-1'],
    ],
    open: ['disaster-recovery-activation', 'one-failure', 'token-after-rotation', 'render-regions', 'clean-backup'],
    corrected: ['H13', 'H14', 'H15', 'E27'],
  },
]

/** By id of the plan. */
const found = new Map<string, Found[]>()

beforeAll(async () => {
  let output = ''
  const folder = new URL('plans/', root).pathname
  const write = (text: string) => {
    output += text
  }
  const files = PLANS.map(({ id }) => `${folder}${id}.yaml`)
  await runCheck(files, { format: 'json', write, complain: write, nowMs: NOW_MS, cwd: folder, colour: false })
  const plans: { system: string; findings: Found[] }[] = JSON.parse(output).plans
  for (const { system, findings } of plans) {
    found.set(PLANS.find((one) => one.system === system)?.id ?? system, findings)
  }
})

const page = read('docs/findings.md')

/** What the page says of a plan; without what it says of commands, which fire no more, and with only that. */
function sectionOf(system: string): { text: string; findings: string; commands: string } {
  const text = page.split(/^## /m).find((section) => section.startsWith(`${system}\n`)) ?? ''
  const parts = text.split(/^### /m)
  const isCommands = (part: string) => part.startsWith('Commands that would do harm\n')
  return {
    text: text.replaceAll(/\s+/g, ' '),
    findings: parts.filter((part) => !isCommands(part)).join('\n'),
    commands: parts.filter(isCommands).join('\n'),
  }
}

const linked = (text: string) => [
  ...new Set([...text.matchAll(/\]\(checks\/([a-z-]+)\.md\)/g)].map(([, rule]) => rule)),
]

describe.each(PLANS)('$id', ({ id, system, owed, open, corrected }) => {
  it.each(owed)('is told %s at %s', (rule, path, ...figures) => {
    const those = found.get(id)?.filter((one) => one.rule === rule && one.path === path) ?? []
    expect(those.map(({ suppressed }) => suppressed)).toEqual([false])
    for (const figure of figures) expect(those[0]?.message.replaceAll(/"[a-z-]+" /g, '')).toContain(figure)
  })

  it.each(owed)('has %s at %s explained with its figures', (rule, _path, ...figures) => {
    const { text } = sectionOf(system)
    expect(linked(text)).toContain(rule)
    expect(figures.filter((figure) => !text.includes(figure))).toEqual([])
  })

  it('leaves its questions to its owners', async () => {
    const { plans } = await loadPlanFiles(new URL(`plans/${id}.yaml`, root).pathname)
    expect(plans[0]?.openQuestions.map((one) => one.id)).toEqual(expect.arrayContaining(open))
  })

  it('has no command that would do harm, says why, and has it explained', () => {
    const names = commandsRules.map(({ name }) => name)
    expect(found.get(id)?.filter(({ rule }) => names.includes(rule))).toEqual([])
    const { commands } = sectionOf(system)
    for (const code of corrected) {
      expect(read(`plans/${id}.yaml`)).toMatch(new RegExp(`#.*\\b${code}\\b`))
      if (!code.startsWith('H')) continue
      const [entry = ''] = commands.split(/^- /m).filter((one) => one.startsWith(`*${code}.*`))
      expect(harmfulRules(code).filter((rule) => linked(entry).includes(rule))).not.toEqual([])
    }
    expect(names).toEqual(expect.arrayContaining(linked(commands)))
  })

  it('has every rule that fires on the page, and none that does not', () => {
    const fired = new Set(found.get(id)?.map(({ rule }) => rule))
    expect(linked(sectionOf(system).findings).sort()).toEqual([...fired].sort())
  })

  it('is counted on the page', () => {
    const all = found.get(id) ?? []
    const standing = all.filter(({ suppressed }) => !suppressed)
    const count = (test: (one: Found) => boolean) => standing.filter(test).length
    const [errors, warnings] = [count(({ level }) => level === 'error'), count(({ level }) => level === 'warning')]
    const asked = count(({ rule }) => rule === 'open-question')
    expect(page).toContain(`| ${system} | ${errors} | ${warnings} | ${asked} | ${all.length - standing.length} |`)
  })
})

/** Rules that find the harmful form of a hazard. */
function harmfulRules(code: string): string[] {
  const folder = new URL('commands/harmful/', import.meta.url)
  const file = readdirSync(folder).find((name) => name === `h${code.slice(1).padStart(2, '0')}.yaml`)
  const [harmful = ''] = readFileSync(new URL(file ?? '', folder), 'utf8').split(/^---$/m)
  return commandsRules.filter(({ judge }) => judge(exampleSubject(harmful)).length > 0).map(({ name }) => name)
}

it('adds up at the end of the page', () => {
  const rows = PLANS.map(({ system }) =>
    (page.split('\n').find((line) => line.startsWith(`| ${system} |`)) ?? '').split('|').slice(2, -1).map(Number),
  )
  const sums = [0, 1, 2, 3].map((column) => rows.reduce((sum, row) => sum + (row[column] ?? 0), 0))
  expect(page).toContain(`| **Together** | ${sums.join(' | ')} |`)
})

it('finds nothing of what was false in them once', () => {
  const told = (id: string, rule: string, path: RegExp) =>
    found.get(id)?.filter((one) => one.rule === rule && path.test(one.path) && !one.suppressed)
  // Without a word on what losing it means, the network needs no backup; certificates that no scenario restores lose nothing of the RPO.
  expect(told('mcp-debate', 'component-without-backup', /network/)).toEqual([])
  expect(told('mcp-debate', 'objective-unchecked', /./)).toEqual([])
  expect(told('dhafnck-mcp', 'rpo-unreachable', /environment|certificates/)).toEqual([])
  expect(told('dhafnck-mcp', 'restore-untested', /./)).toEqual([])
  expect(told('dhafnck-mcp', 'backup-without-schedule', /code/)).toEqual([])
  expect(told('puo-memo', 'backup-unverified', /redis/)).toEqual([])
  expect(told('puo-memo', 'rpo-unreachable', /postgres/)).toEqual([])
  expect(told('sentia-mcp', 'backup-unverified', /redis$/)).toEqual([])
  expect(told('sentia-mcp', 'rpo-unreachable', /redis/)).toEqual([])
  expect(told('sentia-mcp', 'retention-short', /redis/)).toEqual([])
})

it('finds the windows of the patient wide enough, whose steps have budgets', async () => {
  const { files } = await loadPlanFiles(new URL('plans/patient.yaml', root).pathname)
  const [file] = files
  expect(rtoTight.judge({ plan: file!.plan!, data: file!.data, nowMs: NOW_MS })).toEqual([])
})

it('takes the budgets of a restart for 25 minutes and those with its rollback for 55', async () => {
  const { plans } = await loadPlanFiles(new URL('plans/dhafnck-mcp.yaml', root).pathname)
  const times = recoveryTimes(plans[0]!, 'application-failure')
  expect([times?.ordinary.stepsMs, times?.worst.stepsMs]).toEqual([25 * 60_000, 55 * 60_000])
})

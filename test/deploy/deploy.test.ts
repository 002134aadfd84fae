/** The files of deploy/, held to the program and to each other as far as that goes without a container engine, Prometheus or Grafana. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { findCommand } from '../../commands/registry.ts'
import { VARIABLES } from '../../src/cli/variables.ts'
import { openDesk } from '../commands/desk.ts'
import { shop } from '../commands/plans.ts'
import { commandsOf, drCalls, firstWord, musterCalls, variablesOf } from '../docs/documents.ts'
import { openSite } from '../web/site.ts'

const read = (file: string) => readFileSync(file, 'utf8')

/** Names and types as a running Muster tells them. */
async function metricsThere(): Promise<Map<string, string>> {
  const site = openSite(
    await openDesk(shop),
    undefined,
    {},
    { anchorLagSeconds: () => 12, offsiteLagSeconds: async () => 12 },
  )
  const { text } = await site.metrics.read()
  return new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]))
}

/** Series that an expression asks for: of a histogram its parts. */
const seriesOf = (expression: string) => [...new Set(expression.match(/\b(?:muster|process|nodejs)_[a-z0-9_]+/g) ?? [])]

function isThere(there: Map<string, string>, series: string): boolean {
  if (there.has(series)) return there.get(series) !== 'histogram'
  const [, whole] = /^(.+)_(?:bucket|sum|count)$/.exec(series) ?? []
  return whole !== undefined && there.get(whole) === 'histogram'
}

const isBalanced = (text: string) => {
  let open = 0
  for (const sign of text.replace(/"[^"]*"/g, '')) {
    if ('([{'.includes(sign)) open++
    if (')]}'.includes(sign) && --open < 0) return false
  }
  return open === 0
}

interface Rule {
  alert: string
  expr: string
  for: string
  labels: { severity: string }
  annotations: { summary: string; runbook: string }
}

const rules = () => (parse(read('deploy/prometheus/alerts.yaml')) as { groups: { rules: Rule[] }[] }).groups[0]!.rules
const operations = () => read('docs/operations.md')

describe('what watches Muster', () => {
  test('asks for metrics that there are', async () => {
    const there = await metricsThere()
    const board = JSON.parse(read('deploy/grafana/muster.json')) as { panels: { targets?: { expr: string }[] }[] }
    const asked = [
      ...rules().map(({ expr }) => expr),
      ...board.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
    ]
    expect(asked.length).toBeGreaterThan(40)
    expect(asked.filter((expression) => !isBalanced(expression))).toEqual([])
    expect(asked.flatMap(seriesOf).filter((series) => !isThere(there, series))).toEqual([])
    // Every one of ours is looked at by somebody.
    const seen = asked.flatMap(seriesOf).map((series) => series.replace(/_(bucket|sum|count)$/, ''))
    expect([...there.keys()].filter((name) => name.startsWith('muster_') && !seen.includes(name))).toEqual([])
  })

  test('the guide explains every metric of ours, with its labels, and no other', async () => {
    const there = [...(await metricsThere()).keys()].filter((name) => name.startsWith('muster_'))
    const told = [...operations().matchAll(/^\| `(muster_\w+)` \|/gm)].map(([, name]) => name)
    expect([...told].sort()).toEqual([...there].sort())
  })

  test('the guide says of every alarm what to do, and of no other', () => {
    const headings = [...operations().matchAll(/^### (Muster\w+)$/gm)].map(([, name]) => name)
    expect(headings).toEqual(rules().map(({ alert }) => alert))
    for (const { alert, labels, annotations, ...rule } of rules()) {
      expect(annotations.runbook).toBe(`docs/operations.md#${alert.toLowerCase()}`)
      expect(['critical', 'warning']).toContain(labels.severity)
      expect(rule.for).toMatch(/^\d+[smhd]$/)
      expect(annotations.summary).toMatch(/^[A-Z].*[^.]$/)
    }
  })
})

test.each(['docs/operations.md', 'docs/disaster-of-the-bot.md'])('%s calls what there is', (file) => {
  const commands = commandsOf(globSync('src/cli/*.ts').map(read))
  const calls = musterCalls(read(file)).filter((call) => !call.startsWith('--'))
  expect(calls.length).toBeGreaterThan(2)
  expect(calls.filter((call) => !commands.includes(firstWord(call)))).toEqual([])
  expect(drCalls(read(file)).length).toBeGreaterThan(3)
  expect(drCalls(read(file)).filter((call) => findCommand(firstWord(call)) === undefined)).toEqual([])
  const foreign = ['NODE_OPTIONS']
  expect(variablesOf(read(file)).filter((name) => !Object.hasOwn(VARIABLES, name) && !foreign.includes(name))).toEqual(
    [],
  )
})

describe('the container', () => {
  const dockerfile = read('deploy/Dockerfile').replace(/\\\n/g, ' ')
  const lines = dockerfile.split('\n').filter((line) => /^[A-Z]+ /.test(line))
  const of = (instruction: string) =>
    lines.filter((line) => line.startsWith(`${instruction} `)).map((line) => line.slice(instruction.length + 1))

  test('runs without rights and without a shell, from a slim image', () => {
    expect(of('FROM')).toEqual([
      expect.stringMatching(/^node:24-\S+-slim AS build$/),
      expect.stringMatching(/^node:24-\S+-slim$/),
    ])
    expect(of('USER')).toEqual(['10001:10001'])
    expect(lines.findLastIndex((line) => line.startsWith('USER '))).toBeGreaterThan(
      lines.findLastIndex((line) => line.startsWith('RUN ')),
    )
    const starts = [
      ...of('ENTRYPOINT'),
      ...of('CMD'),
      ...of('HEALTHCHECK').map((one) => one.slice(one.indexOf('CMD ') + 4)),
    ]
    expect(starts).toHaveLength(3)
    for (const start of starts) expect(JSON.parse(start)).toEqual(expect.arrayContaining([expect.any(String)]))
  })

  test('has what the package has, and sets only what Muster reads', () => {
    const copied = of('COPY').flatMap((line) =>
      line
        .split(' ')
        .filter((word) => !word.startsWith('--'))
        .slice(0, -1),
    )
    const shipped = (JSON.parse(read('package.json')) as { files: string[] }).files.filter((one) => one !== 'plans')
    for (const file of shipped) expect(copied).toContain(`/build/${file}`)
    const sources = copied
      .map((one) => one.replace(/^\/build\//, ''))
      .filter((one) => !['dist', 'node_modules'].includes(one))
    expect(sources.filter((one) => !existsSync(one))).toEqual([])
    const set = [
      ...of('ENV')
        .join(' ')
        .matchAll(/\b(MUSTER_\w+)=/g),
    ].map(([, name = '']) => name)
    expect(set.filter((name) => !Object.hasOwn(VARIABLES, name))).toEqual([])
    expect(set).toHaveLength(4)
  })

  test('two replicas with a read-only root, and a database that is well before they start', () => {
    const { services } = parse(read('deploy/compose.yaml'), { merge: true }) as {
      services: Record<string, Record<string, unknown>>
    }
    for (const name of ['muster-1', 'muster-2']) {
      expect(services[name]).toMatchObject({
        ...{ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'], restart: 'always' },
        ...{ stop_grace_period: '15s', depends_on: { postgres: { condition: 'service_healthy' } } },
      })
      expect(read('deploy/Caddyfile')).toContain(`${name}:8080`)
      expect(read('deploy/prometheus/scrape.yaml')).toContain(`${name}:8080`)
    }
    expect(services.postgres).toHaveProperty('healthcheck')
    for (const published of Object.entries(services)) if ('ports' in published[1]) expect(published[0]).toBe('caddy')
  })

  test.each([
    [200, 0],
    [503, 1],
  ])('its health check takes %i for %i', async (status, code) => {
    const server = createServer((request, response) =>
      response.writeHead(request.url === '/healthz' ? status : 404).end(),
    )
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const check = spawn(process.execPath, ['deploy/healthcheck.js'], { env: { MUSTER_PORT: `${port}` } })
    expect(await once(check, 'exit')).toEqual([code, null])
  })
})

describe('the systemd unit', () => {
  const unit = read('deploy/muster.service')

  test('lets Muster stop in time, starts it again for ever, and keeps it in', () => {
    for (const line of [
      'Restart=always',
      'StartLimitIntervalSec=0',
      'TimeoutStopSec=15s',
      'DynamicUser=yes',
      'NoNewPrivileges=yes',
      'ProtectSystem=strict',
      'CapabilityBoundingSet=',
    ])
      expect(unit.split('\n')).toContain(line)
    // Node compiles at run time.
    expect(unit).not.toMatch(/^MemoryDenyWriteExecute=/m)
  })

  test.runIf(existsSync('/usr/bin/systemd-analyze'))(
    'is one that systemd understands, with an exposure below 2',
    () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'muster-unit-'))
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
      const file = path.join(folder, 'muster.service')
      // The program is not installed here.
      writeFileSync(file, unit.replace(/^ExecStart=\S+ \S+/m, 'ExecStart=/bin/true'))
      const run = (...args: string[]) =>
        execFileSync('/usr/bin/systemd-analyze', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
      expect(run('verify', file)).toBe('')
      const [, exposure] =
        /exposure level for muster\.service: ([\d.]+)/.exec(run('security', '--offline=true', file)) ?? []
      expect(Number(exposure)).toBeLessThan(2)
    },
  )
})

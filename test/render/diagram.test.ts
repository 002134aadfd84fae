/** What leads to what in a drawing of a scenario, which lines it does without, and what it looks like in both languages. */
import { expect, it } from 'vitest'
import { loadPlanFiles } from '../../src/plan/load-files.ts'
import { procedureOf } from '../../src/plan/procedure.ts'
import type { Plan } from '../../src/plan/schema.ts'
import { diagramOf } from '../../src/render/diagram.ts'
import { linesOf } from '../../src/render/diagram-lines.ts'
import { mermaidOf } from '../../src/render/mermaid.ts'
import { plannedWay } from '../../src/render/planned-way.ts'
import { plan as samplePlan } from '../plan/sample-plan.ts'
import { draw } from './readings.ts'

const withSteps = (phases: string, validation = ''): Plan =>
  samplePlan([
    'database-corruption: { title: Database corruption, aliases: [S1] }',
    `database-corruption:\n    title: Database corruption\n    phases:\n      - id: one\n        title: One\n        steps:\n${phases.replace(/^/gm, '          ')}\n${validation}`,
  ])
const stepsOf = (plan: Plan) => procedureOf(plan, 'database-corruption').steps
const lines = (phases: string) =>
  linesOf(stepsOf(withSteps(phases))).map(
    ({ from, to, kind, label }) => `${from} ${kind} ${to}${label ? `: ${label}` : ''}`,
  )

const DECISION =
  '- { id: way, title: Which way?, decide: { question: Which?, options: [{ id: left, label: Left }, { id: right, label: Right }, { id: none, label: Neither }] } }'
const step = (id: string, more = '') => `- { id: ${id}, title: Step ${id}, manual: Do ${id}${more} }`

it('draws what comes next, and no line that a longer way makes needless', () => {
  expect(lines([step('a'), step('b'), step('c', ', needs: [a, b]')].join('\n'))).toEqual(['a next b', 'b next c'])
})

it('names the options at the steps that they open first, and where the others go', () => {
  const all = [
    DECISION,
    step('l1', ', needs: [way], when: { chosen: { way: left } }'),
    step('l2', ', when: { chosen: { way: left } }'),
    step('r1', ', needs: [way], when: { chosen: { way: right } }'),
    step('end', ', needs: [way, l2, r1]'),
  ]
  expect(lines(all.join('\n'))).toEqual([
    'way choice l1: Left',
    'way choice r1: Right',
    'l1 next l2',
    'way choice end: Neither',
    'l2 next end',
    'r1 next end',
  ])
})

it('passes by what only a failure opens', () => {
  const all = [step('a', ', onFailure: { goto: [b] }'), step('b'), step('c')]
  expect(lines(all.join('\n'))).toEqual(['b next c', 'a next c', 'a failure b: if it fails'])
})

it('lets lines meet where several wait for the same several', () => {
  const all = [
    step('a', ', needs: []'),
    step('b', ', needs: []'),
    step('c', ', needs: [a, b]'),
    step('d', ', needs: [a, b]'),
  ]
  const procedure = procedureOf(withSteps(all.join('\n')), 'database-corruption')
  const options = { title: 'T', anchorOf: (id: string) => id, lengthOf: String, critical: [] }
  const { joints, edges } = diagramOf(procedure, options)
  expect(joints.map(({ key }) => key)).toEqual(['j1'])
  expect(edges.map(({ from, to }) => `${from} ${to}`)).toEqual(['n1 j1', 'n2 j1', 'j1 n3', 'j1 n4'])
})

it('finds the longest way over all that can be decided, and counts what has no budget', () => {
  const all = [
    step('first', ', budget: 5 min'),
    DECISION,
    step('l1', ', needs: [way], budget: 40 min, when: { chosen: { way: left } }'),
    step('r1', ', needs: [way], budget: 30 min, when: { chosen: { way: right } }'),
    step('r2', ', budget: 20 min, when: { chosen: { way: right } }'),
    step('end', ', needs: [l1, r2]'),
    step('beside', ', needs: [], budget: 50 h, openEnded: true'),
  ]
  const { steps, ...way } = plannedWay(stepsOf(withSteps(all.join('\n'))))
  expect(way).toEqual({ ms: 55 * 60_000, unbudgeted: 1 })
  expect(steps.map(({ id }) => id)).toEqual(['first', 'way', 'r1', 'r2', 'end'])
  expect(plannedWay(stepsOf(withSteps(step('a')))).steps).toEqual([])
})

it('gives the example plans the figures of their texts', async () => {
  const { plans } = await loadPlanFiles('plans/dhafnck-mcp.yaml')
  const minutes = Object.keys(plans[0]!.scenarios).map((id) => plannedWay(procedureOf(plans[0]!, id).steps).ms / 60_000)
  expect(minutes.slice(0, 3)).toEqual([225, 125, 260])
})

const options = (critical: string[] = []) => ({
  title: 'Ways',
  anchorOf: (id: string) => `at-${id}`,
  lengthOf: (ms: number) => `${ms / 60_000} min`,
  critical,
})

it('draws decisions, dangers, failures and the longest way', () => {
  const all = [
    step('a', ', budget: 2 min, onFailure: { goto: [b] }'),
    step('b'),
    '- { id: c, title: Destroy it, budget: 3 min, risk: destructive, do: [{ wait: 5 s }] }',
    DECISION,
  ]
  const plan = withSteps(all.join('\n'))
  const diagram = diagramOf(procedureOf(plan, 'database-corruption'), options(['a', 'c']))
  const svg = draw(diagram)
  expect(svg).toMatch(
    /^<svg role="group" aria-label="Ways: 4 steps in 1 phase, 1 of them decisions; all are written out below."/,
  )
  expect(svg).toMatch(/class="node node-step danger critical"/)
  expect(svg).toMatch(/class="edge line-failure"[\s\S]*?stroke-dasharray/)
  expect(svg).toContain('href="#at-c"')
  expect(svg).not.toMatch(/<!DOCTYPE|<\?xml|<title>|xlink|font-family|fill="black"/)
  expect(mermaidOf(diagram)).toBe(`flowchart TD
  subgraph g1["One"]
    n1("1#46; Step a (2 min)")
    n2("2#46; Step b")
    n3("⚠ 3#46; Destroy it (3 min)")
    n4{"4#46; Which way?"}
  end
  n2 --> n3
  n1 --> n3
  n3 --> n4
  n1 -.->|"if it fails"| n2
  classDef danger stroke:#b3261e,stroke-width:2px
  classDef critical stroke-width:4px
  classDef check stroke-dasharray:4 3
  class n3 danger
  class n1,n3 critical
  linkStyle 1 stroke-width:4px`)
})

const LISTED = [
  step('a', ', needs: []'),
  step('free', ', needs: []'),
  step('b', ', needs: [a], budget: 1 min'),
  step('c', ', needs: [a]'),
  '- { id: d, title: Destroy it, needs: [a], risk: destructive, do: [{ wait: 5 s }] }',
  step('e', ', needs: [a]'),
  step('f', ', needs: [a], onFailure: { goto: [g] }'),
  step('g', ', needs: [f]'),
].join('\n')

it('writes what all follows the same, and is nothing special, as a list in one box', () => {
  const checks = ['x', 'y', 'z'].map((id) => `      - { id: ${id}, title: Check ${id}, needs: [a], manual: Look }`)
  const plan = withSteps(LISTED, `    validation:\n${checks.join('\n')}`)
  const diagram = diagramOf(procedureOf(plan, 'database-corruption'), options())
  const boxes = diagram.groups
    .flatMap(({ nodes }) => nodes)
    .map(({ members, number }) => members?.map((one) => one.number) ?? number)
  expect(boxes).toEqual([1, 2, [3, 4, 6], 5, 7, 8, [9, 10, 11]])
  expect(diagram.edges.map(({ from, to }) => `${from} ${to}`)).toEqual(['n1 n3', 'n1 n5', 'n1 n7', 'n1 n9', 'n7 n8'])
  const svg = draw(diagram)
  for (const id of ['b', 'c', 'e', 'x', 'y', 'z']) expect(svg).toContain(`href="#at-${id}"`)
  const mermaid = mermaidOf(diagram)
  expect(mermaid).toContain('n3("3#46; Step b (1 min)<br>4#46; Step c<br>6#46; Step e")')
  expect(mermaid).toContain('class n9 check')
})

it('draws what waits for nothing beside that with which its phase begins', () => {
  const later =
    '      - id: two\n        title: Two\n        steps:\n          - { id: m, title: Late, needs: [c], manual: x }\n          - { id: n, title: Loose, needs: [], manual: x }'
  const plan = withSteps([step('a'), step('b'), step('c')].join('\n'), later)
  const svg = draw(diagramOf(procedureOf(plan, 'database-corruption'), options()))
  const heightOf = (text: string) => new RegExp(`y="(-[\\d.]+)"[^>]*>\\d+\\. ${text}<`).exec(svg)?.[1]
  expect(heightOf('Late')).toBeDefined()
  expect(heightOf('Loose')).toBe(heightOf('Late'))
})

it('names a drawing by any title', () => {
  const plan = withSteps(step('a'))
  const title = "Costs $& and $' and $` and $1"
  const svg = draw(diagramOf(procedureOf(plan, 'database-corruption'), { ...options(), title }))
  const named = `<svg role="group" aria-label="${title.replace('&', '&amp;')}: 1 step in 1 phase;`
  expect(svg.slice(0, named.length)).toBe(named)
})

it('draws any title', () => {
  const title = String.raw`"\\]}); <b>&amp; \\N #35; end`
  const plan = withSteps(`- { id: a, title: ${JSON.stringify(title)}, manual: x }`)
  const diagram = diagramOf(procedureOf(plan, 'database-corruption'), options())
  const read = draw(diagram).replace(
    /&(quot|lt|gt|amp|#\d+);/g,
    (all, name: string) =>
      ({ quot: '"', lt: '<', gt: '>', amp: '&' })[name] ?? String.fromCodePoint(Number(name.slice(1))) ?? all,
  )
  expect(read.replace(/<\/text>\s*<text[^>]*>/g, ' ').replaceAll('\u00a0', ' ')).toContain(title)
  expect(mermaidOf(diagram)).toMatch(/n1\("1#46; [^"]*"\)\n/)
})

import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cruised, folderImports, withGraph } from '../../scripts/import-graph.ts'

const root = path.resolve(import.meta.dirname, '../..')
const run = promisify(execFile)

interface Violation {
  from: string
  to: string
  rule: { name: string }
}
type Rule = { name: string }

const rules: Rule[] = createRequire(import.meta.url)('../../.dependency-cruiser.cjs').forbidden

/** What `npm run imports` says of the tree in this folder, with its very arguments. */
async function cruise(folder: string): Promise<{ violations: Violation[]; modules: Cruised[] }> {
  const { scripts } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'))
  const [command, ...args] = scripts.imports.split(' ')
  const bin = path.join(folder, 'node_modules/.bin', command)
  const json = ['--output-type', 'json']
  // With violations it exits with their number, and the report is on stdout all the same.
  const report = await run(process.execPath, [bin, ...args, ...json], { cwd: folder, maxBuffer: 64 << 20 }).catch(
    (error) => {
      if (!error.stdout) throw error
      return error
    },
  )
  const { summary, modules } = JSON.parse(report.stdout)
  return { violations: summary.violations, modules }
}

describe('the tree', () => {
  let tree: Awaited<ReturnType<typeof cruise>>
  let page: string

  beforeAll(async () => {
    tree = await cruise(root)
    page = await readFile(path.join(root, 'docs/architecture.md'), 'utf8')
  })

  it('imports the allowed way', () => {
    expect(tree.violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`)).toEqual([])
    expect(tree.modules.length).toBeGreaterThan(200)
  })

  it('is drawn as it is; else run scripts/generate-import-graph.ts', () => {
    expect(withGraph(page, tree.modules)).toBe(page)
  })

  it('is described folder by folder', () => {
    const folders = [...folderImports(tree.modules).keys()]
    expect(folders.length).toBeGreaterThan(15)
    expect(folders.filter((name) => !new RegExp(`^ {0,2}${name}/? {2,}\\S`, 'm').test(page))).toEqual([])
  })
})

describe('the drawing', () => {
  const file = (source: string, ...imports: string[]): Cruised => ({
    source,
    dependencies: imports.map((resolved) => {
      const typeOnly = resolved.startsWith('type ')
      return {
        resolved: resolved.replace('type ', ''),
        dependencyTypes: typeOnly ? ['import', 'type-only'] : ['import'],
      }
    }),
  })
  const graph = (...modules: Cruised[]) =>
    withGraph('<!-- import-graph: begin -->\n<!-- import-graph: end -->\n', modules)

  it('leaves out the arrow that a longer way makes plain, which the table has', () => {
    const text = graph(
      file('commands/a.ts', 'src/web/b.ts', 'src/plan/c.ts'),
      file('src/web/b.ts', 'src/plan/c.ts'),
      file('src/plan/c.ts', 'pg'),
    )
    expect(text).toContain('f_commands --> f_web\n')
    expect(text).not.toContain('f_commands --> f_plan')
    expect(text).toContain('| commands | plan, web |\n| plan | nothing |\n')
  })

  it('does not take a way of types for one of values', () => {
    const text = graph(
      file('commands/a.ts', 'type src/web/b.ts', 'src/plan/c.ts'),
      file('src/web/b.ts', 'src/plan/c.ts'),
      file('src/plan/c.ts'),
    )
    expect(text).toContain('f_commands -.-> f_web\n')
    expect(text).toContain('f_commands --> f_plan\n')
    expect(text).toContain('| commands | plan, *web* |')
  })

  it('has both arrows of two that know each other', () => {
    const text = graph(file('src/web/a.ts', 'src/cli/b.ts'), file('src/cli/b.ts', 'src/web/a.ts'))
    expect(text).toContain('f_web --> f_cli\n')
    expect(text).toContain('f_cli --> f_web\n')
  })

  it('asks for its place', () => {
    expect(() => withGraph('# A page\n', [])).toThrow('no place for the graph')
  })
})

/** For each rule, files that break it and no other. */
const BREAKING: Record<string, Record<string, string>> = {
  'no-circle': {
    'src/plan/hen.ts': "import { egg } from './egg.ts'\nexport const hen = () => egg\n",
    'src/plan/egg.ts': "import { hen } from './hen.ts'\nexport const egg = () => hen\n",
  },
  'plan-is-the-ground': { 'src/plan/a.ts': "import { clock } from '../engine/clock.ts'\nexport const a = clock\n" },
  'cores-know-only-the-plan': {
    'src/incident/a.ts': "import { clock } from '../engine/clock.ts'\nexport const a = clock\n",
  },
  'the-linter-knows-only-the-plan': {
    'src/check/a.ts': "import { incident } from '../incident/incident.ts'\nexport const a = incident\n",
  },
  'readiness-knows-only-the-plan': {
    'src/readiness/a.ts': "import { incident } from '../incident/incident.ts'\nexport const a = incident\n",
  },
  'cores-do-no-io': { 'src/incident/io.ts': "import pg from 'pg'\nexport const a = pg\n" },
  'cores-do-no-node-io': { 'src/readiness/io.ts': "import { readFile } from 'node:fs'\nexport const a = readFile\n" },
  'the-engine-knows-only-the-plan': {
    'src/engine/a.ts': "import { incident } from '../incident/incident.ts'\nexport const a = incident\n",
  },
  'adapters-know-the-cores-and-messages': {
    'src/adapters/a.ts': "import { queue } from '../engine/queue.ts'\nexport const a = queue\n",
  },
  'actions-know-the-cores-types': {
    'src/actions/a.ts': "import { clock } from '../engine/clock.ts'\nexport const a = clock\n",
  },
  'messages-know-the-cores': {
    'src/messages/a.ts': "import { clock } from '../engine/clock.ts'\nexport const a = clock\n",
  },
  'rehearsal-knows-core-engine-messages': {
    'src/rehearsal/a.ts': "import { page } from '../adapters/page.ts'\nexport const a = page\n",
  },
  'the-outside-rehearses': {
    'src/doctor/a.ts': "import { run } from '../rehearsal/run.ts'\nexport const a = run\n",
  },
  'charts-know-nothing-of-ours': {
    'src/charts/a.ts': "import { sms } from '../messages/sms.ts'\nexport const a = sms\n",
  },
  'rendering-knows-the-plan': {
    'src/render/a.ts': "import { incident } from '../incident/incident.ts'\nexport const a = incident\n",
  },
  'rendering-does-no-io': { 'src/render/io.ts': "import { readFile } from 'node:fs'\nexport const a = readFile\n" },
  'the-outside-renders': {
    'src/web/b.ts': "import { paper } from '../render/paper.ts'\nexport const b = paper\n",
  },
  'reports-know-cores-and-how-to-draw': {
    'src/report/a.ts': "import { clock } from '../engine/clock.ts'\nexport const a = clock\n",
  },
  'evidence-knows-the-journal': {
    'src/evidence/a.ts': "import { page } from '../adapters/page.ts'\nexport const a = page\n",
  },
  'commands-know-core-and-engine': {
    'commands/a.ts': "import { page } from '../src/adapters/page.ts'\nexport const a = page\n",
  },
  'the-program-does-not-know-its-simulator': {
    'src/web/a.ts': "import { faults } from '../../sim/faults.ts'\nexport const a = faults\n",
  },
  'nobody-imports-the-benchmarks': {
    'sim/b.ts': "import { spread } from '../bench/spread.ts'\nexport const b = spread\n",
  },
  'the-benchmarks-need-no-tests': {
    'bench/a.ts': "import { story } from '../test/story.ts'\nexport const a = story\n",
  },
  'nobody-imports-the-outside': {
    'src/program/a.ts': "import { site } from '../web/site.ts'\nexport const a = site\n",
  },
}
/** An import of a type alone is an import all the same. */
const TYPE_ONLY = "import type { Clock } from '../engine/clock.ts'\nexport const b = (clock: Clock) => clock\n"
const INNOCENT = {
  'src/engine/clock.ts': 'export const clock = 1\nexport type Clock = number\n',
  'src/engine/queue.ts': 'export const queue = 1\n',
  'src/incident/incident.ts': 'export const incident = 1\n',
  'src/rehearsal/run.ts': 'export const run = 1\n',
  'src/render/paper.ts': 'export const paper = 1\n',
  'src/messages/sms.ts': 'export const sms = 1\n',
  'src/adapters/page.ts': 'export const page = 1\n',
  'src/web/site.ts': 'export const site = 1\n',
  'sim/faults.ts': 'export const faults = 1\n',
  'bench/spread.ts': 'export const spread = 1\n',
  'test/story.ts': 'export const story = 1\n',
}

describe('a tree with forbidden imports', () => {
  let folder: string
  let violations: Violation[]

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'muster-imports-'))
    for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
      await cp(path.join(root, file), path.join(folder, file))
    }
    await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'))
    const files = { ...INNOCENT, ...Object.assign({}, ...Object.values(BREAKING)), 'src/plan/b.ts': TYPE_ONLY }
    for (const [file, text] of Object.entries<string>(files)) {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true })
      await writeFile(path.join(folder, file), text)
    }
    violations = (await cruise(folder)).violations
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it.each(rules.map(({ name }) => name))('is stopped by %s', (name) => {
    const guilty = Object.keys(BREAKING[name] ?? {})
    expect(guilty, 'write a forbidden import for this rule').not.toEqual([])
    const found = violations.filter(({ from }) => guilty.includes(from))
    expect([...new Set(found.map(({ rule }) => rule.name))]).toEqual([name])
  })

  it('is stopped also when only a type is imported', () => {
    const found = violations.filter(({ from }) => from === 'src/plan/b.ts')
    expect(found.map(({ rule }) => rule.name)).toEqual(['plan-is-the-ground'])
  })

  it('is blamed for nothing else', () => {
    const innocent = violations.filter(({ from }) => Object.hasOwn(INNOCENT, from))
    expect(innocent).toEqual([])
  })
})

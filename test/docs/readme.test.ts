import { globSync, readFileSync, statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { findCommand } from '../../commands/registry.ts'
import { VARIABLES } from '../../src/cli/variables.ts'
import { exampleProblems } from '../check/base-plan.ts'
import {
  brokenLinks,
  codeOf,
  commandsOf,
  drCalls,
  firstWord,
  musterCalls,
  type Page,
  scriptsOf,
  variablesOf,
} from './documents.ts'

const root = new URL('../../', import.meta.url)
const read = (file: string) => readFileSync(new URL(file, root), 'utf8')
const textOf = (file: string) => {
  const there = statSync(new URL(file, root), { throwIfNoEntry: false })
  return there?.isDirectory() ? '' : there && read(file)
}

const pages = globSync(['*.md', 'docs/**/*.md', 'bench/*.md'], { cwd: root }).map(
  (file): Page => ({ file, text: read(file) }),
)
const readme = read('README.md')
const cli = ['muster.ts', 'journal-options.ts'].map((file) => read(`src/cli/${file}`)).join('\n')
const commands = commandsOf(globSync('src/cli/*.ts', { cwd: root }).map(read))
/** Such as the `verify` of `muster journal verify`. */
const subcommands = [...cli.matchAll(/(?<!program)\n {2,4}\.command\('(\w+)'\)/g)].map(([, name]) => name)
/** What npm does by itself. */
const NPM = ['ci', 'test', 'install', 'pack', 'run']

describe('the pages', () => {
  it('lead to files and headings that there are', () => {
    expect(pages.length).toBeGreaterThan(5)
    expect(pages.flatMap((page) => brokenLinks(page, textOf))).toEqual([])
  })

  it('call scripts that there are', () => {
    const { scripts } = JSON.parse(read('package.json'))
    const called = pages.flatMap(({ text }) => scriptsOf(text))
    expect(called.filter((name) => !(name in scripts) && !NPM.includes(name))).toEqual([])
  })
})

describe('the README', () => {
  it('shows a part of a plan', () => {
    const [, shown = ''] = /```yaml\n([\s\S]*?)```/.exec(readme) ?? []
    const rest = [
      ['roles', '{ commander: { label: Commander, holders: [ann, bob] }, dba: { label: DBA, holders: [bob] } }'],
      ['stores', '{ s3: { bucket: dumps } }'],
      ['backups', '{ orders: { label: Orders, store: s3 } }'],
      ['values', "{ orders-backup: { kind: pattern, label: Backup, pattern: '.+' } }"],
      ['connections', '{ shop: { urlEnv: SHOP_URL } }'],
    ]
    expect(exampleProblems(`${rest.map(([key, value]) => `${key}: ${value}`).join('\n')}\n${shown}`)).toEqual([])
  })

  it('calls commands of muster that there are', () => {
    const calls = musterCalls(readme)
    expect(calls.map(firstWord)).toEqual(expect.arrayContaining(['sandbox', 'serve', 'check', 'dr', 'journal']))
    expect(calls.filter((call) => !commands.includes(firstWord(call)))).toEqual([])
    const nested = calls.filter((call) => /^(journal|plan) /.test(call)).map((call) => call.split(' ')[1])
    expect(nested.filter((word) => !subcommands.includes(word))).toEqual([])
  })

  it('calls subcommands of /dr that there are', () => {
    const calls = drCalls(readme)
    expect(calls.map(firstWord)).toEqual(expect.arrayContaining(['declare', 'ack', 'hold', 'status']))
    expect(calls.filter((call) => findCommand(firstWord(call)) === undefined)).toEqual([])
  })

  it('names variables that Muster reads', () => {
    const named = variablesOf(readme)
    expect(named).toContain('DATABASE_URL')
    expect(named.filter((name) => !Object.hasOwn(VARIABLES, name))).toEqual([])
  })
})

describe('a page that', () => {
  const files: Record<string, string> = { 'docs/a.md': '# A\n\n## What is it?\n', 'docs/b.md': '' }
  const faults = (text: string) => brokenLinks({ file: 'docs/b.md', text }, (file) => files[file])

  it.each(['[x](c.md)', '![x](images/x.png)', '[x](../a.md)', '[x](a.md#what-is-that)', '[x](#here)'])(
    'leads nowhere by %s is seen',
    (link) => {
      expect(faults(`See ${link}.`)).toHaveLength(1)
    },
  )

  it.each([
    '[x](a.md)',
    '[x](./a.md#what-is-it)',
    '[x](https://example.com/c.md)',
    '`[x](c.md)`',
    '```\n[x](c.md)\n```\n',
  ])('leads somewhere by %s is fine', (link) => {
    expect(faults(link)).toEqual([])
  })

  it('names things in code has them found', () => {
    const text =
      'Say `/dr ack ID`, not /dr fly; set `SMTP_URL`.\n\n```\nnpm ci && npm run sandbox\nnpm run -s muster -- dr --url URL --as ana declare x\n```\n`muster journal verify`'
    expect(codeOf(text)).toHaveLength(5)
    expect(drCalls(text)).toEqual(['ack ID', 'declare x'])
    expect(musterCalls(text)).toEqual(['dr declare x', 'journal verify'])
    expect(variablesOf(text)).toEqual(['SMTP_URL'])
    expect(scriptsOf(text)).toEqual(['ci', 'sandbox', 'muster'])
  })
})

import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bannedCalls } from './banned-calls.ts'
import { EXCEPTIONS, idleExceptions, RULES, type Source } from './tidy-rules.ts'

const root = new URL('../../', import.meta.url)
const sources = globSync('{src,commands,sim,bench}/**/*.{ts,js}', { cwd: root })
  .map((file): Source => ({ file: file.replaceAll('\\', '/'), text: readFileSync(new URL(file, root), 'utf8') }))
  .sort((a, b) => (a.file < b.file ? -1 : 1))

describe('every module', () => {
  it.each(Object.entries(RULES))('%s', (_, rule) => {
    expect(sources.flatMap(rule)).toEqual([])
  })

  it('is looked at, in every folder that the rules name', () => {
    for (const folder of [
      'src/plan/',
      'src/incident/',
      'src/readiness/',
      'src/engine/',
      'commands/',
      'sim/',
      'bench/',
    ]) {
      expect(
        sources.some(({ file }) => file.startsWith(folder)),
        folder,
      ).toBe(true)
    }
  })

  it('has no exception that it does not need', () => {
    expect(idleExceptions(sources)).toEqual([])
  })
})

const HEADER = '/** Promises little. */\n'
const pure = (text: string, file = 'src/incident/made-up.ts'): Source => ({ file, text: HEADER + text })
const broken: Record<string, Source[]> = {
  'begins by saying what it promises': [
    { file: 'src/web/bare.ts', text: 'export const a = 1\n' },
    { file: 'src/web/bare.ts', text: "#!/usr/bin/env node\n// Bare.\nimport 'node:fs'\n\nexport const a = 1\n" },
  ],
  'is not too long': [{ file: 'src/web/long.ts', text: HEADER + 'a()\n'.repeat(300) }],
  'leaves nothing for later': [pure('// TO' + 'DO: think\n'), pure('// FIX' + 'ME\n', 'commands/made-up.ts')],
  'has a name that says what it is for': [
    pure('', 'src/web/utils.ts'),
    pure('', 'src/web/index.ts'),
    pure('', 'sim/madeUp.ts'),
  ],
  'takes time, chance and surroundings as arguments': [
    pure('const atMs = Date.now()'),
    pure('export const at = new Date()', 'sim/made-up.ts'),
    pure('const odds = Math.random()', 'src/engine/made-up.ts'),
    pure('setTimeout(wake, 5)', 'src/readiness/made-up.ts'),
    pure('console.log(1)', 'src/plan/made-up.ts'),
    pure('const { HOME } = process.env', 'src/check/made-up.ts'),
  ],
}

describe('a module that', () => {
  it.each(Object.entries(RULES))('does not keep to "%s" is seen', (name, rule) => {
    for (const source of broken[name]!) expect(rule(source), source.text).toHaveLength(1)
  })

  it.each([
    ['const t = Date.now', 'Date.now'],
    ['const { now } = Date', 'Date.now'],
    ["const t = Date['now']()", 'Date.now'],
    ['const d = globalThis.Date.now()', 'Date.now'],
    ['const d = new Date', 'new Date()'],
    ['const s = Date()', 'new Date()'],
    ['const r = () => Math.random()', 'Math.random'],
    ["import { randomUUID as id } from 'node:crypto'", 'crypto.randomUUID'],
    ["import * as crypto from 'node:crypto'\nconst id = crypto.randomUUID()", 'randomUUID'],
    ['globalThis.setTimeout(wake)', 'setTimeout'],
    ["import { setTimeout as pause } from 'node:timers/promises'", 'node:timers/promises'],
    ['const timer = setInterval(wake, 1)', 'setInterval'],
    ['const home = process.env.HOME', 'process.env'],
    ["import { env } from 'node:process'", 'process.env'],
    ['const log = { out: console }', 'console'],
    ['const x = (console as Console)!', 'console'],
  ])('says `%s` uses what is banned', (code, call) => {
    expect(bannedCalls(code)).toEqual([call])
  })

  it.each([
    '// Date.now() is banned\n/* new Date() */',
    "const text = 'setTimeout, console and Math.random'",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a source, not a template
    'const url = `${base}/console`',
    'const at = new Date(atMs), utc = Date.UTC(2026, 0)',
    'const via = { console: true }.console, other = settings.console',
    "if (at['console'] satisfies string) at.setTimeout()",
    'interface Options { console: string; setTimeout(): void }',
    "import type { setTimeout } from 'node:timers/promises'",
    "import { createHash } from 'node:crypto'",
  ])('says nothing against `%s`', (code) => {
    expect(bannedCalls(code)).toEqual([])
  })

  it('is allowed for good reason, and no longer has it, is named', () => {
    const [file = '', allowed = []] = Object.entries(EXCEPTIONS)[0] ?? []
    const others = sources.filter((source) => source.file !== file)
    expect(idleExceptions(others)).toHaveLength(allowed.length)
    expect(idleExceptions([...others, pure('', file)])).toHaveLength(allowed.length)
  })
})

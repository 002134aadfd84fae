/** The lists of CONTRIBUTING.md are what has to be touched: one more means and action make the compiler complain in just those files. */
import { execFile } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '../..')
const page = readFileSync(path.join(ROOT, 'CONTRIBUTING.md'), 'utf8')

/** The files of the list behind a mark. */
function listed(mark: string): string[] {
  const list = page.split(`<!-- ${mark} -->\n`)[1]?.split('\n\n')[0] ?? ''
  return [...list.matchAll(/^- `([^`]+)`/gm)].map(([, file = '']) => file).sort()
}

/** Files with errors when the text in `file` is changed so. */
async function complaints(changes: { file: string; from: string; to: string }[]): Promise<string[]> {
  const copy = await mkdtemp(path.join(tmpdir(), 'muster-contributing-'))
  onTestFinished(() => rm(copy, { recursive: true }))
  for (const part of ['src', 'commands', 'package.json', 'tsconfig.json']) {
    await cp(path.join(ROOT, part), path.join(copy, part), { recursive: true })
  }
  // It needs the sandbox, and no list names it.
  await rm(path.join(copy, 'src/cli'), { recursive: true })
  await symlink(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'))
  for (const { file, from, to } of changes) {
    const text = await readFile(path.join(copy, file), 'utf8')
    expect(text.split(from)).toHaveLength(2)
    await writeFile(path.join(copy, file), text.replace(from, to))
  }
  const out = await new Promise<string>((done) => {
    const compiler = path.join(ROOT, 'node_modules/typescript/bin/tsc')
    execFile(process.execPath, [compiler, '--noEmit', '-p', copy], { cwd: copy, maxBuffer: 2 ** 26 }, (_, text) =>
      done(text),
    )
  })
  return [...new Set([...out.matchAll(/^(\S+?)\(\d+,\d+\): error/gm)].map(([, file = '']) => file))].sort()
}

it('one more means and one more action are asked for in the files that are listed, and in no other', async () => {
  const asked = await complaints([
    {
      file: 'src/plan/people-schema.ts',
      from: "'voice', 'email'] as const",
      to: "'voice', 'email', 'pager'] as const",
    },
    {
      file: 'src/plan/action-schema.ts',
      from: 'z.union([commandSchema, httpSchema, sqlSchema, backup',
      to: 'z.union([z.strictObject({ queue: z.string() }), commandSchema, httpSchema, sqlSchema, backup',
    },
  ])
  expect(listed('means').length).toBeGreaterThan(0)
  expect(listed('action').length).toBeGreaterThan(0)
  expect(asked).toEqual([...listed('means'), ...listed('action')].sort())
})

it('the rule and the subcommand that are shown are named in the files that are listed, and in no other', () => {
  const naming = (pattern: RegExp) =>
    globSync(['{commands,src}/**/*.ts', 'docs/checks/*.md'], { cwd: ROOT })
      .filter((file) => pattern.test(`${file}\n${readFileSync(path.join(ROOT, file), 'utf8')}`))
      .sort()
  expect(naming(/budget-beyond-timeout/)).toEqual(listed('rule'))
  expect(naming(/^commands\/links\.ts\n|from '.*\/links\.ts'|^ {2}links: 'look'/m)).toEqual(listed('subcommand'))
})

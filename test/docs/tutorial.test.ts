/** docs/tutorial.md, lived through: its commands are run, its changes are made to the plan, and what it says is printed is printed. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { execa } from 'execa'
import { expect, it } from 'vitest'

const MUSTER = [process.execPath, '--disable-warning=ExperimentalWarning', path.resolve('src/cli/muster.ts')] as const
const folder = mkdtempSync(path.join(tmpdir(), 'muster-tutorial-'))
const file = path.join(folder, 'shop.yaml')

/** Blocks of the page in order, each with its language: none for commands, `text` for what they print. */
const blocks = [...readFileSync('docs/tutorial.md', 'utf8').matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(
  ([, language = '', text = '']) => ({ language, text }),
)

const replaced = (text: string, before: string, after: string): string => {
  expect(text.split(before), `the plan has once:\n${before}`).toHaveLength(2)
  return text.replace(before, () => after)
}

/** The lines of a diff as they were, or as they become. */
const side = (diff: string, sign: '-' | '+'): string =>
  diff.replace(new RegExp(`^[${sign === '-' ? '+' : '-'}].*\n`, 'gm'), '').replace(/^[ +-]/gm, '')

function change(plan: string, { language, text }: { language: string; text: string }): string {
  if (language === 'diff') return replaced(plan, side(text, '-'), side(text, '+'))
  const [before] = /^ {4}phases:\n[\s\S]*?(?=^ {4}# Each must pass)/m.exec(plan) ?? []
  return replaced(plan, before!, text)
}

it('says what happens', { timeout: 60_000 }, async () => {
  let said = ''
  for (const block of blocks) {
    if (block.language === '') {
      const words = [...block.text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word!)
      const [node, ...before] = MUSTER
      expect(words.shift()).toBe('muster')
      said = (await execa(node, [...before, ...words], { cwd: folder })).stdout
    } else if (block.language === 'text') {
      for (const line of block.text.trimEnd().split('\n')) expect(said.split('\n')).toContain(line)
    } else writeFileSync(file, change(readFileSync(file, 'utf8'), block))
  }
  expect(blocks.map(({ language }) => language)).toContain('diff')
})

/** The page for auditors: its commands, variables and links are there, and what it shows of a plan is read. That its format is enough, test/evidence shows. */
import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { VARIABLES } from '../../src/cli/variables.ts'
import { REGISTER_NAMES } from '../../src/evidence/registers.ts'
import { retentionSchema } from '../../src/plan/retention-schema.ts'
import { commandsOf, firstWord, musterCalls, variablesOf } from './documents.ts'

const text = readFileSync('docs/evidence.md', 'utf8')

it('calls commands that there are, and names variables that are read', () => {
  const commands = commandsOf(globSync('src/cli/*.ts').map((file) => readFileSync(file, 'utf8')))
  const calls = musterCalls(text)
  expect(new Set(calls.map(firstWord))).toEqual(new Set(['evidence', 'erase', 'serve', 'doctor']))
  expect(calls.filter((call) => !commands.includes(firstWord(call)))).toEqual([])
  expect(variablesOf(text).filter((name) => !Object.hasOwn(VARIABLES, name))).toEqual([])
})

it('shows a retention as plans have it, and names every register', () => {
  const [example = ''] = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) => yaml)
  expect(Object.keys(retentionSchema.parse(parse(example).retention))).toEqual(['incidents', 'drills'])
  for (const name of REGISTER_NAMES) expect(text).toContain(`\`${name}\``)
})

/** The pages for when the database is lost and on what Muster survives: their commands, options, variables and scripts are there. That the drill works, test/e2e/database-lost.test.ts shows. */
import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { VARIABLES } from '../../src/cli/variables.ts'
import { commandsOf, firstWord, musterCalls, variablesOf } from './documents.ts'

const text = readFileSync('docs/restore.md', 'utf8')

it('calls commands and options that there are, and names variables that are read', () => {
  const commands = commandsOf(globSync('src/cli/*.ts').map((file) => readFileSync(file, 'utf8')))
  const calls = musterCalls(text)

  expect(calls.map(firstWord)).toContain('restore')
  expect(calls.filter((call) => !commands.includes(firstWord(call)))).toEqual([])
  const options = readFileSync('src/cli/restore-options.ts', 'utf8')
  const named = [...new Set(text.match(/--[a-z][a-z-]*/g))]
  expect(named.length).toBeGreaterThan(3)
  expect(named.filter((name) => !options.includes(`'${name} `) && !options.includes(`'${name}'`))).toEqual([])
  expect(variablesOf(text).filter((name) => !Object.hasOwn(VARIABLES, name))).toEqual([])
})

it('says how to repeat what it says that Muster survives', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
  const survival = readFileSync('docs/survival.md', 'utf8')
  const run = readFileSync('test/chaos/run.ts', 'utf8')
  expect(scripts.chaos).toContain('test/chaos/run.ts')
  const named = [...new Set(survival.match(/(?<= )--[a-z]+(?= )/g))].filter((name) => name !== '--')
  expect(named).toContain('--kills')
  expect(named.filter((name) => !run.includes(`${name.slice(2)}: { type`))).toEqual([])
})

import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { commands } from '../../commands/registry.ts'
import { commandsPage } from '../../scripts/commands-page.ts'

const page = readFileSync('docs/commands.md', 'utf8')

it('docs/commands.md is what the program says; else run scripts/generate-commands.ts', () => {
  expect(page).toBe(commandsPage())
})

it('has every command of Slack once', () => {
  for (const { usage } of commands) expect(page.split(`\n- \`/dr ${usage}\`: `)).toHaveLength(2)
})

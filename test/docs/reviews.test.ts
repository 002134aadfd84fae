/** The page on reviews names commands, fields and files that there are. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { findCommand } from '../../commands/registry.ts'
import { reviewFields } from '../../src/incident/review/fields.ts'
import { testPlan } from '../incident/test-plan.ts'
import { drCalls, firstWord } from './documents.ts'

const page = readFileSync('docs/reviews.md', 'utf8')

it('calls commands that there are', () => {
  expect(drCalls(page).length).toBeGreaterThan(5)
  expect(drCalls(page).filter((call) => findCommand(firstWord(call)) === undefined)).toEqual([])
})

it('has every part that people write', () => {
  const written = reviewFields(testPlan()).filter(({ id }) => !id.startsWith('why-'))
  const missing = written.filter(({ label }) => !page.toLowerCase().includes(label.toLowerCase()))
  expect(missing.map(({ label }) => label)).toEqual([])
})

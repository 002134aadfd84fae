/** The guides for people who try and connect Muster call only what there is; steps on other companies' pages nobody can test from here. */
import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { findCommand } from '../../commands/registry.ts'
import { readConfigFile } from '../../src/cli/config-file.ts'
import { VARIABLES } from '../../src/cli/variables.ts'
import { parseContacts } from '../../src/plan/contacts.ts'
import { commandsOf, drCalls, firstWord, musterCalls, variablesOf } from './documents.ts'

const guides = ['docs/quickstart.md', 'docs/connect.md'].map((file) => ({ file, text: readFileSync(file, 'utf8') }))
const connect = guides[1]!.text
const commands = commandsOf(globSync('src/cli/*.ts').map((file) => readFileSync(file, 'utf8')))

it.each(guides)('$file calls commands that there are', ({ text }) => {
  expect(musterCalls(text).length).toBeGreaterThan(1)
  expect(musterCalls(text).filter((call) => !commands.includes(firstWord(call)))).toEqual([])
  expect(drCalls(text).length).toBeGreaterThan(3)
  expect(drCalls(text).filter((call) => findCommand(firstWord(call)) === undefined)).toEqual([])
})

it.each(guides)('$file names variables that Muster reads', ({ text }) => {
  expect(variablesOf(text).filter((name) => !Object.hasOwn(VARIABLES, name))).toEqual([])
})

it('every secret that can be set has its way of being changed', () => {
  const secret = /TOKEN|SECRET|_KEY$|_URL$/
  // Addresses and settings of the command line are no secrets, or hold none that could be changed.
  const none = /^(SLACK_(API|STATUS)_URL|TWILIO_BASE_URL|STATUSPAGE_BASE_URL|MUSTER_(URL|TOKEN|PUBLIC_URL))/
  const rows = connect.slice(connect.indexOf('## Changing secrets'), connect.indexOf('## Installing again'))
  const missing = Object.keys(VARIABLES).filter((name) => secret.test(name) && !none.test(name))
  expect(missing.filter((name) => !rows.includes(`| \`${name}\` |`))).toEqual([])
})

it('the files that connect.md shows are such as Muster reads', () => {
  const [settings = '', contacts = ''] = [...connect.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text)
  expect(readConfigFile(settings, 'muster.yaml')).toMatchObject({ ok: true })
  expect(Object.keys(parse(settings))).toContain('contacts')
  expect(parseContacts(contacts, 'contacts.yaml')).toMatchObject({ ok: true, warnings: [] })
})

/** docs/templates.md names every field as the catalogue has it, and what it shows of a template can be used as it stands there. */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findCommand } from '../../commands/registry.ts'
import { CONFIRMATION_FIELDS, CONSOLE_FIELDS } from '../../src/messages/console-fields.ts'
import {
  FIELD_MEANINGS,
  INTERNAL_FIELDS,
  PUBLIC_FIELDS,
  SUBSCRIBER_FIELDS,
  SYSTEM_FIELDS,
  TASK_FIELDS,
  TIME_FIELDS,
} from '../../src/messages/field-catalogue.ts'
import { createMessages } from '../../src/messages/messages.ts'
import { PAGE_FIELDS } from '../../src/messages/page-fields.ts'
import { APPROVAL_FIELDS, CLOCK_FIELDS, DUTY_FIELDS } from '../../src/messages/recovery-fields.ts'
import { sampleFields } from '../../src/messages/sample-fields.ts'
import { TEMPLATE_MOMENTS } from '../../src/messages/template-file.ts'
import { listTemplates } from '../../src/messages/template-list.ts'
import { AUDIENCE_MEANS } from '../../src/plan/schema.ts'
import { drCalls, firstWord } from './documents.ts'

const FILE = 'docs/templates.md'
const page = readFileSync(FILE, 'utf8')

const GROUPS: [title: string, fields: readonly string[]][] = [
  ['For anybody', [...SYSTEM_FIELDS, ...PUBLIC_FIELDS]],
  ['For people inside', INTERNAL_FIELDS],
  ['In mails of the status page', SUBSCRIBER_FIELDS],
  ['To one person: drafts, questions, messages that are late', TASK_FIELDS],
  ['To one person: calls', PAGE_FIELDS],
  ['To one person: approvals', APPROVAL_FIELDS],
  ['To one person: clocks', CLOCK_FIELDS],
  ['To one person: what is theirs to do', DUTY_FIELDS],
  ['To one person: the responder console', [...CONSOLE_FIELDS, ...CONFIRMATION_FIELDS]],
]

function tables(): string {
  const told = new Set<string>()
  const iso: ReadonlySet<string> = new Set(TIME_FIELDS)
  const parts = GROUPS.map(([title, fields]) => {
    const rows = fields
      .filter((field) => !told.has(field))
      .map((field) => {
        told.add(field)
        const { meaning, example } = FIELD_MEANINGS[field]!
        const shown = typeof example === 'string' ? example : `a list: ${example.join(' · ')}`
        return `| \`${field}\`${iso.has(field) ? ' *iso*' : ''} | ${meaning} | ${shown} |`
      })
    return [`### ${title}`, '', '| field | what it says | example |', '|---|---|---|', ...rows, ''].join('\n')
  })
  return parts.join('\n')
}

it('has every field with its meaning and an example', () => {
  const marker = page.indexOf('<!-- fields:')
  const stands = page.slice(page.indexOf('\n', marker) + 1)
  // To bring the page up to date, replace what follows the marker with what is expected here.
  expect(stands.trim()).toBe(tables().trim())
})

it('shows a template that works as it stands there', () => {
  const [, source = ''] = /```liquid\n([\s\S]*?)```/.exec(page) ?? []
  const dir = mkdtempSync(join(tmpdir(), 'muster-page-'))
  mkdirSync(join(dir, 'shop'))
  writeFileSync(join(dir, 'shop', 'customer-initial.liquid'), source)
  const messages = createMessages({ dir })
  const mail = messages.render('customer-initial', 'email', sampleFields('initial', 'shop'))
  expect(mail.subject).toBe('Service disruption – MCP Debate Platform')
  expect(mail.html).toContain('MCP Debate Platform · Investigating')
})

it('names moments, means, commands and templates that there are', () => {
  const row = (key: string) => page.split('\n').find((line) => line.startsWith(`| \`${key}\` |`)) ?? ''
  for (const moment of TEMPLATE_MOMENTS) expect(row('moment')).toContain(`\`${moment}\``)
  for (const means of AUDIENCE_MEANS) expect(row('means')).toContain(`\`${means}\``)
  expect(drCalls(page).filter((call) => findCommand(firstWord(call)) === undefined)).toEqual([])
  const names = listTemplates('templates').map(({ name }) => name)
  const section = page.slice(page.indexOf('## Names that Muster uses'), page.indexOf('## Every field'))
  const named = [...section.matchAll(/`([a-z-]+)`/g)].map(([, name = '']) => name)
  expect(named.filter((name) => !names.includes(name))).toEqual([])
})

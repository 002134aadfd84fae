import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type PreviewOptions, runTemplateList, runTemplatePreview } from '../../src/cli/template-command.ts'
import { createMessages } from '../../src/messages/messages.ts'
import { createTemplateShelf } from '../../src/messages/template-shelf.ts'
import { examplePlan } from '../plan/example-plans.ts'

const shelf = createTemplateShelf({ dir: 'templates', messages: createMessages({ dir: 'templates' }) })

async function preview(name: string, options: Partial<PreviewOptions> = {}) {
  let out = ''
  const write = (text: string) => {
    out += text
  }
  return { code: await runTemplatePreview(name, { drill: false, ...options, write }), out }
}

async function list(plan?: string) {
  let out = ''
  const write = (text: string) => {
    out += text
  }
  return { code: await runTemplateList({ plan, write }), out }
}

it('lists all templates, or those of one plan with whom they are for', async () => {
  const all = await list()
  expect(all.code).toBe(0)
  expect(all.out).toMatch(/^customer-initial +initial +slack, slack-dm, email/m)
  expect(all.out).toMatch(/^puo-memo\/customer-initial /m)
  const { out } = await list('puo-memo')
  expect(out).toMatch(/^customer-initial .*\(Customers\)$/m)
  expect(out).not.toContain('mcp-debate/')
})

it('shows one by each of its means, with a made-up incident', async () => {
  const { code, out } = await preview('customer-initial')
  expect(code).toBe(0)
  expect(out).toContain('=== email\nSubject: Service disruption – MCP Debate Platform\n')
  expect(out).toContain('=== sms\nMCP Debate Platform is disrupted since 2026-12-05 09:45 UTC.')
})

it('shows the plan’s own words of an incident of that plan, by one means, at one moment, as in a drill', async () => {
  const { out } = await preview('notice', { plan: 'sentia-mcp', means: 'email', moment: 'resolved', drill: true })
  expect(out).toMatch(/^=== email\nSubject: DRILL: \[3 - Critical\] Sentia Manufacturing MCP Server: resolved/)
  expect(out).toContain('Start time: 2026-12-05T09:45:00Z')
  expect(out).toContain('Resolved 2026-12-05T12:05:00Z, after 2 h 20 min')
  expect(out).not.toContain('=== sms')
  const ofFile = await preview('customer-progress', { plan: 'plans/puo-memo.yaml', means: 'sms' })
  expect(ofFile.out).toContain('PUO Memo: service restoration')
})

it.each(['mcp-debate', 'dhafnck-mcp', 'puo-memo', 'sentia-mcp', 'patient'])(
  'previews every template that %s uses',
  (name) => {
    const plan = examplePlan(name)
    const all = shelf.list(plan)
    expect(all.length).toBeGreaterThan(10)
    for (const { name: template } of all) {
      const shown = shelf.preview(template, { drill: false, plan }) ?? []
      expect(shown.length).toBeGreaterThan(0)
      expect(shown.map(({ text }) => text).join('\n')).not.toMatch(/undefined|\bnull\b|\{\{/)
    }
  },
)

it('writes the HTML of a mail', async () => {
  const html = join(mkdtempSync(join(tmpdir(), 'muster-preview-')), 'mail.html')
  expect((await preview('subscriber-update', { html })).out).toContain('mail.html: “MCP Debate Platform: recovering”')
  expect(readFileSync(html, 'utf8')).toMatch(/^<!doctype html>[\s\S]*unsubscribe\/7KM2P/)
  expect((await preview('social-initial', { html })).out).toBe(
    'social-initial is not for mail, so there is no HTML of it.\n',
  )
})

it.each<[string, Partial<PreviewOptions>, string]>([
  ['custmer-initial', {}, 'There is no template "custmer-initial": did you mean "customer-initial"?'],
  ['zzz', {}, 'There is no template "zzz". `muster template list` names them all.'],
  ['customer-initial', { plan: 'puo-mem' }, 'There is no plan "puo-mem": did you mean "puo-memo"?'],
  ['customer-initial', { means: 'emial' }, 'There is no means "emial": did you mean "email"?'],
  ['customer-initial', { moment: 'finale' }, 'There is no moment "finale". It is one of initial, progress,'],
  ['customer-initial', { means: 'pagerduty' }, 'customer-initial says nothing by pagerduty: it is for slack,'],
])('%s with %j is answered with one sentence', async (name, options, why) => {
  const { code, out } = await preview(name, options)
  expect(code).toBe(1)
  expect(out).toContain(why)
  expect(out.trim().split('\n')).toHaveLength(1)
})

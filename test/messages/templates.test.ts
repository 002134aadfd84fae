import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createMessages } from '../../src/messages/messages.ts'
import { publicTitle, standingWords } from '../../src/messages/standing-words.ts'
import { privately } from '../../src/plan/actor.ts'
import { MINUTE, T0 } from '../incident/story.ts'
import { testPlan } from '../incident/test-plan.ts'
import { examplePlan } from '../plan/example-plans.ts'
import { messages, openExample } from './golden.ts'

const declareA = {
  declare: {
    severity: 'p1',
    scenario: 'database-corruption',
    seen: privately('debates do not load'),
    outageStartMs: T0 - 15 * MINUTE,
  },
}
const declareC = { declare: { severity: 'high', scenario: 'database-corruption', components: ['memory', 'search'] } }

describe('the example plans', () => {
  it.each(['mcp-debate', 'dhafnck-mcp', 'puo-memo', 'sentia-mcp', 'patient'])(
    '%s finds everything that it needs in the templates',
    (id) => {
      expect(messages.checkTemplates(examplePlan(id))).toEqual([])
    },
  )

  it('A alerts its own people with a siren, severity, start, impact, status, ETA and team', () => {
    const { text } = openExample('mcp-debate', declareA).notice('engineering', 'slack', 'initial')
    expect(text).toMatchInlineSnapshot(`
      "🚨 *Production outage: MCP Debate System*

      *Incident:* DR-20261205-1000, worked on in #dr-20261205-1000
      *Severity:* P1 - Critical
      *Start time:* 2026-12-05 09:45 UTC
      *Impact:* debates do not load
      *Current status:* Investigating
      *ETA:* to be confirmed
      *Response team:* being called"
    `)
    expect(text.codePointAt(0)).toBe(0x1f6a8)
  })

  it('A tells customers, with the cadence as a promise', () => {
    const told = openExample('mcp-debate', declareA).notice('customers', 'email', 'initial')
    expect(told.subject).toBe('Service disruption – MCP Debate Platform')
    expect(told.text).toMatchInlineSnapshot(`
      "We are seeing a disruption of the MCP Debate Platform and are working to restore it.

      Impact: MCP Debate Platform is not available.
      Start time: 2026-12-05 09:45 UTC
      Expected resolution: to be confirmed

      You will hear from us every 30 min.

      The current status is at https://status.mcp-debate.com

      We apologize for the inconvenience.
      "
    `)
  })

  it('C tells customers first, in its own order of fields', () => {
    const told = openExample('puo-memo', declareC).notice('customers', 'email', 'initial')
    expect(told.subject).toMatchInlineSnapshot(`"PUO Memo service disruption"`)
    expect(told.text).toMatchInlineSnapshot(`
      "PUO Memo is disrupted at present. Our team knows and is restoring it.

      Current status: Investigating
      Started: 2026-12-05 10:00 UTC
      Affected services:
      - Memory storage and retrieval
      - Search and entity extraction

      Updates appear at https://status.puo-memo.com
      "
    `)
  })

  it('C reports progress by three work streams', () => {
    const { story, notice } = openExample('puo-memo', declareC)
    story.ask({ type: 'change-status', status: 'recovering' })
    story.ask({ type: 'set-eta', etaMs: T0 + 50 * MINUTE })
    expect(notice('customers', 'email', 'progress').text).toMatchInlineSnapshot(`
      "How the recovery stands
      - Infrastructure: recovery in progress
      - Data recovery: recovery in progress
      - Service restoration: recovery in progress

      Estimated time of resolution: 2026-12-05 10:50 UTC

      Nothing has changed since our last message. We are still working on it.

      Next update by 2026-12-05 10:30 UTC.
      "
    `)
  })

  it('C says from when to when, why, and promises the post-mortem', () => {
    const { story, notice } = openExample('puo-memo', declareC)
    story.nowMs += 52 * MINUTE
    story.ask({ type: 'resolve', text: privately('a full disk'), public: true })
    expect(notice('customers', 'email', 'resolved').text).toMatchInlineSnapshot(`
      "All services of PUO Memo work fully again.

      Duration: 2026-12-05 10:00 UTC – 2026-12-05 10:52 UTC
      Root cause: a full disk

      A detailed post-mortem will be published within 48 hours, by 2026-12-07 10:52 UTC.
      "
    `)
  })
})

describe('a message', () => {
  it('tells people inside why it is over, and people outside only when that was said in public', () => {
    const { story, notice } = openExample('puo-memo', declareC)
    story.ask({ type: 'change-status', status: 'identified', text: privately('the disk of db-3 is full') })
    story.ask({ type: 'resolve', text: privately('db-3 has a new disk') })
    expect(notice('customers', 'email', 'resolved').text).toContain('Root cause: to be confirmed in the post-mortem')
    expect(notice('support', 'slack', 'resolved').text).toContain('db-3 has a new disk')
    expect(notice('support', 'slack', 'resolved').text).toContain('the disk of db-3 is full')
  })

  it('calls what ended it a resolution, and tells people outside of it only when that was said in public', () => {
    const quiet = openExample('mcp-debate', declareA)
    quiet.story.ask({ type: 'resolve', text: privately('restored from a backup') })
    expect(quiet.notice('engineering', 'slack', 'resolved').text).toContain('*Resolution:* restored from a backup')
    expect(quiet.notice('customers', 'email', 'resolved').text).not.toContain('Resolution')
    const open = openExample('mcp-debate', declareA)
    open.story.ask({ type: 'resolve', text: privately('all debates are back'), public: true })
    expect(open.notice('customers', 'email', 'resolved').text).toContain('Resolution: all debates are back')
  })

  it('to one person says what has happened before what is asked', () => {
    const values = {
      ...{ person: 'Olga', severity: 'P1', id: 'DR-20261205-1000', system: 'Shop', also: [], incidentUrl: null },
      ...{ scenario: null, seen: 'orders hang.', purpose: 'Join', code: '7KM2P' },
    }
    const page = (means: 'sms' | 'voice', more = {}) =>
      messages.render('page', means, { planId: 'shop', drill: false, values: { ...values, ...more } }).text
    expect(page('voice')).toMatch(/declared\. orders hang\. Join\.$/)
    expect(page('voice', { scenario: 'Flood', purpose: 'Really?' })).toMatch(/declared\. Flood\. Really\?$/)
    expect(page('sms', { scenario: 'Flood', purpose: 'Lead the repair and '.repeat(9) })).toMatch(
      /^P1 DR-20261205-1000 Shop: Flood\. Lead the repair .*\.\. Reply ACK 7KM2P or NEXT 7KM2P\.$/,
    )
  })

  it('says "to be confirmed" where nothing is known yet, never a raw mark', () => {
    const plan = openExample('mcp-debate', { declare: { ...declareA.declare, outageStartMs: null } })
    for (const means of ['slack', 'pagerduty'] as const) {
      const { text } = plan.notice('engineering', means, 'initial')
      expect(text).not.toMatch(/undefined|null|\{\{|\[object/)
    }
    expect(plan.notice('engineering', 'slack', 'initial').text).toContain('*ETA:* to be confirmed')
  })

  it('is headed DRILL in a drill, by every means', () => {
    const { notice } = openExample('mcp-debate', { declare: { ...declareA.declare, mode: 'drill' } })
    const mail = notice('support', 'email', 'initial')
    expect(mail.subject).toMatch(/^DRILL: /)
    expect([mail.text, mail.html, notice('engineering', 'slack', 'initial').text]).toEqual([
      expect.stringMatching(/^DRILL\. This is an exercise/),
      expect.stringContaining('<strong>DRILL. This is an exercise'),
      expect.stringMatching(/^\*DRILL\. This is an exercise/),
    ])
    expect(notice('management', 'voice', 'initial').text).toMatch(/^This is a drill\. /)
    expect(notice('engineering', 'pagerduty', 'initial').text).toMatch(/^DRILL: /)
  })

  it('cannot be made to mention everyone, or to run in a mail program, by what somebody wrote', () => {
    const seen = privately('<!channel> <script>alert(1)</script> & more')
    const { notice } = openExample('mcp-debate', { declare: { ...declareA.declare, seen } })
    expect(notice('engineering', 'slack', 'initial').text).toContain('&lt;!channel&gt; &lt;script&gt;')
    expect(notice('support', 'email', 'initial').html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; more')
  })

  it('tells the end to those whose notice names no template for it', () => {
    const { story, notice, plan } = openExample('mcp-debate', declareA)
    const sales = plan.notices.find(({ id }) => id === 'sales')
    delete sales?.templates.resolved
    story.ask({ type: 'resolve' })
    expect(notice('sales', 'email', 'resolved').text).toContain('Resolved')
  })

  it('to the public never names what is internal', () => {
    const { notice, story, plan } = openExample('mcp-debate', declareA)
    story.ask({ type: 'note', text: privately('internal note'), decision: false })
    story.ask({ type: 'update', text: privately('internal update'), public: false })
    for (const moment of ['initial', 'progress', 'resolved', 'correction'] as const) {
      expect(JSON.stringify(notice('customers', 'email', moment))).not.toMatch(
        /internal|debates do not load|Database corr/,
      )
    }
    expect(standingWords(messages, plan, 'monitoring')).toBe(
      'MCP Debate Platform works again. We are watching it closely.',
    )
    expect(publicTitle(plan)).toBe('Service disruption – MCP Debate Platform')
  })
})

describe('checking templates', () => {
  const front = (moment = 'initial', means = '[email]') => `---\naudience: x\nmoment: ${moment}\nmeans: ${means}\n---\n`
  const withTemplates = (files: Record<string, string>) => {
    const dir = mkdtempSync(join(tmpdir(), 'muster-templates-'))
    for (const [name, source] of Object.entries(files)) {
      mkdirSync(join(dir, name, '..'), { recursive: true })
      writeFileSync(join(dir, `${name}.liquid`), source)
    }
    return createMessages({ dir })
  }
  const plan = testPlan()
  const problems = (files: Record<string, string>) =>
    withTemplates(files)
      .checkTemplates(plan)
      .filter(({ message }) => !message.startsWith('Muster uses'))
      .map(({ message, remedy }) => `${message}; ${remedy}`)

  it('names a template that is missing, and which notice wants it', () => {
    expect(problems({})).toContain(
      'notice "customers" uses the template "customer-progress", but there is no file customer-progress.liquid; `muster template list` shows those that there are; correct the name, or put the file into the folder of templates',
    )
  })

  it('names the template that was most likely meant', () => {
    const source = `${front()}=== subject\nHello\n=== text\nHello`
    expect(problems({ 'customer-progres': source })).toContainEqual(
      expect.stringContaining(
        'no file customer-progress.liquid; did you mean "customer-progres"? `muster template list`',
      ),
    )
  })

  it('names a field that there is not, also in a branch that is rarely taken', () => {
    const source = `${front()}=== subject\nHello\n=== text\n{% if has.eta %}{{ etta }}{% endif %}{% if has.nope %}x{% endif %}`
    const found = problems({ 'customer-initial': source })
    expect(found).toContainEqual(
      expect.stringContaining('customer-initial.liquid names the field "etta", which there is not'),
    )
    expect(found).toContainEqual(expect.stringContaining('names the field "nope"'))
  })

  it('keeps internal fields from people outside', () => {
    const source = `${front()}=== subject\nHello\n=== text\n{{ team | join: ", " }}`
    expect(problems({ 'customer-initial': source })).toContainEqual(
      expect.stringMatching(/^customer-initial\.liquid would tell people outside the field "team"/),
    )
  })

  it('names a means by which a template says nothing', () => {
    const source = `${front('initial', '[slack]')}=== text\nHello`
    expect(problems({ 'customer-initial': source })).toContainEqual(
      'notice "customers" sends customer-initial.liquid by email, but the template says nothing there; add "email" to its means',
    )
  })

  it('finds that the standing end of a notice says nothing by one of its means, when the plan names no end of its own', () => {
    const example = examplePlan('mcp-debate')
    const customers = example.notices.find(({ id }) => id === 'customers')!
    customers.means = ['pagerduty']
    delete customers.templates.resolved
    expect(messages.checkTemplates(example).map(({ message }) => message)).toContainEqual(
      'notice "customers" sends customer-resolved.liquid by pagerduty, but the template says nothing there',
    )
  })

  it('lets a plan’s own template win over the shared one', () => {
    const source = (text: string) => `${front()}=== subject\ns\n=== text\n${text}`
    const own = withTemplates({ 'customer-initial': source('shared'), 'shop/customer-initial': source('own') })
    const fields = { drill: false, values: {} }
    expect(own.render('customer-initial', 'email', { ...fields, planId: 'shop' }).text).toBe('own\n')
    expect(own.render('customer-initial', 'email', { ...fields, planId: 'other' }).text).toBe('shared\n')
  })

  it.each([
    ['Hello', 'begin the file with "---"'],
    [`${front('whenever')}=== text\nHello`, 'in the front matter'],
    [`${front()}=== subjekt\nHello`, '"subjekt" is no section'],
    [`${front()}=== subject\na\n=== subject\nb`, 'stands there twice'],
    [`${front('initial', '[sms]')}=== text\nHello`, 'there is nothing to send by sms'],
    [`${front()}=== text\nHello`, 'mail needs a section "=== subject"'],
    [`${front()}=== subject\ns\n=== text\n{{ now | shout }}`, 'undefined filter: shout'],
    [`${front()}=== subject\ns\n=== text\n{% if %}`, 'Template t.liquid, section "text"'],
  ])('refuses to load %j', (source, why) => {
    expect(() => withTemplates({ t: source })).toThrow(why)
    expect(() => withTemplates({ t: source })).toThrow(/^Template t\.liquid/)
  })
})

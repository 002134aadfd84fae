/** Every template by every means, as it reads with sample data: `templates-read/NAME.txt`. Whoever changes a template sees there what people will read. */
import { describe, expect, it } from 'vitest'
import { sampleFields } from '../../src/messages/sample-fields.ts'
import { SMS_UNITS_MAX, smsLength } from '../../src/messages/sms.ts'
import { sectionFor } from '../../src/messages/template-file.ts'
import { listTemplates, meansSaid, templatesFor } from '../../src/messages/template-list.ts'
import { messages } from './golden.ts'

const templates = listTemplates('templates')
const planOf = (name: string) => (name.includes('/') ? name.slice(0, name.indexOf('/')) : 'shared')

/** Means that share a section read the same but for their mark-up. */
function asRead(name: string): string {
  const template = templates.find((one) => one.name === name)!
  const fields = sampleFields(template.moment, planOf(name))
  const told = meansSaid(template).map((means) => {
    const { subject, text } = messages.render(name, means, fields)
    return { means, read: [...(subject === undefined ? [] : [`Subject: ${subject}`]), text.trim()].join('\n') }
  })
  const texts = [...new Set(told.map(({ read }) => read))]
  const headed = texts.map((read) => {
    const by = told.filter((one) => one.read === read).map(({ means }) => means)
    return `--- ${by.join(', ')}\n${read}\n`
  })
  return headed.join('\n')
}

describe('a template', () => {
  it.each(templates.map(({ name }) => name))('%s reads as it always has', async (name) => {
    await expect(asRead(name)).toMatchFileSnapshot(`templates-read/${name.replaceAll('/', '--')}.txt`)
  })

  it.each(templates.map(({ name }) => name))('%s says something sensible when nothing is known', (name) => {
    const template = templates.find((one) => one.name === name)!
    const { values, ...rest } = sampleFields(template.moment, planOf(name))
    const unknown = Object.fromEntries(
      Object.entries(values).map(([field, value]) => [field, Array.isArray(value) ? [] : null]),
    )
    for (const means of meansSaid(template)) {
      const system = { system: 'Shop', publicName: 'Shop' }
      const { subject = '', text } = messages.render(name, means, { ...rest, values: { ...unknown, ...system } })
      const said = `${subject}\n\n${text}`
      expect(said).not.toMatch(/undefined|null|\{\{|%\}|\[object|(^|\n)\*?[A-Z][\w ]*:\*? *(\n\n|$)/)
    }
  })

  const texted = templates.filter((template) => template.means.includes('sms'))
  it.each(texted.map(({ name }) => name))(
    '%s is one text message in plain characters, whatever it is filled with',
    (name) => {
      const { moment } = templates.find((one) => one.name === name)!
      const usual = sampleFields(moment, planOf(name))
      const links = new Set([
        'statusPageUrl',
        'incidentUrl',
        'answerUrl',
        'consoleUrl',
        'unsubscribeUrl',
        'reviewLink',
        'code',
        'toType',
      ])
      const longest = Object.entries(usual.values).map(([field, value]) => {
        if (links.has(field) || value === null) return [field, value]
        return [
          field,
          Array.isArray(value) ? Array(20).fill(value[0] ?? 'word') : `${value} – ${'lengthy “words” '.repeat(12)}`,
        ]
      })
      for (const values of [usual.values, Object.fromEntries(longest)]) {
        const { text } = messages.render(name, 'sms', { ...usual, values })
        expect(smsLength(text)).toMatchObject({ alphabet: 'GSM-7' })
        expect(smsLength(text).units).toBeLessThanOrEqual(SMS_UNITS_MAX * 2)
        expect(smsLength(text).segments).toBeLessThanOrEqual(2)
      }
      // What is to be approved, and why somebody is called, may be longer than a text message.
      const mayBeCut = ['approval', 'page'].includes(moment)
      if (!mayBeCut) expect(messages.render(name, 'sms', usual).text).not.toContain('..')
    },
  )

  it.each(['social-initial', 'social-progress', 'social-resolved'])('%s fits a post of 280 characters', (name) => {
    const fields = sampleFields('initial', 'x')
    const values = {
      ...fields.values,
      publicName: 'Sentia Manufacturing MCP Server',
      statusPageUrl: 'https://status.sentia-manufacturing-mcp.example/incidents',
      duration: '12 d 23 h 59 min',
    }
    expect([...messages.render(name, 'manual', { ...fields, values }).text].length).toBeLessThanOrEqual(280)
  })
})

it('a plan’s own template stands in for the shared one of its name', () => {
  const names = templatesFor(templates, 'puo-memo').map(({ name }) => name)
  expect(names).toContain('puo-memo/customer-initial')
  expect(names).not.toContain('customer-initial')
  expect(names).not.toContain('mcp-debate/customer-initial')
  expect(names).toContain('internal-alert')
})

it('a direct message in Slack says what the channel is told, and a task what is written', () => {
  expect(sectionFor({ sections: { slack: 'a', text: 'b' } }, 'slack-dm')).toBe('slack')
  expect(sectionFor({ sections: { text: 'b' } }, 'slack-dm')).toBe('text')
  expect(sectionFor({ sections: { text: 'b' } }, 'manual')).toBe('text')
  expect(sectionFor({ sections: { sms: 'b' } }, 'webhook')).toBeUndefined()
})

/** Hidden characters in what people and programs wrote: shown nowhere, and nothing else is changed. */
import fc from 'fast-check'
import { html, raw as rawHtml } from 'hono/html'
import { expect, test } from 'vitest'
import { modalView } from '../../src/adapters/slack/modal.ts'
import { escapeAnswer, escapeQuoting, escapeText, escapeWithin } from '../../src/adapters/slack/mrkdwn.ts'
import { createMessages } from '../../src/messages/messages.ts'
import { legible } from '../../src/plan/legible.ts'
import { pageFrame } from '../../src/web/page-frame.ts'

const HIDDEN = /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u
const hidden = fc.constantFrom('\u202e', '\u202a', '\u2066', '\u2069', '\u001b[2J', '\u0007', '\u0000', '\r', '\u009b')
const text = fc.array(fc.oneof(hidden, fc.string({ maxLength: 8 })), { maxLength: 8 }).map((parts) => parts.join(''))

test('none is left, each has left its mark, and all else stays', () => {
  fc.assert(
    fc.property(text, (raw) => {
      const shown = legible(raw)
      expect(shown).not.toMatch(HIDDEN)
      expect(legible(shown)).toBe(shown)
    }),
  )
  expect(legible('pay \u202e001\u202c now')).toBe('pay \ufffd001\ufffd now')
  expect(legible('שלום\u200f (10:00)\tok\r\nnext')).toBe('שלום\u200f (10:00)\tok\nnext')
})

const messages = createMessages({ dir: 'templates' })
const mail = (raw: string) => {
  const fields = { planId: 'shop', drill: false, values: { system: raw, person: raw, now: raw } }
  const { subject, text, html } = messages.render('test-page', 'email', fields)
  return [subject, text, html, messages.render('test-page', 'sms', fields).text].join('\n')
}

test.each([
  ['Slack: a quotation', escapeQuoting],
  ['Slack: an answer', (raw: string) => escapeAnswer(raw)],
  ['Slack: a text', escapeText],
  ['Slack: a line that may be too long', (raw: string) => escapeWithin(raw, 20)],
  ['a page', (raw: string) => String(pageFrame(raw, raw as never))],
  ['mail and a text message', mail],
])('none reaches %s', (_where, show) => {
  fc.assert(
    fc.property(text, (raw) => {
      expect(show(`a${raw}b`)).not.toMatch(HIDDEN)
    }),
  )
})

test('what stands in an input comes back as it was written, and no other place has hidden characters', () => {
  fc.assert(
    fc.property(text, text, (raw, label) => {
      const field = { kind: 'multiline', param: 'text', label, initial: `a${raw}b` } as const
      const { blocks } = modalView({ command: 'comms', title: 'Change it', submit: 'Save', fields: [field] }, {})
      expect(blocks).toMatchObject([{ label: { text: legible(label) }, element: { initial_value: `a${raw}b` } }])
      const input = `<input name="a" value="${html`${raw}`}">`
      const area = `<textarea name="b" rows="2">${html`${raw}`}</textarea>`
      const page = String(pageFrame(label, html`${rawHtml(input)} ${label} ${rawHtml(area)}`))
      expect(page).toContain(input)
      expect(page).toContain(area)
      expect(page.replace(input, '').replace(area, '')).not.toMatch(HIDDEN)
    }),
  )
  const faked = ' value="\u202e" <textarea>\u202e</textarea>'
  expect(String(pageFrame(faked, html`${faked}`))).not.toMatch(HIDDEN)
})

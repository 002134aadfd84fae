/** Templates by somebody who means harm: what never ends stops, nothing is read from the disk, with a sentence. */
import { cpSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createMessages } from '../../src/messages/messages.ts'
import { createTemplateShelf } from '../../src/messages/template-shelf.ts'

/** What is made of a first customer message that has this text. */
function made(body: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'muster-templates-'))
  cpSync('templates', dir, { recursive: true })
  const head = '---\naudience: customers\nmoment: initial\nmeans: [email]\n---\n=== subject\nA subject\n=== text\n'
  writeFileSync(join(dir, 'customer-initial.liquid'), `${head}${body}\n`)
  const [shown] = createTemplateShelf({ dir, messages: createMessages({ dir }) }).preview('customer-initial') ?? []
  return shown?.text ?? ''
}

test.each([
  ['a loop over everything', '{% for i in (1..1000000000) %}x{% endfor %}'],
  ['loops within loops', `${'{% for i in (1..1000) %}'.repeat(6)}x${'{% endfor %}'.repeat(6)}`],
  [
    'a text that doubles',
    `{% assign x = "aaaaaaaaaa" %}{% for i in (1..60) %}{% assign x = x | append: x %}{% endfor %}{{ x }}`,
  ],
  ['a file of this machine', "{% include 'package.json' %}"],
  ['a file of this machine, rendered', "{% render '/etc/hostname' %}"],
  ['a layout from elsewhere', "{% layout '../package.json' %}"],
  ['a field of the language', '{{ constructor.constructor }}'],
  ['a mark that is never closed', '{{ incident'],
  ['a text without measure', 'x'.repeat(300_000)],
])('%s stops with a sentence', (_, body) => {
  expect(() => made(body)).toThrow(/\w+ \w+/)
})

test('an ordinary loop is still one', () => {
  expect(made('{% for i in (1..3) %}{{ i }}{% endfor %}')).toContain('123')
})

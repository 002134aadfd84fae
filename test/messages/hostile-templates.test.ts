/** Templates by somebody who means harm: what never ends stops, nothing is read from the disk, and `muster check` tells it in a sentence. */
import { cpSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createMessages } from '../../src/messages/messages.ts'
import { examplePlan } from '../plan/example-plans.ts'

/** What `muster check` says of the example plan when this is the text of its first customer message. */
function judged(body: string): string[] {
  const dir = mkdtempSync(join(tmpdir(), 'muster-templates-'))
  cpSync('templates', dir, { recursive: true })
  const head = '---\naudience: customers\nmoment: initial\nmeans: [email]\n---\n=== subject\nA subject\n=== text\n'
  writeFileSync(join(dir, 'customer-initial.liquid'), `${head}${body}\n`)
  try {
    return createMessages({ dir })
      .checkTemplates(examplePlan('mcp-debate'))
      .map(({ message }) => message)
  } catch (error) {
    return [(error as Error).message]
  }
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
])('%s is told, and no message is made of it', (_, body) => {
  const said = judged(body)
  expect(said.length).toBeGreaterThan(0)
  for (const message of said) {
    expect(message).toMatch(/\w/)
    expect(message).not.toContain('"dependencies"')
  }
})

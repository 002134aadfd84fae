/** No secret of a plan turns up in what a check writes, whatever the form: the output of a check is kept by machines and read by many. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runCheck } from '../../../src/cli/check/check-command.ts'
import { FORMATS } from '../../../src/cli/check/formats.ts'
import { SAMPLE } from '../../plan/sample-plan.ts'

const SECRET = 'hunter2secret'
const STEP = (action: string) =>
  `cards:\n  cut:\n    title: Cut\n    steps:\n      - id: cut\n        title: Cut\n        do:\n          - ${action}\n        nowhere: 1\n`

async function output(text: string): Promise<string> {
  await using folder = await temporary()
  const file = join(folder.path, 'shop.yaml')
  await writeFile(file, text)
  const written: string[] = []
  const write = (piece: string) => void written.push(piece)
  for (const format of FORMATS) {
    const nowMs = Date.parse('2026-11-28T12:00:00Z')
    await runCheck([file], { format, write, complain: write, nowMs, cwd: folder.path, colour: false })
  }
  return written.join('')
}

async function temporary() {
  const path = await mkdtemp(join(tmpdir(), 'muster-secrets-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

it.each([
  ['an address in place of a variable', `connections: { shop: { urlEnv: postgres://shop:${SECRET}@db/shop } }\n`],
  [
    'a webhook in place of a variable',
    `audiences: { all: { label: All, webhook: { urlEnv: https://a.example/${SECRET} } } }\n`,
  ],
  ['a value that is known by its name', STEP(`{ command: [make], env: { PGPASSWORD: ${SECRET} } }`)],
  ['an argument that is known by the one before', STEP(`{ command: [redis-cli, -a, ${SECRET}] }`)],
  [
    'a text over several lines',
    STEP(
      `command: |\n              make\n              mysqldump -p${SECRET} shop --token ${SECRET}\n            shell: yes please`,
    ),
  ],
  [
    'a secret behind what is no YAML',
    `links: { a: b: c }\n${STEP(`{ command: [make], env: { PGPASSWORD: ${SECRET} } }`)}`,
  ],
  [
    'an argument above what is no YAML',
    `${STEP(`{ command: [redis-cli, -a, ${SECRET}] }`)}links: { a: b: c }\n`.replace('        nowhere: 1\n', ''),
  ],
])('shows none: %s', async (_, part) => {
  const text = await output(SAMPLE.replace(/^audiences:.*\n(?: .*\n)*/m, '') + part)
  expect(text).toContain('error')
  expect(text).not.toContain(SECRET)
})

it('says what to write in place of an address that has a password', async () => {
  const text = await output(`${SAMPLE}connections: { shop: { urlEnv: "postgres://shop:${SECRET}@db/shop" } }\n`)
  expect(text).toContain('→ put it into a variable where Muster runs and write urlEnv: ITS_NAME')
  expect(text).not.toContain('does not fit here')
  expect(text).toContain('urlEnv: ••• } }')
})

/** What the flags of `muster check` make of a call. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type CheckFlags, checkFromFlags } from '../../../src/cli/check/check-flags.ts'
import { SAMPLE } from '../../plan/sample-plan.ts'

let folder = ''
const CARD = `cards:
  run: { title: Run, steps: [{ id: run, title: Run, owner: lead, do: [{ command: [no-such-program] }] }] }
`

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-flags-'))
  await writeFile(join(folder, 'plan.yaml'), `${SAMPLE}${CARD}`)
})
afterAll(() => rm(folder, { recursive: true }))

async function check(flags: Partial<CheckFlags>) {
  let output = ''
  const write = (text: string) => {
    output += text
  }
  const around = { write, complain: write, nowMs: Date.parse('2026-11-28T12:00:00Z'), cwd: folder, colour: false }
  const code = await checkFromFlags(
    [join(folder, 'plan.yaml')],
    { format: 'text', ...flags },
    { ...around, path: folder },
  )
  return { code, output }
}

it('looks for the programs of commands where it is asked to, and only then', async () => {
  expect((await check({ here: true })).output).toContain('"no-such-program" is not on this machine')
  expect((await check({})).output).not.toContain('no-such-program')
})

it('takes --json and --compact before --format', async () => {
  expect(JSON.parse((await check({ json: true, compact: true })).output)).toHaveProperty('plans')
  expect((await check({ compact: true, format: 'sarif' })).output).toMatch(/plan\.yaml:\d+:\d+ warning/)
})

it('explains a rule and reads no plan', async () => {
  expect(await check({ explain: 'cycle' })).toMatchObject({ code: 0, output: expect.stringMatching(/^# cycle/) })
  expect(await check({ explain: 'cylce' })).toMatchObject({
    code: 2,
    output: expect.stringMatching(/: did you mean "cycle"\?\n$/),
  })
  const word = await check({ explain: 'RTO' })
  expect(word.output).toMatch(/: did you mean "rto-tight", "rto-unreachable", or "window-beyond-rto"\?\n$/)
})

it('fails when there are more warnings than it is told', async () => {
  expect(await check({ maxWarnings: 0 })).toMatchObject({ code: 1 })
  expect(await check({ maxWarnings: 1000 })).toMatchObject({ code: 0 })
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { runCheck } from '../../src/cli/check-command.ts'
import { SAMPLE, varied } from '../plan/sample-plan.ts'

let folder: string
let good: string
let bad: string
let warned: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-check-'))
  good = await file('good.yaml', SAMPLE)
  bad = await file(
    'bad.yaml',
    varied(['id: shop', 'id: bank'], ['15 min', '15'], ['commander: lead', 'commander: leed']),
  )
  warned = await file('warned.yaml', varied(['id: shop', 'id: fair'], ['+14155550100', '+1-555-0123']))
})
afterEach(() => rm(folder, { recursive: true }))

async function file(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text)
  return join(folder, name)
}

async function check(files: string[], options: { json?: boolean; maxWarnings?: number; templates?: string } = {}) {
  let output = ''
  const write = (text: string) => {
    output += text
  }
  const code = await runCheck(files, { json: false, write, ...options })
  return { code, output }
}

it('is content with a whole plan', async () => {
  expect(await check([good])).toEqual({
    code: 0,
    output: `${good} (Web shop): no problems\n\n1 file: 0 errors, 0 warnings\n`,
  })
})

it('shows every fault with its line, its column and what to write', async () => {
  const { code, output } = await check([good, bad])
  expect(code).toBe(1)
  expect(output).toContain(`  ${bad}:14:12 error [dangling-reference]
  commander: there is no role "leed"
    13 |   lead: { label: Team Lead, aliases: [boss], holders: [ann, bob] }
    14 | commander: leed
       |            ^
  → did you mean "lead"?
`)
  expect(output).toContain(`${bad}:23:45 error [bad-time]`)
  expect(output).toMatch(/2 files: 2 errors, 0 warnings\n$/)
})

it('lets warnings pass, up to the number that is allowed', async () => {
  expect((await check([warned])).code).toBe(0)
  expect((await check([warned], { maxWarnings: 1 })).code).toBe(0)
  expect((await check([warned], { maxWarnings: 0 })).code).toBe(1)
})

it('still reports the other files when one cannot be read', async () => {
  const { code, output } = await check([join(folder, 'none.yaml'), bad, good])
  expect(code).toBe(2)
  expect(output).toContain('there is no such file')
  expect(output).toContain('[bad-time]')
  expect(output).toContain(`${good} (Web shop): no problems`)
})

it('finds a template that is not there, at the notice that names it', async () => {
  const lost = await file('lost.yaml', varied(['initial: customer-initial', 'initial: customer-first']))
  const { code, output } = await check([lost])
  expect(code).toBe(1)
  const line = SAMPLE.split('\n').findIndex((text) => text.includes('initial: customer-initial')) + 1
  expect(output).toContain(`${lost}:${line}:`)
  expect(output).toContain(`error [template]
  notices[0].templates.initial: notice "customers" uses the template "customer-first", but there is no file customer-first.liquid
`)
})

it('checks against the templates that are named, and says when those cannot be read', async () => {
  const own = await mkdtemp(join(folder, 'templates-'))
  expect((await check([good], { templates: own })).output).toContain('there is no file customer-initial.liquid')
  await writeFile(join(own, 'page.liquid'), 'no front matter')
  await expect(check([good], { templates: own })).rejects.toThrow('Template page.liquid: begin the file with "---"')
})

it('gives tools one object', async () => {
  const { code, output } = await check([bad, warned], { json: true })
  expect(code).toBe(1)
  expect(JSON.parse(output)).toEqual({
    plans: [
      {
        file: bad,
        system: 'Web shop',
        findings: [
          {
            rule: 'dangling-reference',
            level: 'error',
            path: 'commander',
            line: 14,
            column: 12,
            message: 'there is no role "leed"',
            remedy: 'did you mean "lead"?',
            suppressed: false,
          },
          expect.objectContaining({ rule: 'bad-time', level: 'error', line: 23, column: 45 }),
        ],
      },
      {
        file: warned,
        system: 'Web shop',
        findings: [expect.objectContaining({ rule: 'unusable-phone', level: 'warning', path: 'people.bob.phone' })],
      },
    ],
  })
})

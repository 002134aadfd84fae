import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type CheckOptions, runCheck } from '../../../src/cli/check/check-command.ts'
import { SAMPLE, varied } from '../../plan/sample-plan.ts'

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

async function check(files: string[], options: Partial<CheckOptions> = {}) {
  let output = ''
  let aside = ''
  const code = await runCheck(files, {
    format: 'text',
    write: (text) => {
      output += text
    },
    complain: (text) => {
      aside += text
    },
    nowMs: Date.parse('2026-11-28T12:00:00Z'),
    cwd: folder,
    colour: false,
    ...options,
  })
  return { code, output, aside }
}

/** What a rule of the loading and one of the linter's say of a plan, and nothing else: those have their own tests. */
const about = (output: string, rule: string) => output.split('\n').filter((line) => line.includes(`[${rule}]`))

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
  expect(output).toMatch(/^2 files: 2 errors, \d+ warnings?/m)
})

it('says that promises are not judged while there are errors', async () => {
  const later = 'What the plan with errors promises is judged once they are gone.'
  expect((await check([bad, good])).output).toContain(later)
  expect((await check([good])).output).not.toContain('once they are gone')
})

it('lets warnings pass, up to the number that is allowed', async () => {
  const { code, output } = await check([warned])
  expect(code).toBe(0)
  const [, warnings] = /errors?, (\d+) warning/.exec(output) ?? []
  expect((await check([warned], { maxWarnings: Number(warnings) })).code).toBe(0)
  expect((await check([warned], { maxWarnings: Number(warnings) - 1 })).code).toBe(1)
})

it('still reports the other files when one cannot be read', async () => {
  const { code, output } = await check([join(folder, 'none.yaml'), bad, good])
  expect(code).toBe(2)
  expect(output).toContain('there is no such file')
  expect(output).toContain('[bad-time]')
  expect(output).toContain(`${good} (Web shop)`)
})

it('finds a template that is not there, at the notice that names it', async () => {
  const lost = await file('lost.yaml', varied(['initial: customer-initial', 'initial: customer-first']))
  const { code, output } = await check([lost])
  expect(code).toBe(1)
  const line = SAMPLE.split('\n').findIndex((text) => text.includes('initial: customer-initial')) + 1
  expect(output).toContain(`${lost}:${line}:`)
  expect(output).toContain(`error [template-missing]
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
  const { code, output } = await check([bad, warned], { format: 'json' })
  expect(code).toBe(1)
  const { plans } = JSON.parse(output) as { plans: { file: string; system: string; findings: object[] }[] }
  expect(plans).toMatchObject([
    { file: bad, system: 'Web shop' },
    { file: warned, system: 'Web shop' },
  ])
  expect(plans[0]?.findings[0]).toEqual({
    rule: 'dangling-reference',
    level: 'error',
    path: 'commander',
    line: 14,
    column: 12,
    message: 'there is no role "leed"',
    remedy: 'did you mean "lead"?',
    suppressed: false,
  })
  expect(plans[0]?.findings[1]).toMatchObject({ rule: 'bad-time', level: 'error', line: 23, column: 45 })
  expect(plans[1]?.findings).toContainEqual(
    expect.objectContaining({ rule: 'unusable-phone', level: 'warning', path: 'people.bob.phone' }),
  )
})

it('writes a line for each finding when asked to be short', async () => {
  const { output } = await check([warned], { format: 'compact' })
  expect(about(output, 'timezone-missing')).toEqual([
    `  ${warned}:1:1 warning the plan names no time zone, so its times of day are read as UTC [timezone-missing]`,
  ])
})

it('colours what it writes only when told to', async () => {
  const esc = String.fromCharCode(27)
  expect((await check([warned])).output).not.toContain(esc)
  expect((await check([warned], { colour: true })).output).toContain(esc)
})

it('lets stand what somebody has given a reason for, and counts it', async () => {
  const reason = 'everybody sits in London'
  const quiet = await file('quiet.yaml', `# muster-ignore timezone-missing: ${reason}\n${SAMPLE}`)
  const { output } = await check([quiet])
  expect(about(output, 'timezone-missing')).toEqual([])
  expect(output).toContain('1 ignored for a reason')
  const { plans } = JSON.parse((await check([quiet], { format: 'json' })).output)
  expect(plans[0].findings).toContainEqual(
    expect.objectContaining({ rule: 'timezone-missing', suppressed: true, reason }),
  )
})

it('does not let an error stand', async () => {
  const text = varied(['commander: lead', 'commander: leed'])
  const hidden = await file('hidden.yaml', `# muster-ignore-file dangling-reference: it will do\n${text}`)
  expect(await check([hidden])).toMatchObject({ code: 1 })
})

it('mends what can be mended, and keeps everything else as it was written', async () => {
  const before = `${varied(['+14155550100', '+1-415-555-0100'])}# the end\n`.replaceAll('\n', '\r\n')
  const broken = await file('broken.yaml', before)
  const { aside, output } = await check([broken], { fix: true })
  expect(aside).toBe(`${broken}: mended\n`)
  expect(await readFile(broken, 'utf8')).toBe(
    before.replace('muster: 1\r\n', 'muster: 1\r\nzone: UTC\r\n').replace('+1-415-555-0100', '+14155550100'),
  )
  expect(about(output, 'timezone-missing')).toEqual([])
  expect((await check([broken], { fix: true })).aside).toBe(
    '--fix: there is nothing here that can be mended without a person\n',
  )
})

it('mends two faults of one text at once, and keeps the mark at the beginning of the file', async () => {
  const step = `  cards:\n    cut:\n      title: Cut\n      steps:\n        - id: cut\n          title: Cut\n          do:\n            - command: |\n                ufw deny in\n                ufw deny out\n              shell: true\n`
  const before = `\uFEFF${SAMPLE}${step.replaceAll(/^ {2}/gm, '')}`
  const broken = await file('broken.yaml', before)
  await check([broken], { fix: true })
  expect(await readFile(broken, 'utf8')).toBe(
    before
      .replace('muster: 1\n', 'muster: 1\nzone: UTC\n')
      .replace('deny in', 'default deny incoming')
      .replace('deny out', 'default deny outgoing'),
  )
})

it('shows a piece of a long line, with the mark under its column', async () => {
  const long = SAMPLE.trimEnd().concat(
    `\nlinks: [${'{ label: A, url: "https://a.example" }, '.repeat(40)}{ lable: B }, { label: C, url: "https://c.example/${'c'.repeat(300)}" }]\n`,
  )
  const { output } = await check([await file('long.yaml', long)])
  const lines = output.split('\n')
  const mark = lines.findIndex((line, index) => /^ +\| +\^$/.test(line) && lines[index - 1]?.includes('lable'))
  const [shown = '', under = ''] = lines.slice(mark - 1, mark + 1)
  expect(shown.length).toBeLessThan(180)
  expect(shown.slice(under.indexOf('^'))).toMatch(/^\{ lable/)
})

it('does not call a folder clean in which there is no plan', async () => {
  const empty = join(folder, 'empty')
  await mkdir(empty)
  const { code, output } = await check([empty])
  expect(code).toBe(2)
  expect(output).toContain('no plan lies in this folder')
})

it('says which folder of templates is not there', async () => {
  await expect(check([good], { templates: join(folder, 'nowhere') })).rejects.toThrow('There is no folder')
})

it('gives code hosts what they show beside the lines', async () => {
  const { output } = await check([bad], { format: 'sarif' })
  const log = JSON.parse(output)
  expect(log).toMatchObject({
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'muster' } }, columnKind: 'utf16CodeUnits' }],
  })
  const [{ results, tool }] = log.runs
  expect(results[0]).toMatchObject({
    ruleId: 'dangling-reference',
    level: 'error',
    message: { text: 'there is no role "leed". To mend it: did you mean "lead"?' },
    locations: [
      { physicalLocation: { artifactLocation: { uri: 'bad.yaml' }, region: { startLine: 14, startColumn: 12 } } },
    ],
  })
  expect(
    results.map(
      ({ ruleId, ruleIndex }: { ruleId: string; ruleIndex: number }) => tool.driver.rules[ruleIndex].id === ruleId,
    ),
  ).not.toContain(false)
})

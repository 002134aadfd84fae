/** `muster rehearse` as somebody uses it: what is printed, how it exits, and the charts that it writes. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, it } from 'vitest'
import { type RehearseOptions, runRehearse } from '../../src/cli/rehearse-command.ts'
import { drawnTexts } from '../charts/drawn-texts.ts'

const folder = mkdtempSync(join(tmpdir(), 'muster-rehearse-'))
const SHOP = 'plans/patient.yaml'
const SCENARIO = 'service-down'

async function run(plan: string, options: Partial<RehearseOptions> = {}) {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runRehearse(plan, {
    ...{ scenario: SCENARIO, json: false, colour: false, threads: 0, now: () => 0 },
    write: (text) => void out.push(text),
    complain: (text) => void err.push(text),
    ...options,
  })
  return { code, out: out.join(''), err: err.join('') }
}

it('prints the same bytes each time; how long it took goes elsewhere', async () => {
  const [first, second] = [await run(SHOP), await run(SHOP)]
  expect(second).toEqual(first)
  expect(first).toMatchObject({ code: 0, err: 'Rehearsed in 0 ms.\n' })
  expect(first.out).toMatch(/^Corner Shop: Service down \(Critical\)\n[\s\S]*\nRecovered in [^\n]*left\.\n$/)
})

it('prints the same bytes in another process', async () => {
  const args = ['--disable-warning=ExperimentalWarning', 'src/cli/muster.ts', 'rehearse', SHOP]
  const { stdout } = await execa(process.execPath, [...args, '--scenario', SCENARIO, '--json'], {
    stripFinalNewline: false,
  })
  expect(stdout).toBe((await run(SHOP, { json: true })).out)
})

it('says the same of many runs, whatever the number of threads', async () => {
  const here = await run(SHOP, { seeds: 4 })
  expect(await run(SHOP, { seeds: 4, threads: 2 })).toEqual(here)
  expect(here.out).toMatch(/4 times in virtual time \(seeds 1 to 4\)/)
})

it('writes the chart of a run, says so, and leaves nothing else behind', async () => {
  const [svg, png] = [join(folder, 'run.svg'), join(folder, 'run.png')]
  const { code, err } = await run(SHOP, { svg, png })
  expect({ code, err }).toEqual({ code: 0, err: `Rehearsed in 0 ms.\nWrote the chart to ${svg} and ${png}.\n` })
  const texts = drawnTexts(readFileSync(svg, 'utf8')).map(({ words }) => words)
  expect(texts).toEqual(expect.arrayContaining(['Corner Shop: Service down', 'Restart the shop', 'RTO 30 min →']))
  expect(readFileSync(png).subarray(1, 4).toString()).toBe('PNG')
  expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([])
})

it('goes by the steps of a drill, as its report has them, and says so', async () => {
  const drills = join(folder, 'report.json')
  const step = (id: string, more: object) => ({ id, tookMs: 60_000, outcome: 'succeeded', dry: false, ...more })
  const steps = [step('eyes', { tookMs: 1_200_000 }), step('restart', { dry: true }), step('look', { tookMs: null })]
  writeFileSync(drills, JSON.stringify({ incident: 'DR-20261205-1000', steps }))
  const { out, code } = await run(SHOP, { drills, json: true })
  expect(code).toBe(0)
  const report = JSON.parse(out)
  expect(report.fromDrills).toEqual(['eyes'])
  const took = (of: { steps: { id: string; tookSeconds: number }[] }) =>
    of.steps.find(({ id }) => id === 'eyes')!.tookSeconds
  const before = JSON.parse((await run(SHOP, { json: true })).out)
  expect(took(report)).toBeGreaterThan(3 * took(before))
  expect((await run(SHOP, { drills, seeds: 2 })).out).toContain(`--drills ${drills}`)
  writeFileSync(drills, '{"steps":1}')
  expect(await run(SHOP, { drills })).toMatchObject({
    code: 2,
    err: `${drills} is no report of a drill: give the report.json of one.\n`,
  })
  expect((await run(SHOP, { drills: join(folder, 'none.json') })).err).toMatch(/none\.json cannot be read: ENOENT\.\n$/)
})

it('writes the chart of many runs', async () => {
  const svg = join(folder, 'many.svg')
  await run(SHOP, { svg, seeds: 3 })
  expect(drawnTexts(readFileSync(svg, 'utf8')).map(({ words }) => words)).toContain('When things go wrong')
})

it.each([
  [
    { svg: join(folder, 'no', 'where.svg') },
    `${join(folder, 'no', 'where.svg')} cannot be written: see whether its folder is there and is yours.`,
  ],
  [{ png: folder }, `${folder} is a folder: name a file in it.`],
  [{ svg: join(folder, 'a'), png: join(folder, 'a') }, `Both charts go to ${join(folder, 'a')}: name two files.`],
  [
    { scenario: 'fire' },
    '"fire" is not a scenario of patient: there are database-damaged, database-lost, service-down, bad-release.',
  ],
  [{ severity: 'hgh' }, '"hgh" is not a severity of patient: did you mean high?'],
  [{ faults: 'slck:down' }, 'The fault "slck:down": "slck" is not a service: did you mean slack?'],
  [{ answer: ['leak=yes', 'x'] }, '"leak" is not a question of patient: there is personal-data.'],
  [{ set: ['constructor=x'] }, '"constructor" is not a value of patient: there are backup-key, backup-time.'],
  [{ at: 'noon' }, '"noon" is no moment from 2002 on: write one such as 2026-12-24T03:00:00Z.'],
  [{ at: '2026-02-30' }, '"2026-02-30" is no moment from 2002 on: write one such as 2026-12-24T03:00:00Z.'],
  [{ at: '1999-12-31' }, '"1999-12-31" is no moment from 2002 on: write one such as 2026-12-24T03:00:00Z.'],
])('says what is wrong with %o, before it rehearses', async (options, sentence) => {
  expect(await run(SHOP, options)).toEqual({ code: 2, out: '', err: `${sentence}\n` })
  expect(existsSync(join(folder, 'a'))).toBe(false)
})

it('says what is wrong with a plan', async () => {
  expect(await run('patent')).toEqual({ code: 2, out: '', err: 'There is no plan "patent": did you mean patient?\n' })
  const broken = join(folder, 'broken.yaml')
  writeFileSync(broken, 'id: shop\n')
  const { code, out, err } = await run(broken)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toMatch(/broken\.yaml is no whole plan: line \d+.*`muster check .*broken\.yaml` shows all\.\n$/)
})

it('says what is wrong with contacts, and with a folder in place of a plan', async () => {
  const contacts = join(folder, 'none.yaml')
  expect(await run(SHOP, { contacts })).toMatchObject({ code: 2, out: '', err: expect.stringContaining(contacts) })
  expect(await run('plans')).toEqual({ code: 2, out: '', err: 'plans is a folder: name one of the plans in it.\n' })
})

it('takes a moment without a zone as UTC, wherever the machine stands', async () => {
  const declaredAt = async (at: string) => JSON.parse((await run(SHOP, { json: true, at })).out).declaredAt
  const zone = process.env.TZ
  process.env.TZ = 'Asia/Tokyo'
  try {
    expect(await declaredAt('2026-12-24 03:00')).toBe('2026-12-24T03:00:00.000Z')
    expect(await declaredAt('2026-12-24T03:00+09:00')).toBe('2026-12-23T18:00:00.000Z')
  } finally {
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
  }
})

it('shows the longest runs again by the very commands that it names', async () => {
  const asked = { seeds: 3, faults: 'person:on-call-shop:slow', until: '20h', at: '2026-12-24T03:00:00Z' }
  const { out } = await run(SHOP, asked)
  const [longest = ''] = out.slice(out.indexOf('The longest of them')).split('\n').slice(1)
  const [, took = '', words = ''] = /^ {2}(.+): muster rehearse \S+ (.+)$/.exec(longest) ?? []
  const value = (option: string) => new RegExp(`--${option} (\\S+)`).exec(words)?.[1]
  expect(value('faults')?.split(',')).toContain('person:on-call-shop:slow')
  const [seed, faults, until, at] = [Number(value('seed')), value('faults'), value('until'), value('at')]
  const again = await run(SHOP, { seed, faults, until, at })
  expect(again.out).toContain(`Recovered in ${took}:`)
})

it('fails on a missed RTO only where it is required', async () => {
  expect((await run(SHOP, { nobody: true })).code).toBe(0)
  expect((await run(SHOP, { nobody: true, requireRto: 100 })).code).toBe(1)
  expect((await run(SHOP, { requireRto: 100 })).code).toBe(0)
})

/** `muster init` as somebody uses it: by flags, by answers at a terminal, and where a file is in the way. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import type { Terminal } from '../../src/cli/init/ask.ts'
import { type InitOptions, runInit } from '../../src/cli/init-command.ts'
import { parsePlan } from '../../src/plan/parse-plan.ts'
import type { Plan } from '../../src/plan/schema.ts'

const folder = mkdtempSync(join(tmpdir(), 'muster-init-'))
let files = 0
const newFile = () => join(folder, `plan-${++files}.yaml`)

async function init(file: string | undefined, options: InitOptions, terminal: Terminal | null = null) {
  const [out, err]: [string[], string[]] = [[], []]
  const write = (text: string) => void out.push(text)
  const complain = (text: string) => void err.push(text)
  const code = await runInit(file, options, { terminal, muster: 'muster', write, complain })
  return { code, out: out.join(''), err: err.join('') }
}

function planIn(file: string): Plan {
  const parsed = parsePlan(readFileSync(file, 'utf8'), file)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.plan
}

it('writes a plan of what the flags say, and tells what to do next', async () => {
  const file = newFile()
  const { code, out } = await init(file, { name: 'Shop', rto: '2 h', rpo: '0', people: ['Ana'], scenario: ['Fire'] })
  expect(code).toBe(0)
  const nexts = [
    `muster check ${file}`,
    `muster sandbox --plan ${file}`,
    `muster render ${file}`,
    'docs/plan-reference.md',
  ]
  for (const next of nexts) expect(out).toContain(next)
  expect(planIn(file)).toMatchObject({ id: 'shop', objectives: { rto: 7_200_000, rpo: 0 } })
})

it('names what to do next so that it can be typed as it stands', async () => {
  const file = join(folder, 'my plan.yaml')
  const { out } = await init(file, { name: 'Shop', yes: true, scenario: ['Fire', 'Flood'] })
  expect(out).toContain(`muster check '${file}'`)
  expect(out).toContain(`muster rehearse '${file}' --scenario fire `)
  expect(out).toContain("--out 'my plan.html'")
})

it('leads editors to the schema, from wherever the plan is', async () => {
  const file = newFile()
  await init(file, { name: 'Shop', yes: true })
  const [, schema = ''] = /\$schema=(\S+)/.exec(readFileSync(file, 'utf8')) ?? []
  expect(JSON.parse(readFileSync(join(folder, schema), 'utf8'))).toMatchObject({ title: 'Muster plan, format 1' })
})

it('writes over no file unless it is told to', async () => {
  const file = newFile()
  writeFileSync(file, 'mine\n')
  const refused = await init(file, { name: 'Shop', yes: true })
  expect(refused).toEqual({
    code: 2,
    out: '',
    err: `${file} is there already: name another file, or write over it with --force.\n`,
  })
  expect(readFileSync(file, 'utf8')).toBe('mine\n')
  const terminal = typist([])
  expect(await init(file, {}, terminal), 'asks nothing before').toMatchObject({ code: 2 })
  expect(terminal.shown()).toBe('')
  expect((await init(file, { name: 'Shop', yes: true, force: true })).code).toBe(0)
  expect(planIn(file).system.name).toBe('Shop')
})

it.each([
  [
    {},
    'Nobody is there to be asked: say --name, --rto, --rpo, --people, --scenario, or --name and --yes for the rest.',
  ],
  [{ yes: true }, 'Nobody is there to be asked: say --name.'],
  [
    { name: 'x', yes: true, rto: 'long', zone: 'Mars' },
    '--rto: "long" is not a length of time: write "15 min", "2 hours", "within 30 minutes", "immediately", "T+15 minutes" or 0.\n--zone: "Mars" is not a time zone: write one such as Europe/Berlin or UTC.',
  ],
])('without a terminal says what is missing or wrong of %o', async (options, sentence) => {
  expect(await init(newFile(), options)).toEqual({ code: 2, out: '', err: `${sentence}\n` })
})

it('says that a file cannot be written', async () => {
  const file = join(folder, 'no', 'plan.yaml')
  expect((await init(file, { name: 'Shop', yes: true })).err).toBe(
    `${file} cannot be written: see whether its folder is there and is yours.\n`,
  )
})

/** A terminal at which somebody types each answer when they read its question. */
function typist(answers: readonly [question: string, keys: string][]): Terminal & { shown: () => string } {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {} })
  let shown = ''
  let next = 0
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 120, rows: 40 })
  output.on('data', (chunk: Buffer) => {
    shown += chunk.toString()
    const [question, keys] = answers[next] ?? []
    if (question === undefined || !shown.slice(seen).includes(question)) return
    next++
    seen = shown.length
    // Once the prompt has been drawn it listens.
    setImmediate(() => input.write(keys))
  })
  let seen = 0
  return { input, output, shown: () => shown }
}

it('asks what it does not know, and asks again what it cannot take', async () => {
  const file = newFile()
  const terminal = typist([
    ['What is the system called?', 'Harbour\r'],
    ['How long may it be out of order', '5\r'],
    ['has no unit', ' hours\r'],
    ['How much data', '10 min\r'],
    ['Who is on call?', 'Ana Ames +14155550100\r'],
    ['Who is second?', 'Ben\r'],
    ['Who leads', 'Cleo\r'],
    ['What may happen?', 'Flood\r'],
    ['And what else?', '\r'],
    ['Which S3 bucket', 'harbour-backups\r'],
    ['How often', 'daily\r'],
    ['Is there a status page', 'y'],
    ['At which address?', 'https://status.harbour.example\r'],
  ])
  expect((await init(file, {}, terminal)).code).toBe(0)
  expect(planIn(file)).toMatchObject({
    id: 'harbour',
    objectives: { rto: 5 * 3_600_000, rpo: 600_000 },
    people: { 'ana-ames': { phone: '+14155550100' }, ben: {}, cleo: {} },
    scenarios: { flood: {} },
    backups: { data: { schedule: [{ written: 'daily' }] } },
    statusPage: { url: 'https://status.harbour.example' },
  })
})

it('writes nothing when somebody has had enough', async () => {
  const file = newFile()
  const terminal = typist([['What is the system called?', '\u0003']])
  expect(await init(file, {}, terminal)).toMatchObject({ code: 1, err: 'Nothing was written.\n' })
  expect(() => readFileSync(file)).toThrow('ENOENT')
})

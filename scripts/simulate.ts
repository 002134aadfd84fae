/** `npm run simulate`: tries to break Muster in simulations; docs/simulation.md. Exit 0: every promise held; 1: one was broken; 2: not understood. */
import { availableParallelism } from 'node:os'
import { Command, InvalidArgumentError } from 'commander'
import { simulateMany } from '../sim/simulator/batch/many.ts'
import { drawn, replayCommand, runOf, type Told, type Wanted } from '../sim/simulator/batch/run-of.ts'
import { START_MS } from '../sim/simulator/simulate.ts'
import { VARIANTS } from '../sim/simulator/variants/all-variants.ts'
import { besides, during, progressOnStderr } from '../src/cli/progress.ts'

interface Asked extends Wanted {
  seed?: number
  seeds: number
  first: number
  threads: number
  trace?: true
  json?: true
}

const number = (least: number) => (text: string) => {
  const given = Number(text)
  if (!Number.isFinite(given) || given < least) throw new InvalidArgumentError(`Give a number of at least ${least}.`)
  return given
}
const whole = (text: string) => Math.round(number(1)(text))
const variant = (text: string) => {
  if (!VARIANTS.some(({ name }) => name === text))
    throw new InvalidArgumentError(`There are ${VARIANTS.map(({ name }) => name).join(', ')}.`)
  return text
}

const write = (line: string) => process.stdout.write(`${line}\n`)
const say = (line: string) => process.stderr.write(`${line}\n`)

const program = new Command('simulate')
  .description('try to break Muster in deterministic simulations, each out of one seed')
  .option('--seed <seed>', 'run this one and tell what goes wrong in it', whole)
  .option('--seeds <count>', 'run so many', whole, 100)
  .option('--first <seed>', 'the first of them', whole, 1)
  .option('--hours <hours>', 'let things go wrong for so long; default: two minutes', number(0.01))
  .option('--threads <count>', 'threads', whole, availableParallelism())
  .option('--variant <name>', 'a Muster that is broken on purpose', variant)
  .option('--trace', 'with --seed: everything that happens, line by line')
  .option('--json', 'for tools')
  .addHelpText(
    'after',
    `
Exit code: 0 every promise held, 1 one was broken, 2 not understood.

Examples:
  npm run simulate -- --seeds 2000
  npm run simulate -- --seed 42 --trace`,
  )
  .exitOverride()

async function main(): Promise<number> {
  const asked = program.parse().opts<Asked>()
  const wanted: Wanted = {
    ...(asked.hours !== undefined && { hours: asked.hours }),
    ...(asked.variant !== undefined && { variant: asked.variant }),
  }
  return asked.seed === undefined ? runMany(asked, wanted) : runOne(asked.seed, wanted, asked)
}

async function runOne(seed: number, wanted: Wanted, { trace, json }: Asked): Promise<number> {
  if (!json) {
    const { plan, faults } = await drawn(seed, wanted)
    for (const line of [`seed ${seed}, plan ${plan.id}`, ...faults.map((fault) => `  ${fault}`)]) write(line)
  }
  const told = await runOf(seed, wanted, trace && !json ? write : undefined)
  if (json) write(JSON.stringify(told))
  else {
    for (const line of findingsOf(told)) write(line)
    write(`${told.rows} rows in the journal, ${told.digest}`)
  }
  return told.findings.length > 0 ? 1 : 0
}

async function runMany({ first, seeds: count, threads, json }: Asked, wanted: Wanted): Promise<number> {
  const startedMs = performance.now()
  const progress = progressOnStderr({ quiet: json ?? false })
  const print = besides(progress, write)
  let done = 0
  if (!json) write(`seeds ${first} to ${first + count - 1}`)
  const failed = (told: Told) => told.findings.length > 0
  const onTold = (told: Told) => {
    done++
    progress.at(`${done} of ${count} seeds`)
    if (json || !failed(told)) return
    print(`seed ${told.seed}, plan ${told.plan}`)
    for (const line of [...told.faults.map((fault) => `  ${fault}`), ...findingsOf(told)]) print(line)
    print(`  again: ${replayCommand(told.seed, wanted)}`)
  }
  const told = await during(progress, 'Starting the threads', () =>
    simulateMany({ first, count, threads, wanted, onTold }),
  )
  const seconds = (performance.now() - startedMs) / 1_000
  const hours = told.reduce((sum, { virtualMs }) => sum + virtualMs, 0) / 3_600_000
  const broken = told.filter(failed)
  if (json) write(JSON.stringify({ first, seeds: count, failed: broken.map(({ seed }) => seed), runs: told }))
  else write(`${count - broken.length} of ${count} seeds keep every promise`)
  const { user, system } = process.cpuUsage()
  const perCore = count / ((user + system) / 1_000_000)
  say(
    `${(count / seconds).toFixed(1)} seeds and ${(hours / seconds).toFixed(2)} simulated hours in a second; ${perCore.toFixed(1)} seeds in a second of one core`,
  )
  return broken.length > 0 ? 1 : 0
}

const findingsOf = ({ findings }: Told): string[] =>
  findings.map(({ atMs, checker, message }) => `  ${((atMs - START_MS) / 1_000).toFixed(1)} s ${checker}: ${message}`)

main().then(
  (code) => {
    process.exitCode = code
  },
  (error) => {
    const isOurs = error instanceof Error && 'code' in error && String(error.code).startsWith('commander.')
    if (!isOurs) throw error
    process.exitCode = (error as { exitCode?: number }).exitCode === 0 ? 0 : 2
  },
)

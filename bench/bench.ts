/**
 * `npm run bench`: measures what Muster costs, as ratios, on this machine. `--json` gives one object on stdout, `--markdown` a table; `--only NAME` (again for
 * more) runs some; `--quick` runs all in tiny, to see that they work. Exit code 1: something could not be measured. A missed aim is a figure, not a failure.
 */
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { BENCHMARKS } from './all.ts'
import { openDatabases } from './databases.ts'
import { headText, markdownText, resultText } from './report-text.ts'
import { QUICK_RUNS, RUNS, runBenchmarks } from './run-benchmarks.ts'
import { withOpen } from './with-open.ts'

const USAGE = `npm run bench -- [--json | --markdown] [--quick] [--runs N] [--only NAME]...

  --json         one object on stdout (bench/README.md has its shape)
  --markdown     the table of bench/README.md
  --quick        tiny sizes and two runs: shows that everything works, and nothing else
  --runs N       so many runs in place of ${RUNS}, for a first look
  --only NAME    only this one; can be given again: ${BENCHMARKS.map(({ name }) => name).join(', ')}

Example: npm run bench -- --only journal
`

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        json: { type: 'boolean', default: false },
        markdown: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        runs: { type: 'string' },
        only: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    const unknown = values.only?.find((name) => BENCHMARKS.every((one) => one.name !== name))
    if (unknown !== undefined) return `There is no benchmark "${unknown}".`
    const runs = values.runs === undefined ? (values.quick ? QUICK_RUNS : RUNS) : Number(values.runs)
    if (!Number.isInteger(runs) || runs < 1) return `"${values.runs}" is no number of runs: write 1 or more.`
    return { ...values, runs }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function main(): Promise<number> {
  const read = readArguments()
  if (typeof read === 'string') {
    process.stderr.write(`${read}\n\n${USAGE}`)
    return 2
  }
  const { json, markdown, quick, runs, only, help } = read
  if (help) {
    process.stdout.write(USAGE)
    return 0
  }
  const chosen = BENCHMARKS.filter(({ name }) => only === undefined || only.includes(name))
  const report = await withOpen(async (open) => {
    const dir = await mkdtemp(path.join(tmpdir(), 'muster-bench-'))
    open.defer(() => rm(dir, { recursive: true, force: true }))
    // Under root the database runs as another user, who must get in.
    await chmod(dir, 0o755)
    const databases = await openDatabases(dir, (bytes) => randomBytes(bytes).toString('hex'))
    open.defer(databases.close)
    return runBenchmarks(chosen, {
      ...{ quick, apart: true, runs, dir, database: databases.create },
      ...(json ? {} : { onRun: (name, run) => void process.stderr.write(`${name}, run ${run + 1}\n`) }),
      ...(json || markdown ? {} : { onResult: (result) => void process.stdout.write(resultText(result)) }),
    })
  })
  if (json)
    process.stdout.write(`${JSON.stringify(report)}
`)
  else if (markdown) process.stdout.write(markdownText(report))
  else
    process.stdout.write(`
${headText(report)}All of it took ${report.seconds} s.
`)
  for (const { name, failed } of report.benchmarks) if (failed) process.stderr.write(`${name}: ${failed}\n`)
  return report.benchmarks.some(({ failed }) => failed) ? 1 : 0
}

process.exitCode = await main()

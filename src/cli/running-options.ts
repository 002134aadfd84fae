/** The words of `muster sandbox`, `serve` and `doctor`: what runs the program, and what says beforehand whether it can. */
import type { Command } from 'commander'
import { findChromium } from '../program/print/find-chromium.ts'
import { hasColours } from './has-colours.ts'
import { port } from './numbers.ts'
import { progressOnStderr } from './progress.ts'
import { foreign } from './variables.ts'

const SANDBOX_EXAMPLES = `
Examples:
  muster sandbox
  muster sandbox --plan shop.yaml --run-actions
  muster sandbox --json --port 8080`

const SERVE_EXAMPLES = `
Example:
  MUSTER_SECRET=$(openssl rand -hex 24) MUSTER_PLANS=plans muster serve

docs/connect.md has all that it reads; \`muster doctor\` says first what is missing.`

const DOCTOR_EXAMPLES = `
Exit code: 0 nothing is wrong, 1 something is.

Examples:
  muster doctor
  muster doctor --json`

interface Around {
  write: (text: string) => void
  complain: (text: string) => void
}

export function addRunning(program: Command, { write, complain }: Around): void {
  program
    .command('sandbox')
    .description('run everything with the outside world simulated; its data begin anew at every start')
    .option('--json', 'start it so that it prints its addresses as one line of JSON')
    .option('--plan <files...>', 'plans to run instead of the examples')
    .option('--port <port>', 'port of the server; 0 takes a free one', port, 0)
    .option('--run-actions', "carry out the steps of every plan on this machine; without it only the patient's")
    .addHelpText('after', SANDBOX_EXAMPLES)
    .action(async (options: { json?: boolean; plan?: string[]; port: number; runActions?: boolean }) => {
      const { runSandbox } = await import('./sandbox-command.ts')
      const { plan: plans = [], port: serverPort, json = false, runActions = false } = options
      const dataDir = process.env.MUSTER_DATA_DIR || '.muster'
      const environment = foreign(process.env)
      const chromium = process.env.MUSTER_CHROMIUM || findChromium(process.env.PATH)
      const given = { plans, port: serverPort, dataDir, json, runActions, chromium, environment, write }
      const progress = progressOnStderr({ quiet: json })
      process.exitCode = await runSandbox({ ...given, progress })
    })

  program
    .command('serve')
    .description('run in production, from the environment and muster.yaml')
    .addHelpText('after', SERVE_EXAMPLES)
    .action(async () => {
      const { runServe } = await import('./serve-command.ts')
      process.exitCode = await runServe(process.env, process.cwd(), complain)
    })

  program
    .command('doctor')
    .description('say what is missing or wrong in the configuration and around it')
    .option('--json', 'for tools')
    .addHelpText('after', DOCTOR_EXAMPLES)
    .action(async ({ json = false }: { json?: boolean }) => {
      const { runDoctor } = await import('./doctor-command.ts')
      const [colour, progress] = [hasColours(process.stdout), progressOnStderr({ quiet: json })]
      process.exitCode = await runDoctor({ env: process.env, folder: process.cwd(), json, colour, write, progress })
    })
}

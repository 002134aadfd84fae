/**
 * The words of the `muster` command. Wires arguments to one file a command and does nothing itself; each is loaded only when it is called, so that
 * `muster check` does not wait for the server's parts.
 */

import { Argument, Command, Option } from 'commander'
import { packageVersion } from '../program/package-root.ts'
import type { CheckFlags } from './check/check-flags.ts'
import { FORMATS } from './check/formats.ts'
import { completionScript, SHELLS, type Shell } from './completion.ts'
import { addEvidence } from './evidence-options.ts'
import { hasColours } from './has-colours.ts'
import { addErase, addJournal } from './journal-options.ts'
import { musterCall } from './muster-call.ts'
import { count } from './numbers.ts'
import { besides, during, progressOnStderr } from './progress.ts'
import { addRehearse } from './rehearse-options.ts'
import { addRestore } from './restore-options.ts'
import { addRunning } from './running-options.ts'

const write = (text: string) => void process.stdout.write(text)
/** Waits until the reader has taken it. */
const writeSlowly = (text: string) => new Promise<void>((done) => process.stdout.write(text, () => done()))
const complain = (text: string) => void process.stderr.write(text)

const DEFAULT_URL = 'http://127.0.0.1:8080'

const DR_VARIABLES = `
Environment:
  MUSTER_URL     address of the server, in place of --url
  MUSTER_TOKEN   what the server has as MUSTER_CONSOLE_TOKEN; the sandbox wants none
  MUSTER_PERSON  who you are, in place of --as

Examples:
  muster dr --as ana declare shop critical orders fail
  muster dr status
  muster dr --as ana ack DR-20261205-1000`

const EXAMPLES = `
Examples:
  muster sandbox                  to see all of it, with nothing to set up
  muster init                     a first plan
  muster check plans/shop.yaml
  muster serve

\`muster COMMAND --help\` has examples of each.`

export const program = new Command('muster')
  .description('Runs a disaster-recovery plan from Slack: declares, pages, recovers, informs, reviews.')
  .version(packageVersion())
  // Words that are not understood end with 2: 1 is for what was looked at and found wanting.
  .exitOverride()
  .showSuggestionAfterError()
  .addHelpText('after', EXAMPLES)
  // What follows `dr` is for the server, options included: `muster dr page --test ana`.
  .enablePositionalOptions()

addRunning(program, { write, complain })

program
  .command('check')
  .description('name every fault of plan files, and every promise that they cannot keep')
  .argument('[files...]', 'plan files or folders; default: plans')
  .addOption(new Option('--format <format>', 'how findings are written').choices([...FORMATS]).default('text'))
  .option('--json', 'for tools: --format json')
  .option('--compact', 'a line for each finding: --format compact')
  .option('--fix', 'mend what can be mended without changing what a plan means')
  .option('--here', 'look for the programs and scripts of commands on this machine')
  .option('--explain <rule>', 'say what a rule means')
  .option('--contacts <file>', "people's addresses, when kept apart from the plans")
  .option('--templates <folder>', "message templates; default: MUSTER_TEMPLATES, else Muster's own")
  .option('--max-warnings <count>', 'more warnings than this fail the check', count)
  .addHelpText(
    'after',
    `
Exit code: 0 clean or warnings only, 1 errors or too many warnings, 2 a file that cannot be read.

Examples:
  muster check plans/shop.yaml
  muster check --format sarif plans > findings.sarif
  muster check --max-warnings 0 --contacts contacts.yaml plans
  muster check --explain rto-unreachable`,
  )
  .action(async (files: string[], options: CheckFlags) => {
    const { checkFromFlags } = await import('./check/check-flags.ts')
    const templates = options.templates ?? (process.env.MUSTER_TEMPLATES || undefined)
    const flags = { ...options, ...(templates !== undefined && { templates }) }
    const [cwd, path] = [process.cwd(), process.env.PATH ?? '']
    const progress = progressOnStderr({ quiet: options.json ?? false })
    const [colour, complainBesides] = [hasColours(process.stdout), besides(progress, complain)]
    const around = { write, complain: complainBesides, nowMs: Date.now(), cwd, path, colour, progress }
    process.exitCode = await checkFromFlags(files, flags, around)
  })

addRehearse(program, { write, complain })

program
  .command('dr')
  .description('run a /dr command against a running server')
  .argument('<words...>', 'such as: "status", or: ack DR-20261205-1000')
  .option('--url <url>', 'address of the server', process.env.MUSTER_URL || DEFAULT_URL)
  .option('--as <person>', 'who you are, by your id in the plan', process.env.MUSTER_PERSON || undefined)
  .option('--json', 'the whole answer')
  .passThroughOptions()
  .allowUnknownOption()
  .addHelpText('after', DR_VARIABLES)
  .action(async (words: string[], options: { url: string; as?: string; json?: boolean }) => {
    const { runDr } = await import('./dr-command.ts')
    const token = process.env.MUSTER_TOKEN || undefined
    const { url, as: person, json = false } = options
    const progress = progressOnStderr({ quiet: json })
    const asked = { url, token, person, json, write: besides(progress, write) }
    process.exitCode = await during(progress, `Waiting for ${url}`, () => runDr(words, asked))
  })

const PLAN_EXAMPLE = `
Example:
  muster plan show plans/shop.yaml`

program
  .command('plan')
  .description('look at plans')
  .addHelpText('after', PLAN_EXAMPLE)
  .command('show')
  .description('objectives, scenarios and who would be paged')
  .argument('[files...]', 'plan files or folders; default: plans')
  .option('--contacts <file>', "people's addresses, when kept apart from the plans")
  .option('--json', 'the plans as the program reads them')
  .addHelpText('after', PLAN_EXAMPLE)
  .action(async (files: string[], options: { contacts?: string; json?: boolean }) => {
    const { runPlanShow } = await import('./plan-command.ts')
    const { wallClock } = await import('../engine/wall-clock.ts')
    const { contacts, json = false } = options
    process.exitCode = await runPlanShow(files, { contacts, json, atMs: wallClock.now(), write })
  })

const INIT_EXAMPLES = `
Examples:
  muster init                                  asks about ten questions
  muster init shop.yaml --name "Web shop" --rto "4 hours" --rpo "1 hour" --scenario "Database corruption" \\
    --people "Ana Ames +14155550100" "Ben Burr ben@example.com" "Cleo Cole"
  muster init --name "Web shop" --yes          takes the rest to be as it mostly is`

program
  .command('init')
  .description('write a first plan, from a few answers')
  .argument('[file]', "where to; default: the system's name with .yaml")
  .option('--name <name>', "the system's name")
  .option('--rto <time>', 'the longest acceptable outage, such as "4 hours"')
  .option('--rpo <time>', 'the most data, in time, that may be lost, such as "1 hour"')
  .option('--people <people...>', 'on call, second, commander; each a name, then telephone, mail or Slack id')
  .option('--scenario <titles...>', 'what may happen')
  .option('--backups <bucket>', 'S3 bucket of the backups, with what the keys begin with')
  .option('--every <schedule>', 'how often a backup is made, such as "1 hour"')
  .option('--status-page <address>', 'where customers look')
  .option('--zone <zone>', "of times without one, such as Europe/Berlin; default: this machine's")
  .option('--yes', 'ask nothing')
  .option('--force', 'write over the file')
  .addHelpText('after', INIT_EXAMPLES)
  .action(async (file: string | undefined, options: InitOptions) => {
    const { runInit } = await import('./init-command.ts')
    const isTerminal = process.stdin.isTTY && process.stdout.isTTY
    const terminal = isTerminal ? { input: process.stdin, output: process.stdout } : null
    const muster = musterCall(process.env.npm_lifecycle_event)
    const { machineZone } = await import('./init/machine-zone.ts')
    process.exitCode = await runInit(file, { zone: machineZone(), ...options }, { terminal, muster, write, complain })
  })

const RENDER_EXAMPLES = `
Examples:
  muster render plans/shop.yaml --out shop.html            all of it, to read or print
  muster render plans/shop.yaml --card --out cards.html    a page for the wall, one a scenario
  muster render plans/shop.yaml --contacts contacts.yaml   as Markdown, with telephone numbers`

program
  .command('render')
  .description('write a plan out as a document to read and print')
  .argument('<plan>', 'plan file, or id of a plan in the folder plans')
  .option('--format <format>', 'markdown or html; default: as the name after --out says, else markdown')
  .option('--scenario <scenario>', 'only this one')
  .option('--card', 'one page for each scenario, to print')
  .option('--contacts <file>', "people's addresses, when kept apart from the plan")
  .option('--out <file>', 'write it into this file')
  .addHelpText('after', RENDER_EXAMPLES)
  .action(async (plan: string, options: Omit<RenderOptions, 'atMs' | 'write' | 'complain'>) => {
    const { runRender } = await import('./render-command.ts')
    const { wallClock } = await import('../engine/wall-clock.ts')
    process.exitCode = await runRender(plan, { ...options, atMs: wallClock.now(), write, complain })
  })

type InitOptions = import('./init-command.ts').InitOptions
type RenderOptions = import('./render-command.ts').RenderOptions

addJournal(program, { write, writeSlowly, complain })
addErase(program, { write, complain })
addEvidence(program, { write, complain })
addRestore(program, { write, complain })

const template = program
  .command('template')
  .description('look at message templates')
  .addHelpText('after', `\nExamples:\n  muster template list\n  muster template preview customer-initial`)

template
  .command('list')
  .description('name them all; with a plan, those that it can use and for whom')
  .option('--plan <plan>', 'plan file, or id of a plan in the folder plans')
  .option('--templates <folder>', "message templates; default: MUSTER_TEMPLATES, else Muster's own")
  .addHelpText('after', `\nExample:\n  muster template list --plan shop`)
  .action(async (options: { plan?: string; templates?: string }) => {
    const { runTemplateList } = await import('./template-command.ts')
    const templates = options.templates ?? (process.env.MUSTER_TEMPLATES || undefined)
    process.exitCode = await runTemplateList({ ...options, templates, write })
  })

template
  .command('preview')
  .description('show one, filled in with a made-up incident')
  .argument('<name>', 'such as customer-initial')
  .option('--plan <plan>', 'plan file, or id of a plan in the folder plans, whose incident it is')
  .option('--means <means>', 'only by this means, such as email')
  .option('--moment <moment>', 'as it reads then, such as resolved')
  .option('--html <file>', 'write the HTML of the mail into this file')
  .option('--drill', 'as in a drill')
  .option('--templates <folder>', "message templates; default: MUSTER_TEMPLATES, else Muster's own")
  .addHelpText(
    'after',
    `\nExample:\n  muster template preview customer-initial --plan shop --means email --html mail.html`,
  )
  .action(async (name: string, options: Omit<PreviewOptions, 'drill' | 'write'> & { drill?: boolean }) => {
    const { runTemplatePreview } = await import('./template-command.ts')
    const templates = options.templates ?? (process.env.MUSTER_TEMPLATES || undefined)
    process.exitCode = await runTemplatePreview(name, { ...options, templates, drill: options.drill ?? false, write })
  })

type PreviewOptions = import('./template-command.ts').PreviewOptions

program
  .command('completion')
  .description('print what lets a shell complete commands and options')
  .addArgument(new Argument('<shell>', 'which one').choices(SHELLS))
  .addHelpText(
    'after',
    `
Examples:
  source <(muster completion bash)        in .bashrc; the same with zsh in .zshrc
  muster completion fish | source         in config.fish`,
  )
  .action((shell: Shell) => write(completionScript(program, shell)))

#!/usr/bin/env node
/**
 * The `muster` command. Wires arguments to one file a command and does nothing itself; each is loaded only when it is called, so that
 * `muster check` does not wait for the server's parts. An error that is nobody's mistake ends with one sentence and exit code 2.
 */
import { Command } from 'commander'
import { packageVersion } from '../program/package-root.ts'
import { count, port } from './numbers.ts'
import { addRehearse } from './rehearse-options.ts'
import { foreign } from './variables.ts'

const NODE_MAJOR_MIN = 24

const [major = 0] = process.versions.node.split('.').map(Number)
if (major < NODE_MAJOR_MIN) {
  process.stderr.write(
    `Muster needs Node ${NODE_MAJOR_MIN} or newer and this is ${process.versions.node}; in a checkout, npm scripts bring it.\n`,
  )
  process.exit(2)
}

const write = (text: string) => void process.stdout.write(text)
/** Waits until the reader has taken it. */
const writeSlowly = (text: string) => new Promise<void>((done) => process.stdout.write(text, () => done()))
const complain = (text: string) => void process.stderr.write(text)

// Whoever reads our output may have seen enough (`muster journal export | head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

const DEFAULT_URL = 'http://127.0.0.1:8080'

const DR_VARIABLES = `
Environment:
  MUSTER_URL     address of the server, in place of --url
  MUSTER_TOKEN   what the server has as MUSTER_CONSOLE_TOKEN; the sandbox wants none
  MUSTER_PERSON  who you are, in place of --as`

const program = new Command('muster')
  .description('Runs a disaster-recovery plan from Slack: declares, pages, recovers, informs, reviews.')
  .version(packageVersion())
  .showSuggestionAfterError()
  // What follows `dr` is for the server, options included: `muster dr page --test ana`.
  .enablePositionalOptions()

program
  .command('sandbox')
  .description('run everything with the outside world simulated; its data begin anew at every start')
  .option('--json', 'start it so that it prints its addresses as one line of JSON')
  .option('--plan <files...>', 'plans to run instead of the examples')
  .option('--port <port>', 'port of the server; 0 takes a free one', port, 0)
  .option('--run-actions', "carry out the steps of every plan on this machine; without it only the patient's")
  .action(async (options: { json?: boolean; plan?: string[]; port: number; runActions?: boolean }) => {
    const { runSandbox } = await import('./sandbox-command.ts')
    const { plan: plans = [], port: serverPort, json = false, runActions = false } = options
    const dataDir = process.env.MUSTER_DATA_DIR || '.muster'
    const environment = foreign(process.env)
    process.exitCode = await runSandbox({ plans, port: serverPort, dataDir, json, runActions, environment, write })
  })

program
  .command('serve')
  .description('run in production, from the environment and muster.yaml')
  .action(async () => {
    const { runServe } = await import('./serve-command.ts')
    process.exitCode = await runServe(process.env, process.cwd(), complain)
  })

program
  .command('doctor')
  .description('say what is missing or wrong in the configuration and around it')
  .option('--json', 'for tools')
  .action(async ({ json = false }: { json?: boolean }) => {
    const { runDoctor } = await import('./doctor-command.ts')
    const colour = process.stdout.isTTY && !process.env.NO_COLOR
    process.exitCode = await runDoctor({ env: process.env, folder: process.cwd(), json, colour, write })
  })

program
  .command('check')
  .description('name every fault of plan files')
  .argument('[files...]', 'plan files or folders; default: plans')
  .option('--json', 'for tools')
  .option('--contacts <file>', "people's addresses, when kept apart from the plans")
  .option('--templates <folder>', "message templates; default: MUSTER_TEMPLATES, else Muster's own")
  .option('--max-warnings <count>', 'more warnings than this fail the check', count)
  .action(
    async (
      files: string[],
      options: { json?: boolean; contacts?: string; templates?: string; maxWarnings?: number },
    ) => {
      const { runCheck } = await import('./check-command.ts')
      const templates = options.templates ?? (process.env.MUSTER_TEMPLATES || undefined)
      const named = templates === undefined ? {} : { templates }
      process.exitCode = await runCheck(files, { ...options, ...named, json: options.json ?? false, write })
    },
  )

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
    process.exitCode = await runDr(words, {
      url: options.url,
      token,
      person: options.as,
      json: options.json ?? false,
      write,
    })
  })

program
  .command('plan')
  .description('look at plans')
  .command('show')
  .description('objectives, scenarios and who would be paged')
  .argument('[files...]', 'plan files or folders; default: plans')
  .option('--contacts <file>', "people's addresses, when kept apart from the plans")
  .option('--json', 'the plans as the program reads them')
  .action(async (files: string[], options: { contacts?: string; json?: boolean }) => {
    const { runPlanShow } = await import('./plan-command.ts')
    const { wallClock } = await import('../engine/wall-clock.ts')
    const { contacts, json = false } = options
    process.exitCode = await runPlanShow(files, { contacts, json, atMs: wallClock.now(), write })
  })

const journal = program
  .command('journal')
  .description('verify, export or erase what is journaled; the server need not run')

journal
  .command('verify')
  .description('walk every chain and name the first bad, missing or cut-off row')
  .option('--json', 'for tools')
  .action(async ({ json = false }: { json?: boolean }) => {
    await onJournal((commands, storage) => commands.verify(storage, { json, write }))
  })

journal
  .command('export')
  .description('write every row as a line of JSON')
  .option('--stream <stream>', 'one stream only, such as DR-20261205-1000')
  .option('--no-texts', 'leave out what people wrote')
  .action(async ({ stream, texts }: { stream?: string; texts: boolean }) => {
    await onJournal((commands, storage) =>
      commands.exportRows(storage, { texts, write: writeSlowly, complain, ...(stream && { stream }) }),
    )
  })

journal
  .command('erase')
  .description('erase private texts for good; the chain stays whole')
  .option('--stream <stream>', 'of one stream')
  .option('--person <person>', 'of one person, by their id in the plan')
  .option('--yes', 'it cannot be undone; without it you are told what would be erased')
  .action(async ({ stream, person, yes = false }: { stream?: string; person?: string; yes?: boolean }) => {
    if (stream === undefined && person === undefined) throw new Error('Say whose texts: --stream or --person.')
    const match = { ...(stream && { stream }), ...(person && { subject: person }) }
    await onJournal((commands, storage) => commands.erase(storage, { match, confirmed: yes, write, complain }))
  })

const template = program.command('template').description('look at message templates')

template
  .command('list')
  .description('name them all; with a plan, those that it can use and for whom')
  .option('--plan <plan>', 'plan file, or id of a plan in the folder plans')
  .option('--templates <folder>', "message templates; default: MUSTER_TEMPLATES, else Muster's own")
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
  .action(async (name: string, options: Omit<PreviewOptions, 'drill' | 'write'> & { drill?: boolean }) => {
    const { runTemplatePreview } = await import('./template-command.ts')
    const templates = options.templates ?? (process.env.MUSTER_TEMPLATES || undefined)
    process.exitCode = await runTemplatePreview(name, { ...options, templates, drill: options.drill ?? false, write })
  })

type PreviewOptions = import('./template-command.ts').PreviewOptions
type JournalCommands = typeof import('./journal-commands.ts')
type JournalStorage = Parameters<JournalCommands['verify']>[0]

async function onJournal(run: (commands: JournalCommands, storage: JournalStorage) => Promise<number>): Promise<void> {
  const { readDatabaseConfig } = await import('./config.ts')
  const config = readDatabaseConfig(process.env, process.cwd())
  if (!config.ok) throw new Error(config.problems.join('\n'))
  const { withJournal } = await import('./open-journal.ts')
  const commands = await import('./journal-commands.ts')
  process.exitCode = await withJournal(config.settings, (storage) => run(commands, storage))
}

try {
  await program.parseAsync()
} catch (error) {
  complain(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 2
}

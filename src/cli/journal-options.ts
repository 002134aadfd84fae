/** The words of `muster journal` and `muster erase`. */
import type { Command } from 'commander'
import { besides, during, type Progress, progressOnStderr } from './progress.ts'

interface Around {
  write: (text: string) => void
  /** Waits until the reader has taken it. */
  writeSlowly: (text: string) => Promise<void>
  complain: (text: string) => void
}

type JournalCommands = typeof import('./journal-commands.ts')
type JournalStorage = Parameters<JournalCommands['verify']>[0]

export function addJournal(program: Command, { write, writeSlowly, complain }: Around): void {
  const journal = program
    .command('journal')
    .description('verify or export what is journaled; the server need not run')
    .addHelpText('after', `\nExamples:\n  muster journal verify\n  muster journal export > journal.jsonl`)

  journal
    .command('verify')
    .description('walk every chain and name the first bad, missing or cut-off row')
    .option('--json', 'for tools')
    .addHelpText('after', `\nExit code: 0 every chain is whole, 1 one is not.\n\nExample:\n  muster journal verify`)
    .action(async ({ json = false }: { json?: boolean }) => {
      const progress = progressOnStderr({ quiet: json })
      await onJournal(progress, (commands, storage) =>
        commands.verify(storage, { json, write: besides(progress, write), progress }),
      )
    })

  journal
    .command('export')
    .description('write every row as a line of JSON')
    .option('--stream <stream>', 'one stream only, such as DR-20261205-1000')
    .option('--no-texts', 'leave out what people wrote')
    .addHelpText(
      'after',
      `\nExamples:\n  muster journal export --stream DR-20261205-1000 | jq .type\n  muster journal export --no-texts > journal.jsonl`,
    )
    .action(async ({ stream, texts }: { stream?: string; texts: boolean }) => {
      // On a terminal the rows themselves show how far it is.
      const progress = progressOnStderr({ quiet: process.stdout.isTTY === true })
      const around = { write: writeSlowly, complain: besides(progress, complain), progress }
      await onJournal(progress, (commands, storage) =>
        commands.exportRows(storage, { texts, ...around, ...(stream && { stream }) }),
      )
    })
}

const ERASE_EXAMPLES = `
Examples:
  muster erase ana                            says what would be erased
  muster erase ana --yes                      what Ana wrote, and her name and addresses in plans that are no longer used
  muster erase --incident DR-20261205-1000    what people wrote in one incident

docs/evidence.md says what else may hold personal data.`

export function addErase(program: Command, { write, complain }: Pick<Around, 'write' | 'complain'>): void {
  program
    .command('erase')
    .description('erase for good what the journal knows of a person, or what was written in an incident')
    .argument('[person]', 'by their id in the plan')
    .option('--incident <incident>', 'such as DR-20261205-1000')
    .option('--yes', 'it cannot be undone; without it you are told what would be erased')
    .addHelpText('after', ERASE_EXAMPLES)
    .action(async (person: string | undefined, { incident, yes = false }: { incident?: string; yes?: boolean }) => {
      if ((person === undefined) === (incident === undefined)) throw new Error('Say whose: a person, or --incident.')
      const { runErase } = await import('./erase-command.ts')
      const { randomBytes } = await import('node:crypto')
      const { userInfo } = await import('node:os')
      const by = { id: `cli:${userInfo().username}`, via: 'cli' as const }
      const random = (bytes: number) => randomBytes(bytes).toString('hex')
      const whose = person === undefined ? { stream: incident! } : { subject: person }
      const progress = progressOnStderr()
      const around = { write: besides(progress, write), complain: besides(progress, complain) }
      const options = { whose, confirmed: yes, atMs: Date.now(), by, random, ...around }
      await onJournal(progress, (_, storage) => runErase(storage, options))
    })
}

async function onJournal(
  progress: Progress,
  run: (commands: JournalCommands, storage: JournalStorage) => Promise<number>,
): Promise<void> {
  const { readDatabaseConfig } = await import('./config.ts')
  const config = readDatabaseConfig(process.env, process.cwd())
  if (!config.ok) throw new Error(config.problems.join('\n'))
  const { withJournal } = await import('./open-journal.ts')
  const commands = await import('./journal-commands.ts')
  process.exitCode = await during(progress, 'Reading the journal', () =>
    withJournal(config.settings, (storage) => run(commands, storage)),
  )
}

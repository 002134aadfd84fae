/** The words of `muster restore`. */
import type { Command } from 'commander'
import { besides, during, progressOnStderr } from './progress.ts'

const EXAMPLES = `
Exit code: 0 restored (with --dry-run: it could be), 1 the copy is damaged, 2 it cannot be done.

Examples:
  muster restore --dry-run                                what the newest copy has, and what it lacks
  muster restore --into postgres://db.example/muster      into this database, which must hold no journal

Stop every Muster that still writes to the old database first. docs/restore.md leads through it.`

export function addRestore(
  program: Command,
  { write, complain }: { write: (text: string) => void; complain: (text: string) => void },
): void {
  program
    .command('restore')
    .description('make the journal anew from its copy off-site, when the database is lost')
    .option('--into <url>', 'database to write; default: DATABASE_URL, else the embedded one')
    .option('--copy <id>', 'which copy, when the bucket has several; default: the newest')
    .option('--dry-run', 'read and verify the copy, and write nothing')
    .option('--up-to-damage', 'where the copy is damaged, restore what is sound before it')
    .option('--json', 'for tools')
    .addHelpText('after', EXAMPLES)
    .action(async ({ into, copy, dryRun = false, upToDamage = false, json = false }: Flags) => {
      if (into !== undefined && !/^postgres(ql)?:\/\//.test(into))
        throw new Error(
          '--into is no address of a PostgreSQL database: write one such as postgres://db.example/muster.',
        )
      const { readEvidenceConfig } = await import('./config.ts')
      const config = readEvidenceConfig(process.env, process.cwd())
      if (!config.ok) throw new Error(config.problems.join('\n'))
      const { runRestore } = await import('./restore-command.ts')
      const { wallClock } = await import('../engine/wall-clock.ts')
      const progress = progressOnStderr({ quiet: json })
      const around = { write: besides(progress, write), complain: besides(progress, complain), progress }
      const given = {
        ...{ settings: config.settings, dryRun, upToDamage, json, nowMs: wallClock.now(), ...around },
        ...(into !== undefined && { into }),
        ...(copy !== undefined && { copy }),
      }
      process.exitCode = await during(progress, 'Looking for the copy', () => runRestore(given))
    })
}

interface Flags {
  into?: string
  copy?: string
  dryRun?: boolean
  upToDamage?: boolean
  json?: boolean
}

/** The words of `muster evidence`. */
import { readFileSync } from 'node:fs'
import { type Command, InvalidArgumentError } from 'commander'
import { besides, during, progressOnStderr } from './progress.ts'

interface Around {
  write: (text: string) => void
  complain: (text: string) => void
}

const GROUP_EXAMPLES = `
Examples:
  muster evidence export --since 2026-07-01 --until 2026-09-30
  muster evidence verify evidence-2026-07-01-to-2026-09-30.tar`

const EXPORT_EXAMPLES = `
Examples:
  muster evidence export --since 2026-07-01 --until 2026-09-30
  muster evidence export --since 2026-07-01 --until 2026-09-30 --plan shop --out shop-q3.tar.gz
  muster evidence export --since 2026-11-07 --until 2026-11-08 --with-texts`

const VERIFY_MORE = `
Example:
  muster evidence verify evidence-2026-07-01-to-2026-09-30.tar --key muster.pub

Exit code: 0 nothing is wrong, 1 something is, 2 the file cannot be read.
It needs no database and no connection. docs/evidence.md describes the archive, for checking it with other tools.`

export function addEvidence(program: Command, { write, complain }: Around): void {
  const evidence = program
    .command('evidence')
    .description('what auditors ask for: archives of the journal that anybody can check')
    .addHelpText('after', GROUP_EXAMPLES)

  evidence
    .command('export')
    .description(
      'write an archive of a period: journal, anchors, plans, reports, registers, and which demand they show',
    )
    .requiredOption('--since <day>', 'first day, UTC, such as 2026-07-01', day)
    .requiredOption('--until <day>', 'last day, UTC', day)
    .option('--plan <plan>', 'only of this plan, by its id')
    .option('--with-texts', 'with what people wrote, names, addresses and reports')
    .option('--out <file>', 'where to; with .gz at its end it is packed')
    .addHelpText('after', EXPORT_EXAMPLES)
    .action(async ({ since, until, plan, withTexts = false, out }: ExportFlags) => {
      if (until < since) throw new Error(`${until} is before ${since}: give the first day with --since.`)
      const { exportEvidence, rememberExport, withSources } = await import('./evidence-commands.ts')
      const { withJournal } = await import('./open-journal.ts')
      const settings = await evidenceSettings()
      const file = out ?? `evidence-${plan === undefined ? '' : `${plan}-`}${since}-to-${until}.tar`
      const options = { since, until, texts: withTexts, ...(plan !== undefined && { planId: plan }), out: file }
      if (Date.parse(until) + DAY_MS > Date.now()) {
        complain(`${until} is not over yet: made again, the archive may be another one.\n`)
      }
      const progress = progressOnStderr()
      const around = { write: besides(progress, write), complain: besides(progress, complain), progress }
      const work = () =>
        withJournal(settings, (storage) =>
          withSources(settings, (sources) => {
            const remember = (manifest: string) => rememberExport(storage, { ...options, manifest, atMs: Date.now() })
            return exportEvidence({ storage, ...sources }, { ...options, remember, ...around })
          }),
        )
      process.exitCode = await during(progress, 'Reading the journal', work)
    })

  evidence
    .command('verify')
    .description('check an archive, offline, and name whatever was changed')
    .argument('<archive>', 'such as evidence-2026-07-01-to-2026-09-30.tar')
    .option(
      '--key <files...>',
      'public keys that are trusted: files that have what `muster evidence key` prints, or hex',
    )
    .option('--json', 'for tools')
    .addHelpText('after', VERIFY_MORE)
    .action(async (archive: string, { key = [], json = false }: { key?: string[]; json?: boolean }) => {
      const { verifyEvidence } = await import('./evidence-commands.ts')
      const { publicKeyFrom } = await import('../evidence/signing.ts')
      const keys = key.map((one) => publicKeyFrom(/^[0-9a-f]{64}$/i.test(one) ? one : readFileSync(one, 'utf8')))
      const progress = progressOnStderr({ quiet: json })
      const around = { write: besides(progress, write), progress }
      process.exitCode = await during(progress, `Reading ${archive}`, () =>
        verifyEvidence(archive, { keys, json, ...around }),
      )
    })

  evidence
    .command('key')
    .description('print the public key by which anchors and archives are signed')
    .option('--json', 'for tools')
    .addHelpText('after', `\nExample:\n  muster evidence key > muster.pub`)
    .action(async ({ json = false }: { json?: boolean }) => {
      const { showKey } = await import('./evidence-commands.ts')
      const { signerOf } = await import('../evidence/signing.ts')
      const { anchors } = await evidenceSettings()
      if (anchors?.signingKey === undefined) {
        throw new Error(
          'There is no key: set MUSTER_SIGNING_KEY to a file that `openssl genpkey -algorithm ed25519` wrote.',
        )
      }
      process.exitCode = showKey(signerOf(anchors.signingKey), { json, write })
    })
}

const DAY_MS = 86_400_000

interface ExportFlags {
  since: string
  until: string
  plan?: string
  withTexts?: boolean
  out?: string
}

async function evidenceSettings() {
  const { readEvidenceConfig } = await import('./config.ts')
  const config = readEvidenceConfig(process.env, process.cwd())
  if (!config.ok) throw new Error(config.problems.join('\n'))
  return config.settings
}

function day(written: string): string {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(written) ? Date.parse(written) : Number.NaN
  // 2026-02-30 would be taken for 2 March.
  if (!Number.isNaN(ms) && new Date(ms).toISOString().startsWith(written)) return written
  throw new InvalidArgumentError('Write a day such as 2026-07-01.')
}

/** `muster restore`: the journal anew from its copy off-site. It writes what it did and what is lost, and gives the exit code. */
import { randomBytes } from 'node:crypto'
import { userInfo } from 'node:os'
import { createObjectStore } from '../adapters/s3/object-store.ts'
import { startEmbeddedPostgres } from '../engine/embedded-postgres.ts'
import { DamagedCopy, type Restored, restoreFrom } from '../evidence/copy/restore.ts'
import { counted } from '../plan/in-words.ts'
import { coreOf } from '../program/cores.ts'
import type { Settings } from '../program/settings.ts'
import { type Progress, SILENT } from './progress.ts'

type Write = (text: string) => void

export interface RestoreOptions {
  settings: Pick<Settings, 'dataDir' | 'databaseUrl' | 's3'>
  /** Absent: the database of the settings, or the embedded one. */
  into?: string
  copy?: string
  dryRun: boolean
  upToDamage: boolean
  json: boolean
  nowMs: number
  write: Write
  /** What went wrong. */
  complain: Write
  /** Hears how far it is. */
  progress?: Progress
}

/** What no copy has, and what follows from that. */
const LOST = [
  'requests that were answered before: one that Slack or PagerDuty sends again may be taken twice',
  'how often each person was paged in the last hour: the cap begins anew',
  'who has got which notice: one that was in hand may be sent again to some',
  'files in the data directories of the replicas, such as outputs of steps that were in no bucket',
]

/** 0: restored, or with `dryRun` it could be. 1: it is not, and why is said. */
export async function runRestore(options: RestoreOptions): Promise<number> {
  const { settings, copy, dryRun, upToDamage, json, nowMs, write, complain, progress = SILENT } = options
  if (settings.s3 === undefined)
    throw new Error('Set MUSTER_S3_BUCKET and the keys for it: the copy of the journal lies there.')
  const random = (bytes: number) => randomBytes(bytes).toString('hex')
  const shelf = createObjectStore(settings.s3)
  const open = new AsyncDisposableStack()
  open.defer(() => shelf.close())
  async function embedded(): Promise<string> {
    return open.adopt(await startEmbeddedPostgres({ dataDir: settings.dataDir, random }), (it) => it.stop()).url
  }
  try {
    const into = dryRun ? undefined : (options.into ?? settings.databaseUrl ?? (await embedded()))
    const restored = await restoreFrom({
      ...{ shelf, damaged: upToDamage, cores: coreOf, nowMs, random },
      ...(into !== undefined && { into }),
      ...(copy !== undefined && { copy }),
      by: { id: `cli:${userInfo().username}`, via: 'cli' },
      onProgress: (streams, rows) => progress.at(`${streams} streams, ${rows} rows`),
    })
    if (json) write(`${JSON.stringify({ ...restored, lost: LOST })}\n`)
    else write(report(restored))
    return restored.damage.length > 0 && !restored.written ? 1 : 0
  } catch (error) {
    if (!(error instanceof DamagedCopy)) throw error
    complain(`${error.message}\n`)
    return 1
  } finally {
    await open.disposeAsync()
  }
}

const at = (ms: number) => new Date(ms).toISOString()

function report(restored: Restored): string {
  const { copy, others, streams, rows, lastMs, open, damage, trouble, written } = restored
  const lines = [
    `The copy ${copy.copy}, kept since ${copy.since}: ${counted(rows, 'row')} of ${counted(streams, 'stream')}, the last of ${lastMs === null ? 'never' : at(lastMs)}.`,
    ...(others.length > 0
      ? [
          `The bucket has ${others.map(({ copy: id, since }) => `${id} (since ${since})`).join(', ')} besides; --copy takes another.`,
        ]
      : []),
    ...damage.map(({ message }) => `${message}.`),
    ...trouble.map((sentence) => `${sentence}.`),
    ...anchorLines(restored),
    open.length === 0
      ? 'No incident is open.'
      : `Open, and ${written ? 'going on' : 'to go on'} where they were: ${open.join(', ')}.`,
    ...contents(restored),
    ...(written ? ['', 'Not in any copy, and lost:', ...LOST.map((one) => `- ${one}.`)] : []),
    '',
    written
      ? 'The journal is restored. Look at it with `muster journal verify`, then start `muster serve`.'
      : 'Nothing was written: leave out --dry-run to restore it.',
  ]
  return `${lines.join('\n')}\n`
}

function contents({ texts, erased, plans, subscribers }: Restored): string[] {
  const gone = erased > 0 ? `, ${erased} of them erased before` : ''
  return [
    `With it ${counted(texts, 'private text')}${gone}, ${counted(plans, 'version')} of plans and ${counted(subscribers, 'subscriber')} of the status page.`,
  ]
}

function anchorLines({ anchorAt, gaps }: Restored): string[] {
  if (anchorAt === null) return ['There is no anchor in the bucket to compare it with.']
  if (gaps.length === 0) return [`It has everything that the anchor of ${anchorAt} knows.`]
  return gaps.map(({ message }) => `${message[0]?.toUpperCase()}${message.slice(1)}.`)
}

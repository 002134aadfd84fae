/** Archived WAL replayed onto a restored dump, which PostgreSQL cannot do. */
import type { Finding } from '../rule.ts'
import { commandRule } from './command-rule.ts'
import { type CourseStep, courses } from './courses.ts'
import type { Invocation } from './invocations.ts'

const RESTORES_BASE =
  /pg_basebackup|pg_combinebackup|backup-fetch|pgbackrest\b.*\brestore|barman\b.*\brecover|base[-_ ]?backup|pg_probackup|snapshot|PITR/i
const REPLAYS =
  /recovery_target|recovery\.signal|restore_command|wal[-_]?fetch|(?<!pg_last_)wal[-_]?(?:replay|apply)|(?:replay|apply|restore)[-_]?wals?\b|archive-get/i
/** What is fetched from an archive of WAL is there to be replayed where the server is then brought up. */
const FETCHES = /\/(?:wal|wal[-_]archive|pg_wal)s?\//i
const BRINGS_UP = /\bpromote\b/
const DUMP_FILE = /\.(?:sql|dump|pgdump)(?:\.\w+)?$/i

/** In the words of somebody who tells a person what to do. */
const SAYS_DUMP = /\bpg_restore\b|\b(?:load|restore|import|read in)\b[^.;]{0,40}\bdump\b/i
const SAYS_REPLAY =
  /\b(?:replay|apply|roll forward)\b[^.;]{0,40}\b(?:WALs?|archived (?:log|change)s|transaction logs?)\b/i

/** Something that loads a dump or replays WAL: a command, or what a person is told to do. */
interface Deed {
  path: Finding['path']
  step: CourseStep
  text: string
  loadsWith: string | null
  replays: boolean
}

export const walAfterDump = commandRule('wal-after-dump', (subject) =>
  courses(subject).flatMap((course) => {
    const deeds = course.steps.flatMap(deedsOf)
    return deeds.flatMap((deed, nth) => judge(deed, earlierThan(deed, deeds.slice(0, nth), deeds)))
  }),
)

function judge(deed: Deed, earlier: readonly Deed[]): Finding[] {
  const dump = earlier.find(({ loadsWith }) => loadsWith !== null)
  if (!deed.replays || !dump || [...earlier, deed].some(({ text }) => RESTORES_BASE.test(text))) return []
  return [
    {
      path: deed.path,
      at: 'value',
      step: deed.step.step.id,
      code: 'H9',
      message: `this replays archived WAL, which cannot be applied to what "${dump.loadsWith}" has loaded in the step "${dump.step.step.id}"`,
      remedy: 'restore a base backup (pg_basebackup or the like) for a point in time, or take the dump as it is',
    },
  ]
}

/** Those of the steps before, wherever they stand, and of its own step those above it. */
const earlierThan = ({ step }: Deed, above: readonly Deed[], all: readonly Deed[]): Deed[] =>
  all.filter((other) => step.before.has(other.step.step.id) || (other.step === step && above.includes(other)))

function deedsOf(step: CourseStep): Deed[] {
  const { manual, title } = step.step
  if (manual !== undefined) {
    const text = `${title}. ${manual}`
    const loadsWith = SAYS_DUMP.test(text) ? (/\bpg_restore\b/.exec(text)?.[0] ?? 'the dump') : null
    return [
      { path: [...step.path, 'manual'], step, text, loadsWith, replays: SAYS_REPLAY.test(text) || REPLAYS.test(text) },
    ]
  }
  const whole = step.calls.map(textOf).join(' ')
  return step.calls.map((call) => {
    const text = textOf(call)
    const fetches = FETCHES.test(text) && BRINGS_UP.test(whole)
    return {
      path: [...call.at.path, 'command'],
      step,
      text,
      loadsWith: loaderOf(call),
      replays: REPLAYS.test(text) || fetches,
    }
  })
}

/** The program that loads a dump; null: it does not. */
function loaderOf({ program, args, shell }: Invocation): string | null {
  if (program === 'pg_restore')
    return args.some((arg) => /^(?:-l|--list|-f|--file(?:=.*)?)$/.test(arg)) ? null : program
  if (program !== 'psql') return null
  const fed = shell?.feeders.flatMap(({ words, reads }) => [...words, ...reads]) ?? []
  const files = [...args, ...[...(shell?.reads ?? []), ...fed].map(({ text }) => text)]
  return files.some((file) => DUMP_FILE.test(file)) ? program : null
}

const textOf = ({ words, shell }: Invocation): string =>
  [...words, ...(shell?.writes ?? [])].map(({ text }) => text).join(' ') + (shell?.hereText ?? '')

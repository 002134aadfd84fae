/** Archived WAL replayed onto a restored dump, which PostgreSQL cannot do. */
import type { Finding } from '../rule.ts'
import { commandRule, found } from './command-rule.ts'
import { type Course, type CourseStep, callsBefore, courses } from './courses.ts'
import type { Invocation } from './invocations.ts'

const RESTORES_DUMP = /^pg_restore$/
const RESTORES_BASE =
  /pg_basebackup|pg_combinebackup|backup-fetch|pgbackrest\b.*\brestore|barman\b.*\brecover|base[-_]?backup|pg_probackup/i
const REPLAYS = /recovery_target|recovery\.signal|restore_command|wal-fetch|wal_replay|archive-get/i

export const walAfterDump = commandRule('wal-after-dump', (subject) =>
  courses(subject).flatMap((course) =>
    course.steps.flatMap((step) => step.calls.flatMap((call) => judge(course, step, call))),
  ),
)

function judge(course: Course, step: CourseStep, call: Invocation): Finding[] {
  if (!REPLAYS.test(textOf(call))) return []
  const before = callsBefore(course, step, call)
  const dump = before.find(({ program }) => RESTORES_DUMP.test(program))
  if (!dump || [...before, call].some((other) => RESTORES_BASE.test(textOf(other)))) return []
  return [
    found(call, {
      code: 'H9',
      message: `this replays archived WAL, which cannot be applied to what "pg_restore" has loaded in the step "${dump.at.step}"`,
      remedy: 'restore a base backup (pg_basebackup or the like) for a point in time, or take the dump as it is',
    }),
  ]
}

const textOf = ({ words, shell }: Invocation): string =>
  [...words, ...(shell?.writes ?? [])].map(({ text }) => text).join(' ') + (shell?.hereText ?? '')

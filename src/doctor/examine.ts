/**
 * Runs checks side by side, each within its time. Promises findings of every check, in the order of the list: one that throws or hangs is an
 * error finding of its own and holds none of the others up.
 */
import { within } from '../adapters/within.ts'
import { type Check, error, type Finding, type Subject } from './finding.ts'

/** Longer than any one call's own limit, so that mostly the call says what was wrong. */
const CHECK_LIMIT_MS = 15_000

export interface Examined extends Finding {
  check: string
  group: string
}

export interface ExamineOptions {
  /** For each check. */
  limitMs?: number
  /** Hears, whenever one has ended, of those that have not. */
  onLeft?: (names: readonly string[]) => void
}

export async function examine(
  subject: Subject,
  checks: readonly Check[],
  { limitMs = CHECK_LIMIT_MS, onLeft }: ExamineOptions = {},
): Promise<Examined[]> {
  const left = new Set(checks.map(({ name }) => name))
  const all = checks.map(async (check) => {
    const findings = await outcomeOf(check, subject, limitMs)
    left.delete(check.name)
    if (left.size > 0) onLeft?.([...left])
    return findings.map((finding) => ({ check: check.name, group: check.group, ...finding }))
  })
  return (await Promise.all(all)).flat()
}

async function outcomeOf(check: Check, subject: Subject, limitMs: number): Promise<Finding[]> {
  const limit = new AbortController()
  // A timer that holds the process: a call that hangs may leave nothing else that does, and Node would end without a word.
  const timer = setTimeout(() => limit.abort(), limitMs)
  try {
    return await within(limit.signal, (async () => check.run(subject, limit.signal))())
  } catch (cause) {
    if (limit.signal.aborted) {
      const remedy = 'Look at the network between this machine and the service, then run `muster doctor` again.'
      return [
        error(`The check did not end within ${limitMs / 1000} s`, 'Something that it asked does not answer.', remedy),
      ]
    }
    const why = cause instanceof Error ? cause.message : String(cause)
    return [
      error('The check itself failed', why, 'Run `muster doctor` again; if it stays, report it with this message.'),
    ]
  } finally {
    clearTimeout(timer)
  }
}

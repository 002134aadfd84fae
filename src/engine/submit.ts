/**
 * Gives a command to a stream, in one transaction, and says how it ended.
 *
 * It promises: what is answered with `ok` is committed; a request with a key acts once, however often and through whichever replica it
 * comes; a refusal leaves nothing behind. A database error that may pass is retried with the command decided anew, and a commit whose
 * answer was lost is recognised and not repeated.
 */
import type { AnyEvent } from '../plan/core.ts'
import type { Plan } from '../plan/schema.ts'
import type { AnyCommand } from './any-core.ts'
import type { Clock } from './clock.ts'
import { retryTransient } from './retry.ts'
import type { Snapshot } from './snapshots.ts'
import { StaleStream, type Storage, type StreamTransaction } from './storage.ts'
import { traced } from './tracing.ts'
import { type EngineFacts, type TurnEnd, type TurnParts, takeTurn } from './turn.ts'

export interface SubmitOptions {
  /** Names the request; a repetition is answered with the state as it is then, and no events. */
  key?: string
  /** The plan that the command speaks of, for instance the one to pin the stream to. */
  plan?: { digest: string; plan: Plan }
  /** Refuse when the stream exists. */
  mustBeNew?: boolean
}

export type Submitted<State> =
  | {
      ok: true
      /** Not the stream that was asked for when the same key had made another one. */
      stream: string
      state: State
      plan: Plan | undefined
      /** What this command brought about, with what was attempted at once because it was due. */
      events: AnyEvent[]
      note?: string
      repeated: boolean
      seq: number
    }
  /** `exists`: the stream was to be new and is not; nobody asked its core. */
  | { ok: false; why: string; exists?: true }

/** How the work on one transaction ended, other than by an error. Refusals and repetitions roll back. */
type Ending = Extract<TurnEnd, { ok: true }>
class RolledBack extends Error {
  readonly refusal: { ok: false; why: string; exists?: true } | undefined
  constructor(refusal?: { why: string; exists?: true }) {
    super(refusal?.why ?? 'the request was made before')
    this.refusal = refusal && { ok: false, ...refusal }
  }
}

export function createSubmit<Effect>(
  parts: TurnParts<Effect> & {
    storage: Storage
    clock: Clock
    /** Real time, in which tries are repeated; absent: that of this machine. */
    wall?: Clock
    facts: () => Promise<EngineFacts>
    onCommittedWhileHeld: () => void
  },
) {
  const { storage, snapshots, clock, wall, facts, onCommittedWhileHeld } = parts

  const attempt = async (
    stream: string,
    command: AnyCommand,
    options: SubmitOptions,
    before: Ending[],
  ): Promise<Ending> => {
    const known = await facts()
    const end = await storage.withStream(stream, async (tx) => {
      const committed = await findCommitted(tx, before)
      if (committed) return committed
      if (options.key !== undefined && !(await tx.remember(options.key))) throw new RolledBack()
      if (options.mustBeNew && tx.head.seq > 0) {
        throw new RolledBack({ why: `${stream} exists already`, exists: true })
      }
      const { plan } = options
      const end = await takeTurn(parts, tx, { nowMs: clock.now(), facts: known, command, ...(plan ? { plan } : {}) })
      if (!end.ok) throw new RolledBack({ why: end.why })
      before.push(end)
      return end
    })
    snapshots.keep(end.snapshot)
    // It may have been the command that lets effects go out again.
    if (known.held) onCommittedWhileHeld()
    return end
  }

  const repeated = async <State>(key: string): Promise<Submitted<State>> => {
    const first = await storage.recalled(key)
    const snapshot = first && (await snapshots.read(first.stream))
    if (!snapshot) throw new StaleStream('the same request is being carried out at this moment; try again')
    return answer(snapshot, { events: [], repeated: true })
  }

  return async function submit<State>(
    stream: string,
    command: AnyCommand,
    options: SubmitOptions = {},
  ): Promise<Submitted<State>> {
    const before: Ending[] = []
    const attributes = { 'muster.stream': stream, 'muster.by': command.by.via }
    return traced(`submit ${command.type}`, { attributes }, (span) =>
      retryTransient(
        async () => {
          try {
            const { snapshot, events, note } = await attempt(stream, command, options, before)
            return answer<State>(snapshot, { events, repeated: false, ...(note === undefined ? {} : { note }) })
          } catch (error) {
            if (!(error instanceof RolledBack)) throw error
            if (error.refusal) {
              span.setAttribute('muster.refused', true)
              return error.refusal
            }
            return repeated<State>(options.key ?? '')
          }
        },
        undefined,
        wall,
      ),
    )
  }
}

/** An earlier try whose commit succeeded though we were not told: its first row stands in the journal, hash and all. */
async function findCommitted(tx: StreamTransaction, before: Ending[]): Promise<Ending | undefined> {
  for (const end of before) {
    const [first] = end.rows
    if (!first || tx.head.seq < first.seq) continue
    const { rows } = await tx.rows(first.seq - 1)
    if (rows[0]?.hash === first.hash) return end
  }
  return undefined
}

function answer<State>(
  { stream, state, plan, head }: Snapshot,
  rest: { events: AnyEvent[]; repeated: boolean; note?: string },
): Submitted<State> {
  return { ok: true, stream, state: state as State, plan, seq: head.seq, ...rest }
}

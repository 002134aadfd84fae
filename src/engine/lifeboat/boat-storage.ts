/** The storage port while the database comes and goes: asks whoever is at the helm, copies what is committed ashore, and records what is taken adrift before it counts. */
import type { Plan } from '../../plan/schema.ts'
import { takesNothing } from '../database-errors.ts'
import type { Storage, StreamTransaction } from '../storage.ts'
import type { Copier } from './copier.ts'
import { DatabaseAway, type Helm } from './helm.ts'
import type { VoyageRecord } from './record.ts'
import { type Watched, watchTransaction } from './watched-transaction.ts'

/** What the boat has in place of the database. */
export interface Boat {
  storage: Storage
  /** Plans that came into force while adrift, or went (undefined); told to the database when it is back. */
  plans: Map<string, { digest: string; plan: Plan } | undefined>
}

export interface BoatStorageParts {
  postgres: Storage
  helm: Helm<Boat>
  copier: Copier
  record: VoyageRecord
  onWake: (listener: () => void) => () => void
  /** Hears what became of each transaction that the database was given and that would write. */
  writes: Writes
  /** The record cannot be written, and what fell due is done all the same. */
  onUnrecorded: (error: unknown) => void
}

export interface Writes {
  taken(): void
  /** Though it answers: it is a standby, or its disk is full. */
  refused(): void
}

type Served = Omit<Storage, 'start' | 'stop'>

export function createBoatStorage(parts: BoatStorageParts): Served {
  const { postgres, helm, copier, onWake } = parts
  const read = <K extends 'rows' | 'streams' | 'earliestDue' | 'recalled' | 'plan' | 'currentPlans'>(name: K) => {
    const from = (storage: Storage) => storage[name] as (...given: unknown[]) => Promise<never>
    return ((...given: unknown[]) =>
      helm.ask(
        () => from(postgres)(...given),
        ({ storage }) => from(storage)(...given),
      )) as Storage[K]
  }
  /** Only in the database, and for good. */
  const erase = <T>(work: () => Promise<T>) =>
    helm.ask(work, () => {
      throw new DatabaseAway('The database is away: nothing can be erased until it is back; try again then.')
    })
  return {
    ...createTransactions(parts),
    rows: read('rows'),
    streams: read('streams'),
    earliestDue: read('earliestDue'),
    recalled: read('recalled'),
    plan: read('plan'),
    currentPlans: read('currentPlans'),
    setCurrentPlan: (id, digest, plan) =>
      helm.ask(
        async () => {
          await postgres.setCurrentPlan(id, digest, plan)
          copier.plansChanged()
        },
        async ({ storage, plans }) => {
          await storage.setCurrentPlan(id, digest, plan)
          plans.set(id, { digest, plan })
        },
      ),
    retireCurrentPlan: (id) =>
      helm.ask(
        async () => {
          await postgres.retireCurrentPlan(id)
          copier.plansChanged()
        },
        async ({ storage, plans }) => {
          await storage.retireCurrentPlan(id)
          plans.set(id, undefined)
        },
      ),
    eraseTexts: (match) => erase(() => postgres.eraseTexts(match)),
    eraseFromPlans: (person, except) => erase(() => postgres.eraseFromPlans(person, except)),
    onWake,
  }
}

/** Holds some streams of a storage, and gives them to `work`. */
type Hold<T, Answer> = (storage: Storage, work: Work<T>) => Promise<Answer>
type Work<T> = (held: StreamTransaction[]) => Promise<T>

function createTransactions(parts: BoatStorageParts): Pick<Storage, 'withStream' | 'withDue'> {
  const { postgres, helm, copier, writes } = parts
  const hearing = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      if (takesNothing(error)) writes.refused()
      throw error
    }
  }
  /** A commit that was on the wire when the database was given up is not in the boat's history; it comes with the merge. */
  const copyCommitted = (all: readonly Watched[]) => {
    if (helm.boat()) return
    copier.took(all)
    if (all.some(({ seen }) => seen.rows.length > 0)) writes.taken()
  }
  const copyAdrift = (all: readonly Watched[]) => {
    for (const { stream, head, seen } of all) {
      const { dueMs, open } = seen.due ?? { dueMs: null, open: true }
      const { rows, texts } = seen
      if (rows.length > 0)
        copier.tookAdrift({ kind: 'rows', stream, erasures: head.erasures, dueMs, open, rows, texts })
    }
  }
  const write = <T, Answer>(hold: Hold<T, Answer>, work: Work<T>): Promise<Answer> => {
    /** `before`: what has to succeed for the transaction to count. */
    const watching = async (storage: Storage, before: (seen: readonly Watched[]) => unknown) => {
      let seen: Watched[] = []
      const answer = await hold(storage, async (held) => {
        seen = held.map(watchTransaction)
        const answer = await work(seen.map(({ tx }) => tx))
        await before(seen)
        return answer
      })
      return { answer, seen }
    }
    return helm.write(
      async (stillAshore) => {
        const { answer, seen } = await hearing(() => watching(postgres, stillAshore))
        copyCommitted(seen)
        return answer
      },
      async ({ storage }) => {
        const { answer, seen } = await watching(storage, (all) => recordAll(parts, all))
        copyAdrift(seen)
        return answer
      },
    )
  }
  return {
    withStream: <T>(stream: string, work: (tx: StreamTransaction) => Promise<T>) =>
      write<T, T>(
        (storage, all) => storage.withStream(stream, (tx) => all([tx])),
        ([tx]) => work(tx!),
      ),
    withDue: (nowMs, limit, work, except) => write((storage, all) => storage.withDue(nowMs, limit, all, except), work),
  }
}

async function recordAll(
  { record, onUnrecorded }: Pick<BoatStorageParts, 'record' | 'onUnrecorded'>,
  all: readonly Watched[],
): Promise<void> {
  const turns = all.map(turnOf).filter((taken) => taken !== undefined)
  if (turns.length === 0) return
  const isAnswered = turns.some(({ turn }) => turn.turn.command !== undefined && turn.turn.command.by.via !== 'system')
  await record.take(turns).catch((error) => {
    // Nobody may be told that it was taken. What falls due and what came of it can be lost: then it is done twice, and that is better than never.
    if (isAnswered) throw error
    onUnrecorded(error)
  })
}

/** @returns undefined for what changes nothing and was asked by nobody. @throws for a fact that no rule decided: there is nothing to decide again. */
function turnOf({ stream, seen }: Watched): Parameters<VoyageRecord['take']>[0][number] | undefined {
  const { turn, rows, texts, key, due } = seen
  if (rows.length > 0 && !turn)
    throw new DatabaseAway('The database is away, and this can be written nowhere else; try again when it is back.')
  if (!turn || (rows.length === 0 && !turn.command)) return undefined
  const { plan, ...rest } = turn
  const { dueMs, open } = due ?? { dueMs: null, open: true }
  return {
    turn: { stream, turn: rest, rows, texts, dueMs, open, ...(key !== undefined && { key }) },
    ...(plan && { plan }),
  }
}

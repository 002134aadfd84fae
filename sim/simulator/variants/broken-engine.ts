/** Engines that are broken on purpose: what they do with the storage, the outbox and the page gate is not what they promise. */
import type { Job, Storage, StreamTransaction } from '../../../src/engine/storage.ts'
import type { Means, Variant } from './variant.ts'
import { withTransactions } from './wrap.ts'

const pause = ({ scheduler }: Means, ms: number) => new Promise<void>((resolve) => scheduler.after(ms, resolve))

const actsLate: Variant = {
  name: 'acts-late',
  what: 'a worker acts although the deadline of its attempt has passed',
  caughtBy: 'acts-in-time',
  wrap({ outbox, storage }, { scheduler }) {
    const kept: { job: Job; readyMs: number }[] = []
    return {
      outbox: {
        ...outbox,
        async claim(queue, countMax) {
          const claimed = await outbox.claim(queue, countMax)
          for (const job of claimed) kept.push({ job, readyMs: scheduler.nowMs + 25_000 })
          const ready = kept.filter(({ job, readyMs }) => job.queue === queue && readyMs <= scheduler.nowMs)
          for (const one of ready) kept.splice(kept.indexOf(one), 1)
          return ready.map(({ job }) => job)
        },
      },
      storage: {
        ...storage,
        async rows(stream, afterSeq, limit) {
          const found = await storage.rows(stream, afterSeq, limit)
          const later = (data: string) =>
            data.replace(/"deadlineMs":(\d+)/, (_, ms) => `"deadlineMs":${Number(ms) + 600_000}`)
          return found && { ...found, rows: found.rows.map((row) => ({ ...row, data: later(row.data) })) }
        },
      },
    }
  },
}

const answersEarly: Variant = {
  name: 'answers-early',
  what: 'a command is answered before its transaction is committed',
  caughtBy: 'answers-kept',
  wrap: ({ storage }, means) => ({ storage: { ...storage, withStream: early(storage, means) } }),
}

const early =
  (storage: Storage, means: Means): Storage['withStream'] =>
  <T>(stream: string, work: (tx: StreamTransaction) => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      const answered = async (tx: StreamTransaction): Promise<T> => {
        const answer = await work(tx)
        resolve(answer)
        await pause(means, 50)
        if (means.entropy.happens(0.1)) throw new Error('the commit failed after all')
        return answer
      }
      storage.withStream(stream, answered).catch(reject)
    })

const readsStale: Variant = {
  name: 'reads-stale',
  what: 'a replica goes on from a snapshot that others have overtaken',
  caughtBy: 'replicas-agree',
  wrap({ storage }, { scheduler }) {
    const cached = new Map<string, { atMs: number; found: Awaited<ReturnType<typeof storage.rows>> }>()
    return {
      storage: {
        ...storage,
        async rows(stream, afterSeq, limit) {
          const known = cached.get(stream)
          if (known?.found && scheduler.nowMs < known.atMs + 40_000)
            return { ...known.found, rows: known.found.rows.filter(({ seq }) => seq > afterSeq) }
          const found = await storage.rows(stream, afterSeq, limit)
          cached.set(stream, { atMs: scheduler.nowMs, found })
          return found
        },
      },
    }
  },
}

const attemptsWhileHeld: Variant = {
  name: 'attempts-while-held',
  what: 'a tick attempts what is due although everything outgoing is held',
  caughtBy: 'held-still',
  wrap: ({ facts }) => ({ facts: async () => ({ ...(await facts()), held: false }) }),
}

const ignoresCap: Variant = {
  name: 'ignores-cap',
  what: 'the page gate lets every page through, whatever the cap',
  caughtBy: 'pages-capped',
  wrap: ({ pageGate }) => ({
    pageGate: { ...pageGate, admit: (request) => pageGate.admit({ ...request, perHourMax: 1_000 }) },
  }),
}

const losesText: Variant = {
  name: 'loses-text',
  what: 'a private text is hashed into the chain and not kept',
  caughtBy: 'journal-verifies',
  wrap: ({ storage }) => ({
    storage: withTransactions(storage, (tx) => ({ append: (rows, texts) => tx.append(rows, texts.slice(1)) })),
  }),
}

const losesDueTime: Variant = {
  name: 'loses-due-time',
  what: 'now and then a stream is kept as if it owed nothing',
  caughtBy: 'nothing-forgotten',
  wrap: ({ storage }, { entropy }) => ({
    storage: withTransactions(storage, (tx) => ({
      setDue: (dueMs, open) => tx.setDue(entropy.happens(0.2) ? null : dueMs, open),
    })),
  }),
}

export const BROKEN_ENGINES: readonly Variant[] = [
  ...[actsLate, answersEarly, readsStale, attemptsWhileHeld, ignoresCap, losesText, losesDueTime],
]

/** Mutual exclusion by key within one process: what row locks are to the memory storage. First come, first served. */
export interface KeyedLocks {
  /** Runs `work` once nobody else holds `key`. */
  hold<T>(key: string, work: () => Promise<T>): Promise<T>
  /** Takes at once those of `keys`, at most `limit`, that nobody holds. The caller must release them. */
  tryHold(keys: string[], limit: number): { keys: string[]; release(): void }
}

export function createKeyedLocks(): KeyedLocks {
  /** The last in line for each key; absent when nobody holds it. */
  const lines = new Map<string, Promise<void>>()

  const enter = (key: string): { turn: Promise<void>; leave(): void } => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const turn = lines.get(key) ?? Promise.resolve()
    lines.set(key, promise)
    const leave = () => {
      if (lines.get(key) === promise) lines.delete(key)
      resolve()
    }
    return { turn, leave }
  }

  return {
    async hold(key, work) {
      const { turn, leave } = enter(key)
      try {
        await turn
        return await work()
      } finally {
        leave()
      }
    },
    tryHold(keys, limit) {
      const taken = keys.filter((key) => !lines.has(key)).slice(0, limit)
      const places = taken.map(enter)
      return {
        keys: taken,
        release() {
          for (const { leave } of places) leave()
        },
      }
    },
  }
}

/** Work of which one run goes on at a time: whoever asks meanwhile waits for one more, which sees what has changed since. */

export interface OnceMore {
  /** Resolves when what was asked for is done. @throws what the work throws; what was asked for meanwhile is dropped then. */
  ask(): Promise<void>
  /** The run that goes on. */
  running(): Promise<void> | undefined
}

export function createOnceMore(work: () => Promise<void>): OnceMore {
  let running: Promise<void> | undefined
  let again = false
  return {
    ask() {
      again = true
      running ??= (async () => {
        try {
          while (again) {
            again = false
            await work()
          }
        } finally {
          running = undefined
        }
      })()
      return running
    },
    running: () => running,
  }
}

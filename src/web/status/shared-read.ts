/**
 * Lets any number of readers share reads, one at a time: in a disaster everybody looks at the status page at once. Nobody gets an answer
 * older than their question, because whoever comes during a read shares the next one.
 */
export function sharedRead<T>(read: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined
  let next: Promise<T> | undefined

  const run = (): Promise<T> => {
    const current = read().finally(() => {
      if (running === current) running = undefined
    })
    running = current
    return current
  }
  return () => {
    if (running === undefined) return run()
    next ??= running.then(
      () => takeTurn(),
      () => takeTurn(),
    )
    return next
  }
  function takeTurn(): Promise<T> {
    next = undefined
    return run()
  }
}

/** Several things that are opened one after another and closed together, last first; a failure on the way closes what is open already. */
export interface Opened<T> {
  opened: T
  /** Again: fine, and waits for the first. */
  close(): Promise<void>
}

export async function openTogether<T>(work: (open: AsyncDisposableStack) => Promise<T>): Promise<Opened<T>> {
  const stack = new AsyncDisposableStack()
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= stack.disposeAsync()
    return closed
  }
  try {
    return { opened: await work(stack), close }
  } catch (error) {
    await close()
    throw error
  }
}

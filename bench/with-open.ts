/** Closes whatever some work has opened, the last first, however the work ends. */
export async function withOpen<T>(work: (open: AsyncDisposableStack) => Promise<T>): Promise<T> {
  const open = new AsyncDisposableStack()
  try {
    return await work(open)
  } finally {
    await open.disposeAsync()
  }
}

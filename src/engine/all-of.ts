/**
 * All of what was sent side by side has an answer before anything goes on, so that nothing is asked of a transaction that is over; of several failures the first
 * is the one that the others come from.
 */
export async function allOf<T extends readonly unknown[]>(sent: { [K in keyof T]: Promise<T[K]> }): Promise<T> {
  await Promise.allSettled(sent)
  return (await Promise.all(sent)) as unknown as T
}

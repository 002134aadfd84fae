/**
 * Sends one message to each recipient of an audience, so that none sees another, and sums up how that went. Details hold counts and places in
 * the list, never addresses: the journal keeps them.
 */
import type { Outcome } from '../plan/core.ts'

/** At once; providers slow down whoever sends more. */
const CONCURRENT_MAX = 5

/**
 * Fails as a whole only when nobody was reached: tried again, those who were would be told twice. `detail.failures` says what became of the
 * rest.
 */
export async function tellEach<To>(
  recipients: readonly To[],
  send: (to: To, index: number) => Promise<Outcome>,
): Promise<Outcome> {
  const outcomes: Outcome[] = []
  let next = 0
  const sender = async () => {
    for (let index = next++; index < recipients.length; index = next++) {
      outcomes[index] = await send(recipients[index] as To, index)
    }
  }
  await Promise.all(Array.from({ length: Math.min(CONCURRENT_MAX, recipients.length) }, sender))
  const failures = outcomes.flatMap((outcome, index) => (outcome.ok ? [] : [{ ...outcome, index }]))
  const sent = recipients.length - failures.length
  const detail = {
    sent,
    failed: failures.length,
    failures: failures.map(({ index, reason, permanent }) => ({ index, reason, permanent: permanent === true })),
  }
  const first = failures.find((failure) => !failure.permanent) ?? failures[0]
  if (sent > 0 || !first) return { ok: true, detail }
  const { index: _, ...outcome } = first
  return { ...outcome, detail }
}

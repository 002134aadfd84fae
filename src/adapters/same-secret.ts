/**
 * The one place where a secret is compared with what somebody sent. Both are hashed first: digests have one length, so that neither the length
 * nor any letter of the secret shows in the time that it takes. A test looks for comparisons elsewhere.
 */
import { createHash, timingSafeEqual } from 'node:crypto'

export function sameSecret(given: string | Uint8Array, expected: string | Uint8Array): boolean {
  const digest = (one: string | Uint8Array) => createHash('sha256').update(one).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

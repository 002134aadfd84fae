/**
 * Whose request it is, as far as an address tells. A proxy of ours stands in front when the connection comes from this machine or a private
 * network; then the last entry of `X-Forwarded-For` is its word. What a caller writes in front of that counts for nothing.
 */
export function clientAddress(peer: string | undefined, forwardedFor: string | undefined): string {
  const address = (peer ?? UNKNOWN).replace(/^::ffff:/, '')
  const forwarded = forwardedFor?.split(',').at(-1)?.trim()
  return forwarded && PRIVATE.test(address) ? forwarded : address
}

/** A program on the very machine, with no proxy between. */
export const isLocal = (address: string): boolean => /^(127\.|::1$)/.test(address)

const UNKNOWN = 'unknown'
const PRIVATE = /^(unknown$|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|::1$|f[cd])/

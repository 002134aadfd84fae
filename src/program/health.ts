/**
 * What `/healthz` answers. A nonce gets a proof that only a holder of the program's secret can make, so that `muster doctor` can tell this very
 * Muster from any other server that says "ok" at the same address. The proof is good for nothing else: its purpose goes into it.
 */
import { createHmac } from 'node:crypto'

/** Longer ones, and other characters than those of base64url, get no proof: nobody needs them. */
const NONCE = /^[\w-]{1,64}$/

export interface Health {
  ok: true
  version: string
  proof?: string
}

export const healthOf = (secret: string, version: string, nonce: string | undefined): Health => ({
  ...{ ok: true, version },
  ...(nonce !== undefined && NONCE.test(nonce) && { proof: healthProof(secret, nonce) }),
})

export const healthProof = (secret: string, nonce: string): string =>
  createHmac('sha256', secret).update(`health\0${nonce}`).digest('base64url')

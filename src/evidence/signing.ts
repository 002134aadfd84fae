/**
 * Signs what others are to be able to check without us, with Ed25519 (RFC 8032). Keys and signatures are lower case hex: of one signature there is one
 * way to write it, so that a changed character is always a wrong one.
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

export interface Signed {
  /** The public key: its 32 bytes. */
  key: string
  /** 64 bytes. */
  signature: string
}

export interface Signer {
  publicKey: string
  /** The same as SPKI, for other tools. */
  publicPem: string
  sign(bytes: string | Uint8Array): Signed
}

/** What comes before the 32 bytes of a key in its SPKI form (RFC 8410). */
const SPKI_PREFIX = '302a300506032b6570032100'
const KEY = /^[0-9a-f]{64}$/
const SIGNATURE = /^[0-9a-f]{128}$/

/** @throws Error with one sentence when this is no private key of Ed25519. */
export function signerOf(pem: string): Signer {
  const key = privateKeyOf(pem)
  const publicKey = createPublicKey(key)
  const hex = hexOf(publicKey)
  return {
    publicKey: hex,
    publicPem: String(publicKey.export({ type: 'spki', format: 'pem' })),
    sign: (bytes) => ({ key: hex, signature: sign(null, Buffer.from(bytes), key).toString('hex') }),
  }
}

/** Whether this signature of these bytes was made with the key that it names. */
export function isSignedBy(bytes: string | Uint8Array, { key, signature }: Signed): boolean {
  if (!KEY.test(key) || !SIGNATURE.test(signature)) return false
  try {
    const publicKey = createPublicKey({ key: Buffer.from(SPKI_PREFIX + key, 'hex'), format: 'der', type: 'spki' })
    return verify(null, Buffer.from(bytes), publicKey, Buffer.from(signature, 'hex'))
  } catch {
    // Bytes that are no point of the curve.
    return false
  }
}

/**
 * The 32 bytes of a public key that is given as PEM or as hex.
 * @throws Error with one sentence when it is neither.
 */
export function publicKeyFrom(text: string): string {
  const hex = text.trim().toLowerCase()
  if (KEY.test(hex)) return hex
  try {
    const key = createPublicKey(text)
    if (key.asymmetricKeyType === 'ed25519') return hexOf(key)
  } catch {
    // Said below.
  }
  throw new Error('This is no public key of Ed25519: give what `muster evidence key` prints, or its 64 hex digits.')
}

/** What people compare by eye or on the telephone: the first 16 hex digits of the key's SHA-256. */
export const fingerprintOf = (publicKey: string): string =>
  createHash('sha256').update(Buffer.from(publicKey, 'hex')).digest('hex').slice(0, 16)

const hexOf = (key: KeyObject): string =>
  key.export({ type: 'spki', format: 'der' }).toString('hex').slice(SPKI_PREFIX.length)

function privateKeyOf(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Said below, without what the library says of the key.
  }
  throw new Error('it is no private key of Ed25519 without a password')
}

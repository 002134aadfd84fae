/** What the first bytes of a file say that it is, and whether they say that nobody can read it without a key. */

export type Format = 'gzip' | 'zstd' | 'tar' | 'zip' | 'pg-custom' | 'pg-plain' | 'redis' | 'unknown'

/** As many bytes are looked at. */
export const HEAD_BYTES = 1_024

const startsWith = (head: Uint8Array, text: string, at = 0): boolean =>
  Buffer.from(head.subarray(at, at + text.length)).toString('latin1') === text

export function formatOf(head: Uint8Array): Format {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  if (startsWith(head, '\x28\xb5\x2f\xfd')) return 'zstd'
  if (startsWith(head, 'ustar', 257)) return 'tar'
  if (startsWith(head, 'PK\x03\x04') || startsWith(head, 'PK\x05\x06')) return 'zip'
  if (startsWith(head, 'PGDMP')) return 'pg-custom'
  if (startsWith(head, 'REDIS')) return 'redis'
  return startsWith(head, '--\n-- PostgreSQL database') ? 'pg-plain' : 'unknown'
}

/** The first packet of a message of OpenPGP (RFC 9580): a session key, for somebody's key or for a passphrase, in the old form and the new one. */
const PGP_FIRST = new Set([0x84, 0x85, 0x86, 0xc1, 0x8c, 0x8d, 0x8e, 0xc3])
/** The version of such a packet follows its length, which has one byte, two, or four. */
const PGP_VERSIONS = new Set([3, 4, 5, 6])

/** What it is encrypted with, as far as its first bytes say. */
export function encryptionIn(head: Uint8Array): string | undefined {
  if (startsWith(head, 'age-encryption.org/v1') || startsWith(head, '-----BEGIN AGE ENCRYPTED FILE')) return 'age'
  if (startsWith(head, '-----BEGIN PGP MESSAGE')) return 'gpg'
  if (startsWith(head, 'Salted__')) return 'openssl'
  const isPgp = PGP_FIRST.has(head[0] ?? 0) && [2, 3, 5].some((at) => PGP_VERSIONS.has(head[at] ?? 0))
  return isPgp ? 'gpg' : undefined
}

/**
 * The journal's codec: an event becomes a row whose data is canonical JSON, chained to the row before by SHA-256, with every private text
 * moved beside it. Pure; entropy is an argument.
 *
 * It promises: the same event, salt and predecessor give the same row, byte for byte; a row without its texts still verifies; what is
 * decoded equals what was encoded, apart from keys whose value is undefined, which vanish as in JSON. It does not store anything.
 */
import { hash } from 'node:crypto'
import { canonicalJson } from '../plan/canonical-json.ts'
import type { AnyEvent } from '../plan/core.ts'
import type { JournalRow, PrivateText, StreamHead } from './storage.ts'

/** Stands for the hash before the first row. */
export const GENESIS = '0'.repeat(64)

export const EMPTY_HEAD: StreamHead = { seq: 0, hash: GENESIS, erasures: 0 }

/** Salt of a private text: as long as makes guessing hopeless even for a telephone number. */
const SALT_BYTES = 16

/** So many random bytes, as lower case hex. */
export type Random = (bytes: number) => string

const sha256 = (text: string) => hash('sha256', text)

/** What an event holds in place of a private text. */
interface PrivateReference {
  $private: string
  hash: string
}

export const hashText = (salt: string, text: string): string => sha256(salt + text)

/** The link of the chain: over the previous hash and everything in the row but its own hash. */
export function hashRow(previousHash: string, row: Omit<JournalRow, 'hash'>): string {
  const { stream, seq, atMs, type, data } = row
  return sha256(`${previousHash}\n${canonicalJson({ stream, seq, atMs, type, data })}`)
}

/** An id in the shape of a UUID that depends on nothing but its parts, such as a job's on stream, obligation and attempt. */
export function derivedId(...parts: (string | number)[]): string {
  const hex = sha256(canonicalJson(parts))
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}

/**
 * Encodes the event that follows `previous` in its stream.
 * @throws TypeError when the event is not plain JSON, has no whole instant or uses the reserved key `$private`: a programmer's mistake.
 */
export function encodeEvent(
  stream: string,
  previous: Pick<StreamHead, 'seq' | 'hash'>,
  event: AnyEvent,
  random: Random,
): { row: JournalRow; texts: PrivateText[] } {
  if (!Number.isSafeInteger(event.atMs)) {
    throw new TypeError(`event ${event.type} of ${stream} has no whole instant: atMs is ${event.atMs}`)
  }
  const seq = previous.seq + 1
  const texts: PrivateText[] = []
  const setAside = (text: string): PrivateReference => {
    const id = `${seq}.${texts.length + 1}`
    const salt = random(SALT_BYTES)
    // PostgreSQL cannot store NUL, and a lone surrogate would come back as U+FFFD and fail its hash.
    const kept = text.toWellFormed().replaceAll('\0', '\uFFFD')
    texts.push({ id, stream, seq, ...(event.by.person ? { subject: event.by.person } : {}), salt, text: kept })
    return { $private: id, hash: hashText(salt, kept) }
  }
  const data = canonicalJson(withoutTexts(event, setAside))
  const unhashed = { stream, seq, atMs: event.atMs, type: event.type, data }
  return { row: { ...unhashed, hash: hashRow(previous.hash, unhashed) }, texts }
}

/** Most rows have none; looking for references key by key takes several times as long as reading the row. */
const mayRefer = ({ data }: JournalRow): boolean => data.includes('"$private"')

/** Restores an event; a text that was erased, or is not at hand, comes back as `{ private: null }`. `texts` are those of the row's stream. */
export function decodeEvent(row: JournalRow, texts: PrivateText[]): AnyEvent {
  if (!mayRefer(row)) return JSON.parse(row.data)
  const byId = new Map(texts.map((text) => [text.id, text.text]))
  return JSON.parse(row.data, (_key, value) => {
    const reference = asReference(value)
    return reference ? { private: byId.get(reference.$private) ?? null } : value
  })
}

/** Decodes many rows of one stream, each with its own texts. */
export function decodeRows(rows: JournalRow[], texts: PrivateText[]): AnyEvent[] {
  const bySeq = Map.groupBy(texts, (text) => text.seq)
  return rows.map((row) => decodeEvent(row, bySeq.get(row.seq) ?? []))
}

/** The private texts that a row refers to, in order. */
export function referencesOf(row: JournalRow): { id: string; hash: string }[] {
  const found: { id: string; hash: string }[] = []
  if (!mayRefer(row)) return found
  JSON.parse(row.data, (_key, value) => {
    const reference = asReference(value)
    if (reference) found.push({ id: reference.$private, hash: reference.hash })
    return value
  })
  return found
}

function withoutTexts(value: unknown, setAside: (text: string) => PrivateReference): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutTexts(item, setAside))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  const [first] = entries
  if (entries.length === 1 && first?.[0] === 'private' && typeof first[1] === 'string') return setAside(first[1])
  if (Object.hasOwn(value, '$private'))
    throw new TypeError('an event may not use the key $private; it stands for private texts')
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutTexts(inner, setAside)]))
}

function asReference(value: unknown): PrivateReference | undefined {
  if (typeof value !== 'object' || value === null || !('$private' in value)) return undefined
  return value as PrivateReference
}

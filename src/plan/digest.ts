/** The fingerprint by which an incident is pinned to the plan it was declared under (R4). */
import { hash } from 'node:crypto'
import { canonicalJson } from './canonical-json.ts'
import type { Plan } from './schema.ts'

/**
 * SHA-256 of the plan's canonical JSON, 64 hex digits. Comments, the order of keys and the notation of a time do not change
 * it; contacts that were merged into the plan do.
 */
export function planDigest(plan: Plan): string {
  return digestOf(plan)
}

/** SHA-256 over the canonical JSON of anything, 64 hex digits. */
export const digestOf = (content: unknown): string => hash('sha256', canonicalJson(content))

/**
 * Takes values out of what an action gave. Promises that nothing becomes a value that the plan does not allow, that hides a secret, or that was taken from a
 * text of which only the beginning is known.
 */

import { own } from '../plan/own.ts'
import { checkValue } from '../plan/values.ts'
import { ActionFailure } from './action-failure.ts'
import type { Kit } from './action-kit.ts'
import { clipped, harmless } from './harmless.ts'
import { readPlace } from './json-place.ts'
import { sizeText } from './output.ts'

/** Where in a text a value stands. */
export type CaptureRule = 'all' | { match: string } | { json: string }

/** What was read of an output or an answer. */
export interface Source {
  text: string
  /** There was more of it than was kept. */
  cut: boolean
}

/** Bytes of an output or an answer in which patterns and places are looked for. */
export const SOURCE_BYTES_MAX = 1024 * 1024
/** Characters. */
const ALL_MAX = 64 * 1024
const SHOWN_MAX = 120

export function captureFrom(rules: Record<string, CaptureRule>, source: Source, kit: Kit): Record<string, string> {
  return captureEach(rules, (rule) => found(rule, source), kit)
}

/** @param read gives a value's text, or throws an `ActionFailure`. */
export function captureEach<Rule>(
  rules: Record<string, Rule>,
  read: (rule: Rule) => string,
  kit: Kit,
): Record<string, string> {
  const entries = Object.entries(rules)
  return Object.fromEntries(
    entries.map(([name, rule]) => [
      name,
      allowed(
        name,
        reading(name, () => read(rule)),
        kit,
      ),
    ]),
  )
}

function reading(name: string, read: () => string): string {
  try {
    return read()
  } catch (error) {
    if (error instanceof ActionFailure) throw new ActionFailure(`the value ${name} cannot be taken: ${error.message}`)
    throw error
  }
}

function allowed(name: string, text: string, { context, mask }: Kit): string {
  const spec = own(context.plan.values, name)
  if (!spec) throw new ActionFailure(`the plan has no value ${name}`)
  if (mask.hides(text)) throw new ActionFailure(`the value ${name} cannot be taken: it holds a secret`)
  const check = checkValue(spec, text)
  if (check.ok) return check.value
  throw new ActionFailure(`"${clipped(harmless(text), SHOWN_MAX)}" cannot be the value ${name}: ${check.why}`)
}

function found(rule: CaptureRule, source: Source): string {
  if (rule === 'all') return all(source)
  return 'match' in rule ? matched(rule.match, source) : placed(rule.json, source)
}

function all({ text, cut }: Source): string {
  if (cut || text.length > ALL_MAX) throw new ActionFailure(`the text is longer than ${sizeText(ALL_MAX)}`)
  return text.trim()
}

function matched(written: string, { text, cut }: Source): string {
  const match = pattern(written).exec(text)
  if (!match)
    throw new ActionFailure(
      `nothing matches ${written}${cut ? `, at least in its first ${sizeText(SOURCE_BYTES_MAX)}` : ''}`,
    )
  return match[1] ?? match[0]
}

function placed(place: string, source: Source): string {
  const read = readPlace(parsed(source), place)
  if (!read.found) throw new ActionFailure(read.why)
  if (typeof read.value === 'object') throw new ActionFailure(`what stands at ${place} is no single value`)
  return String(read.value)
}

export function parsed({ text, cut }: Source): unknown {
  if (cut) throw new ActionFailure(`the text is longer than ${sizeText(SOURCE_BYTES_MAX)}`)
  try {
    return JSON.parse(text)
  } catch {
    throw new ActionFailure('the text is not JSON')
  }
}

/** Line by line, as people mean `^` and `$` in an output. */
export function pattern(written: string): RegExp {
  try {
    return new RegExp(written, 'mu')
  } catch {
    throw new ActionFailure(`the pattern ${written} cannot be read`)
  }
}

/** Keeps the beginning of something that may be endless. */
export function createHead(bytesMax: number = SOURCE_BYTES_MAX): { write(chunk: Uint8Array): void; source(): Source } {
  const chunks: Uint8Array[] = []
  let left = bytesMax
  let cut = false
  return {
    write(chunk) {
      if (chunk.length > left) cut = true
      // A copy, because the chunk may be a small part of a large buffer that would be kept with it.
      if (left > 0) chunks.push(Uint8Array.prototype.slice.call(chunk, 0, left))
      left -= Math.min(left, chunk.length)
    },
    source: () => ({ text: new TextDecoder().decode(Buffer.concat(chunks)), cut }),
  }
}

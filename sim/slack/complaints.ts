/**
 * Collects what is wrong with a payload in Slack's own wording, `must be less than 3001 characters
 * [json-pointer:/blocks/0/text/text]`, and answers as Slack does. The small checks here know JSON, not Block Kit.
 */
import { isObject, type Json, refuse, type SlackReply } from './wire.ts'

export interface Complaints {
  add(what: string, pointer: string): void
  /** The value as an object; complains and gives undefined when it is none. */
  object(value: unknown, pointer: string): Json | undefined
  /** Text of 1 to `max` characters. An absent one is fine unless `required`. */
  text(value: unknown, pointer: string, max: number, required?: 'required'): void
  /** A text object (`{type, text}`), plain text only where `kind` says so. */
  textObject(value: unknown, pointer: string, max: number, kind: 'plain_text' | 'any', required?: 'required'): void
  /** An array of 1 to `max` objects, which it gives; complains and gives [] when it is none. */
  list(value: unknown, pointer: string, max: number): Json[]
  /** Complains when `id` is among `seen` already; adds it. */
  unique(id: unknown, seen: Set<unknown>, name: string, pointer: string): void
  /** The refusal, or undefined when there is nothing to complain about. */
  refusal(error: string): SlackReply | undefined
}

export function createComplaints(): Complaints {
  const errors: string[] = []
  const add = (what: string, pointer: string) => void errors.push(`${what} [json-pointer:${pointer}]`)

  const object = (value: unknown, pointer: string) => {
    if (isObject(value)) return value
    add(value === undefined ? 'missing required field' : 'must provide an object', pointer)
    return undefined
  }
  const text = (value: unknown, pointer: string, max: number, required?: 'required') => {
    if (value === undefined || value === null) return required ? add('missing required field', pointer) : undefined
    if (typeof value !== 'string') return add('must provide a string', pointer)
    if (required && value.length === 0) add('must be more than 0 characters', pointer)
    if (value.length > max) add(`must be less than ${max + 1} characters`, pointer)
  }
  return {
    add,
    object,
    text,
    textObject(value, pointer, max, kind, required) {
      if (value === undefined && !required) return
      const found = object(value, pointer)
      if (!found) return
      const allowed = kind === 'any' ? ['plain_text', 'mrkdwn'] : ['plain_text']
      if (!allowed.includes(String(found.type))) add(`unsupported type: ${found.type}`, `${pointer}/type`)
      text(found.text, `${pointer}/text`, max, 'required')
    },
    list(value, pointer, max) {
      if (!Array.isArray(value) || !value.every(isObject)) {
        add('must provide an array of objects', pointer)
        return []
      }
      if (value.length > max) add(`no more than ${max} items allowed`, pointer)
      if (value.length === 0) add('no fewer than 1 items allowed', pointer)
      return value
    },
    unique(id, seen, name, pointer) {
      if (typeof id !== 'string' || id === '') return
      if (seen.has(id)) add(`\`${name}\` ${id} already exists`, pointer)
      seen.add(id)
    },
    refusal: (error) =>
      errors.length === 0
        ? undefined
        : refuse(error, { errors, response_metadata: { messages: errors.map((line) => `[ERROR] ${line}`) } }),
  }
}

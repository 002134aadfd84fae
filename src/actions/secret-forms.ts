/**
 * The forms in which a secret turns up: as it is, each of its lines, in base64 (by itself or inside something longer, such as `user:password`), in hex, in an
 * address, in JSON, in quotes of a shell, in HTML. Promises that no form is so short that it would hide half of every text, the secret itself excepted.
 */

import { posixQuoted } from '../plan/posix-quote.ts'
import { harmless } from './harmless.ts'

/** Characters; a part of a secret that is shorter gives nothing away and stands everywhere. */
const PART_MIN = 4
/** Of base64 that begins or ends in the middle of something else. */
const BASE64_PART_MIN = 8

/** A secret longer than that (a key, a certificate) is looked for in its likelier forms alone: what looks for them grows with their length. */
const LONG = 2_000

export function formsOf(secret: string): string[] {
  const wholes = [...new Set([secret, secret.trim()])]
  const lines = secret.split(/\r\n|\r|\n/).filter((line) => line.length >= PART_MIN)
  const others = wholes.flatMap(encoded).filter((form) => form.length >= PART_MIN)
  const forms = [...wholes, ...lines, ...others]
  // Output has had its control characters taken out before anything is looked for in it.
  return [...new Set([...forms, ...forms.map(harmless)])].filter((form) => form !== '')
}

function encoded(text: string): string[] {
  // As `xxd -p` and the like print it, on one line.
  const hex = Buffer.from(text).toString('hex')
  const json = JSON.stringify(text).slice(1, -1)
  const address = encodeURIComponent(text.toWellFormed())
  const likely = [...base64(text), hex, json, address]
  if (text.length > LONG) return likely
  const form = new URLSearchParams([['', text]]).toString().slice(1)
  const strict = strictly(address)
  // As Python's urllib.parse.quote writes it: it takes a slash for one of the address itself.
  const quoted = strict.replaceAll('%2F', '/')
  return [
    ...likely,
    hex.toUpperCase(),
    // As PHP writes it.
    json.replaceAll('/', '\\/'),
    json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
    form,
    strict,
    quoted,
    ...[address, form, strict, quoted].map((one) => one.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())),
    posixQuoted(text).slice(1, -1),
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
  ]
}

/** With the marks, too, that JavaScript lets stand. */
const strictly = (address: string): string =>
  address.replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)

/** By itself, and the part that stands fast when it begins at each of the three places of a group and something else follows. */
function base64(text: string): string[] {
  const bytes = Buffer.from(text)
  const whole = bytes.toString('base64')
  const inside = [0, 1, 2].map((before) => {
    const shifted = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    const certainEnd = Math.floor(((before + bytes.length) * 8) / 6)
    return shifted.slice(Math.ceil((before * 8) / 6), certainEnd)
  })
  const standard = [whole, whole.replace(/=+$/, ''), ...inside.filter((part) => part.length >= BASE64_PART_MIN)]
  return standard.flatMap((one) => [one, one.replaceAll('+', '-').replaceAll('/', '_')])
}

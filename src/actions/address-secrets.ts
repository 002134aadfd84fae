/**
 * What of an address is secret: passwords and other users' parts, and of one that stands in a variable also its path and query, by which a webhook lets in
 * whoever knows them. Promises that an address which has none of these stays readable.
 */

/** Characters. A shorter part, such as `/v1`, gives nothing away and stands everywhere. */
const PART_MIN = 4
/** A part of a path that may be a key: not a word, or longer than any. */
const KEY_MIN = 8
const KEY_CERTAIN = 20
const WORDS = /^[a-z]+(?:[-_.][a-z]+)*$/i

/** Of an address that stands in a variable: all of it, and what would give it away. None for one that ends with its host. */
export function addressSecrets(address: string): string[] {
  const text = address.trim()
  if (text === '') return []
  const url = URL.parse(text)
  if (!url) return [text, ...passwordsIn(text)]
  const path = url.pathname.replace(/\/+$/, '')
  const userinfo = userinfoIn(text)
  if (path === '' && url.search === '' && url.hash === '' && userinfo.length === 0) return []
  const query = url.search.slice(1).split('&')
  const values = query.map((pair) => pair.slice(pair.indexOf('=') + 1))
  const parts = [
    ...[path, path + url.search, asWritten(text), ...path.split('/').filter(isKey)],
    ...[url.search.slice(1), ...values, url.hash.slice(1)],
  ].filter((part) => part.replace(/^\//, '').length >= PART_MIN)
  return [...new Set([text, text.replace(/\/+$/, ''), ...userinfo, ...parts, ...parts.map(decoded)])]
}

/** A user's name alone is a key to some; beside a password it is a name. */
export function userinfoIn(address: string): string[] {
  const url = URL.parse(address)
  const written = /:\/\/([^/?#\s]+)@/.exec(address)?.[1]
  if (!url || written === undefined) return passwordsIn(address)
  const names =
    url.password === '' ? [written, url.username] : [written, url.password, `${url.username}:${url.password}`]
  const parts = [...names, ...names.map(decoded)].filter((part) => part.length >= PART_MIN)
  return [...parts, ...passwordsIn(address)]
}

const isKey = (part: string): boolean => part.length >= KEY_CERTAIN || (part.length >= KEY_MIN && !WORDS.test(part))

/** What follows the host, before it is brought into the form in which it is sent. */
const asWritten = (address: string): string =>
  address.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/\/+$/, '')

/** Where a password stands in an address; the second one for a password that has an `@` or a `/` of its own. */
const PASSWORD_PLACES = [
  /:\/\/[^:@/\s]*:([^@/\s]+)@/,
  /:\/\/[^:@/\s]*:(\S+)@/,
  /(?:^|[?&\s])(?:ssl)?password=([^&\s]+)/i,
]

/** As they are written and as they are meant. */
export function passwordsIn(address: string): string[] {
  const written = PASSWORD_PLACES.flatMap((place) => place.exec(address)?.[1] ?? [])
  return written.flatMap((password) => [password, decoded(password)])
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

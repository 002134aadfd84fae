/**
 * Some text that a pattern of the plan takes, for values that a rehearsal has nobody to ask for. Understands what such patterns are made of: letters, escapes,
 * classes, groups with alternatives, counts. Promises nothing for the rest (anchors inside, look-arounds, back references): whoever asks checks the text.
 */

/** A place in the pattern. */
interface Reading {
  pattern: string
  at: number
}

/** The shortest text by the first way through the pattern; undefined when it holds something that is not understood. */
export function textLike(pattern: string): string | undefined {
  const reading: Reading = { pattern, at: 0 }
  const text = alternatives(reading)
  return reading.at === pattern.length ? text : undefined
}

/** The first alternative; the others are read past. */
function alternatives(reading: Reading): string | undefined {
  const first = sequence(reading)
  while (reading.pattern[reading.at] === '|') {
    reading.at++
    sequence(reading)
  }
  return first
}

function sequence(reading: Reading): string | undefined {
  let text: string | undefined = ''
  while (reading.at < reading.pattern.length && !'|)'.includes(reading.pattern[reading.at] ?? '')) {
    const one = atom(reading)
    const times = leastTimes(reading)
    text = text === undefined || one === undefined ? undefined : text + one.repeat(times)
  }
  return text
}

function atom(reading: Reading): string | undefined {
  const char = reading.pattern[reading.at++] ?? ''
  switch (char) {
    case '(':
      return group(reading)
    case '[':
      return oneOfClass(reading)
    case '\\':
      return escaped(reading.pattern[reading.at++] ?? '')
    case '.':
      return 'x'
    case '^':
    case '$':
      return ''
    default:
      return char
  }
}

function group(reading: Reading): string | undefined {
  if (reading.pattern[reading.at] === '?') {
    if (reading.pattern[reading.at + 1] !== ':') return undefined
    reading.at += 2
  }
  const text = alternatives(reading)
  return reading.pattern[reading.at++] === ')' ? text : undefined
}

const ESCAPED: Record<string, string> = { d: '1', w: 'x', s: ' ', n: '\n', t: '\t', D: 'x', S: 'x', W: ' ', b: '' }
const escaped = (char: string): string => ESCAPED[char] ?? char

/** A member of a class that is neither a space nor a dash, if it has one. */
function oneOfClass(reading: Reading): string | undefined {
  const end = endOfClass(reading)
  if (end < 0) return undefined
  const inner = reading.pattern.slice(reading.at, end)
  reading.at = end + 1
  const source = `[${inner}]`
  try {
    const allowed = new RegExp(source, 'u')
    return [...'x1aA0f.-_/: '].find((char) => allowed.test(char)) ?? firstOf(inner, allowed)
  } catch {
    return undefined
  }
}

const firstOf = (inner: string, allowed: RegExp): string | undefined => [...inner].find((char) => allowed.test(char))

function endOfClass({ pattern, at }: Reading): number {
  for (let index = at; index < pattern.length; index++) {
    if (pattern[index] === '\\') index++
    else if (pattern[index] === ']' && index > at) return index
  }
  return -1
}

/** How often at least; `*` and `?` once too, for an empty value says nothing. */
function leastTimes(reading: Reading): number {
  const rest = reading.pattern.slice(reading.at)
  const [count = ''] = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(rest) ?? []
  reading.at += count.length
  const least = /^\{(\d+)/.exec(count)?.[1]
  if (least !== undefined) return Number(least)
  return count.startsWith('?') ? 0 : 1
}

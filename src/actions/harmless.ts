/**
 * Makes what programs write safe to show: line ends become `\n`, escape sequences of terminals vanish, every other control character and what turns the
 * direction of writing becomes U+FFFD. Promises the same result however the text is cut into pieces, in linear time and bounded memory.
 */

export interface TextFilter {
  write(text: string): string
  /** What was still held back. */
  end(): string
}

const ESC = String.fromCharCode(0x1b)
const BELL = String.fromCharCode(0x07)
const REPLACEMENT = '\uFFFD'

/** Of a control sequence: parameters, then intermediates; none has more. */
const PARAMETERS = String.raw`[0-?]{0,64}[ -\/]{0,8}`
/** Of a title, a link and the like: up to its end, a line end, or as much as none has. */
const STRING = `[^${ESC}${BELL}\n]{0,4000}`

/** Control sequences, strings and two-character sequences (ECMA-48). What is longer than they ever are is none. */
const SEQUENCE = [
  String.raw`${ESC}\[${PARAMETERS}[@-~]`,
  String.raw`${ESC}[\]PX^_]${STRING}(?:${BELL}|${ESC}\\)`,
  String.raw`${ESC}[ -\/]{0,8}(?![\[\]PX^_])[0-~]`,
].join('|')
/** The same, cut off by the end of the text. */
const BEGUN = String.raw`(?:\r|${ESC}(?:\[${PARAMETERS}|[\]PX^_]${STRING}${ESC}?|[ -\/]{0,8}))$`
const OTHER = String.raw`(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]`

const ANYTHING = new RegExp(OTHER, 'u')
const HARMFUL = new RegExp(String.raw`(?<begun>${BEGUN})|(?<line>\r\n?)|(?<sequence>${SEQUENCE})|${OTHER}`, 'gu')

export function createHarmless(): TextFilter {
  let held = ''

  const filter = (text: string, isLast: boolean): string => {
    if (!ANYTHING.test(text)) return text
    return text.replace(HARMFUL, (found, ...rest) => {
      const { begun, line, sequence } = rest.at(-1) as Record<string, string | undefined>
      if (begun !== undefined && !isLast) {
        held = found
        return ''
      }
      if (line !== undefined || found === '\r') return '\n'
      if (sequence !== undefined) return ''
      return begun === undefined ? REPLACEMENT : REPLACEMENT + filter(found.slice(1), isLast)
    })
  }

  return {
    write(text) {
      const whole = held + text
      held = ''
      return filter(whole, false)
    },
    end() {
      const whole = held
      held = ''
      return filter(whole, true)
    },
  }
}

export function harmless(text: string): string {
  const filter = createHarmless()
  return filter.write(text.toWellFormed()) + filter.end()
}

/** On one line, at most so long. */
export function clipped(text: string, max: number): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= max ? line : `${line.slice(0, max - 1).toWellFormed()}…`
}

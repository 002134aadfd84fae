/** What an HTTP answer must be like. Promises a sentence that says what was expected and what was seen instead. */
import type { RenderedHttp } from '../incident/recovery/work.ts'
import { formatDuration } from '../plan/length.ts'
import { parsed, pattern, type Source } from './captures.ts'
import { readPlace } from './json-place.ts'

export interface Answer {
  status: number
  body: Source
  tookMs: number
}

type Expected = RenderedHttp['expect']

/** The first that is not met, following "GET https://… "; undefined: all are. */
export function unmet(expected: Expected, answer: Answer): string | undefined {
  return (
    unmetStatus(expected, answer) ??
    unmetTime(expected, answer) ??
    unmetJson(expected, answer) ??
    unmetBody(expected, answer)
  )
}

function unmetStatus({ status }: Expected, answer: Answer): string | undefined {
  const wanted = typeof status === 'number' ? [status] : status
  const isWanted = wanted ? wanted.includes(answer.status) : answer.status >= 200 && answer.status <= 299
  if (isWanted) return undefined
  const words = wanted ? wanted.join(' or ') : 'one of 200 to 299'
  return `answered with status ${answer.status} and not ${words}${seen(answer.body.text)}`
}

function unmetTime({ within }: Expected, { tookMs }: Answer): string | undefined {
  if (within === undefined || tookMs <= within) return undefined
  return `took ${formatDuration(tookMs)} to answer, longer than ${formatDuration(within)}`
}

function unmetJson({ json }: Expected, { body }: Answer): string | undefined {
  if (json.length === 0) return undefined
  const document = parsed(body)
  for (const { at, equals, matches, min, max } of json) {
    const place = readPlace(document, at)
    if (!place.found) return `gave an answer in which ${place.why}`
    const text = typeof place.value === 'string' ? place.value : JSON.stringify(place.value)
    if (equals !== undefined && !isEqual(place.value, equals)) {
      return `has at ${at} ${JSON.stringify(place.value)} and not ${JSON.stringify(equals)}`
    }
    if (matches !== undefined && !pattern(matches).test(text))
      return `has at ${at} ${JSON.stringify(text)}, which does not match ${matches}`
    const outside = beyond(text, min, max)
    if (outside !== undefined) return `has at ${at} ${text}, ${outside}`
  }
  return undefined
}

/** Of a number, which some servers write as a text; the bounds themselves are within. */
function beyond(text: string, min: number | undefined, max: number | undefined): string | undefined {
  if (min === undefined && max === undefined) return undefined
  const number = text.trim() === '' ? Number.NaN : Number(text)
  if (Number.isNaN(number)) return 'which is no number'
  if (min !== undefined && number < min) return `which is less than ${min}`
  return max !== undefined && number > max ? `which is more than ${max}` : undefined
}

/** A plan's value is a text, also where the answer has a number. */
const isEqual = (value: unknown, wanted: string | number | boolean | null): boolean =>
  value === wanted ||
  (typeof wanted === 'string' && ['number', 'boolean'].includes(typeof value) && String(value) === wanted)

function unmetBody({ body: wanted }: Expected, { body }: Answer): string | undefined {
  if (wanted === undefined || pattern(wanted).test(body.text)) return undefined
  return `gave an answer that does not match ${wanted}${seen(body.text)}`
}

const seen = (text: string): string => (text.trim() === '' ? '' : `: ${text}`)

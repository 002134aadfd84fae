/**
 * Texts that are shown to people and kept by machines that run a check, without the secrets that stand in them. Promises that what gives itself away as a secret is
 * hidden wherever it stands, and that a text without one stays as it is. Finds what looks like a secret, which is less than every secret.
 */
import { isSecretName } from './secret-signs.ts'

/** From and to, in UTF-16 units, the end not included. */
export type Span = readonly [number, number]

/** What a secret is replaced by, however long it is. */
const HIDDEN = '•••'

/** Each finds the secret itself, and what is around it by looking back and ahead. */
const ANYWHERE: RegExp[] = [
  // An address with a password, which may have an @ or a / of its own.
  /(?<=:\/\/[^\s/:@"']*:)(?!\$\{?\w+\}?@)[^\s"']+(?=@)/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----.*/gs,
  /\bxox[a-z]-[A-Za-z0-9-]{8,}/g,
  /\b(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_\w{16,})/g,
  /(?<=\bauthorization["']?: *["']?(?:(?:basic|bearer|token) +)?)(?![$\s{]|(?:basic|bearer|token)\b)[^\s"']+/gi,
  /(?<=\bhooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/)[^\s"'${}]+/gi,
  /(?<=\bdiscord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/)[^\s"'${}]+/gi,
  /(?<=\b(?:[\w-]+\.webhook\.office|outlook\.office(?:365)?)\.com\/webhook(?:b2)?\/)[^\s"'${}]+/gi,
  /(?<=\bhooks\.zapier\.com\/hooks\/catch\/)[^\s"'${}]+/gi,
  /(?<=\bapi\.telegram\.org\/bot\d+:)[^\s"'${}/]+/gi,
  /(?<=\b(?:password|identified\s+by)\s+')[^']+(?=')/gi,
]

/** `NAME=value`, and in a plan's text also `--name value`, as two entries of a list or not, and `NAME: value`. */
const SECRET = String.raw`(?!["']?[$\x60]|[{[|>&*])(?<secret>"[^"]+"|'[^']+'|[^\s"']*[^\s"',;\]})])`
const ASSIGNED = new RegExp(String.raw`(?<name>[A-Za-z_][\w.-]*)=${SECRET}`, 'dg')
const BEHIND_FLAG = new RegExp(
  String.raw`(?<=^|[\s"'[,])(?<name>--?[a-z][\w-]*)["']?(?:\s*,\s*|\s+)(?!-)${SECRET}`,
  'dg',
)
const BEHIND_COLON = new RegExp(String.raw`(?<name>[A-Za-z_][\w.-]*)["']?\s*:\s*${SECRET}`, 'dg')
/** `{ secret: ITS_NAME }` says where the secret is. */
const NAMED_ELSEWHERE = /^[A-Z][A-Z0-9_]*$/
/** Of a field such as `urlEnv`, in which nothing but the name of a variable may stand. */
const FIELD_OF_A_NAME = /Env$/

/** A sentence about a text, without the secrets of the text. */
export const withoutSecrets = (sentence: string): string =>
  hide(sentence, [...givenAway(sentence), ...named(sentence, ASSIGNED)])

/** Where secrets stand in a part of a plan's text, such as a line. */
export const secretSpans = (text: string): Span[] => [
  ...givenAway(text),
  ...[ASSIGNED, BEHIND_FLAG, BEHIND_COLON].flatMap((pattern) => named(text, pattern)),
]

/** The text with these parts hidden; they may overlap. */
export function hide(text: string, spans: readonly Span[]): string {
  return joined(spans).reduceRight((hidden, [from, to]) => hidden.slice(0, from) + HIDDEN + hidden.slice(to), text)
}

/** Where a place of a text is found once these parts are hidden: at the beginning of the part that it is in. */
export function placeAfterHiding(place: number, spans: readonly Span[]): number {
  return joined(spans).reduce((moved, [from, to]) => {
    if (place <= from) return moved
    return moved - Math.min(place, to) + from + (place >= to ? HIDDEN.length : 0)
  }, place)
}

function joined(spans: readonly Span[]): Span[] {
  const apart: [number, number][] = []
  for (const [from, to] of spans.toSorted((a, b) => a[0] - b[0])) {
    const last = apart.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else apart.push([from, to])
  }
  return apart
}

const givenAway = (text: string): Span[] =>
  ANYWHERE.flatMap((pattern) => [...text.matchAll(pattern)].map(({ index, 0: { length } }) => [index, index + length]))

const named = (text: string, pattern: RegExp): Span[] =>
  [...text.matchAll(pattern)].flatMap(({ groups: { name = '', secret = '' } = {}, indices }) => {
    const isReference = pattern === BEHIND_COLON && NAMED_ELSEWHERE.test(secret)
    const span = indices?.groups?.secret
    return span && (isSecretName(name) || FIELD_OF_A_NAME.test(name)) && !isReference ? [span] : []
  })

/**
 * Text as Slack wants it: escaped, without hidden characters, within its limits, with times in the reader's own zone. Pure. Lengths are UTF-16 units, as Slack's
 * limits are counted.
 */

import { legible } from '../../plan/legible.ts'

/** The three characters that Slack reads as markup (docs.slack.dev, "Formatting message text"). */
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

const escapeCharacter = (character: string): string => ENTITIES[character] ?? character

/** What somebody wrote, so that it can neither mention a channel nor fake a link. */
export const escapeText = (raw: string): string => legible(raw).replace(/[&<>]/g, escapeCharacter)

/** What stays in a sentence that quotes people: mentions of one person or channel, and what is escaped already. */
const MENTIONS = /<@[UW][A-Z0-9]+>|<#[CG][A-Z0-9]+>|&(?:amp|lt|gt);|[&<>]/g
/** Also links, of which only the program's own stay. */
const MENTIONS_AND_LINKS = new RegExp(`<https?:\\/\\/[^<>]+>|${MENTIONS.source}`, 'g')

/** A sentence in which names and quotations stand: a quoted `<!channel>` is disarmed, as is a link that says one thing and leads elsewhere. */
export const escapeQuoting = (text: string): string =>
  legible(text).replace(MENTIONS, (match) => (match.length === 1 ? escapeCharacter(match) : match))

/**
 * An answer, in which people are quoted anywhere.
 * @param links the answer's own, as they stand in it (`<https://…|label>`); whatever else looks like one is shown as it was written.
 */
export const escapeAnswer = (text: string, links: readonly string[] = []): string =>
  legible(text).replace(MENTIONS_AND_LINKS, (match) => (links.includes(match) ? match : escapeQuoting(match)))

/** What Slack escaped, as the person typed it. Mentions such as `<@U024BE7LH>` stay. */
export const unescapeText = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/** Escaped and at most `charsMax` long; what is cut off shows as `…`. Never cuts through an entity or a character. */
export const escapeWithin = (raw: string, charsMax: number): string => cut(legible(raw), charsMax, escapeCharacter)

/** Plain text, which Slack does not read as markup, at most `charsMax` long. */
export const clip = (raw: string, charsMax: number): string => clipAsWritten(legible(raw), charsMax)

/** The same for what somebody is about to change: it comes back, so that nothing in it may become something else. */
export const clipAsWritten = (raw: string, charsMax: number): string => cut(raw, charsMax, (character) => character)

function cut(raw: string, charsMax: number, write: (character: string) => string): string {
  let whole = ''
  // As much as still leaves room for the mark of the cut.
  let kept = ''
  for (const character of raw) {
    whole += write(character)
    if (whole.length > charsMax) return `${kept}…`
    if (whole.length < charsMax) kept = whole
  }
  return whole
}

/** A person for people: by name, or by a mention when only Slack knows them (an actor's id such as `slack:U024BE7LH` is no name). */
export function personLabel({ id, name }: { id: string; name: string }, charsMax = 80): string {
  const user = /^slack:([UW][A-Z0-9]+)$/.exec(id)?.[1]
  return user && name === id ? `<@${user}>` : escapeWithin(oneLine(name), charsMax)
}

/** On one line: names and texts of people stand within sentences. */
export const oneLine = (raw: string): string => raw.replace(/\s+/g, ' ').trim()

/** As many lines as fit into `charsMax` characters and `linesMax` lines; the rest is counted: `… and 3 more`. */
export function fitLines(lines: readonly string[], charsMax: number, linesMax = lines.length): string {
  const kept: string[] = []
  let chars = 0
  // Room for the closing line, which says how many are left out.
  const roomMax = charsMax - 30
  for (const line of lines) {
    if (kept.length >= linesMax || chars + line.length + 1 > roomMax) break
    kept.push(line)
    chars += line.length + 1
  }
  const left = lines.length - kept.length
  if (left > 0) kept.push(`… and ${left} more`)
  return kept.join('\n')
}

/** Cuts a long text at line ends where it can, into parts of at most `charsMax`. */
export function splitText(text: string, charsMax: number): string[] {
  const parts: string[] = []
  let rest = text
  while (rest.length > charsMax) {
    const lineEnd = rest.lastIndexOf('\n', charsMax)
    const wordEnd = rest.lastIndexOf(' ', charsMax)
    const surrogate = /[\uD800-\uDBFF]/.test(rest[charsMax - 1] ?? '') ? 1 : 0
    const cut = lineEnd > 0 ? lineEnd : wordEnd > 0 ? wordEnd : charsMax - surrogate
    parts.push(rest.slice(0, cut))
    rest = rest.slice(cut).replace(/^[\n ]/, '')
  }
  return [...parts, rest]
}

/** `2026-12-05 10:00 UTC`. */
export const utcTime = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** Slack's date token: each reader sees it in their own zone; where it cannot be rendered, as in notifications, UTC is shown. */
export const slackTime = (atMs: number, format: '{time}' | '{date_short_pretty} {time}' = '{time}'): string =>
  `<!date^${Math.floor(atMs / 1000)}^${format}|${utcTime(atMs)}>`

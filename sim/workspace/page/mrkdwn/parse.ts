/**
 * Slack's mrkdwn as a tree: lines and quotes and code blocks, and within a line bold, italic, strike, code, links, mentions, dates and emoji. Pure.
 * Follows docs.slack.dev/messaging/formatting-message-text; what is not closed stays as it was typed.
 */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'bold' | 'italic' | 'strike'; inside: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'link'; url: string; label: string }
  | { kind: 'user' | 'channel' | 'group' | 'everyone'; id: string; label: string }
  | { kind: 'date'; atMs: number; format: string; link?: string }
  | { kind: 'emoji'; name: string }

export type Line = { kind: 'line' | 'bullet'; inside: Inline[] }
export type Part = { kind: 'lines' | 'quote'; lines: Line[] } | { kind: 'pre'; text: string }

export function parseMrkdwn(source: string): Part[] {
  // Odd pieces stand between two fences; the line breaks next to a fence are its own.
  const pieces = source.split(/\n?```\n?([\s\S]*?)\n?```\n?/)
  return pieces.flatMap((piece, index): Part[] =>
    index % 2 === 1 ? [{ kind: 'pre', text: decoded(piece) }] : parseLines(piece),
  )
}

function parseLines(text: string): Part[] {
  const parts: Part[] = []
  if (text === '') return parts
  for (const raw of text.split('\n')) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(raw)
    const kind = quoted ? 'quote' : 'lines'
    const line = parseLine(quoted?.[1] ?? raw)
    const last = parts.at(-1)
    if (last?.kind === kind) last.lines.push(line)
    else parts.push({ kind, lines: [line] })
  }
  return parts
}

function parseLine(raw: string): Line {
  const bullet = /^\s*[•◦] ?(.*)$/.exec(raw)
  return bullet ? { kind: 'bullet', inside: parseInline(bullet[1]!) } : { kind: 'line', inside: parseInline(raw) }
}

const MARKS = { '*': 'bold', _: 'italic', '~': 'strike' } as const

/** One token: code, something in angle brackets, an emoji, or a pair of marks around words. */
const TOKEN =
  /`([^`\n]+)`|<([^<>\n]+)>|(?<![\p{L}\p{N}:]):([a-z0-9_+-]+(?:::skin-tone-\d)?):|(?<![\p{L}\p{N}])([*_~])(?=\S)((?:(?!\4).)*?\S)\4(?![\p{L}\p{N}])/gu

export function parseInline(source: string): Inline[] {
  const found: Inline[] = []
  let end = 0
  for (const match of source.matchAll(TOKEN)) {
    if (match.index > end) found.push(textNode(source.slice(end, match.index)))
    found.push(tokenNode(match))
    end = match.index + match[0].length
  }
  if (end < source.length) found.push(textNode(source.slice(end)))
  return found
}

function tokenNode([whole, code, angle, emoji, mark, words]: RegExpMatchArray): Inline {
  if (code !== undefined) return { kind: 'code', text: decoded(code) }
  if (angle !== undefined) return angleNode(angle)
  if (emoji !== undefined) return { kind: 'emoji', name: emoji }
  if (mark !== undefined && words !== undefined)
    return { kind: MARKS[mark as keyof typeof MARKS], inside: parseInline(words) }
  return textNode(whole)
}

function angleNode(inside: string): Inline {
  const bar = inside.indexOf('|')
  const target = bar < 0 ? inside : inside.slice(0, bar)
  const label = bar < 0 ? '' : decoded(inside.slice(bar + 1))
  const date = /^!date\^(-?\d+)\^([^^]*)(?:\^(.*))?$/.exec(target)
  if (date) {
    const link = date[3] ? { link: decoded(date[3]) } : {}
    return { kind: 'date', atMs: Number(date[1]) * 1000, format: decoded(date[2] ?? ''), ...link }
  }
  if (target.startsWith('@')) return { kind: 'user', id: target.slice(1), label }
  if (target.startsWith('#')) return { kind: 'channel', id: target.slice(1), label }
  if (target.startsWith('!subteam^')) return { kind: 'group', id: target.slice('!subteam^'.length), label }
  if (target.startsWith('!')) return { kind: 'everyone', id: target.slice(1), label }
  const url = decoded(target)
  return { kind: 'link', url, label: label || url }
}

const textNode = (text: string): Inline => ({ kind: 'text', text: decoded(text) })

/** Slack escapes these three and nothing else. */
const decoded = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/**
 * What programs, plans and people wrote, shown as it stands and doing nothing: no mention, no link that Slack makes by itself, no way out of its code block,
 * nothing that turns the direction of writing. Pure, and within the lengths asked for, counted after escaping.
 */
import type { types } from '@slack/bolt'
import { section } from './block-kit.ts'
import { escapeText, escapeWithin, oneLine } from './mrkdwn.ts'

const FENCE = '```'
/** Looks like nothing, and keeps three backticks from being a fence. */
const BETWEEN_BACKTICKS = '\u200b'
/** Control characters, and those that turn the direction of writing. */
const HIDDEN = /(?![\n\t])[\p{Cc}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu
const REPLACEMENT = '\ufffd'

/** A section whose plain text Slack leaves alone (`verbatim`): `@channel` stays six letters and a sign. `expand`: all of it is shown without a tap. */
export function literalSection(mrkdwn: string, expand = false): types.SectionBlock {
  const text = { type: 'mrkdwn' as const, text: section(mrkdwn).text?.text ?? '', verbatim: true }
  return { type: 'section', text, ...(expand ? { expand } : {}) }
}

/** Characters that could do something made harmless; not escaped yet. */
export const harmless = (raw: string): string =>
  raw
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(HIDDEN, REPLACEMENT)
    .replace(/`{3,}/g, (ticks) => [...ticks].join(BETWEEN_BACKTICKS))

/** Within a sentence: on one line and escaped. */
export const words = (raw: string, charsMax: number): string => escapeWithin(oneLine(harmless(raw)), charsMax)

/** Several lines, escaped. */
export const paragraph = (raw: string, charsMax: number): string => escapeWithin(harmless(raw).trim(), charsMax)

/** In a line, as code; backticks within it become what looks like them. `charsMax` counts the code's own. */
export function code(raw: string, charsMax: number): string {
  const inner = escapeWithin(oneLine(harmless(raw)).replaceAll('`', 'ˋ'), charsMax)
  return inner === '' ? '' : `\`${inner}\``
}

/** @param escaped lines made by `firstLines` or `lastLines`. */
export const codeBlock = (escaped: string): string => `${FENCE}\n${escaped}\n${FENCE}`

export interface Excerpt {
  /** Escaped; empty when there is nothing to show. */
  text: string
  /** Lines left out. */
  left: number
}

/** As many lines from the start as fit; one alone that does not is cut, and shows it by `…`. */
export function firstLines(texts: readonly string[], charsMax: number): Excerpt {
  const lines = texts.flatMap((text) => harmless(text).trimEnd().split('\n'))
  const kept: string[] = []
  let chars = 0
  for (const line of lines) {
    const room = charsMax - chars
    const escaped = escapeText(line)
    if (escaped.length > room) {
      // Half a line still says more than none, unless hardly anything of it fits.
      if (kept.length === 0 || room > 80) kept.push(escapeWithin(line, room))
      break
    }
    kept.push(escaped)
    chars += escaped.length + 1
  }
  return { text: kept.join('\n'), left: lines.length - kept.length }
}

/** The same from the end. */
export function lastLines(text: string, charsMax: number, linesMax: number): Excerpt {
  const lines = harmless(text).trimEnd().split('\n')
  const kept: string[] = []
  let chars = 0
  for (const line of lines.toReversed()) {
    if (kept.length >= linesMax) break
    const escaped = escapeText(line)
    if (chars + escaped.length > charsMax) {
      if (kept.length === 0) kept.push(endOf(line, charsMax))
      break
    }
    kept.push(escaped)
    chars += escaped.length + 1
  }
  return { text: kept.toReversed().join('\n'), left: lines.length - kept.length }
}

/** The end of a line that is too long, escaped. */
function endOf(line: string, charsMax: number): string {
  // More never fits, for escaping only adds.
  const characters = [...line.slice(-charsMax).toWellFormed()]
  let end = ''
  for (const character of characters.toReversed()) {
    const longer = escapeText(character) + end
    if (longer.length >= charsMax) break
    end = longer
  }
  return `…${end}`
}

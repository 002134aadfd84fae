/** Findings for people: under their headings, aligned, each trouble with its reason and its remedy. Colour only where it is asked for. */
import { counted } from '../plan/in-words.ts'
import type { Examined } from './examine.ts'
import type { Level } from './finding.ts'

const COLOURS: Record<Level, number> = { ok: 32, warning: 33, error: 31, skipped: 90 }
/** Width of the longest level. */
const LEVEL_CHARS = 7
const INDENT = ' '.repeat(2 + LEVEL_CHARS + 2)
const LINE_CHARS_MAX = 110

/** @param colour with ANSI colours, for a terminal. */
export function report(findings: readonly Examined[], colour: boolean): string {
  const groups = [...new Set(findings.map(({ group }) => group))]
  const paint = (code: number, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text)
  const blocks = groups.map((group) => {
    const told = findings.filter((finding) => finding.group === group).map((finding) => describe(finding, paint))
    return `${paint(1, group)}\n${told.join('')}`
  })
  return `${blocks.join('\n')}\n${summary(findings)}\n`
}

function describe({ level, what, why, remedy }: Examined, paint: (code: number, text: string) => string): string {
  const head = `  ${paint(COLOURS[level], level.padEnd(LEVEL_CHARS))}  ${wrapped(what)}\n`
  const more = [why, remedy && `→ ${remedy}`].filter((line) => line !== undefined && line !== '')
  return head + more.map((line) => `${INDENT}${wrapped(line ?? '')}\n`).join('')
}

/** Broken at spaces, later lines under the first. */
function wrapped(text: string): string {
  const lines: string[] = []
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1)
    if (line !== undefined && INDENT.length + line.length + 1 + word.length <= LINE_CHARS_MAX) {
      lines[lines.length - 1] = `${line} ${word}`
    } else {
      lines.push(word)
    }
  }
  return lines.join(`\n${INDENT}`)
}

export function countOf(findings: readonly Examined[], level: Level): number {
  return findings.filter((finding) => finding.level === level).length
}

function summary(findings: readonly Examined[]): string {
  const [errors, warnings] = [countOf(findings, 'error'), countOf(findings, 'warning')]
  const rest = `${countOf(findings, 'ok')} ok, ${countOf(findings, 'skipped')} skipped`
  return `${counted(errors, 'error')}, ${counted(warnings, 'warning')}, ${rest}.`
}

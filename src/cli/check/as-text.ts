/** Findings for people: by file, each with its lines, its place marked, and what to do; then how many there are. */

import { styleText } from 'node:util'
import type { Judged } from '../../check/check.ts'
import { counted } from '../../plan/in-words.ts'
import { type CheckedFile, standing } from './checked-file.ts'
import { codeFrames, type Frames, type Paint } from './code-frame.ts'

export interface TextOptions {
  colour: boolean
  /** One line for each finding. */
  compact: boolean
}

export function asText(files: readonly CheckedFile[], { colour, compact }: TextOptions): string {
  // Whether there are colours is decided by the caller, who knows where the text goes.
  const paint: Paint = (format, text) => (colour ? styleText(format, text, { validateStream: false }) : text)
  const blocks = files.map((one) => blockOf(one, paint, compact))
  return `${blocks.join('\n')}\n${summary(files, paint)}`
}

function blockOf({ file, system, texts, findings }: CheckedFile, paint: Paint, compact: boolean): string {
  const title = paint('bold', system === null ? file : `${file} (${system})`)
  const shown = findings.filter(({ suppressed }) => suppressed === undefined)
  if (shown.length === 0) return `${title}: no problems\n`
  const frames = codeFrames(texts)
  const lines = shown.map((one) => (compact ? inOneLine(one, paint) : inFull(one, frames, paint)))
  return `${title}\n\n${lines.join(compact ? '' : '\n')}`
}

const mark = ({ level }: Judged, paint: Paint): string => paint(level === 'error' ? 'red' : 'yellow', level)
const nameOf = ({ rule, code }: Judged): string => `[${code === undefined ? rule : `${rule} ${code}`}]`

function inOneLine(finding: Judged, paint: Paint): string {
  const { file, line, column, message } = finding
  return `  ${file}:${line}:${column} ${mark(finding, paint)} ${message} ${paint('dim', nameOf(finding))}\n`
}

function inFull(finding: Judged, frames: Frames, paint: Paint): string {
  const { file, line, column, path, message, remedy } = finding
  const where = path === '' ? '' : `${path}: `
  const frame = frames(finding, paint)
  return `  ${paint('underline', `${file}:${line}:${column}`)} ${mark(finding, paint)} ${paint('dim', nameOf(finding))}\n  ${where}${message}\n${frame}  → ${remedy}\n`
}

function summary(files: readonly CheckedFile[], paint: Paint): string {
  const [errors, warnings] = [standing(files, 'error'), standing(files, 'warning')]
  const all = files.flatMap(({ findings }) => findings)
  const ignored = all.filter(({ suppressed }) => suppressed !== undefined).length
  const fixable = [...errors, ...warnings].filter(({ fix }) => fix).length
  const totals = `${counted(files.length, 'file')}: ${counted(errors.length, 'error')}, ${counted(warnings.length, 'warning')}`
  const more = [
    ...(ignored > 0 ? [`${ignored} ignored for a reason`] : []),
    ...(fixable > 0 ? [`${fixable} of them ${fixable === 1 ? 'is' : 'are'} mended by --fix`] : []),
  ]
  const unjudged = files.filter((one) => standing([one], 'error').length > 0).length
  const later =
    unjudged === 0
      ? ''
      : `What ${unjudged === 1 ? 'the plan with errors promises is' : `the ${unjudged} plans with errors promise is`} judged once they are gone.\n`
  const why = errors.length + warnings.length > 0 ? 'muster check --explain RULE says what a rule means.\n' : ''
  return `${paint('bold', [totals, ...more].join('; '))}\n${later}${why}`
}

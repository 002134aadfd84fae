/** Marks such as <new-endpoint> that somebody was to replace and nobody has: a command takes them for what they say. */
import type { Path } from '../../plan/problem.ts'
import { isBlock } from '../../plan/written-steps.ts'
import type { Finding } from '../rule.ts'
import { commandRule } from './command-rule.ts'
import { type StepAction, stepActions } from './invocations.ts'

const ANGLED = '<(?:[A-Za-z][A-Za-z0-9]*(?:[-_ ][A-Za-z0-9]+)+|[A-Z]{2,}[0-9]*)>'
/** `<new-endpoint>`, `<TIMESTAMP>`: within a word, or with no file behind it, for in a shell `<in-file>out` redirects. */
const ANGLES = new RegExp(`(?<=[^\\s\\w])${ANGLED}|${ANGLED}(?![\\w./$"'-])`, 'g')
const ANGLED_WORD =
  /<(?:endpoint|host(?:name)?|password|timestamp|date|version|region|bucket|path|address|url|instance|cluster|namespace|pod|user(?:name)?|id|name)>/g
const BRACKETS = /(?<![\w$}\])"'\\])\[[A-Z]{2,}(?:[ _-][A-Z]+)*\]/g
const WORDS = /\b(?:CHANGE_?ME|REPLACE_?ME|REPLACE_WITH_[A-Z_]+|YOUR_[A-Z_]+|TBD)\b/g
const DATES = /\bYYYY(?:[-_/.]?MM(?:[-_/.]?DD(?:[-_T]?HH(?:[-_:]?MM)?)?)?)?\b/g
/** A pattern of a date is a pattern where it is told to be one. */
const DATE_PATTERN = /to_char|to_date|to_timestamp|date_format|strftime|\bformat\b/i
/** Levels of logs that are searched for, brackets and all. */
const LOG_LEVEL = /^\[(?:ERROR|ERR|WARN|WARNING|INFO|DEBUG|TRACE|FATAL|CRITICAL|OK|FAIL|FAILED|PASS|NOTICE)\]$/
const PARTS = ['command', 'env', 'http', 'headers', 'json', 'body', 'sql', 'params']

export const unresolvedMark = commandRule('unresolved-mark', ({ data }) =>
  stepActions(data).flatMap((at) =>
    PARTS.flatMap((part) => textsIn(at.action[part], [...at.path, part])).flatMap((text) => judge(at, text)),
  ),
)

interface Text {
  path: Path
  text: string
  isShell: boolean
}

function textsIn(part: unknown, path: Path): Text[] {
  if (typeof part === 'string') return [{ path, text: part, isShell: path.at(-1) === 'command' }]
  if (Array.isArray(part)) return part.flatMap((inner, index) => textsIn(inner, [...path, index]))
  return isBlock(part) ? Object.entries(part).flatMap(([key, inner]) => textsIn(inner, [...path, key])) : []
}

function judge(at: StepAction, { path, text, isShell }: Text): Finding[] {
  const marks = [
    ...(text.match(ANGLES) ?? []),
    ...(isShell ? [] : (text.match(ANGLED_WORD) ?? [])),
    ...(text.match(BRACKETS) ?? []),
    ...(text.match(WORDS) ?? []),
    ...(DATE_PATTERN.test(text) ? [] : (text.match(DATES) ?? [])),
  ].filter((mark) => !LOG_LEVEL.test(mark) && !isElement(mark, text))
  return [...new Set(marks)].map((mark) => ({
    path,
    at: 'value',
    ...(at.step !== '' && { step: at.step }),
    code: 'H3',
    message: `${mark} stands for something that nobody fills in, and the step would use it as it is`,
    remedy: 'give the plan a value that is asked for or captured, and hand that over',
  }))
}

/** Of HTML or XML, which has an end. */
const isElement = (mark: string, text: string): boolean => mark.startsWith('<') && text.includes(`</${mark.slice(1)}`)

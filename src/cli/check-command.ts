/**
 * `muster check`: every structural fault of plan files, and of the templates that they use, for people (with the lines in question) or as JSON for tools.
 * Promises the exit codes and the JSON of the command's contract. Judges no objectives; that is for the rules of `src/check`.
 */
import { join } from 'node:path'
import { createMessages } from '../messages/messages.ts'
import { type LoadedFile, loadPlanFiles } from '../plan/load-files.ts'
import { byPosition, type Problem } from '../plan/problem.ts'
import { packageRoot } from '../program/package-root.ts'

/** Where a checkout keeps its plans; checked when no file is named. */
const DEFAULT_FOLDER = 'plans'

export interface CheckOptions {
  json: boolean
  /** Takes the output, line ends included. */
  write: (text: string) => void
  /** File of people's addresses, when they are kept apart from the plans. */
  contacts?: string
  /** Folder of message templates; absent: Muster's own. */
  templates?: string
  /** More warnings than this make the check fail; absent: warnings never do. */
  maxWarnings?: number
}

interface Finding {
  rule: string
  level: 'error' | 'warning'
  path: string
  line: number
  column: number
  message: string
  remedy: string
  suppressed: boolean
}

/**
 * Checks files and folders (default: the folder `plans`) and writes what it finds.
 * Resolves to the exit code: 0 clean or warnings only, 1 errors or too many warnings, 2 a file that cannot be read.
 * @throws Error naming the template that cannot be read or parsed.
 */
export async function runCheck(files: readonly string[], options: CheckOptions): Promise<number> {
  const { checkTemplates } = createMessages({ dir: options.templates ?? join(packageRoot(), 'templates') })
  const loaded = await loadPlanFiles(files.length > 0 ? files : [DEFAULT_FOLDER], options.contacts, checkTemplates)
  options.write(options.json ? asJson(loaded.files) : asText(loaded.files))
  if (loaded.problems.some(({ rule }) => rule === 'unreadable')) return 2
  const tooMany = loaded.warnings.length > (options.maxWarnings ?? Number.POSITIVE_INFINITY)
  return loaded.problems.length > 0 || tooMany ? 1 : 0
}

function asJson(files: readonly LoadedFile[]): string {
  const plans = files.map((loaded) => ({
    file: loaded.file,
    system: loaded.system ?? null,
    findings: findingsOf(loaded).map(({ level, problem }): Finding => {
      const { rule, path, line, column, message, remedy } = problem
      return { rule, level, path, line, column, message, remedy, suppressed: false }
    }),
  }))
  return `${JSON.stringify({ plans }, null, 2)}\n`
}

interface Levelled {
  level: 'error' | 'warning'
  problem: Problem
}

function findingsOf({ problems, warnings }: LoadedFile): Levelled[] {
  const errors = problems.map((problem): Levelled => ({ level: 'error', problem }))
  const rest = warnings.map((problem): Levelled => ({ level: 'warning', problem }))
  return [...errors, ...rest].sort((a, b) => byPosition(a.problem, b.problem))
}

function asText(files: readonly LoadedFile[]): string {
  const all = files.map(findingsOf)
  const blocks = files.map((loaded, index) => {
    const findings = all[index] ?? []
    const title = loaded.system === undefined ? loaded.file : `${loaded.file} (${loaded.system})`
    if (findings.length === 0) return `${title}: no problems\n`
    return `${title}\n\n${findings.map((finding) => describe(finding, loaded.texts)).join('\n')}`
  })
  const errors = all.flat().filter(({ level }) => level === 'error').length
  const warnings = all.flat().length - errors
  return `${blocks.join('\n')}\n${count(files.length, 'file')}: ${count(errors, 'error')}, ${count(warnings, 'warning')}\n`
}

function describe({ level, problem }: Levelled, texts: LoadedFile['texts']): string {
  const { file, line, column, path, message, remedy, rule } = problem
  const where = path === '' ? '' : `${path}: `
  const text = texts?.get(file)
  const frame = text === undefined || rule === 'unreadable' ? '' : codeFrame(text, line, column)
  return `  ${file}:${line}:${column} ${level} [${rule}]\n  ${where}${message}\n${frame}  → ${remedy}\n`
}

/** The line before and the line in question, with a mark under the column. */
function codeFrame(text: string, line: number, column: number): string {
  const lines = text.split(/\r?\n/)
  const width = String(line).length
  const shown = [line - 1, line].filter((number) => number >= 1)
  const quoted = shown.map((number) => `    ${String(number).padStart(width)} | ${lines[number - 1] ?? ''}\n`)
  return `${quoted.join('')}    ${' '.repeat(width)} | ${' '.repeat(column - 1)}^\n`
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`
}

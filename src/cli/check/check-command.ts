/**
 * `muster check`: every fault of plan files and of the templates that they use, and every promise that a plan cannot keep, for people (with the lines in question),
 * as JSON for tools or as SARIF for code hosts. Promises the exit codes and the JSON of the command's contract.
 */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { judgeFile } from '../../check/judge-file.ts'
import type { Here, Subject } from '../../check/rule.ts'
import { createMessages } from '../../messages/messages.ts'
import { type LoadedFile, type LoadedPlans, loadPlanFiles } from '../../plan/load-files.ts'
import { packageRoot, packageVersion } from '../../program/package-root.ts'
import { during, type Progress, SILENT } from '../progress.ts'
import { asJson } from './as-json.ts'
import { asSarif } from './as-sarif.ts'
import { asText } from './as-text.ts'
import { type CheckedFile, standing } from './checked-file.ts'
import { summaryOf } from './explain.ts'
import { fixFiles } from './fix.ts'
import type { Format } from './formats.ts'

/** Where a checkout keeps its plans; checked when no file is named. */
const DEFAULT_FOLDER = 'plans'

/** Mending one thing may show another; what is not at rest after so many rounds never will be. */
const FIX_ROUNDS_MAX = 5

export interface CheckOptions {
  format: Format
  /** Takes the output, line ends included. */
  write: (text: string) => void
  /** Takes what is not a finding. */
  complain: (text: string) => void
  /** Instant at which plans are judged, epoch ms. */
  nowMs: number
  /** Folder that the command was called in. */
  cwd: string
  colour: boolean
  /** File of people's addresses, when they are kept apart from the plans. */
  contacts?: string
  /** Folder of message templates; absent: Muster's own. */
  templates?: string
  /** More warnings than this make the check fail; absent: warnings never do. */
  maxWarnings?: number
  /** Mend what can be mended, first. */
  fix?: boolean
  /** Hears how far it is. */
  progress?: Progress
  /** Looks for the programs of commands on this machine; absent: they are not looked for. */
  lookHere?: (loaded: LoadedPlans) => Promise<Here>
}

/**
 * Checks files and folders (default: the folder `plans`) and writes what it finds.
 * Resolves to the exit code: 0 clean or warnings only, 1 errors or too many warnings, 2 a file that cannot be read.
 * @throws Error naming the template that cannot be read or parsed, or the folder of templates that is not there.
 */
export async function runCheck(files: readonly string[], options: CheckOptions): Promise<number> {
  const paths = files.length > 0 ? files : [DEFAULT_FOLDER]
  const progress = options.progress ?? SILENT
  const check = () => during(progress, 'Reading the plans', () => checkFiles(paths, options))
  let checked = await check()
  let isMended = false
  for (let round = 0; options.fix && round < FIX_ROUNDS_MAX; round++) {
    const mended = await fixFiles(checked)
    if (mended.length === 0) break
    isMended = true
    for (const file of mended) options.complain(`${file}: mended\n`)
    checked = await check()
  }
  if (options.fix && !isMended) options.complain('--fix: there is nothing here that can be mended without a person\n')
  options.write(written(checked, options))
  const errors = standing(checked, 'error')
  if (errors.some(({ rule }) => rule === 'unreadable')) return 2
  const tooMany = standing(checked, 'warning').length > (options.maxWarnings ?? Number.POSITIVE_INFINITY)
  return errors.length > 0 || tooMany ? 1 : 0
}

function written(checked: CheckedFile[], { format, colour, cwd }: CheckOptions): string {
  if (format === 'json') return asJson(checked)
  if (format === 'sarif') return asSarif(checked, { version: packageVersion(), cwd, summaryOf })
  return asText(checked, { colour, compact: format === 'compact' })
}

async function checkFiles(paths: readonly string[], options: CheckOptions): Promise<CheckedFile[]> {
  if (options.templates !== undefined) await needFolder(options.templates)
  const { checkTemplates } = createMessages({ dir: options.templates ?? ownTemplates() })
  const loaded = await loadPlanFiles(paths, options.contacts, checkTemplates)
  const here = await options.lookHere?.(loaded)
  const templates = options.templates === undefined ? undefined : await templatesOf(options.templates)
  // A folder that was moved would keep CI green for ever.
  const isNothing = loaded.files.every(({ file }) => file === options.contacts)
  const empty = isNothing ? paths.map(withoutPlans) : []
  const files = [...empty, ...loaded.files]
  return files.map((one, index) => {
    options.progress?.at(`Judging ${one.file}, ${index + 1} of ${files.length} files`)
    const subject = { nowMs: options.nowMs, ...(here && { here }), ...(templates && { templates }) }
    const { file, system = null, texts = new Map() } = one
    return { file, system, texts, findings: judgeFile(one, subject) }
  })
}

function withoutPlans(file: string): LoadedFile {
  const message = 'no plan lies in this folder: it has no file that ends with .yaml or .yml'
  const remedy = 'name the folder or the files of your plans'
  return {
    file,
    problems: [{ file, line: 1, column: 1, path: '', rule: 'unreadable', message, remedy }],
    warnings: [],
  }
}

async function needFolder(folder: string): Promise<void> {
  const isThere = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!isThere) throw new Error(`There is no folder ${folder}: give --templates the folder of your templates.`)
}

const ownTemplates = (): string => join(packageRoot(), 'templates')

async function templatesOf(folder: string): Promise<Subject['templates']> {
  const namesIn = async (dir: string) =>
    (await readdir(dir)).filter((name) => name.endsWith('.liquid')).map((name) => name.replace(/\.liquid$/, ''))
  return { own: await namesIn(ownTemplates()), found: await namesIn(folder) }
}

/**
 * Plans from files: the one place of this folder that reads any. Promises that one bad or unreadable file never keeps the
 * others from loading, and that each file's problems come with its own name.
 */
import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Contacts, parseContacts } from './contacts.ts'
import { type Fragment, includedNames } from './fragments.ts'
import { parsePlan } from './parse-plan.ts'
import type { DataProblem, Locate, Place, Problem } from './problem.ts'
import type { Plan } from './schema.ts'

/** Beside the plans that include them. */
const SHARED_FOLDER = 'shared'

/** One file and what became of it; `plan` is absent when it has problems. */
export interface LoadedFile {
  file: string
  /** What stands in the file, and in the fragments that it includes, by file; absent when it could not be read. */
  texts?: ReadonlyMap<string, string>
  /** Name of the system, as far as it could be made out. */
  system?: string
  plan?: Plan
  /** As it is written, before defaults; there whenever the plan is whole. */
  data?: unknown
  /** Puts a finding about the plan at its place in the text; there whenever the file's data was whole. */
  locate?: Locate
  place?: Place
  problems: Problem[]
  warnings: Problem[]
}

export interface LoadedPlans {
  /** The plans that are whole, in the order of the files. */
  plans: Plan[]
  /** Every file asked for, the contacts file last. */
  files: LoadedFile[]
  /** Of all files. */
  problems: Problem[]
  warnings: Problem[]
}

/** What else is wrong with a plan that is whole in itself, by whoever knows more than its text. */
export type JudgePlan = (plan: Plan) => DataProblem[]

/**
 * Loads every plan of these files and folders (their `*.yaml` and `*.yml`, by name), with people's addresses from the contacts
 * file when one is given. Never rejects for what stands in the files: a file that cannot be read is a problem of the rule
 * `unreadable`. A plan whose id another file has already taken is a problem of the later file, and so is whatever `judge` finds.
 */
export async function loadPlanFiles(
  paths: string | readonly string[],
  contactsFile?: string,
  judge: JudgePlan = () => [],
): Promise<LoadedPlans> {
  const contacts = contactsFile === undefined ? undefined : await loadContacts(contactsFile)
  const listed = await Promise.all([paths].flat().map(filesAt))
  const files = await Promise.all([...new Set(listed.flat())].map((file) => loadPlan(file, contacts?.contacts)))
  refuseTakenIds(files)
  refuseJudged(files, judge)
  const plans = files.flatMap(({ plan }) => (plan ? [plan] : []))
  if (contacts) {
    const strangers = files.every(({ plan }) => plan) ? strangersIn(contacts, plans) : []
    files.push({ ...contacts.loaded, warnings: [...contacts.loaded.warnings, ...strangers] })
  }
  return {
    plans,
    files,
    problems: files.flatMap(({ problems }) => problems),
    warnings: files.flatMap(({ warnings }) => warnings),
  }
}

/** The YAML files of a folder, or the path itself; what it is, or that it is not there, reading it will tell. */
async function filesAt(path: string): Promise<string[]> {
  const folder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!folder) return [path]
  const names = await readdir(path)
  return names
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => join(path, name))
}

async function loadPlan(file: string, contacts: Contacts | undefined): Promise<LoadedFile> {
  const read = await readText(file)
  if ('problem' in read) return { file, problems: [read.problem], warnings: [] }
  const fragments = await Promise.all(includedNames(read.text).map((name) => loadFragment(dirname(file), name)))
  const parsed = parsePlan(read.text, file, contacts, fragments)
  const texts = new Map([...fragments, { file, text: read.text }].map((one) => [one.file, one.text ?? '']))
  if (!parsed.ok) return { file, texts, ...parsed }
  const { ok: _ok, plan, ...rest } = parsed
  return { file, texts, system: plan.system.name, plan, problems: [], ...rest }
}

/** A fragment that is not there is a problem of the plan that asks for it; one that cannot be read is told as empty. */
async function loadFragment(folder: string, name: string): Promise<Fragment> {
  const file = join(folder, SHARED_FOLDER, `${name}.yaml`)
  const read = await readText(file)
  return 'text' in read ? { name, file, text: read.text } : { name, file }
}

interface LoadedContacts {
  contacts?: Contacts
  loaded: LoadedFile
}

async function loadContacts(file: string): Promise<LoadedContacts> {
  const read = await readText(file)
  if ('problem' in read) return { loaded: { file, problems: [read.problem], warnings: [] } }
  const parsed = parseContacts(read.text, file)
  const { warnings } = parsed
  const texts = new Map([[file, read.text]])
  if (!parsed.ok) return { loaded: { file, texts, problems: parsed.problems, warnings } }
  const { contacts, locate } = parsed
  return { contacts, loaded: { file, texts, locate, problems: [], warnings } }
}

/** Text that is not UTF-8 is refused rather than guessed at: a guess would put wrong letters into a page. */
async function readText(file: string): Promise<{ text: string } | { problem: Problem }> {
  const unreadable = (message: string, remedy: string): { problem: Problem } => ({
    problem: { file, line: 1, column: 1, path: '', rule: 'unreadable', message, remedy },
  })
  try {
    const bytes = await readFile(file)
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
      return unreadable('the file is not UTF-8 text', 'save it as UTF-8')
    if (code === 'ENOENT') return unreadable('there is no such file', 'correct the path')
    const why = code === 'EISDIR' ? 'it is a folder' : error instanceof Error ? error.message : String(error)
    return unreadable(`the file cannot be read: ${why}`, 'make it readable')
  }
}

function refuseTakenIds(files: LoadedFile[]): void {
  const owners = new Map<string, string>()
  for (const loaded of files) {
    const { plan, locate, file } = loaded
    if (!plan || !locate) continue
    const owner = owners.get(plan.id)
    if (owner === undefined) {
      owners.set(plan.id, file)
      continue
    }
    delete loaded.plan
    const message = `the plan id "${plan.id}" is taken by ${owner}`
    const remedy = 'give each plan its own id'
    loaded.problems.push(locate({ path: ['id'], at: 'value', rule: 'duplicate-id', message, remedy }))
  }
}

function refuseJudged(files: LoadedFile[], judge: JudgePlan): void {
  for (const loaded of files) {
    const { plan, locate } = loaded
    if (!plan || !locate) continue
    // A mark that nobody fills in is ugly, and no reason to be without a plan.
    const found = judge(plan)
    loaded.warnings.push(...found.filter(({ rule }) => rule === 'template-mark').map(locate))
    const problems = found.filter(({ rule }) => rule !== 'template-mark').map(locate)
    if (problems.length === 0) continue
    delete loaded.plan
    loaded.problems.push(...problems)
  }
}

/** People of the contacts file whom no plan knows: most likely a slip in an id, and then somebody cannot be reached. */
function strangersIn({ contacts, loaded: { locate } }: LoadedContacts, plans: readonly Plan[]): Problem[] {
  if (!contacts || !locate) return []
  const strangers = Object.keys(contacts.people).filter((id) => !plans.some(({ people }) => Object.hasOwn(people, id)))
  return strangers.map((id) => {
    const message = `no plan has a person "${id}"`
    const remedy = 'use an id that stands under "people" in a plan, or take the entry away'
    return locate({ path: ['people', id], at: 'key', rule: 'unknown-person', message, remedy })
  })
}

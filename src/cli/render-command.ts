/** `muster render`: a plan as a document to read, print and hand to auditors, or as one-page cards. Promises to write nothing when something is wrong. */
import { existsSync } from 'node:fs'
import { extname, join } from 'node:path'
import { planDigest } from '../plan/digest.ts'
import { loadPlanFiles } from '../plan/load-files.ts'
import { nearest } from '../plan/nearest.ts'
import { scenarioNamed } from '../plan/scenario-named.ts'
import type { Plan } from '../plan/schema.ts'
import { createDraw } from '../render/graphviz.ts'
import { htmlOf } from '../render/html.ts'
import { markdownOf } from '../render/markdown.ts'
import { type Edition, planDocument } from '../render/plan-document.ts'
import { cardsHtml } from '../render/scenario-card-html.ts'
import { writeWhole } from './whole-file.ts'

export interface RenderOptions {
  format?: string | undefined
  /** Only this scenario: its id, or another name that the plan gives it. */
  scenario?: string | undefined
  /** One page for each scenario, in place of the document. */
  card?: boolean | undefined
  /** File of people's addresses, when they are kept apart from the plan. */
  contacts?: string | undefined
  /** File that gets it; absent: standard output. */
  out?: string | undefined
  /** When it is printed, epoch milliseconds. */
  atMs: number
  write: (text: string) => void
  complain: (text: string) => void
}

const FORMATS = ['markdown', 'html'] as const
type Format = (typeof FORMATS)[number]

/** Resolves to the exit code: 0, 1 when the plan has faults, 2 when something that was named is not there or cannot be written. */
export async function runRender(named: string, options: RenderOptions): Promise<number> {
  const format = formatOf(options)
  if (typeof format === 'object') return refuse(options, format.why)
  const file = planFileNamed(named)
  const { plans, problems } = await loadPlanFiles([file], options.contacts)
  const [plan] = plans
  if (problems.some(({ rule }) => rule === 'unreadable')) {
    return refuse(
      options,
      problems.map(({ file: where, message, remedy }) => `${where}: ${message}: ${remedy}.`).join('\n'),
    )
  }
  if (!plan || problems.length > 0) {
    options.complain(
      `${file} has ${problems.length} ${problems.length === 1 ? 'fault' : 'faults'}: \`muster check ${file}\` names them.\n`,
    )
    return 1
  }
  const scenarios = scenariosOf(plan, options.scenario)
  if (!Array.isArray(scenarios)) return refuse(options, scenarios.why)
  const text = await rendered(plan, scenarios, format, options)
  if (options.out === undefined) options.write(text)
  else if (!writeWhole(options.out, text))
    return refuse(options, `${options.out} cannot be written: see whether its folder is there and is yours.`)
  else options.complain(`Wrote ${options.out}.\n`)
  return 0
}

/** A file, or the id of a plan in the folder where a checkout keeps them. */
function planFileNamed(named: string): string {
  const kept = join('plans', `${named}.yaml`)
  return !existsSync(named) && existsSync(kept) ? kept : named
}

async function rendered(
  plan: Plan,
  scenarios: string[],
  format: Format,
  { card, atMs }: RenderOptions,
): Promise<string> {
  const printed = new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')
  const edition: Edition = { digest: planDigest(plan), printed: `${printed} UTC` }
  if (card) return cardsHtml(plan, scenarios, edition)
  const document = planDocument(plan, scenarios, edition)
  return format === 'markdown' ? markdownOf(document) : htmlOf(document, await createDraw())
}

/** As asked for, else as the name of the file says, else Markdown; a card is a printed page. */
function formatOf({ format, out = '', card = false }: RenderOptions): Format | { why: string } {
  if (format !== undefined && !isFormat(format))
    return { why: `There is no format "${format}": write ${FORMATS.join(' or ')}.` }
  const ending = extname(out).toLowerCase()
  const named = ENDINGS[ending]
  if (ending !== '' && named === undefined && format === undefined)
    return {
      why: `Nothing is written as ${ending}: name the file .md or .html (a browser prints it as PDF), or say --format.`,
    }
  if (card && (format ?? named) === 'markdown')
    return { why: 'A card is a page to print, which is HTML: name the file .html, and leave --format markdown out.' }
  return card ? 'html' : (format ?? named ?? 'markdown')
}

const ENDINGS: Readonly<Record<string, Format | undefined>> = {
  '.html': 'html',
  '.htm': 'html',
  '.md': 'markdown',
  '.markdown': 'markdown',
}

const isFormat = (text: string): text is Format => (FORMATS as readonly string[]).includes(text)

function scenariosOf(plan: Plan, named: string | undefined): string[] | { why: string } {
  const { id, scenarios } = plan
  if (named === undefined) return Object.keys(scenarios)
  const found = scenarioNamed(plan, named)
  if (found !== undefined) return [found]
  const close = nearest(named, Object.keys(scenarios))
  const hint = close === undefined ? `write one of ${Object.keys(scenarios).join(', ')}` : `did you mean ${close}?`
  return { why: `The plan ${id} has no scenario "${named}": ${hint}${hint.endsWith('?') ? '' : '.'}` }
}

function refuse({ complain }: RenderOptions, why: string): number {
  complain(`${why}\n`)
  return 2
}

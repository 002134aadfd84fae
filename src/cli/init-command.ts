/** `muster init`: a first plan from a few answers, asked at a terminal or given as flags. Promises never to overwrite a file that nobody gave up. */
import { existsSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { shellWord } from '../plan/posix-quote.ts'
import { packageRoot } from '../program/package-root.ts'
import { answersOf, DEFAULTS, faultsOf, missingFlags, type Written } from './init/answers.ts'
import { ask, type Terminal } from './init/ask.ts'
import { starterPlan } from './init/starter-plan.ts'
import { writeNew, writeWhole } from './whole-file.ts'

export interface InitOptions extends Written {
  /** Take what is not said to be as it mostly is, and ask nothing. */
  yes?: boolean | undefined
  /** Overwrite the file. */
  force?: boolean | undefined
}

export interface InitSurroundings {
  /** Null: nobody sits there to be asked. */
  terminal: Terminal | null
  /** How muster is called here. */
  muster: string
  write: (text: string) => void
  complain: (text: string) => void
}

/** Resolves to the exit code: 0 written, 1 given up by whoever was asked, 2 something that was said cannot be taken. */
export async function runInit(
  file: string | undefined,
  options: InitOptions,
  around: InitSurroundings,
): Promise<number> {
  const { yes = false, force = false, ...written } = options
  const faults = faultsOf(written)
  if (faults.length > 0) return refuse(around, faults.join('\n'))
  // Before anybody has answered ten questions for nothing.
  if (file !== undefined && isInTheWay(file, force)) return refuse(around, inTheWay(file))
  const known = yes ? { ...DEFAULTS, ...given(written) } : written
  const missing = yes ? (written.name === undefined ? ['--name'] : []) : missingFlags(known)
  if (missing.length > 0 && (around.terminal === null || yes)) return refuse(around, missingText(missing))
  const complete = missing.length > 0 && around.terminal ? await ask(known, around.terminal) : known
  if (complete === null) {
    around.complain('Nothing was written.\n')
    return 1
  }
  return save(file, answersOf(complete), force, around)
}

const isInTheWay = (file: string, force: boolean): boolean => existsSync(file) && !force

const inTheWay = (file: string): string => `${file} is there already: name another file, or write over it with --force.`

const given = (written: Written): Written =>
  Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined))

function save(
  named: string | undefined,
  answers: ReturnType<typeof answersOf>,
  force: boolean,
  around: InitSurroundings,
): number {
  const { id, scenarios } = starterPlan(answers, '')
  const file = named ?? `${id}.yaml`
  const { text } = starterPlan(answers, schemaFrom(file))
  const written = force ? (writeWhole(file, text) ? 'written' : 'impossible') : writeNew(file, text)
  if (written === 'there') return refuse(around, inTheWay(file))
  if (written === 'impossible')
    return refuse(around, `${file} cannot be written: see whether its folder is there and is yours.`)
  around.write(nextSteps(file, answers.scenarios.length > 1 ? scenarios[0] : undefined, around.muster))
  return 0
}

/** The schema as the plan's editor finds it, from the plan's own folder. */
const schemaFrom = (file: string): string =>
  relative(dirname(resolve(file)), join(packageRoot(), 'docs', 'plan.schema.json')).replaceAll('\\', '/')

const missingText = (missing: readonly string[]): string =>
  `Nobody is there to be asked: say ${missing.join(', ')}${missing.length === 1 && missing[0] === '--name' ? '' : ', or --name and --yes for the rest'}.`

/** @param scenario one of several, of which a rehearsal has to be told which. */
function nextSteps(file: string, scenario: string | undefined, muster: string): string {
  const plan = shellWord(file)
  const page = shellWord(basename(file).replace(/(\.ya?ml)?$/, '.html'))
  const steps = [
    [`check ${plan}`, 'what is still missing in it'],
    [
      `rehearse ${plan}${scenario === undefined ? '' : ` --scenario ${scenario}`}`,
      'play it through in a second: is it back within its RTO?',
    ],
    [`sandbox --plan ${plan}`, 'declare a disaster and see what would happen'],
    [`render ${plan} --out ${page}`, 'read it, or print it'],
  ].map(([call = '', what = '']) => [`${muster} ${call}`, what] as const)
  const width = Math.max(...steps.map(([call]) => call.length))
  const lines = steps.map(([call, what]) => `  ${call.padEnd(width)}  ${what}\n`)
  return `${file} is there: a draft, with comments that explain it. Next:\n${lines.join('')}Every field, with an example: ${pageFrom('plan-reference.md')}\n`
}

/** A page of ours as a terminal finds it, by the shorter way. */
function pageFrom(name: string): string {
  const page = join(packageRoot(), 'docs', name)
  const near = relative('', page)
  return near.startsWith('..') ? page : near
}

function refuse({ complain }: InitSurroundings, why: string): number {
  complain(`${why}\n`)
  return 2
}

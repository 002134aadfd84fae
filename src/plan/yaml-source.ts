/**
 * YAML text as data that still knows where each part of it stands. Promises never to throw, whatever the text, and to find
 * the position of the very key or value that a path names. Does not know what the data
 * should look like: whoever reads brings the check.
 */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLError,
  type YAMLMap,
} from 'yaml'
import { withoutSecrets } from './hide-secrets.ts'
import {
  byFileAndPosition,
  type DataProblem,
  formatPath,
  type Locate,
  type Path,
  type Place,
  type Problem,
} from './problem.ts'
import { repairText } from './repair-text.ts'
import { retoldFault, type YamlFault, type YamlText } from './yaml-faults.ts'

export interface YamlSource {
  /** Plain data; undefined when nothing could be read. */
  data: unknown
  /** False after a syntax error: what stands behind it cannot be trusted to mean what its author meant. */
  sound: boolean
  /** Syntax errors and duplicate keys, with positions. */
  problems: Problem[]
  /** Repaired text. */
  warnings: Problem[]
  locate: Locate
  place: Place
}

/** Reads YAML 1.2, with or without a byte order mark, in either line ending. `file` is only repeated in the problems. */
export function readYaml(written: string, file: string): YamlSource {
  const tooMuch = whyTooMuch(written)
  const { text, repairs } = repairText(tooMuch ? '' : written.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n'))
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' })
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(1, line), column: Math.max(1, col) }
  }
  // After the first syntax error the library guesses, and what else it finds is mostly an echo of the first.
  const syntaxErrors = document.errors.filter(({ code }) => code !== 'DUPLICATE_KEY')
  const soundUntil = Math.min(text.length, ...syntaxErrors.map(({ pos }) => pos[0]))
  const first = syntaxErrors.find(({ pos }) => pos[0] === soundUntil)
  const problems: Problem[] = document.errors
    .filter((error) => error === first || (error.code === 'DUPLICATE_KEY' && error.pos[0] < soundUntil))
    .map((error) => {
      const { offset, ...fault } = faultOf(error, { text, document })
      return { ...at(offset), ...fault }
    })
  if (tooMuch) {
    const remedy = 'split it, or put what plans share into the folder `shared`'
    problems.push({ ...at(0), path: '', rule: 'yaml-syntax', message: tooMuch, remedy })
  }
  keepPhones(document)
  const offsetOf = (path: Path, half: 'key' | 'value') => offsetIn(document, path, half)
  const place: Place = (path, half) => ({ ...at(offsetOf(path, half)), path: formatPath(path) })
  const endless = badAlias(document, (alias, around) => around.includes(alias))
  const { data, why } = endless === undefined ? toData(document) : { data: undefined, why: ENDLESS }
  if (why)
    problems.push({
      ...at(endless ?? badAlias(document, (alias) => alias === undefined) ?? 0),
      path: '',
      rule: 'yaml-syntax',
      message: why,
      remedy: 'write the values out, or put a text that begins with "*" in quotes',
    })
  return {
    data,
    sound: syntaxErrors.length === 0 && why === undefined && tooMuch === undefined,
    problems,
    warnings: repairs.map(({ line, column, before, after }) => ({
      file,
      line,
      column,
      path: '',
      rule: 'garbled-text',
      message: `"${before}" is "${after}", garbled by a tool that read UTF-8 as Windows-1252; it is used as "${after}"`,
      remedy: `write "${after}" and save the file as UTF-8`,
    })),
    place,
    locate: ({ path, at: half, message, ...problem }) => ({
      ...place(path, half),
      ...problem,
      message: withoutSecrets(message),
    }),
  }
}

/**
 * Checks the data of what was read, all problems at once in the order of the file. Of a text that is no YAML nothing else is told: what the library guesses of the
 * rest would only hide the fault that has to be mended first.
 */
export function checked(source: YamlSource, check: (data: unknown) => DataProblem[]): Problem[] {
  const found = source.sound ? check(source.data).slice(0, PROBLEMS_MAX).map(source.locate) : []
  return [...source.problems, ...found].sort(byFileAndPosition)
}

/** Nobody mends more at once, and each is looked up in the whole text. */
const PROBLEMS_MAX = 500

/** Twenty times the longest plan that we know. Reading takes time with the square of how many entries stand side by side. */
const CHARS_MAX = 1_000_000
const ENTRIES_MAX = 20_000

function whyTooMuch(written: string): string | undefined {
  if (written.length > CHARS_MAX) return `this file has more than ${CHARS_MAX / 1000} kB`
  let entries = 0
  for (const char of written) if (char === ':' || char === ',' || char === '\n') entries++
  return entries > ENTRIES_MAX ? `this file has more than ${ENTRIES_MAX} entries` : undefined
}

/** Said with every fault of the text: nothing else is told of a file until it can be read. */
const UNTIL_MENDED = 'the rest of the file is checked once this is mended'

function faultOf(
  error: YAMLError,
  read: YamlText,
): Pick<Problem, 'path' | 'rule' | 'message' | 'remedy'> & { offset: number } {
  const [offset] = error.pos
  if (error.code === 'DUPLICATE_KEY') {
    const message = `the key "${wordAt(read.text, offset)}" stands here twice`
    return { offset, path: '', rule: 'duplicate-key', message, remedy: 'keep one of the two' }
  }
  const { remedy, ...fault } = syntaxFault(error, read)
  return { ...fault, path: '', rule: 'yaml-syntax', remedy: `${remedy}; ${UNTIL_MENDED}` }
}

function syntaxFault(error: YAMLError, read: YamlText): YamlFault {
  const [offset] = error.pos
  if (error.code === 'MULTIPLE_DOCS') {
    return { offset, message: 'a second document begins here', remedy: 'write one document a file' }
  }
  if (/call stack|stack overflow/i.test(error.message)) {
    const message = 'the parts of this file lie too deep within one another to be read'
    return { offset, message, remedy: 'close the brackets that are open here' }
  }
  return retoldFault(error, read)
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1)
}

const ENDLESS = 'this alias (*name) stands within what it repeats, so that it would never end'

/** Where the first alias (`*name`) stands that is bad. @param isBad takes what it names, if anything, and all that it stands in. */
function badAlias(
  document: Document,
  isBad: (named: Node | undefined, around: readonly unknown[]) => boolean,
): number | undefined {
  // Asked one by one, the library would go through the whole text for each of them.
  const named = new Map<string, Node>()
  let offset: number | undefined
  visit(document, {
    Node: (_, node, around) => {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) named.set(node.anchor, node)
        return undefined
      }
      if (!isBad(named.get(node.source), around)) return undefined
      offset = node.range?.[0] ?? 0
      return visit.BREAK
    },
  })
  return offset
}

/** YAML takes an unquoted +14155550100 or 03090182001 for a number and would lose what it begins with; no number of our files is written so. */
function keepPhones(document: Document): void {
  visit(document, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === 'number' && /^(?:\+|0\d)/.test(scalar.source ?? '')) scalar.value = scalar.source
    },
  })
}

/** A long plan repeats the same folder, approval or check a few hundred times; an attack repeats it millions of times. */
const ALIASES_MAX = 2_000

/** Aliases can name nothing or expand without end; the library finds out only while it builds the data. */
function toData(document: Document): { data: unknown; why?: string } {
  try {
    return { data: document.toJS({ maxAliasCount: ALIASES_MAX }) }
  } catch (error) {
    if (error instanceof ReferenceError && /alias count/i.test(error.message)) {
      return {
        data: undefined,
        why: `the aliases (*name) of this file repeat its parts more than ${ALIASES_MAX} times`,
      }
    }
    if (error instanceof ReferenceError && /unresolved alias/i.test(error.message)) {
      return { data: undefined, why: 'this alias (*name) names nothing that is marked "&name" above it' }
    }
    return {
      data: undefined,
      why: `this cannot be read: ${lowerFirst(error instanceof Error ? error.message : String(error))}`,
    }
  }
}

function wordAt(text: string, offset: number): string {
  return /^[^:\s]*/.exec(text.slice(offset))?.[0] ?? ''
}

function offsetIn(document: Document, path: Path, half: 'key' | 'value'): number {
  let node: unknown = document.contents
  let offset = startOf(node) ?? 0
  for (const [depth, part] of path.entries()) {
    const holder = isAlias(node) ? node.resolve(document) : node
    const last = depth === path.length - 1
    if (isMap(holder)) {
      const pair = pairOf(holder, part)
      if (!pair) break
      const key = startOf(pair.key)
      // An empty value ("people:") has no extent worth pointing at; its key has.
      const value = isScalar(pair.value) && pair.value.source === '' ? undefined : startOf(pair.value)
      offset = (last && half === 'key' ? key : (value ?? key)) ?? offset
      node = pair.value
    } else if (isSeq(holder) && typeof part === 'number') {
      node = holder.items[part]
      offset = startOf(node) ?? offset
    } else break
  }
  return offset
}

/** The last pair with the key, because of two duplicates the data holds the last. */
function pairOf(map: YAMLMap, key: string | number) {
  return map.items.findLast((pair) => String(isScalar(pair.key) ? pair.key.value : pair.key) === String(key))
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0]
}

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
  type Rule,
} from './problem.ts'
import { repairText } from './repair-text.ts'

export interface YamlSource {
  /** Plain data; undefined when nothing could be read. */
  data: unknown
  /** False after a syntax error: what stands behind it cannot be trusted to mean what its author meant. */
  sound: boolean
  /** Syntax errors and duplicate keys, with positions. */
  problems: Problem[]
  /** Repaired text. */
  warnings: Problem[]
  /** Whether what stands there is in front of every syntax error. */
  believes(path: Path, at: 'key' | 'value'): boolean
  locate: Locate
  place: Place
}

/** Reads YAML 1.2, with or without a byte order mark, in either line ending. `file` is only repeated in the problems. */
export function readYaml(written: string, file: string): YamlSource {
  const { text, repairs } = repairText(written.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n'))
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
  const problems = document.errors
    .filter((error) => error === first || (error.code === 'DUPLICATE_KEY' && error.pos[0] < soundUntil))
    .map(({ code, pos: [offset], message }) => ({ ...at(offset), ...faultOf(code, message, wordAt(text, offset)) }))
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
      remedy: 'write the values out',
    })
  return {
    data,
    sound: syntaxErrors.length === 0 && why === undefined,
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
    believes: (path, half) => offsetOf(path, half) < soundUntil,
    place,
    locate: ({ path, at: half, message, ...problem }) => ({
      ...place(path, half),
      ...problem,
      message: withoutSecrets(message),
    }),
  }
}

/** Problems of these kinds may only mean that a syntax error hides what is looked for. */
const NEEDS_WHOLE_FILE: Rule[] = ['missing-key', 'missing-value', 'dangling-reference']

/**
 * Checks the data of what was read, all problems at once in the order of the file. Behind a syntax error nothing is checked,
 * and nothing is called missing that may stand there.
 */
export function checked(source: YamlSource, check: (data: unknown) => DataProblem[]): Problem[] {
  const believed = check(source.data).filter(
    ({ path, at, rule }) => source.sound || (!NEEDS_WHOLE_FILE.includes(rule) && source.believes(path, at)),
  )
  return [...source.problems, ...believed.map(source.locate)].sort(byFileAndPosition)
}

function faultOf(code: string, message: string, word: string): Pick<Problem, 'path' | 'rule' | 'message' | 'remedy'> {
  if (code === 'DUPLICATE_KEY') {
    return {
      path: '',
      rule: 'duplicate-key',
      message: `the key "${word}" stands here twice`,
      remedy: 'keep one of the two',
    }
  }
  if (code === 'MULTIPLE_DOCS') {
    return {
      path: '',
      rule: 'yaml-syntax',
      message: 'a second document begins here',
      remedy: 'write one document a file',
    }
  }
  if (/call stack/i.test(message)) {
    return {
      path: '',
      rule: 'yaml-syntax',
      message: 'the parts of this file lie too deep within one another to be read',
      remedy: 'close the brackets that are open here',
    }
  }
  const remedy = 'correct the text here; what follows it is not checked'
  return { path: '', rule: 'yaml-syntax', message: `this is not YAML: ${lowerFirst(message)}`, remedy }
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

/** YAML takes an unquoted +14155550100 for a number and would lose its plus; nothing else in our files begins with one. */
function keepPhones(document: Document): void {
  visit(document, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === 'number' && scalar.source?.startsWith('+')) scalar.value = scalar.source
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

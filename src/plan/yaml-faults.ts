/**
 * What keeps a text from being YAML, retold for somebody who writes the first plan: what is wrong, at the place where it was begun where that can be found, and
 * what to write. Promises to repeat nothing of the text but its marks: it may be a secret.
 */
import { type Document, isCollection, isScalar, visit, type YAMLError } from 'yaml'
import { columnOf, firstMark, indentOf, keyColumn, lineEnd, lineOf, lineStart, linesBefore } from './text-lines.ts'

export interface YamlText {
  text: string
  /** As far as it could be read. */
  document: Document
}

export interface YamlFault {
  /** Where in the text it is told. */
  offset: number
  message: string
  remedy: string
}

type Teller = (error: YAMLError, read: YamlText) => YamlFault | undefined

/** A fault of the library, in our words; in its own where it is a rare one. */
export function retoldFault(error: YAMLError, read: YamlText): YamlFault {
  const told = TELLERS[error.code]?.(error, read)
  if (told) return told
  const message = `this is not YAML: ${error.message.charAt(0).toLowerCase()}${error.message.slice(1)}`
  const remedy = 'look here and on the line above for a colon, a quote or a bracket that is missing or too many'
  return { offset: error.pos[0], message, remedy }
}

const TELLERS: Partial<Record<YAMLError['code'], Teller>> = {
  TAB_AS_INDENT: ({ pos: [offset] }, { text }) => ({
    offset: Math.max(offset, text.indexOf('\t', offset)),
    message: 'this line is indented with a tab, and YAML knows blanks only',
    remedy: 'write two blanks for each level instead of tabs',
  }),
  BLOCK_IN_FLOW: ({ pos: [offset] }) => ({
    offset,
    message: 'a second ": " stands in this entry, so that it is no single key with a value',
    remedy: 'put a text with ": " in it in quotes, or a comma between two entries',
  }),
  BLOCK_AS_IMPLICIT_KEY: (error, read) =>
    /sequence/.test(error.message) ? strayEntry(error, read) : secondColon(error, read),
  MULTILINE_IMPLICIT_KEY: ({ pos: [offset] }, { text }) => {
    const line = text.slice(offset, lineEnd(text, offset))
    const isTight = /^[\w-]+:\S/.test(line)
    return {
      offset: isTight ? offset + line.indexOf(':') : offset,
      message: isTight
        ? 'no blank stands behind this colon, so that it ends no key'
        : 'no ": " ends a key on this line',
      remedy: isTight ? 'write a blank behind the colon' : 'write a key, a colon and a blank before the value',
    }
  },
  MISSING_CHAR: (error, read) => MISSING.find(([pattern]) => pattern.test(error.message))?.[1](error, read),
  BAD_INDENT: (error, read) => (/^Flow/.test(error.message) ? openBracket(error, read) : otherColumn(error, read)),
  UNEXPECTED_TOKEN: (error, read) => UNEXPECTED.find(([pattern]) => pattern.test(error.message))?.[1](error, read),
  BAD_SCALAR_START: ({ pos: [offset] }, { text }) => needsQuotes(offset, text),
  BAD_ALIAS: ({ pos: [offset] }, { text }) => needsQuotes(offset, text),
  BAD_DQ_ESCAPE: ({ pos: [offset] }) => ({
    offset,
    message: 'this backslash means nothing within double quotes',
    remedy: "write two of them, or put the text in single quotes ('), in which a backslash is one",
  }),
}

const MISSING: [RegExp, Teller][] = [
  [/closing .*quote/i, openQuote],
  [/without - indicator/i, betweenColumns],
  [
    /followed by map values/i,
    ({ pos: [offset] }, { text }) => ({
      offset: firstMark(text, offset),
      message: 'no ": " stands on this line, so that it is no key with a value',
      remedy:
        'write a key, a colon and a blank before it, "- " before an entry of a list, or indent what goes on with the line above',
    }),
  ],
  [
    /^Comments/i,
    ({ pos: [offset] }) => ({
      offset,
      message: 'a "#" begins a comment only behind a blank',
      remedy: 'write a blank before it, or put the text in quotes if it belongs to that',
    }),
  ],
]

const UNEXPECTED: [RegExp, Teller][] = [
  [
    /(?:flow-seq-end|flow-map-end)/,
    ({ pos: [offset] }, { text }) => ({
      offset,
      message: `this "${text[offset]}" closes nothing`,
      remedy: 'take it away, or write the bracket that opens what it closes',
    }),
  ],
  [
    /^Unexpected ,/,
    ({ pos: [offset] }) => ({
      offset,
      message: 'nothing stands before this comma',
      remedy: 'take it away, or write what is missing',
    }),
  ],
  [
    /^Block scalar header/,
    ({ pos: [offset] }) => ({
      offset,
      message: 'a text over several lines cannot begin on the line of its "|" or ">"',
      remedy: 'begin it on the next line, indented by two blanks',
    }),
  ],
  [/./, behindTheEnd],
]

const needsQuotes = (offset: number, text: string): YamlFault => ({
  offset,
  message: `a text cannot begin with "${text[offset]}"`,
  remedy: 'put the text in quotes',
})

/** `title: Load: the dump`, or a key that is indented too far below a value. */
function secondColon({ pos: [offset] }: YAMLError, { text, document }: YamlText): YamlFault {
  const across = document.errors.find(({ code, pos }) => code === 'MULTILINE_IMPLICIT_KEY' && pos[0] === offset)
  const end = across?.pos[1] ?? offset
  const key = firstMark(text, end)
  if (lineStart(text, end) > offset && /^["']?[\w.-]+["']?$/.test(text.slice(key, end))) {
    const column = keyColumn(text, offset)
    return {
      offset: key,
      message: `this key is indented further than the one above, which has a value already`,
      remedy: `let it begin in column ${column}, as the one above does; or put the text above in quotes if this belongs to it`,
    }
  }
  return {
    offset,
    message: 'a second ": " stands in this entry, so that it is no single key with a value',
    remedy: 'put a text with ": " in it in quotes',
  }
}

/** An entry of a list that stands in another column than the others, or where no list is. */
function strayEntry({ pos: [at] }: YAMLError, { text }: YamlText): YamlFault {
  const offset = firstMark(text, at)
  const column = columnOf(text, offset)
  const other = linesBefore(text, offset).find((line) => /^\s*- /.test(line) && indentOf(line) + 1 !== column)
  if (other === undefined) {
    return {
      offset,
      message: 'an entry of a list ("- ") stands among keys',
      remedy: 'take the "- " away, or write the list under a key of its own',
    }
  }
  const there = indentOf(other) + 1
  return {
    offset,
    message: `this entry of a list begins in column ${column}, and the one before it in column ${there}`,
    remedy: `let it begin in column ${there}, too`,
  }
}

/** Further left than the rest of its block, and further right than what holds the block. */
function otherColumn({ pos: [at] }: YAMLError, { text }: YamlText): YamlFault | undefined {
  const offset = firstMark(text, at)
  const indent = columnOf(text, offset) - 1
  const before = linesBefore(text, offset)
  const end = before.findIndex((line) => indentOf(line) <= indent)
  const block = (end < 0 ? before : before.slice(0, end)).map(indentOf)
  if (/^\s*- /.test(before[end] ?? '') && indentOf(before[end] ?? '') === indent && text[offset] !== '-') {
    return {
      offset,
      message: 'a key stands among the entries of a list',
      remedy: `write "- " before it if it is one of them; else let it begin in the column of the key above the list`,
    }
  }
  if (block.length === 0) return undefined
  const column = Math.min(...block) + 1
  return {
    offset,
    message: `this line begins in column ${indent + 1}, and the others of its block in column ${column}`,
    remedy: `let it begin in column ${column}, too`,
  }
}

/** `- id: a` and below it a key that stands neither under the "-" nor under the "id". */
function betweenColumns({ pos: [at] }: YAMLError, { text }: YamlText): YamlFault {
  const offset = firstMark(text, at)
  const column = columnOf(text, offset)
  const entry = linesBefore(text, offset).find((line) => /^\s*- /.test(line) && indentOf(line) + 1 < column)
  const keys = entry === undefined ? undefined : (/^\s*(?:- +)+/.exec(entry)?.[0].length ?? 0) + 1
  return {
    offset,
    message: `this line begins in column ${column}, where neither an entry of the list nor a key of the last one can stand`,
    remedy:
      keys === undefined ? 'write "- " before it' : `let it begin in column ${keys}, as the other keys of the entry do`,
  }
}

/** The quote that is open where the text ends. */
function openQuote({ pos: [offset] }: YAMLError, { text, document }: YamlText): YamlFault {
  const opened = quotesIn(document).findLast(({ from, to }) => from < offset && to >= offset)?.from ?? offset
  const mark = text[opened] ?? '"'
  return {
    offset: opened,
    message: 'the quote that opens here is never closed',
    remedy: `write ${mark} at the end of the text`,
  }
}

/** Something behind a value that is complete: most often a quote within a text. */
function behindTheEnd({ pos: [offset] }: YAMLError, { text, document }: YamlText): YamlFault {
  const quote = quotesIn(document).findLast(({ to }) => to <= offset && text.slice(to, offset).trim() === '')
  if (quote) {
    const doubled =
      text[quote.from] === "'" ? "write a quote within it twice ('it''s')" : 'write \\" for a quote within it'
    return {
      offset,
      message: 'the text goes on behind the quote that closes it',
      remedy: `${doubled}, or a comma between two entries`,
    }
  }
  return {
    offset,
    message: 'something stands behind the end of a value',
    remedy: 'write a comma between two entries, or put the whole text in quotes',
  }
}

function openBracket({ pos: [offset] }: YAMLError, { text, document }: YamlText): YamlFault {
  let opened = offset
  visit(document, {
    Node: (_, node) => {
      if (!isCollection(node) || !node.flow || !node.range) return
      const [from, to] = node.range
      if (from < offset && to >= offset && !']}'.includes(text[to - 1] ?? ' ')) opened = from
    },
  })
  if (opened === offset) opened = lastOpen(text, offset)
  const mark = text[opened] === '{' ? '}' : ']'
  const line = lineOf(text, offset)
  const where =
    line === lineOf(text, opened) ? `the "${text[offset]}" in column ${columnOf(text, offset)}` : `line ${line}`
  return {
    offset: opened,
    message: `the "${text[opened]}" that opens here is not closed before ${where}`,
    remedy: `write "${mark}" where it ends; lines within it must be indented further than the key before it`,
  }
}

/** The last bracket before a place that nothing closes up to there; quotes are not looked at. */
function lastOpen(text: string, offset: number): number {
  let closed = 0
  for (let at = offset - 1; at >= 0; at--) {
    if (text[at] === ']' || text[at] === '}') closed++
    if ((text[at] === '[' || text[at] === '{') && closed-- === 0) return at
  }
  return offset
}

function quotesIn(document: Document): { from: number; to: number }[] {
  const quotes: { from: number; to: number }[] = []
  visit(document, {
    Scalar: (_, node) => {
      if (isScalar(node) && node.range && node.type?.startsWith('QUOTE'))
        quotes.push({ from: node.range[0], to: node.range[1] })
    },
  })
  return quotes
}

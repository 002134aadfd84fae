/**
 * Hides secrets in texts. Promises that no form of a secret leaves whole, also when it comes in pieces or two overlap; that text which cannot be the
 * beginning of a secret is never held back; and time that grows with the text alone, however many secrets there are (Aho and Corasick's automaton).
 */
import { formsOf } from './secret-forms.ts'

/** What stands in a secret's place. */
export const MASK = '‹secret›'

export interface Masker {
  text(text: string): string
  /** Whether a secret stands in it. */
  hides(text: string): boolean
  /** For a text that comes in pieces. */
  stream(): { write(text: string): string; end(): string }
}

export function createMasker(secrets: readonly string[]): Masker {
  const forms = [...new Set(secrets.flatMap(formsOf))]
  if (forms.length === 0) return NOTHING_TO_HIDE
  const automaton = buildAutomaton(forms)
  const stream = () => createStream(automaton)
  return {
    stream,
    text(text) {
      const one = stream()
      return one.write(text) + one.end()
    },
    hides: (text) => new Search(automaton).find(text, 0).length > 0,
  }
}

const NOTHING_TO_HIDE: Masker = {
  text: (text) => text,
  hides: () => false,
  stream: () => ({ write: (text) => text, end: () => '' }),
}

/** Part of a text that is hidden; `told`: the mask for it has been written already. */
interface Hidden {
  start: number
  end: number
  told: boolean
}

function createStream(automaton: Automaton): ReturnType<Masker['stream']> {
  const search = new Search(automaton)
  let pending = ''
  let hidden: Hidden[] = []

  /** Writes up to a place and keeps the rest. */
  const release = (text: string, upTo: number): string => {
    let released = ''
    let at = 0
    for (const part of hidden) {
      if (part.start >= upTo) break
      released += text.slice(at, part.start)
      if (!part.told) released += MASK
      part.told = true
      at = Math.min(part.end, upTo)
    }
    released += text.slice(at, upTo)
    pending = text.slice(upTo)
    hidden = hidden
      .filter(({ end }) => end > upTo)
      .map(({ start, end, told }) => ({ start: Math.max(start - upTo, 0), end: end - upTo, told }))
    return released
  }

  return {
    write(piece) {
      const text = pending + piece
      for (const found of search.find(text, pending.length)) addHidden(hidden, found)
      return release(text, text.length - search.begun)
    },
    end: () => release(pending, pending.length),
  }
}

/** Later ones end later, but may begin earlier than those before. */
function addHidden(hidden: Hidden[], { start, end }: { start: number; end: number }): void {
  const merged: Hidden = { start, end, told: false }
  for (let last = hidden.at(-1); last && last.end > merged.start; last = hidden.at(-1)) {
    merged.start = Math.min(merged.start, last.start)
    merged.told ||= last.told
    hidden.pop()
  }
  hidden.push(merged)
}

interface Automaton {
  /** Class of each UTF-16 unit; 0: stands in no form. */
  classes: Uint16Array
  classCount: number
  /** Next state by state and class. */
  next: Int32Array
  /** How much of a form has been read in a state. */
  depth: Int32Array
  /** Length of the longest form that ends in a state; 0: none. */
  found: Int32Array
}

class Search {
  /** So many characters at the end of what was read may be the beginning of a form. */
  begun = 0
  readonly #automaton: Automaton
  #state = 0

  constructor(automaton: Automaton) {
    this.#automaton = automaton
  }

  /** Reads on from a place of the text. */
  find(text: string, from: number): { start: number; end: number }[] {
    const { classes, classCount, next, depth, found } = this.#automaton
    const all: { start: number; end: number }[] = []
    let state = this.#state
    for (let at = from; at < text.length; at++) {
      state = next[state * classCount + classes[text.charCodeAt(at)]!]!
      const length = found[state]!
      if (length > 0) all.push({ start: at + 1 - length, end: at + 1 })
    }
    this.#state = state
    this.begun = depth[state]!
    return all
  }
}

function buildAutomaton(forms: readonly string[]): Automaton {
  const { classes, classCount } = classesOf(forms)
  const states = 1 + forms.reduce((sum, { length }) => sum + length, 0)
  const next = new Int32Array(states * classCount)
  const depth = new Int32Array(states)
  const found = new Int32Array(states)
  let count = 1
  for (const form of forms) {
    let state = 0
    for (let at = 0; at < form.length; at++) {
      const edge = state * classCount + classes[form.charCodeAt(at)]!
      if (next[edge] === 0) {
        next[edge] = count
        depth[count++] = at + 1
      }
      state = next[edge]!
    }
    found[state] = form.length
  }
  completeEdges(next, found, classCount)
  return { classes, classCount, next, depth, found }
}

function classesOf(forms: readonly string[]): { classes: Uint16Array; classCount: number } {
  const classes = new Uint16Array(0x10000)
  let classCount = 1
  for (const form of forms) {
    for (let at = 0; at < form.length; at++) {
      const unit = form.charCodeAt(at)
      if (classes[unit] === 0) classes[unit] = classCount++
    }
  }
  return { classes, classCount }
}

/** Breadth first: where a form does not go on, the search goes on where the longest other one that may have begun does. */
function completeEdges(next: Int32Array, found: Int32Array, classCount: number): void {
  const otherwise = new Int32Array(found.length)
  const queue = [...next.subarray(0, classCount)].filter((state) => state !== 0)
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head]!
    const fallback = otherwise[state]!
    found[state] = Math.max(found[state]!, found[fallback]!)
    for (let unit = 0; unit < classCount; unit++) {
      const edge = state * classCount + unit
      const target = next[edge]!
      const other = next[fallback * classCount + unit]!
      if (target === 0) next[edge] = other
      else {
        otherwise[target] = other
        queue.push(target)
      }
    }
  }
}

/** What every module of ours keeps to and a tool can tell by looking at one file. Each rule gives one sentence for each fault. */
import { bannedCalls } from './banned-calls.ts'

export interface Source {
  /** From the root of the repository, with slashes. */
  file: string
  text: string
}

const LINES_MAX = 300
/** What a file is for has a better name than these (`src/incident/events.ts`, not `types.ts`). */
const EMPTY_NAMES = /^(utils?|helpers?|commons?|types|interfaces|index|misc)$/
/** The part of the program that must give the same result whenever and wherever it runs. */
const REPEATABLE = /^(src\/(plan|check|incident|readiness|engine|evidence|rehearsal|charts)|sim)\//
/** Runs in a visitor's browser, whose time is the visitor's. */
const IN_THE_BROWSER = /^sim\/workspace\/page\//

/** The files that touch the real thing, for all others, and what they may use. */
export const EXCEPTIONS: Record<string, string[]> = {
  'src/engine/wall-clock.ts': ['Date.now', 'setTimeout'],
  // Faults are slow in real time: Muster's own time limits run on it.
  'sim/http/real-delay.ts': ['node:timers/promises'],
  // A program of its own: what a plan's step hands it stands in its environment.
  'sim/patient/patientctl.ts': ['process.env'],
}

export const RULES: Record<string, (source: Source) => string[]> = {
  'begins by saying what it promises': ({ file, text }) =>
    hasHeader(text) ? [] : [`${file}: begin with a comment that says what the module promises`],
  'is not too long': ({ file, text }) => {
    const lines = text.replace(/\n$/, '').split('\n').length
    return lines <= LINES_MAX ? [] : [`${file} has ${lines} lines: split it, ${LINES_MAX} are the most`]
  },
  'leaves nothing for later': ({ file, text }) =>
    text
      .split('\n')
      .flatMap((line, index) => (/\b(TODO|FIXME|XXX)\b/.test(line) ? [`${file}:${index + 1}: do it or drop it`] : [])),
  'has a name that says what it is for': ({ file }) => {
    const name = file.replace(/^.*\//, '').replace(/\.\w+$/, '')
    if (EMPTY_NAMES.test(name)) return [`${file}: "${name}" says nothing`]
    return /^[a-z0-9]+([-.][a-z0-9]+)*$/.test(name) ? [] : [`${file}: write the name in kebab-case`]
  },
  'takes time, chance and surroundings as arguments': ({ file, text }) => {
    if (!REPEATABLE.test(file) || IN_THE_BROWSER.test(file)) return []
    const allowed = EXCEPTIONS[file] ?? []
    return bannedCalls(text)
      .filter((call) => !allowed.includes(call))
      .map((call) => `${file} uses ${call}: take it as an argument`)
  },
}

/** Exceptions that nothing needs any more: an open door that nobody watches. */
export function idleExceptions(sources: readonly Source[]): string[] {
  return Object.entries(EXCEPTIONS).flatMap(([file, allowed]) => {
    const source = sources.find((one) => one.file === file)
    const used = source ? bannedCalls(source.text) : []
    return allowed.filter((call) => !used.includes(call)).map((call) => `${file} no longer uses ${call}`)
  })
}

/** A header, or a doc comment on the first thing exported. */
function hasHeader(text: string): boolean {
  const body = text.replace(/^#!.*\n/, '').trimStart()
  if (body.startsWith('/**')) return true
  const first = body.search(/^export /m)
  return first >= 0 && /\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*$/.test(body.slice(0, first))
}

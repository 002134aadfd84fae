/** What somebody asks of a rehearsal, in words, made into what is rehearsed. Promises one clear sentence for whatever is not in the plan. */
import { capital } from '../plan/in-words.ts'
import { isE164 } from '../plan/phone.ts'
import { defaultSeverity } from '../plan/policy-for.ts'
import { procedureOf } from '../plan/procedure.ts'
import { scenarioNamed } from '../plan/scenario-named.ts'
import type { Plan } from '../plan/schema.ts'
import { parseDelay } from '../plan/time.ts'
import { checkValue } from '../plan/values.ts'
import { parseFaults, sentence, unknown } from './faults.ts'
import type { Wanted } from './rehearse.ts'

export interface Asked {
  /** Absent: the plan's only scenario. Its id, its title or an alias. */
  scenario?: string | undefined
  severity?: string | undefined
  seed?: number | undefined
  faults?: string | undefined
  nobody?: boolean | undefined
  drill?: boolean | undefined
  /** ISO 8601; UTC unless it says otherwise. */
  at?: string | undefined
  /** How long after the declaration it is given up. */
  until?: string | undefined
  /** `STEP=OPTION`. */
  choose?: readonly string[] | undefined
  /** `QUESTION=yes`. */
  answer?: readonly string[] | undefined
  /** `VALUE=TEXT`. */
  set?: readonly string[] | undefined
}

export type Read = { ok: true; wanted: Wanted } | { ok: false; why: string }

/** A Monday morning at ten, UTC: the same for everybody who does not say otherwise. */
const DEFAULT_START_MS = Date.UTC(2026, 0, 5, 10)

class Refused extends Error {}

export function readAsked(plan: Plan, asked: Asked): Read {
  try {
    return { ok: true, wanted: wantedOf(plan, asked) }
  } catch (error) {
    if (error instanceof Refused) return { ok: false, why: error.message }
    throw error
  }
}

function wantedOf(written: Plan, asked: Asked): Wanted {
  const plan = written.draft ? withAddresses(written) : written
  const { seed = 1, faults: faultWords = '', nobody = false, drill = false } = asked
  const scenario = scenarioOf(plan, asked.scenario)
  const faults = parseFaults(faultWords, plan, scenario)
  if (!faults.ok) throw new Refused(faults.why)
  return {
    ...{ plan, scenario, seed, nobody, drill, channel: true, faults: faults.faults },
    severity: severityOf(plan, scenario, asked.severity),
    startMs: asked.at === undefined ? DEFAULT_START_MS : instantOf(asked.at),
    ...(asked.until === undefined ? {} : { lastsMs: delayOf(asked.until) }),
    choose: chosenOf(plan, scenario, asked.choose ?? []),
    answers: answersOf(plan, asked.answer ?? []),
    values: valuesOf(plan, asked.set ?? []),
  }
}

function scenarioOf(plan: Plan, word: string | undefined): string {
  const ids = Object.keys(plan.scenarios)
  if (ids.length === 0) throw new Refused(`${plan.id} has no scenario, which is what a rehearsal plays: write one.`)
  if (word === undefined) {
    const [only] = ids
    if (only !== undefined && ids.length === 1) return only
    throw new Refused(`Say which scenario of ${plan.id} is rehearsed: ${ids.join(', ')}.`)
  }
  const found = scenarioNamed(plan, word)
  if (found === undefined) throw new Refused(sentence(capital(unknown(`a scenario of ${plan.id}`, word, ids))))
  return found
}

/** A draft's people have no addresses yet; it is rehearsed as it is meant, with everybody reachable by every means. */
function withAddresses(plan: Plan): Plan {
  const people = Object.entries(plan.people).map(([id, person], index) => {
    const phone = person.phone !== undefined && isE164(person.phone) ? person.phone : `+1555010${1000 + index}`
    return [id, { slack: `U-${id}`, email: `${id}@example.org`, ...person, phone }] as const
  })
  return { ...plan, people: Object.fromEntries(people) }
}

function severityOf(plan: Plan, scenario: string, word: string | undefined): string {
  if (word === undefined) return defaultSeverity(plan, scenario)
  const wanted = word.toLowerCase()
  const found = plan.severities.find(({ id, label, aliases }) =>
    [id, label, ...aliases].some((name) => name.toLowerCase() === wanted),
  )
  if (found) return found.id
  const ids = plan.severities.map(({ id }) => id)
  throw new Refused(sentence(capital(unknown(`a severity of ${plan.id}`, word, ids))))
}

const MOMENT = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?) ?(?:Z|UTC|([+-]\d\d:\d\d))?)?$/i
/** The report tells instants from lengths by their size. */
const YEAR_MIN = 2002

/** Without a zone it is UTC: the machine's own would make it another run elsewhere. */
function instantOf(text: string): number {
  const [, day = '', time = '00:00', zone = 'Z'] = MOMENT.exec(text.trim()) ?? []
  const [dayMs, atMs] = [Date.parse(`${day}T00:00Z`), Date.parse(`${day}T${time}${zone}`)]
  // 30 February is read as 2 March.
  const isThere = !Number.isNaN(atMs) && new Date(dayMs).toISOString().startsWith(day)
  if (!isThere || Number(day.slice(0, 4)) < YEAR_MIN)
    throw new Refused(`"${text}" is no moment from ${YEAR_MIN} on: write one such as 2026-12-24T03:00:00Z.`)
  return atMs
}

function delayOf(text: string): number {
  const parsed = parseDelay(text)
  if (!parsed.ok) throw new Refused(`${parsed.why}.`)
  return parsed.ms
}

/** The halves of `NAME=REST`. */
function halves(text: string, form: string): [name: string, rest: string] {
  const at = text.indexOf('=')
  if (at < 1) throw new Refused(`"${text}" says nothing: write ${form}.`)
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()]
}

function chosenOf(plan: Plan, scenario: string, texts: readonly string[]): Record<string, string> {
  const { byId } = procedureOf(plan, scenario)
  return Object.fromEntries(
    texts.map((text) => {
      const [id, option] = halves(text, 'STEP=OPTION')
      const step = byId.get(id)
      if (!step) throw new Refused(sentence(capital(unknown('a step of the scenario', id, [...byId.keys()]))))
      const options = step.decide?.options.map((one) => one.id) ?? [...step.onFailure.choose]
      if (!options.includes(option))
        throw new Refused(sentence(capital(unknown(`an option of ${id}`, option, options))))
      return [id, option]
    }),
  )
}

function answersOf(plan: Plan, texts: readonly string[]): Record<string, 'yes' | 'no'> {
  return Object.fromEntries(
    texts.map((text) => {
      const [name, answer] = halves(text, 'QUESTION=yes')
      const names = Object.keys(plan.questions)
      if (!names.includes(name)) throw new Refused(sentence(capital(unknown(`a question of ${plan.id}`, name, names))))
      if (answer !== 'yes' && answer !== 'no')
        throw new Refused(`"${answer}" is no answer to ${name}: write yes or no.`)
      return [name, answer]
    }),
  )
}

function valuesOf(plan: Plan, texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const [name, value] = halves(text, 'VALUE=TEXT')
      const spec = Object.hasOwn(plan.values, name) ? plan.values[name] : undefined
      if (!spec) throw new Refused(sentence(capital(unknown(`a value of ${plan.id}`, name, Object.keys(plan.values)))))
      const checked = checkValue(spec, value)
      if (!checked.ok) throw new Refused(`"${value}" is no ${name}: ${checked.why}.`)
      return [name, value]
    }),
  )
}

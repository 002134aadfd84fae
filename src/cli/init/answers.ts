/** What `muster init` asks, how each answer is read, and what it is taken to be when nobody says. Refusals are one sentence that says what to write. */
import { isZone } from '../../plan/calendar.ts'
import { isMailAddress } from '../../plan/mail-address.ts'
import { bareNumber, isE164 } from '../../plan/phone.ts'
import { parseDelay } from '../../plan/time.ts'
import { scheduleField } from '../../plan/time-field.ts'

export interface Contact {
  name: string
  phone?: string
  email?: string
  slack?: string
}

export interface Answers {
  name: string
  /** As written; `ms` is what it means. */
  rto: { written: string; ms: number }
  rpo: { written: string; ms: number }
  /** On call, second, commander; those that are not known yet are absent. */
  people: Contact[]
  scenarios: string[]
  /** Bucket and what the keys begin with; null: nobody has said. */
  backups: { bucket: string; prefix: string; every: string } | null
  statusPage: string | null
  zone: string
}

/** As somebody writes it: on the command line, or into the terminal. */
export interface Written {
  name?: string | undefined
  rto?: string | undefined
  rpo?: string | undefined
  people?: string[] | undefined
  scenario?: string[] | undefined
  backups?: string | undefined
  every?: string | undefined
  statusPage?: string | undefined
  zone?: string | undefined
}

/** What must be known; with --yes all but the name has a default. */
const REQUIRED = ['name', 'rto', 'rpo', 'people', 'scenario'] as const

export const DEFAULTS: Written & { rto: string; rpo: string; zone: string; every: string } = {
  rto: '4 hours',
  rpo: '1 hour',
  people: [],
  scenario: ['Database corruption'],
  every: '1 hour',
  zone: 'UTC',
}

const CHARS_MAX = 120
/** And what turns the direction of writing, which would hide what stands there. */
const CONTROL = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029]/u

/** Why a text cannot be taken as it is; undefined: it can. */
export type Check = (text: string) => string | undefined

export const checkLine: Check = (text) => {
  if (text.trim() === '') return 'write at least one word'
  if (CONTROL.test(text)) return 'write one line without control characters'
  return text.length > CHARS_MAX ? `write at most ${CHARS_MAX} characters` : undefined
}

export const checkRto: Check = (text) => {
  const parsed = parseDelay(text)
  if (!parsed.ok) return parsed.why
  return parsed.ms < 1000 ? 'write an objective of a second or more, such as 4 hours' : undefined
}

export const checkRpo: Check = (text) => {
  const parsed = parseDelay(text)
  return parsed.ok ? undefined : parsed.why
}

export const checkPerson: Check = (text) => {
  const fault = checkLine(text)
  if (fault !== undefined) return fault
  if (partsOf(text).filter((part) => part.includes('@') && isMailAddress(part)).length > 1)
    return `"${text}" is more than one person: write each on their own, in quotes`
  return readPerson(text).name === ''
    ? `"${text}" has no name: write it first, as in "Ana Ames +14155550100"`
    : undefined
}

const BUCKET = /^(?:s3:\/\/)?([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/

export const checkBackups: Check = (text) =>
  BUCKET.test(text.trim()) && !CONTROL.test(text)
    ? undefined
    : `"${text}" is not a bucket: write its name and what the keys begin with, such as shop-backups/database/`

export const checkEvery: Check = (text) => scheduleField.safeParse(asSchedule(text)).error?.issues[0]?.message

export const checkStatusPage: Check = (text) =>
  /^https?:$/.test(URL.parse(text)?.protocol ?? '')
    ? undefined
    : `"${text}" is not an address: write one such as https://status.example.com`

const checkZone: Check = (text) =>
  isZone(text) ? undefined : `"${text}" is not a time zone: write one such as Europe/Berlin or UTC`

/** `1 hour` is how often it is made, too. */
const asSchedule = (text: string): string => {
  const written = text.trim()
  const parsed = parseDelay(written)
  return parsed.ok && parsed.ms > 0 && /^\d/.test(written) && !/[*]/.test(written) ? `every ${written}` : written
}

const partsOf = (text: string): string[] => text.replace(/[<>,;]/g, ' ').match(/\+[\d\s().-]{6,}\d|\S+/g) ?? []

/** A name and whatever else stands there: a telephone number, a mail address, a Slack id. */
export function readPerson(text: string): Contact {
  const found: Contact = { name: '' }
  const names: string[] = []
  for (const part of partsOf(text)) {
    if (isE164(bareNumber(part))) found.phone = bareNumber(part)
    else if (part.includes('@') && isMailAddress(part)) found.email = part
    else if (/^[UW][A-Z0-9]{7,}$/.test(part)) found.slack = part
    else names.push(part)
  }
  return { ...found, name: names.join(' ') }
}

const CHECKS: { [Key in keyof Written]-?: [flag: string, check: Check] } = {
  name: ['--name', checkLine],
  rto: ['--rto', checkRto],
  rpo: ['--rpo', checkRpo],
  people: ['--people', checkPerson],
  scenario: ['--scenario', checkLine],
  backups: ['--backups', checkBackups],
  every: ['--every', checkEvery],
  statusPage: ['--status-page', checkStatusPage],
  zone: ['--zone', checkZone],
}

/** One sentence for each answer that cannot be taken. */
export function faultsOf(written: Written): string[] {
  return Object.entries(CHECKS).flatMap(([key, [flag, check]]) =>
    [written[key as keyof Written] ?? []].flat().flatMap((text) => {
      const why = check(text)
      return why === undefined ? [] : [`${flag}: ${why}.`]
    }),
  )
}

/** Flags of what must be known and is not. */
export const missingFlags = (written: Written): string[] =>
  REQUIRED.filter((key) => written[key] === undefined || written[key].length === 0).map((key) => CHECKS[key][0])

/** @param written without faults, and with all that must be known. */
export function answersOf(written: Written): Answers {
  const { name = '', rto = DEFAULTS.rto, rpo = DEFAULTS.rpo, zone = DEFAULTS.zone, every = DEFAULTS.every } = written
  const [, bucket = '', prefix = ''] = BUCKET.exec(written.backups?.trim() ?? '') ?? []
  const length = (text: string) => {
    const parsed = parseDelay(text)
    return { written: text.trim(), ms: parsed.ok ? parsed.ms : 0 }
  }
  return {
    name: name.trim(),
    rto: length(rto),
    rpo: length(rpo),
    people: (written.people ?? []).map(readPerson),
    scenarios: (written.scenario ?? DEFAULTS.scenario ?? []).map((title) => title.trim()),
    backups: written.backups === undefined ? null : { bucket, prefix, every: asSchedule(every) },
    statusPage: written.statusPage ?? null,
    zone,
  }
}

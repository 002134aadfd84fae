/**
 * The registers of an archive: what auditors look for first, taken from the journal row by row, as JSON and as a table. They say nothing that the journal
 * does not say; each line names the row that it comes from. What people wrote stays out. Pure.
 */
import { canonicalJson } from '../plan/canonical-json.ts'
import type { AnyEvent } from '../plan/core.ts'

export const REGISTERS = {
  incidents: 'Incidents and drills: declared, changed, ended',
  approvals: 'What was asked for, approved, rejected, and begun without its approvals',
  access: 'Roles and stand-ins, what was given to a recovery, backups that were read',
  backups: 'Backups: what was wrong with them, and how they were tried',
  drills: 'Drills: due, held, missed, put off, signed',
  notices: 'Who was told what, and when',
  erasures: 'Texts that were erased, and archives that had them',
} as const

export type Register = keyof typeof REGISTERS
export const REGISTER_NAMES = Object.keys(REGISTERS) as Register[]

/** One line of a register. */
export interface Line {
  /** ISO 8601, UTC. */
  at: string
  stream: string
  seq: number
  what: string
  /** Id in the plan; empty: nobody that a plan knows. */
  person: string
  /** Where they came from, and by which means. */
  by: string
  via: string
  details: Record<string, unknown>
}

/** Events by their type. */
const BY_TYPE: Record<string, readonly Register[]> = {
  ...of(
    'incidents',
    'declared',
    'declaration-joined',
    'severity-changed',
    'scenario-set',
    'status-changed',
    'resolved',
  ),
  ...of('incidents', 'cancelled', 'merged', 'reopened', 'resolution-stopped', 'review-filled'),
  ...of('approvals', 'step-requested', 'request-voided', 'step-approved', 'step-rejected', 'approval-expired'),
  ...of('approvals', 'message-approved', 'message-skipped', 'step-skipped', 'undo-waived', 'run-settled'),
  ...of('access', 'role-assigned', 'cover-arranged', 'cover-ended', 'held', 'released', 'value-given', 'acknowledged'),
  ...of('access', 'link-asked', 'console-opened', 'code-answered'),
  ...of('incidents', 'moved', 'moved-back', 'service-away', 'service-back'),
  ...of('backups', 'verification-asked', 'backup-fault-began', 'backup-fault-ended', 'backup-ran-again'),
  ...of('backups', 'backups-awaited', 'backups-found'),
  ...of('drills', 'drill-reminded', 'drill-missed', 'drill-closed', 'drill-skipped', 'drill-moved', 'drill-recorded'),
  ...of('drills', 'record-signed'),
  ...of('notices', 'told-by-hand', 'notice-warned', 'question-answered', 'review-published'),
  ...of('erasures', 'texts-erased', 'evidence-exported', 'journal-restored'),
  'break-glass-used': ['approvals', 'access'],
}

/** Attempts and their ends, by the kind of their effect. */
const BY_EFFECT: Record<string, Register> = {
  'run-step': 'approvals',
  'verify-backup': 'backups',
  notify: 'notices',
  'file-report': 'drills',
}

function of(register: Register, ...types: string[]): Record<string, readonly Register[]> {
  return Object.fromEntries(types.map((type) => [type, [register]]))
}

/** What a row of the journal adds to the registers. `data` is the row's own: private texts are references in it. */
export function linesOf(row: { stream: string; seq: number; data: string }): [Register, Line][] {
  const event = JSON.parse(row.data) as AnyEvent & Record<string, unknown>
  const { type, atMs, by, ...rest } = event
  const { effect, detail, ...more } = withoutPrivate(rest) as Record<string, unknown>
  const base = {
    at: new Date(atMs).toISOString(),
    ...{ stream: row.stream, seq: row.seq, person: by.person ?? '', by: by.id, via: by.via },
  }
  const line = (what: string, details: Record<string, unknown>): Line => ({ ...base, what, details })
  const known = BY_TYPE[type] ?? []
  const direct = known.map((register): [Register, Line] => [register, line(type, more)])
  const { kind, ...aim } = (effect ?? {}) as { kind?: string } & Record<string, unknown>
  const register = kind === undefined ? undefined : BY_EFFECT[kind]
  if (kind === undefined || register === undefined || hasNotHappened(type)) return direct
  const { custody = [], ...came } = (detail ?? {}) as { custody?: Record<string, unknown>[] } & Record<string, unknown>
  const done = line(`${kind} ${type}`, { ...aim, ...reduced(kind, came), ...more })
  return [
    ...direct,
    [register, done],
    ...custody.flatMap((one): [Register, Line][] => [
      ['access', line('backup-read', { ...aim, ...one })],
      ['backups', line('backup-read', { ...aim, ...one })],
    ]),
  ]
}

/** What was withdrawn before it went out has not happened. */
const hasNotHappened = (type: string): boolean => type === 'attempt-withdrawn'

/** Of a run the register says how it ended; each action of it stands in the journal. */
function reduced(kind: string, { actions, checks, tail: _, captured: __, ...came }: Record<string, unknown>) {
  if (kind !== 'run-step') return came
  const failed = [actions, checks].flat().filter((one) => (one as { ok?: boolean } | undefined)?.ok === false)
  return { ...came, failed: failed.length }
}

function withoutPrivate(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPrivate)
  if (typeof value !== 'object' || value === null) return value
  if ('$private' in value) return '[text]'
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutPrivate(inner)]))
}

const COLUMNS = ['at', 'stream', 'seq', 'what', 'person', 'by', 'via', 'details'] as const

/** RFC 4180, with a line of headings. */
export const asCsv = (lines: readonly Line[]): string =>
  [COLUMNS.join(','), ...lines.map((line) => COLUMNS.map((column) => cell(line[column])).join(','))]
    .map((row) => `${row}\r\n`)
    .join('')

/** A table program must take no cell for a formula. */
function cell(value: unknown): string {
  const text = typeof value === 'object' ? canonicalJson(value) : String(value)
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

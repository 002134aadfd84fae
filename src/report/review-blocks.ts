/** Parts of a review that a drill's report has not: the moments and figures, what people wrote, approvals, pages, notes with what stood there before. Pure. */
import type { PersonView } from '../incident/person-view.ts'
import { labelsOf } from '../incident/review/fields.ts'
import type {
  ApprovalReport,
  FilledField,
  FollowUp,
  NoteReport,
  ReviewDocument,
} from '../incident/review/review-shape.ts'
import { SYSTEM } from '../plan/actor.ts'
import { formatRounded } from '../plan/length.ts'
import {
  type Block,
  type Fact,
  facts,
  heading,
  lean,
  list,
  note,
  type Prose,
  paragraph,
  toWords,
  words,
} from '../render/document.ts'
import { type Time, verdict } from './parts.ts'

const missing = (text = 'to be written'): Prose => [{ flag: 'missing', text }]
/** Muster itself is no person. */
const nameOf = ({ id, name }: PersonView): string => (id === SYSTEM.id ? 'Muster' : name)
const maybe = (ms: number | null, otherwise = 'not known'): string => (ms === null ? otherwise : formatRounded(ms))

/** What people wrote of a section, line by line as they did, and what nobody has. */
export const written = (all: readonly FilledField[], section: string, time: Time): Block[] => {
  const own = all.filter((field) => field.section === section)
  return own.length === 0 ? [] : [{ kind: 'facts', rows: own.map((field) => factOf(field, time)) }]
}

function factOf({ label, said, earlier }: FilledField, time: Time): Fact {
  if (said === null) return { name: label, words: toWords(missing()) }
  const before = earlier.length === 0 ? '' : `, changed ${earlier.length === 1 ? 'once' : `${earlier.length} times`}`
  const lines = said.text.split('\n').filter((line) => line.trim() !== '')
  const by = `${nameOf(said.by)}, ${time(said.atMs)}${before}`
  if (lines.length < 2) return { name: label, words: [`${lines[0] ?? ''} – ${by}`] }
  return { name: label, words: [by], blocks: lines.map((line) => paragraph(line)) }
}

export function stillMissing({ missing: all, report }: ReviewDocument): Block[] {
  if (all.length === 0) return []
  const labels = labelsOf(all).join('; ')
  const command = { code: `/dr review ${report.incident}` }
  return [note('warning', words`Only people can write these: ${labels}. ${command} asks for them.`)]
}

export function summary(review: ReviewDocument, time: Time): Block[] {
  const { report, moments, seen, components, declaredBy, roles } = review
  const { endedMs, badMs } = moments
  const { customerImpactMs, recoverMs } = review.figures
  const lasted = customerImpactMs ?? recoverMs
  return [
    facts(
      ['System', report.plan.name],
      ['What it was', report.scenario?.title ?? 'nobody has said'],
      ['Category of risk', review.category ?? undefined],
      ['Severity', report.severity],
      ['What was seen', seen],
      ['Components', components.join(', ')],
      ['Began', badMs === null ? 'nobody has said when' : time(badMs)],
      ['Declared', `${time(moments.declaredMs)} by ${nameOf(declaredBy)}`],
      ['Service back', moments.restoredMs === null ? undefined : time(moments.restoredMs)],
      ['Over', endedMs === null ? 'it goes on' : `${time(endedMs)}, ${report.phase}`],
      ['Lasted', lasted === null ? 'not known' : formatRounded(lasted)],
      ['Opened again', review.reopened === 0 ? undefined : review.reopened === 1 ? 'once' : `${review.reopened} times`],
      ['Roles', roles.map(({ label, holder }) => `${label}: ${holder.name}`).join('; ')],
      ['Took part', report.participants.map(({ name }) => name).join(', ')],
      ['Where the public reads of it', review.publicLink === null ? undefined : [{ url: review.publicLink }]],
    ),
  ]
}

export function objectives({ report, figures, moments, reopened }: ReviewDocument, time: Time): Block[] {
  const { rto, rpo, acknowledgement } = report
  const noPage = acknowledgement.pagedMs === null ? 'nobody was paged' : 'nobody answered'
  const unknown = rpo.set === null ? 'no backup was looked for' : 'not known: the backup may hold the damage'
  const lost = rpo.lostMs === null ? (rpo.met === null ? unknown : 'no usable backup') : undefined
  return [
    heading(2, 'Objectives and figures', 'figures'),
    ...lean(
      'Actual against objective',
      ['', 'Objective', 'Actual', ''],
      [
        ['Service back (RTO)', formatRounded(rto.objectiveMs), maybe(rto.tookMs), verdict(rto.met)],
        ['Data lost (RPO)', formatRounded(rpo.objectiveMs), lost ?? maybe(rpo.lostMs), verdict(rpo.met)],
      ],
    ),
    ...lean(
      'How long it took',
      ['', 'From', 'To', 'Took'],
      [
        ['To notice it (MTTD)', at(moments.badMs, time), time(moments.declaredMs), maybe(figures.detectMs)],
        [
          'To answer a page (MTTA)',
          time(moments.declaredMs),
          at(moments.acknowledgedMs, time),
          maybe(figures.acknowledgeMs, noPage),
        ],
        [
          'To be back (MTTR)',
          reopened > 0 ? `the longest of ${reopened + 1} outages` : time(moments.badMs ?? moments.declaredMs),
          reopened > 0 ? '' : at(moments.restoredMs ?? moments.endedMs, time),
          maybe(figures.recoverMs),
        ],
      ],
    ),
    paragraph(
      'Back: when the status became monitoring, or it was over. Without a known beginning the clocks count from the declaration.',
    ),
  ]
}

const at = (atMs: number | null, time: Time): string => (atMs === null ? 'not known' : time(atMs))

export function impact({ report, figures, components }: ReviewDocument): Block[] {
  const told = [...new Set(report.audiences.flatMap(({ atMs, audience }) => (atMs === null ? [] : [audience])))]
  const { customerImpactMs: felt } = figures
  const minutes = felt === null ? 'not known' : `${Math.round(felt / 60_000)}`
  return [
    facts(
      ['Customer-impact minutes', report.mode === 'drill' ? 'none: a drill' : minutes],
      ['Components', components.length === 0 ? 'nobody has said' : components.join(', ')],
      ['Audiences told', told.length === 0 ? 'none' : told.join(', ')],
    ),
  ]
}

export function followUps(all: readonly FollowUp[], time: Time): Block[] {
  const row = ({ title, owner, dueMs, doneMs }: FollowUp): Prose[] => [
    title,
    owner ?? missing('nobody'),
    dueMs === null ? missing('no date') : time(dueMs),
    doneMs === null ? 'open' : `done ${time(doneMs)}`,
  ]
  const table = lean('Follow-ups', ['What', 'Owner', 'Due', 'State'], all.map(row))
  return [
    heading(2, 'Follow-ups and prevention', 'prevention'),
    ...(table.length === 0 ? [paragraph('No follow-ups are known.')] : table),
  ]
}

export function approvals({ approvals: all, waivers }: ReviewDocument, time: Time): Block[] {
  const waits = all.map((one): Prose[] => [
    one.title,
    `${time(one.requested.atMs)} by ${nameOf(one.requested.by)}`,
    answersText(one, time),
    one.waitedMs === null ? '' : formatRounded(one.waitedMs),
  ])
  const broken = all.flatMap(({ title, breakGlass }): Prose[][] =>
    breakGlass === null ? [] : [[title, nameOf(breakGlass.by), time(breakGlass.atMs), breakGlass.text]],
  )
  const gone = waivers.map(({ title, kind, by, atMs, text }): Prose[] => [
    kind === 'check' ? title : `${title}: what it did stays`,
    ...[nameOf(by), time(atMs), text],
  ])
  return [
    heading(2, 'Approvals, and what was gone round', 'approvals'),
    ...(waits.length === 0
      ? [paragraph('Nothing waited for an approval.')]
      : lean('Approvals', ['Step', 'Asked', 'Answer', 'Waited'], waits)),
    ...(broken.length === 0
      ? [paragraph('Break-glass was not used.')]
      : lean('Run without its approvals (break-glass)', ['Step', 'By', 'When', 'Why'], broken)),
    ...(gone.length === 0 ? [paragraph('No check was waived.')] : lean('Waived', ['What', 'By', 'When', 'Why'], gone)),
  ]
}

function answersText({ approvals: given, rejected, breakGlass, outcome }: ApprovalReport, time: Time): Prose {
  const all = given.map(({ by, atMs, waitedMs }) => `${nameOf(by)}, ${time(atMs)} (after ${formatRounded(waitedMs)})`)
  if (rejected !== null) all.push(`turned down by ${nameOf(rejected.by)}: ${rejected.reason}`)
  if (breakGlass !== null) all.push(`not waited for`)
  if (all.length > 0) return all.join('; ')
  return outcome === 'expired' ? [{ flag: 'danger', text: 'none in time' }] : 'none'
}

export function pages({ paged }: ReviewDocument): Block[] {
  const rows = paged.map(({ person, pages: count, messages, acknowledged, unreachable }): Prose[] => [
    person.name,
    `${count}`,
    `${messages}`,
    acknowledged > 0 ? 'yes' : unreachable > 0 ? [{ flag: 'danger', text: 'could not be reached' }] : 'no',
  ])
  return lean('Pages, by person', ['Person', 'Pages', 'Messages and calls', 'Answered'], rows)
}

export function notes({ notes: all }: ReviewDocument, time: Time): Block[] {
  if (all.length === 0) return [heading(2, 'Decisions and notes', 'notes'), paragraph('Nobody wrote any down.')]
  const [decided, rest] = [all.filter(({ decision }) => decision), all.filter(({ decision }) => !decision)]
  const part = (title: string, anchor: string, some: readonly NoteReport[]): Block[] =>
    some.length === 0 ? [] : [heading(3, title, anchor), list(some.map((one) => noteText(one, time)))]
  return [
    heading(2, 'Decisions and notes', 'notes'),
    ...part('Decisions', 'decisions', decided),
    ...part('Notes', 'other-notes', rest),
  ]
}

function noteText({ number, atMs, by, text, changed, earlier }: NoteReport, time: Time): Prose {
  const said = words`${time(atMs)}, ${nameOf(by)} (${number}): ${text}`
  if (changed === null) return said
  const before = earlier.map((one) => `“${one.text}” (${nameOf(one.by)}, ${time(one.atMs)})`).join('; ')
  return [...said, ` – changed ${time(changed.atMs)} by ${nameOf(changed.by)}; before: ${before}`]
}

export function rest({ custody, vendors, meeting, published }: ReviewDocument, time: Time): Block[] {
  const { dueMs, participants, agenda, sections, deliverables } = meeting
  const backups = custody.map(({ set, key, madeAtMs, sha256, verified }): Prose[] => [
    ...[set, { code: key }, time(madeAtMs), { code: sha256 }],
    verified ? 'yes' : 'no',
  ])
  const people = participants.map(({ label, people: all }) => `${label} (${all.map(({ name }) => name).join(', ')})`)
  return [
    ...(backups.length === 0
      ? []
      : [heading(2, 'Backups that were read', 'backups'), ...lean('Backups', BACKUP_COLUMNS, backups)]),
    ...(vendors.length === 0
      ? []
      : [
          heading(2, 'Vendors', 'vendors'),
          list(
            vendors.map(
              ({ label, atMs, by, reference }) =>
                `${time(atMs)}: ${label}, called by ${nameOf(by)}${reference === '' ? '' : `, case ${reference}`}`,
            ),
          ),
        ]),
    heading(2, 'The review itself', 'meeting'),
    facts(
      ['Held by', dueMs === null ? undefined : time(dueMs)],
      ['Take part', people.join('; ')],
      ['Agenda', agenda.join('; ')],
      ['Sections that the plan asks for', sections.join('; ')],
      ['Has to exist afterwards', deliverables.join('; ')],
      ['Published', published === null ? 'not yet' : `${time(published.atMs)} by ${nameOf(published.by)}`],
    ),
  ]
}

const BACKUP_COLUMNS = ['Set', 'Backup', 'Made', 'SHA-256', 'Verified']

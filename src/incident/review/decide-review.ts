/** What people may say of an incident afterwards, and how a note is put right; what was said before is kept (R159, R160). Pure. */
import { reveal } from '../../plan/actor.ts'
import { nearest } from '../../plan/nearest.ts'
import type { Plan } from '../../plan/schema.ts'
import { happened, type IncidentDecision, nothing, overNote, refuse } from '../decision.ts'
import { belongs, notOfIt } from '../recovery/refusals.ts'
import type { IncidentState } from '../state.ts'
import { reviewFields } from './fields.ts'
import type { ReviewCommand, ReviewEvent } from './state.ts'

export function decideReview(plan: Plan, state: IncidentState, command: ReviewCommand): IncidentDecision {
  const { atMs, by } = command
  if (state.phase === 'merged') return refuse(overNote(state) ?? '')
  if (!belongs(plan, state, by)) return refuse(notOfIt(plan))
  if (reveal(command.text).trim() === '') return refuse('There is nothing in it: say what is to stand there.')
  return command.type === 'fill-review'
    ? fill(plan, state, command)
    : changeNote(state, { ...command, type: 'note-changed', atMs, by })
}

function fill(
  plan: Plan,
  state: IncidentState,
  { atMs, by, field, text }: Extract<ReviewCommand, { type: 'fill-review' }>,
): IncidentDecision {
  const known = reviewFields(plan)
  if (!known.some(({ id }) => id === field)) return refuse(noSuchField(known, field))
  if (reveal(state.review.fields[field]?.at(-1)?.text) === reveal(text)) return nothing('That stands there already.')
  return happened({ type: 'review-filled', atMs, by, field, text })
}

function noSuchField(known: readonly { id: string }[], field: string): string {
  const ids = known.map(({ id }) => id)
  const near = nearest(field, ids)
  return `A review has no "${field}"${near === undefined ? `: it has ${ids.join(', ')}.` : `: did you mean "${near}"?`}`
}

function changeNote(state: IncidentState, { facts: _none, ...event }: NoteChanged & { facts?: unknown }) {
  const note = state.notes.find(({ seq }) => seq === event.note)
  if (!note) return refuse(`${state.id} has no such note.`)
  if (reveal(note.text) === reveal(event.text)) return nothing('That stands there already.')
  return happened(event)
}

type NoteChanged = Extract<ReviewEvent, { type: 'note-changed' }>

export function evolveReview(state: IncidentState, event: ReviewEvent): IncidentState {
  const { atMs, by, text } = event
  const said = { atMs, seq: state.seq, by, text }
  if (event.type === 'review-filled') {
    const { fields } = state.review
    const all = { ...fields, [event.field]: [...(fields[event.field] ?? []), said] }
    return { ...state, review: { ...state.review, fields: all } }
  }
  const notes = state.notes.map((note) =>
    note.seq === event.note
      ? { ...note, text, changed: said, earlier: [...(note.earlier ?? []), earlierOf(note)] }
      : note,
  )
  return { ...state, notes }
}

/** Who wrote what stood there, and when. */
const earlierOf = ({ seq, atMs, by, text, changed }: IncidentState['notes'][number]) =>
  changed ?? { seq, atMs, by, text }

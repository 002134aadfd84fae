/** What one incident asks of one person: pages that wait for their answer, roles that they hold, what is owed next and names them. */

import type { View } from '../../src/incident/view-shape.ts'
import { inWords } from '../../src/plan/in-words.ts'
import type { HomeSection } from '../command.ts'
import { bullets, lines } from './lists.ts'
import { moment, relative } from './times.ts'

const OWED_MAX = 3

/** @param ids the person's, in the incident's plan, and those of whom they stand in for. */
export function dutiesOf(view: View, ids: readonly string[], atMs: number): HomeSection[] {
  return [...unanswered(view, ids, atMs), ...standing(view, ids, atMs)]
}

function unanswered(view: View, ids: readonly string[], atMs: number): HomeSection[] {
  const calling = view.ladder.levels.flatMap(({ label, purpose, pages }) =>
    pages
      .filter(({ person, state }) => state === 'calling' && ids.includes(person.id))
      .map(({ openedMs }) => `${label}, ${relative(openedMs, atMs)}: ${purpose}`),
  )
  if (calling.length === 0) return []
  return [
    {
      text: lines(`*You have been paged for ${view.id} and have not answered.*`, bullets(calling)),
      incident: view.id,
      buttons: [
        { command: 'ack', label: 'Acknowledge', style: 'primary' },
        { command: 'next', label: 'I can’t: next one' },
      ],
    },
  ]
}

function standing(view: View, ids: readonly string[], atMs: number): HomeSection[] {
  const roles = view.roles
    .filter(({ holder }) => holder !== null && ids.includes(holder.id))
    .map(({ label, acting, duties }) => {
      return `You are ${label}${acting ? ' (acting)' : ''}${duties.length > 0 ? `: ${inWords(duties)}` : ''}`
    })
  const owed = view.owed
    .filter(({ people }) => people.some((person) => ids.includes(person)))
    .slice(0, OWED_MAX)
    .map(({ dueMs, what }) => `${moment(dueMs, atMs)} ${what}`)
  if (roles.length + owed.length === 0) return []
  return [{ text: lines(`*${view.id}*`, bullets([...roles, ...owed])), incident: view.id }]
}

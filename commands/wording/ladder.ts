/** Who is being called and who would be next, in words. Reads the view; decides nothing. */

import { type LevelView, MEANS_LABELS, type PageView, type View } from '../../src/incident/view-shape.ts'
import { inWords } from '../../src/plan/in-words.ts'
import { clockTime, moment } from './times.ts'

/** `Ana (Slack, SMS failed)`: a page and what became of each means. */
function pageLine(page: PageView): string {
  const tries = page.tries.map((one) => `${MEANS_LABELS[one.means]}${outcome(one)}`)
  const how = tries.length > 0 ? ` (${tries.join(', ')})` : ''
  return `${page.person.name}${how}${page.state === 'calling' ? '' : `, ${page.state}`}`
}

const OUTCOMES: Record<PageView['tries'][number]['state'], string> = {
  'in-hand': ' going out',
  held: ' held back',
  sent: '',
  failed: ' failed',
  withdrawn: ' withdrawn',
}

function outcome({ state, delivery, reason }: PageView['tries'][number]): string {
  // It stands among commas: a reason's own full stop would end the sentence.
  const why = reason?.replace(/\.$/, '')
  if (state === 'failed' || state === 'held') return `${OUTCOMES[state]}${why === undefined ? '' : `: ${why}`}`
  if (state !== 'sent' || delivery === undefined) return OUTCOMES[state]
  return ` ${delivery.replace('-', ' ')}${why === undefined ? '' : ` (${why})`}`
}

const callingNow = (view: View): PageView[] =>
  view.ladder.levels.flatMap((level) => level.pages).filter((page) => page.state === 'calling')

/** People being called at this moment, such as `Ana (Slack)`; empty when nobody is. */
export const beingPaged = (view: View): string => inWords(callingNow(view).map(pageLine))

/** `Ana (Slack)`, if this person is being called at this moment. */
export function callingLine(view: View, person: string): string | undefined {
  const page = callingNow(view).find((one) => one.person.id === person)
  return page && pageLine(page)
}

/** One line for a level: when, who, what became of them. */
export function levelLine(level: LevelView, nowMs: number): string {
  const pages = level.pages.map(pageLine).join('; ')
  if (level.reachedMs !== undefined) {
    const why = level.why === undefined || level.why === 'time' ? '' : `, ${level.why}`
    return `*${level.label}* paged ${clockTime(level.reachedMs, nowMs)}${why}: ${pages || 'nobody'}`
  }
  if (level.dueMs !== undefined) return `*${level.label}* due ${moment(level.dueMs, nowMs)}`
  return `*${level.label}* will not be paged`
}

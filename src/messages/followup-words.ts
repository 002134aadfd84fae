/** What is told about follow-ups: which an incident leaves, which are due, and which nobody has done. */
import { reveal } from '../plan/actor.ts'
import { counted, inWords } from '../plan/in-words.ts'
import type { Plan } from '../plan/schema.ts'
import type { Followup, FollowupAbout } from '../readiness/followups/track.ts'
import type { WatchState } from '../readiness/watch/state.ts'
import { personName } from './names.ts'
import type { NewsWords } from './news-shape.ts'
import { durationText, timeText } from './time-text.ts'

const SHOWN_MAX = 8
const BUTTONS_MAX = 4

/** `Hold the review`, `Find the root causes`, or what somebody has written. */
export function followupText(plan: Plan, { what, incident }: Pick<Followup, 'what' | 'incident'>): string {
  if ('text' in what) return reveal(what.text)
  if ('review' in what) return `Hold the review of ${incident}`
  const item = plan.checklists[what.checklist]?.items[what.item]
  return typeof item === 'string' ? item : (item?.text ?? what.checklist)
}

export function followupNews(plan: Plan, state: WatchState, about: FollowupAbout, nowMs: number): NewsWords {
  if (about.kind === 'followups-opened') {
    const open = state.followups.filter(({ incident, done }) => incident === about.incident && done === undefined)
    const first = open.toSorted((a, b) => a.dueMs - b.dueMs)[0]
    const when = first ? ` The first are due ${timeText(first.dueMs, plan.zone)}.` : ''
    return {
      title: `${counted(open.length, 'thing')} to do after ${about.incident}`,
      text: `Each has an owner and a date, and is asked for in time.${when} \`/dr followup ${about.incident}\` lists them.`,
      buttons: [{ command: 'followup', label: 'Show them', value: about.incident }],
    }
  }
  if (about.kind === 'review-invited') return invitation(plan, about)
  const open = about.ids
    .map((id) => state.followups.find((one) => one.id === id))
    .filter((one) => one !== undefined && one.done === undefined) as Followup[]
  const named = open.slice(0, SHOWN_MAX).map((one) => `• ${followupText(plan, one)} (\`${one.id}\`)`)
  const more = open.length - named.length
  const lines = [...named, ...(more > 0 ? [`• and ${more} more: \`/dr followup ${about.incident}\``] : [])]
  const dueMs = open[0]?.dueMs ?? nowMs
  const owner = open[0]?.owner ?? null
  const whose = about.mark === 'late' && owner !== null ? ` It is for ${personName(plan, owner)} to do.` : ''
  const titles = {
    soon: `${counted(open.length, 'thing')} to do after ${about.incident}, by ${timeText(dueMs, plan.zone)}`,
    due: `${counted(open.length, 'thing')} to do after ${about.incident}: the time is over`,
    late: `still not done after ${about.incident}, ${durationText(Math.max(0, nowMs - dueMs))} late`,
  }
  return {
    title: titles[about.mark],
    text: `${lines.join('\n')}\n${whose === '' ? '' : `${whose.trim()} `}\`/dr followup done ID\` ends one, \`/dr followup move ID TIME\` gives it more time.`,
    buttons: open.slice(0, BUTTONS_MAX).map((one) => ({
      command: 'followup',
      label: `Done: ${followupText(plan, one).slice(0, 40).toWellFormed()}`,
      value: `done ${plan.id} ${one.id}`,
    })),
  }
}

/** The hour is for those who take part to find; Muster keeps no calendar. */
function invitation(plan: Plan, { incident, dueMs }: Extract<FollowupAbout, { kind: 'review-invited' }>): NewsWords {
  const { participants, agenda } = plan.postIncident
  const roles = inWords(participants.map((role) => plan.roles[role]?.label ?? role))
  const lead = plan.roles[plan.commander]?.label ?? plan.commander
  const talk = agenda.length > 0 ? ` To talk about: ${agenda.join('; ')}.` : ''
  return {
    title: `you are asked to take part in the review of ${incident}`,
    text: `It is held by ${timeText(dueMs, plan.zone)}, with ${roles}; ${lead} names the hour.${talk} \`/dr review ${incident}\` shows what is known, and what only people can write.`,
    buttons: [{ command: 'review', label: 'Show the review', value: incident }],
  }
}

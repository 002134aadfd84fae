/** What is done between disasters and after one: drills with their lists, what the record of a drill has to have, and the review. */

import type { Drill } from '../plan/drill-schema.ts'
import { inWords } from '../plan/in-words.ts'
import type { Plan } from '../plan/schema.ts'
import { type Block, facts, heading, lean, list, type Prose, paragraph, type Words, words } from './document.ts'
import { lengthOf, roleName, scenarioName, scheduleWords, spanText } from './wording.ts'

const MONTHS = 'January February March April May June July August September October November December'.split(' ')

export function practiceSection(plan: Plan): Block[] {
  const all = [...drills(plan), ...blackouts(plan), ...record(plan), ...monthly(plan)]
  return all.length === 0 ? [] : [heading(2, 'Drills', 'drills'), ...all]
}

function drills(plan: Plan): Block[] {
  const rows = Object.entries(plan.drills).map(([id, drill]): Prose[] => [
    words`${{ strong: drill.label }} (${{ code: id }})`,
    whenOf(drill),
    drill.length ? spanText(drill.length) : '',
    drill.owner === undefined ? '' : roleName(plan, drill.owner),
    (drill.participants ?? []).map((role) => roleName(plan, role)).join(', '),
    practised(plan, drill),
    drill.target,
    drill.outside.join(', '),
    drill.last ?? [{ flag: 'missing', text: 'never, as far as the plan says' }],
  ])
  const columns = [
    'Drill',
    'When',
    'Length',
    'Seen to by',
    'Who takes part',
    'What is practised',
    'Where',
    'From outside',
    'Last done',
  ]
  return [...lean('Drills', columns, rows), ...Object.entries(plan.drills).flatMap(([id, drill]) => course(id, drill))]
}

/** Only what is not as it would be by itself. */
const monthly = ({ monthlyReport }: Plan): Block[] =>
  monthlyReport ? [] : [paragraph('The figures of a month are not told by themselves.')]

const blackouts = ({ blackouts: days }: Plan): Block[] =>
  lean(
    'Days on which no drill is begun by the calendar',
    ['From', 'Until', 'Why'],
    days.map(({ from, until, why }) => [from, until, why ?? '']),
  )

function whenOf({ every, schedule, zone }: Drill): Words {
  const when = schedule ? scheduleWords(schedule) : [`once each ${every}`]
  return words`${when}${zone === undefined ? '' : `, ${zone}`}`
}

function practised(plan: Plan, { scenarios, backups, rotation, themes }: Drill): string {
  const named = [...new Set([...Object.keys(rotation), ...Object.keys(themes)])].toSorted(
    (a, b) => Number(a) - Number(b),
  )
  const months = named.map((month) => {
    const id = rotation[month]
    const title = id && (plan.scenarios[id]?.title ?? plan.backups[id]?.label ?? id)
    const theme = themes[month]
    return `${MONTHS[Number(month) - 1]}: ${theme && title ? `${theme} (${title})` : (theme ?? title)}`
  })
  return [
    ...scenarios.map((id) => scenarioName(plan, id)),
    ...(backups.length > 0 ? [`restore of ${inWords(backups.map((id) => plan.backups[id]?.label ?? id))}`] : []),
    ...months,
  ].join('; ')
}

/** What happens when in one drill, and its lists. */
function course(id: string, { label, timeline, checklist }: Drill): Block[] {
  const lists = Object.entries(checklist).filter(([, items]) => items.length > 0)
  if (timeline.length === 0 && lists.length === 0) return []
  return [
    heading(3, `${label}: its course`, `drill-${id}`),
    ...(timeline.length > 0 ? [facts(...timeline.map(({ at, what }): [string, Prose] => [offsetText(at), what]))] : []),
    ...lists.flatMap(([when, items]) => [
      paragraph([{ strong: `${when.charAt(0).toUpperCase()}${when.slice(1)}` }]),
      list(items, 'tick'),
    ]),
  ]
}

const offsetText = (ms: number): string => {
  if (ms === 0) return 'Start'
  return ms < 0 ? `${lengthOf(-ms)} before` : `${lengthOf(ms)} after`
}

const record = ({ drillRecord }: Plan): Block[] =>
  drillRecord.length === 0 ? [] : [paragraph('The record of each drill has:'), list(drillRecord, 'tick')]

/** Lists to tick during and after an incident, and the review. */
export function afterwardsSection(plan: Plan): Block[] {
  const { checklists, postIncident } = plan
  const { reviewWithin, watch, participants, agenda, sections, deliverables } = postIncident
  const lists = Object.entries(checklists).flatMap(([id, { title, from, window, owner, items }]): Block[] => [
    heading(3, title, `list-${id}`),
    ...(window || owner !== undefined
      ? [
          facts(
            ['When', window && `${spanText(window)}, counted from the ${from === 'declared' ? 'declaration' : 'end'}`],
            ['Who', owner === undefined ? undefined : roleName(plan, owner)],
          ),
        ]
      : []),
    list(
      items.map((item): Prose => {
        if (typeof item === 'string') return item
        return item.owner === undefined ? item.text : `${item.text} (${roleName(plan, item.owner)})`
      }),
      'tick',
    ),
  ])
  const isReviewed =
    reviewWithin !== undefined ||
    watch !== undefined ||
    [participants, agenda, sections, deliverables].some((all) => all.length > 0)
  const review: Block[] = isReviewed
    ? [
        heading(3, 'Review', 'review'),
        facts(
          ['Held', reviewWithin === undefined ? undefined : `within ${lengthOf(reviewWithin)} of the end`],
          ['Watched more closely', watch && watchText(watch)],
          ['With', inWords(participants.map((role) => roleName(plan, role)))],
          ['Agenda', agenda.join('; ')],
          ['Its document says', sections.join('; ')],
          ['What comes of it', deliverables.join('; ')],
        ),
      ]
    : []
  const all = [...lists, ...review]
  return all.length === 0 ? [] : [heading(2, 'Lists and review', 'lists'), ...all]
}

function watchText({ for: long, every, failures }: NonNullable<Plan['postIncident']['watch']>): string {
  const text = `for ${lengthOf(long)}, each probe every ${lengthOf(every)}`
  if (failures === undefined) return text
  const { bad, of } = failures
  return `${text}; failed after ${bad === of ? `${bad} in a row` : `${bad} of ${of} looks`}`
}

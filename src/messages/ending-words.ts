/** Before an incident is resolved: what that does, and who hears of it. One touch on a telephone in a pocket must not tell customers that all is well. */
import { AUDIENCE_MEANS_LABELS, type View } from '../incident/view-shape.ts'
import { inWords } from '../plan/in-words.ts'

/** Whoever it is about is told by the page, whatever the plan's notices say; a drill tells nobody outside. */
const PUBLIC = 'Whoever reads the public status page, and its subscribers'
export const NOBODY_OUTSIDE = 'It is a drill: nobody outside hears of it.'

/** A line for each audience: `Customers, by mail and the status page`. */
export function hearOfTheEnd({ mode, ending }: Pick<View, 'mode' | 'ending'>): string[] {
  const audiences = [...Map.groupBy(ending, lineKey).values()].flatMap(([first, ...others]) => {
    if (!first) return []
    const means = [...new Set([first, ...others].flatMap((one) => one.means.map(labelOf)))]
    return [`${first.audience}, by ${inWords(means)}${onceApproved(first)}`]
  })
  return mode === 'real' ? [PUBLIC, ...audiences] : audiences
}

/** What is asked before a button does what it says. Plain text. */
export interface Asks {
  title: string
  text: string
  yes: string
  no: string
}

/** The view's buttons, with what is asked before the one that ends it: the same wherever they stand. */
export const actionsThatAsk = (view: View): (View['actions'][number] & { asks?: Asks })[] =>
  view.actions.map((action) => (action.command === 'resolve' ? { ...action, asks: beforeTheEnd(view) } : action))

function beforeTheEnd(view: View): Asks {
  const told = hearOfTheEnd(view)
  const outside = view.mode === 'drill' ? ` ${NOBODY_OUTSIDE}` : ''
  const hear = told.length > 0 ? ` Told that it is over: ${told.join('; ')}.` : ''
  return {
    title: `Resolve ${view.id}?`,
    text: `Paging and regular updates stop.${outside}${hear}`,
    yes: 'Resolve',
    no: 'Not yet',
  }
}

type Told = View['ending'][number]

const lineKey = (told: Told): string => JSON.stringify([told.audience, onceApproved(told)])

const onceApproved = ({ approval }: Told): string =>
  approval ? ` (once ${approval.by} approves${approval.holds ? '' : ', else later by itself'})` : ''

const labelOf = (means: string): string => AUDIENCE_MEANS_LABELS[means as keyof typeof AUDIENCE_MEANS_LABELS] ?? means

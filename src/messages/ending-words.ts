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

type Told = View['ending'][number]

const lineKey = (told: Told): string => JSON.stringify([told.audience, onceApproved(told)])

const onceApproved = ({ approval }: Told): string =>
  approval ? ` (once ${approval.by} approves${approval.holds ? '' : ', else later by itself'})` : ''

const labelOf = (means: string): string => AUDIENCE_MEANS_LABELS[means as keyof typeof AUDIENCE_MEANS_LABELS] ?? means

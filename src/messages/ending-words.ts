/** Who hears that an incident is over: whoever was told that it had begun, by the same means. */
import { AUDIENCE_MEANS_LABELS, type View } from '../incident/view-shape.ts'
import { inWords } from '../plan/in-words.ts'

/** A line for each audience: `Customers, by mail and the status page`. */
export function hearOfTheEnd({ notices }: Pick<View, 'notices'>): string[] {
  const told = notices.filter(({ sentMs, progress, means }) => {
    return means !== 'manual' && (sentMs !== undefined || (progress?.sent ?? 0) > 0)
  })
  return [...Map.groupBy(told, ({ audience }) => audience)].map(([audience, own]) => {
    const means = [...new Set(own.map((one) => labelOf(one.means)))]
    return `${audience}, by ${inWords(means)}`
  })
}

const labelOf = (means: string): string => AUDIENCE_MEANS_LABELS[means as keyof typeof AUDIENCE_MEANS_LABELS] ?? means

/** Lists in sentences and under one another, bounded so that an answer always fits on a phone. */

/** One line an item, at most `max` of them and then how many more there are. */
export function bullets(items: readonly string[], max = 12): string {
  const lines = items.slice(0, max).map((item) => `• ${item}`)
  if (items.length > max) lines.push(`• and ${items.length - max} more`)
  return lines.join('\n')
}

/** Lines joined, empty ones and absent ones left out. */
export const lines = (...parts: (string | undefined | false)[]): string => parts.filter((part) => !!part).join('\n')

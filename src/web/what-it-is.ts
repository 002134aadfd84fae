/** What an incident is, in a few words that are never empty. */
import type { View } from '../incident/view-shape.ts'

export const whatItIs = ({ scenario, seen }: Pick<View, 'scenario' | 'seen'>): string =>
  scenario?.title ?? (seen || 'scenario not known yet')

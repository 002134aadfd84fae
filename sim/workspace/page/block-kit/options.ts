/** The choices that a menu offers, of groups and without, in their order. Pure. */
import type { Json } from '../../state/workspace-state.ts'

export interface Choice {
  value: string
  label: string
  description?: string
}

export function optionsOf(element: Json): Choice[] {
  const groups = Array.isArray(element.option_groups) ? (element.option_groups as Json[]) : [element]
  return groups.flatMap((group) => (Array.isArray(group.options) ? (group.options as Json[]).map(choiceOf) : []))
}

function choiceOf(option: Json): Choice {
  const label = String((option.text as Json | undefined)?.text ?? '')
  const description = (option.description as Json | undefined)?.text
  return { value: String(option.value), label, ...(description ? { description: String(description) } : {}) }
}

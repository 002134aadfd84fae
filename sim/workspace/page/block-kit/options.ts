/** The choices that a menu offers, of groups and without, in their order. Pure. */
import type { Json } from '../../state/workspace-state.ts'

export interface Choice {
  value: string
  label: string
  description?: string
}

export interface ChoiceGroup {
  /** Absent: these stand in no group. */
  label?: string
  choices: Choice[]
}

export function groupsOf(element: Json): ChoiceGroup[] {
  if (!Array.isArray(element.option_groups)) return [{ choices: choicesIn(element) }]
  return (element.option_groups as Json[]).map((group) => ({ label: textIn(group.label), choices: choicesIn(group) }))
}

export const optionsOf = (element: Json): Choice[] => groupsOf(element).flatMap(({ choices }) => choices)

const choicesIn = ({ options }: Json): Choice[] => (Array.isArray(options) ? (options as Json[]).map(choiceOf) : [])

function choiceOf(option: Json): Choice {
  const label = textIn(option.text)
  const description = (option.description as Json | undefined)?.text
  return { value: String(option.value), label, ...(description ? { description: String(description) } : {}) }
}

const textIn = (object: unknown): string => String((object as Json | undefined)?.text ?? '')

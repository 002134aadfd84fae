/** One incident in half a line, to tell it from others. */
import type { Heading } from '../../src/incident/heading.ts'

/** `P1 Critical, Database corruption (MCP Debate)`. */
export function headline(view: Heading): string {
  const what = view.scenario?.title ?? (view.seen ? shorten(view.seen) : 'no scenario yet')
  return `${view.mode === 'drill' ? 'DRILL, ' : ''}${view.severity.label}, ${what} (${view.plan.name})`
}

const SEEN_CHARS_MAX = 80
const shorten = (text: string): string =>
  text.length > SEEN_CHARS_MAX ? `${text.slice(0, SEEN_CHARS_MAX - 1).trimEnd()}…` : text

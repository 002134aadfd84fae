/** Puts one command to an incident in the name of whoever asked, and turns the answer into a reply. */
import type { IncidentCommand } from '../../src/incident/commands.ts'
import type { Event } from '../../src/incident/events.ts'
import type { View } from '../../src/incident/view-shape.ts'
import type { Reply, Request } from '../command.ts'
import { answer, refuse } from './answers.ts'

/** An incident command without who and when: those are the request's. */
export type Wish = IncidentCommand extends infer Each
  ? Each extends IncidentCommand
    ? Omit<Each, 'atMs' | 'by'>
    : never
  : never

/**
 * @param word what to say when it has been done. When the core has a sentence of its own, mostly because nothing changed, that is said
 *   instead.
 */
export async function put(
  request: Request,
  incident: string,
  wish: Wish,
  word: (view: View, events: Event[]) => string,
): Promise<Reply> {
  const command = { ...wish, atMs: request.atMs, by: request.by } as IncidentCommand
  const asked = await request.services.ask(incident, command, request.key)
  if (!asked.ok) return refuse(asked.why, { incident })
  return answer(asked.note ?? word(asked.view, asked.events), { incident, data: { view: asked.view } })
}

/** Somebody who types `/dr` commands, on the null engine: the real commands, the real database, nobody outside. */
import type { Reply } from '../commands/command.ts'
import { createServices } from '../commands/engine-services.ts'
import { createRunner } from '../commands/registry.ts'
import type { Engine } from '../src/engine/engine.ts'
import type { PlanRegistry } from '../src/engine/plan-registry.ts'
import { DECLARER, type Story } from './story.ts'

/** @returns types a command and gives the answer. */
export function openNullDesk(
  engine: Engine,
  { plan, digest }: Pick<Story, 'plan' | 'digest'>,
): (command: string, words: string) => Promise<Reply> {
  const plans: PlanRegistry = {
    current: async () => ({ [plan.id]: { digest, plan } }),
    reload: async () => ({ changes: [], problems: [] }),
  }
  const services = createServices({ engine, plans, standingWords: (_, status) => status })
  // A second after another: how much one person may ask is not what is measured.
  let seconds = 0
  const run = createRunner(services, () => ++seconds * 1_000)
  let keys = 0
  return async (command, words) => {
    const request = { by: DECLARER, atMs: Date.now(), words, key: `bench-${++keys}`, canShowForm: false }
    const reply = await run(command, request)
    if (!reply.ok) throw new Error(`/dr ${command} ${words} is refused: ${reply.text}`)
    return reply
  }
}

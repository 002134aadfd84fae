/** A visitor of a workspace page without a browser: reads its live stream and keeps the state as the page does. */
import { expect } from 'vitest'
import type { LiveEvent } from '../../../sim/workspace/live.ts'
import { applyChange } from '../../../sim/workspace/state/changes.ts'
import type { WorkspaceState } from '../../../sim/workspace/state/workspace-state.ts'

export async function visit(url: string) {
  const leaving = new AbortController()
  const response = await fetch(`${url}/live`, { signal: leaving.signal })
  let state: WorkspaceState | undefined
  const take = (event: LiveEvent) => {
    state = 'state' in event ? event.state : event.changes.reduce(applyChange, state!)
  }
  const reading = readEvents(response, take).catch(() => undefined)
  const until = async (holds: (now: WorkspaceState) => boolean): Promise<WorkspaceState> => {
    await expect.poll(() => state !== undefined && holds(state), { timeout: 8_000, interval: 10 }).toBe(true)
    return state!
  }
  return {
    until,
    /** POSTs JSON to one of the page's doors. */
    async send(door: 'act' | 'clock' | 'faults', body: unknown) {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`${url}/${door}`, { method: 'POST', headers, body: JSON.stringify(body) })
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
    },
    async leave() {
      leaving.abort()
      await reading
    },
  }
}

async function readEvents(response: Response, take: (event: LiveEvent) => void): Promise<void> {
  let rest = ''
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    const events = (rest + chunk).split('\n\n')
    rest = events.pop()!
    for (const event of events) take(JSON.parse(event.replace(/^data: /, '')))
  }
}

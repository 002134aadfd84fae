/** Starts a second Muster beside the one of a desk, in a process of its own that a story can kill. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { Desk } from './desk.ts'
import type { FromReplica, ToReplica } from './replica.ts'

export interface Replica {
  /** Its HTTP server, without a slash at the end. */
  url: string
  /** Types a slash command that reaches this replica, and gives its answer once it is there. */
  type(person: string, text: string): Promise<string>
  moveTo(nowMs: number): void
  /** How many effects it has carried out. */
  effects(): Promise<number>
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>
}

/** @param options `acts` false: it takes commands and hands work out, but carries nothing out. */
export async function startReplicaBeside(desk: Desk, { acts = true }: { acts?: boolean } = {}): Promise<Replica> {
  const { settings, clock } = desk.sandbox
  const child = fork(new URL('./replica.ts', import.meta.url), { stdio: 'inherit' })
  const say = (message: ToReplica) => void child.send(message)
  say({ type: 'start', settings, nowMs: clock.now(), acts })
  const [{ url }] = (await Promise.race([once(child, 'message'), failed(child)])) as [FromReplica]
  return {
    url,
    async type(person, text) {
      const responseUrl = desk.newResponseUrl()
      const { status } = await desk.send(person, text, { responseUrl, eventsUrl: `${url}/slack/events` })
      if (status !== 200) throw new Error(`the replica answered ${status}`)
      const answers = await desk.until(
        () => desk.answers(responseUrl),
        (texts) => texts.length > 0,
      )
      return answers.join('\n')
    },
    moveTo: (nowMs) => say({ type: 'clock', nowMs }),
    async effects() {
      const text = await (await fetch(`${url}/metrics`)).text()
      return [...text.matchAll(/^muster_effects_total\{.*\} (\d+)$/gm)].reduce((sum, [, n]) => sum + Number(n), 0)
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}

async function failed(child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'exit')
  throw new Error(`the replica ended with ${code} before it had started`)
}

/** Starts the programs that are measured, each in a process of its own, and the null Slack beside them. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { stringify } from 'yaml'
import { packageRoot } from '../../src/program/package-root.ts'
import type { Settings } from '../../src/program/settings.ts'
import type { World } from '../benchmark.ts'
import { benchPlan, PLAN_FILE } from '../story.ts'
import type { FromApp, ToApp } from './app.ts'
import { startBare } from './bare-app.ts'
import { startWhole } from './muster-app.ts'
import type { FromNullSlack } from './null-slack.ts'

export const SIGNING_SECRET = 'bench-signing-secret'
const BOT_TOKEN = 'xoxb-bench'

export interface App {
  /** Without a slash at the end. */
  url: string
  /** From the process's start until it takes requests. */
  startMs: number
  memoryMb(): Promise<number>
  /** SIGKILL; resolves when the process is gone. Again: fine. */
  kill(): Promise<void>
}

/** What is told to start. */
export type Start = Exclude<ToApp, { type: 'memory' }>

/** @param world `apart`: in a process of its own; it is killed when `open` is disposed of. */
export async function startApp(message: Start, { apart, open }: Pick<World, 'apart' | 'open'>): Promise<App> {
  const beganMs = performance.now()
  const running = apart ? await startApart(message) : await startHere(message)
  open.defer(running.kill)
  return { ...running, startMs: performance.now() - beganMs }
}

async function startApart(message: Start): Promise<Omit<App, 'startMs'>> {
  const child = fork(new URL('./own-process.ts', import.meta.url), {
    execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning'],
    // What it says belongs to nobody’s figures.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  child.send(message)
  const { url } = await hear(child, 'started')
  return {
    url,
    async memoryMb() {
      child.send({ type: 'memory' } satisfies ToApp)
      return (await hear(child, 'memory')).rssMb
    },
    kill: () => end(child),
  }
}

/** In this process, for trying benchmarks out: what comes of it means nothing. */
async function startHere(message: Start): Promise<Omit<App, 'startMs'>> {
  const { url, stop } = await (message.type === 'muster' ? startWhole(message.settings, false) : startBare(message))
  let stopped: Promise<void> | undefined
  const kill = () => {
    stopped ??= stop()
    return stopped
  }
  return { url, memoryMb: async () => process.memoryUsage.rss() / 2 ** 20, kill }
}

async function hear<Type extends FromApp['type']>(
  child: ChildProcess,
  type: Type,
): Promise<Extract<FromApp, { type: Type }>> {
  const gone = once(child, 'exit').then(([code]) => {
    throw new Error(`a program that is measured ended with ${code}`)
  })
  const [message] = (await Promise.race([once(child, 'message'), gone])) as [FromApp]
  if (message.type !== type) throw new Error(`a program that is measured said ${message.type} in place of ${type}`)
  return message as Extract<FromApp, { type: Type }>
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

export type Called = Extract<FromNullSlack, { type: 'called' }>

export interface NullSlack {
  apiUrl: string
  responseUrl: string
  /** Hears of every call until the function that it gives is called. */
  onCall(listener: (call: Called) => void): () => void
}

export async function startNullSlack(open: AsyncDisposableStack): Promise<NullSlack> {
  const worker = new Worker(new URL('./null-slack.ts', import.meta.url))
  open.defer(async () => void (await worker.terminate()))
  const [{ port }] = (await once(worker, 'message')) as [{ port: number }]
  const listeners = new Set<(call: Called) => void>()
  worker.on('message', (message: FromNullSlack) => {
    if (message.type === 'called') for (const listener of listeners) listener(message)
  })
  const url = `http://127.0.0.1:${port}`
  return {
    ...{ apiUrl: `${url}/api/`, responseUrl: `${url}/response` },
    onCall(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Slack's id of somebody of the plan. */
export const slackId = (person: string): string => `U${person.replaceAll('-', '').toUpperCase()}`

export const bareApp = (
  slack: NullSlack,
  more: Omit<Extract<ToApp, { type: 'bare' }>, 'type' | 'slack'> = {},
): Start => {
  return { type: 'bare', slack: { botToken: BOT_TOKEN, signingSecret: SIGNING_SECRET, apiUrl: slack.apiUrl }, ...more }
}

/** Muster with one plan and Slack as its only provider. */
export async function musterApp(dir: string, databaseUrl: string, slack: NullSlack, built = true): Promise<Start> {
  const contacts = path.join(dir, 'contacts.yaml')
  const { plan } = await benchPlan()
  const people = Object.keys(plan.people).map((person) => [person, { slack: slackId(person) }])
  await writeFile(contacts, stringify({ people: Object.fromEntries(people) }))
  const settings: Settings = {
    ...{ dataDir: dir, databaseUrl, port: 0, host: '127.0.0.1', secret: 'a secret of the benchmarks' },
    ...{ plans: [PLAN_FILE], contacts, templates: path.join(packageRoot(), 'templates'), openConsole: true },
    slack: { botToken: BOT_TOKEN, signingSecret: SIGNING_SECRET, apiUrl: slack.apiUrl },
    actions: { environment: {}, only: [] },
  }
  return { type: 'muster', settings, built }
}

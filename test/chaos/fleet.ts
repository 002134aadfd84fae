/** Replicas as processes: some run, one is loaded and waits to take the place of the next that dies, as a supervisor would start it. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Settings } from '../../src/program/settings.ts'
import type { FromReplica, ToReplica } from './replica.ts'

export interface Running {
  url: string
  kill(): Promise<void>
}

export interface Fleet {
  /** Starts one more, which has been loaded before if `prepare` was called. */
  start(): Promise<Running>
  running: Running[]
  /** Has one loaded, for a start without the time that loading takes. */
  prepare(): void
  /** How long the last one took to load. */
  loadMs(): number
  close(): Promise<void>
}

const SOURCES = new URL('./replica.ts', import.meta.url)
const TRIES_MAX = 10

export function createFleet(settings: Settings): Fleet {
  const children = new Set<ChildProcess>()
  const running: Running[] = []
  let spare: Promise<ChildProcess> | undefined
  let loadedInMs = 0

  const load = async (): Promise<ChildProcess> => {
    const fromMs = Date.now()
    const child = fork(SOURCES, {
      stdio: 'inherit',
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: { ...process.env, NODE_COMPILE_CACHE: path.join(tmpdir(), 'muster-chaos-cache') },
    })
    children.add(child)
    child.on('exit', () => children.delete(child))
    await once(child, 'message')
    loadedInMs = Date.now() - fromMs
    return child
  }
  const prepare = () => {
    spare ??= load()
  }
  const gone = async (child: ChildProcess) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }
  const startOne = async (): Promise<Running | string> => {
    const loading = spare ?? load()
    spare = undefined
    const child = await loading
    const message: ToReplica = { type: 'start', settings }
    child.send(message)
    const [said] = (await once(child, 'message')) as [FromReplica]
    if (said.type !== 'started') {
      await gone(child)
      return said.type === 'failed' ? said.why : 'it said nothing'
    }
    const self: Running = {
      url: said.url,
      async kill() {
        running.splice(running.indexOf(self), 1)
        await gone(child)
      },
    }
    running.push(self)
    return self
  }

  return {
    running,
    prepare,
    loadMs: () => loadedInMs,
    async start() {
      let why = ''
      // While the database is away no replica can start; its supervisor tries again.
      for (let tried = 0; tried < TRIES_MAX; tried++) {
        const started = await startOne()
        if (typeof started !== 'string') return started
        why = started
      }
      throw new Error(`no replica could be started: ${why}`)
    },
    async close() {
      await Promise.all([...children].map(gone))
    },
  }
}

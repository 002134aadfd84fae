/** `muster serve` as an operator starts it, in a process of its own that ends with the test. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

interface Line {
  msg: string
  url?: string
}

export interface Served {
  server: ChildProcess
  url: string
  /** What it has logged up to now. */
  said: string[]
  /** Sends SIGTERM and waits for the end; how long that took, and with which code. */
  terminate(): Promise<{ code: number | null; tookMs: number }>
}

/** Resolves once it says that it runs. */
export async function serve(env: Record<string, string>): Promise<Served> {
  const { PATH = '' } = process.env
  const server = spawn(process.execPath, ['src/cli/muster.ts', 'serve'], {
    env: { PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(async () => {
    if (server.exitCode !== null || server.signalCode !== null) return
    server.kill('SIGKILL')
    await once(server, 'exit')
  })
  const said: string[] = []
  const runs = Promise.withResolvers<string>()
  const lines = createInterface({ input: server.stdout! })
  lines.on('line', (text) => {
    const line = JSON.parse(text) as Line
    said.push(line.msg)
    if (line.url !== undefined) runs.resolve(line.url)
  })
  lines.on('close', () => runs.reject(new Error(`muster serve ended: ${said.join(' ')}`)))
  const url = await runs.promise
  return {
    ...{ server, url, said },
    async terminate() {
      const beganMs = performance.now()
      server.kill('SIGTERM')
      const [code] = (await once(server, 'exit')) as [number | null]
      return { code, tookMs: performance.now() - beganMs }
    },
  }
}

/**
 * The shop's process: `node service.ts CONFIGURATION VERSION`. Says over its channel to whoever started it when it listens, and ends by itself
 * when the sandbox is gone, within a second or so.
 */
import { wallClock } from '../../src/engine/wall-clock.ts'
import { openDoor } from '../http/door.ts'
import { readConfiguration } from './configuration.ts'
import { isRunning } from './process-look.ts'
import { sandboxNow } from './sandbox-time.ts'
import { answer } from './shop.ts'
import { versionNamed } from './versions.ts'

const OWNER_LOOK_MS = 1_000

const say = (words: string) => process.stdout.write(`${new Date(wallClock.now()).toISOString()} ${words}\n`)

function end(why: string, code = 0): never {
  say(why)
  process.exit(code)
}

async function serve([configurationPath = '', versionId = '']: string[]): Promise<void> {
  const { port, databaseUrl, ownerPid, clockUrl } = await readConfiguration(configurationPath)
  const version = versionNamed(versionId)
  const door = await openDoor({
    port,
    async handle(request) {
      const reply = await answer({ version, databaseUrl, now: () => sandboxNow(clockUrl) }, request)
      if (reply.status >= 500) say(`${request.method} ${request.path} ${reply.status}`)
      // No connection outlives its answer: after a restart nobody speaks to the process before.
      return { ...reply, headers: { connection: 'close', ...reply.headers } }
    },
  })
  process.on('SIGTERM', () => void door.close().then(() => end('stopped')))
  say(`version ${version.id} listens on port ${port}, process ${process.pid}`)
  // Whoever started it may be gone already.
  process.send?.('listening', () => {})
  while (isRunning(ownerPid)) {
    await wallClock.sleepUntil(wallClock.now() + OWNER_LOOK_MS, new AbortController().signal)
  }
  end('the sandbox is gone')
}

serve(process.argv.slice(2)).catch((error: Error) => end(error.message, 1))

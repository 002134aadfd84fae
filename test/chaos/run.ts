/**
 * `npm run chaos`: replicas and databases die for real. Prints its figures and ends with 1 when a promise was broken. By hand: CI has no
 * room for it.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir, totalmem } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { createServerIn } from './cluster.ts'
import { failoverReport, runFailover } from './failover.ts'
import { killReport, runKills } from './kills.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '12' },
    seed: { type: 'string', default: '1' },
    replicas: { type: 'string', default: '3' },
    every: { type: 'string', default: '1000' },
    /** No kill after so long. */
    seconds: { type: 'string', default: '600' },
    only: { type: 'string' },
  },
})

const say = (line: string) => void process.stdout.write(`${line}\n`)
const startedMs = Date.now()
const progress = (line: string) =>
  void process.stderr.write(`${((Date.now() - startedMs) / 1_000).toFixed(1)} s: ${line}\n`)

/** mulberry32: moments and victims from the seed. What the machine makes of them is not the same twice. */
function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

const folder = await mkdtemp(path.join(tmpdir(), 'muster-chaos-'))
// The server's user has to get in.
await chmod(folder, 0o755)
const pick = seeded(Number(values.seed))
say(`seed ${values.seed}; ${cpus().length} cores, ${Math.round(totalmem() / 1024 ** 3)} GB, Node ${process.version}`)
let broken = 0
try {
  if (values.only !== 'failover') {
    const server = await createServerIn(path.join(folder, 'kills'))
    await server.start()
    try {
      const { kills, replicas, every, seconds } = values
      const numbers = {
        kills: Number(kills),
        replicas: Number(replicas),
        everyMs: Number(every),
        forMs: Number(seconds) * 1_000,
      }
      const figures = await runKills({ databaseUrl: server.url, ...numbers, pick, progress })
      for (const line of killReport(figures)) say(line)
      broken += figures.broken.length + figures.doubledByKey
    } finally {
      await server.end('SIGINT')
    }
  }
  if (values.only !== 'kills') {
    const figures = await runFailover(path.join(folder, 'failover'), pick, progress)
    for (const line of failoverReport(figures)) say(line)
    broken += figures.broken.length + figures.doubledByKey
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
process.exitCode = broken === 0 ? 0 : 1

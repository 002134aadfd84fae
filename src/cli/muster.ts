#!/usr/bin/env node
/** The `muster` command: refuses an old Node before anything is loaded that needs a new one. An error that is nobody's mistake ends with one sentence and exit code 2. */
import { CommanderError } from 'commander'

const NODE_MAJOR_MIN = 24

const [major = 0] = process.versions.node.split('.').map(Number)
if (major < NODE_MAJOR_MIN) {
  process.stderr.write(
    `Muster needs Node ${NODE_MAJOR_MIN} or newer and this is ${process.versions.node}; in a checkout, npm scripts bring it.\n`,
  )
  process.exit(2)
}

// Whoever reads our output may have seen enough (`muster journal export | head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

const { program } = await import('./program.ts')
try {
  await program.parseAsync()
} catch (error) {
  // Commander has said what is wrong.
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2)
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 2
}

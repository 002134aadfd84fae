/** Starts the embedded PostgreSQL in the directory named by its argument, tells its parent, and waits to be killed. */
import { randomBytes } from 'node:crypto'
import { startEmbeddedPostgres } from '../../src/engine/embedded-postgres.ts'

const [, , dataDir = ''] = process.argv
await startEmbeddedPostgres({ dataDir, fast: true, random: (bytes) => randomBytes(bytes).toString('hex') })
process.send?.('started')

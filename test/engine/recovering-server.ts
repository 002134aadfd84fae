/** Stands for a PostgreSQL in recovery: answers nobody, has its cluster on the command line, and takes its lock away when it is asked to end. */
import { rmSync } from 'node:fs'

const [, , lock = ''] = process.argv
process.on('SIGINT', () => {
  rmSync(lock)
  process.exit(0)
})
process.send?.('waits')
// Keeps it waiting, for as long as the test is there.
process.on('message', () => {})

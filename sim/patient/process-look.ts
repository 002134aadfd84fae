/**
 * Whether a process runs, told by what it was started as: one that is dead and that nobody has reaped does not count, and neither does another program
 * that got its number since.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/** @param mark stands in the command line of the process that is meant. */
export function isRunning(pid: number, mark = ''): boolean {
  const command = commandOf(pid)
  return command !== '' && command.includes(mark)
}

const HAS_PROC = existsSync('/proc/self/cmdline')

/** Empty: it does not run. */
function commandOf(pid: number): string {
  try {
    // Of a dead process that is still in the table the system keeps no command line.
    if (HAS_PROC) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    const said = execFileSync('ps', ['-o', 'stat=,command=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' })
    return said.startsWith('Z') ? '' : said.trim()
  } catch {
    return ''
  }
}

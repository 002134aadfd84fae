/**
 * Asks the registry for known faults of what runs in production. Exit 1 for those that are high or critical; a registry that does not
 * answer, or knows of none, fails nobody: it is said, and the build goes on.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What `npm audit --json` said, in words, and whether it should stop a build. */
export function judgeAudit(output: string): { fails: boolean; text: string } {
  let read: {
    metadata?: { vulnerabilities?: Record<string, number> }
    vulnerabilities?: Record<string, { severity: string }>
  }
  try {
    read = JSON.parse(output)
  } catch {
    read = {}
  }
  const counts = read.metadata?.vulnerabilities
  if (counts === undefined)
    return { fails: false, text: 'The registry does not say whether packages have known faults: nothing was checked.' }
  const grave = Object.entries(read.vulnerabilities ?? {}).filter(([, { severity }]) =>
    /^(high|critical)$/.test(severity),
  )
  if (grave.length > 0)
    return { fails: true, text: grave.map(([name, { severity }]) => `${name}: a known fault, ${severity}`).join('\n') }
  return { fails: false, text: `No known fault that is high or critical; ${counts.total ?? 0} in all.` }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8', timeout: 60_000 })
  const { fails, text } = judgeAudit(stdout ?? '')
  process[fails ? 'stderr' : 'stdout'].write(`${text}\n`)
  process.exitCode = fails ? 1 : 0
}

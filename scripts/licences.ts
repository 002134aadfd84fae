/** Says which packages that run in production have a licence that is not on the list. Works offline, from package-lock.json; exit 1 when there is one. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Licences under which Muster may be handed on together with the package. */
export const ALLOWED: readonly string[] = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  // Of whole files that are handed on as they are.
  'MPL-2.0',
]

/** Packages whose lock entry names no licence by its id; somebody has read it. */
const READ: Readonly<Record<string, string>> = {
  'dejavu-fonts-ttf': 'Bitstream Vera: free to hand on, changed fonts under another name',
}

interface Locked {
  dev?: boolean
  license?: string
}

/** One line for each package that runs in production and whose licence is not allowed. */
export function licenceFaults(packages: Readonly<Record<string, Locked>>): string[] {
  return Object.entries(packages).flatMap(([path, { dev, license }]) => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
    if (path === '' || dev || Object.hasOwn(READ, name)) return []
    return license !== undefined && isAllowed(license) ? [] : [`${name}: ${license ?? 'no licence is named'}`]
  })
}

/** One of several to choose from is enough; where all count, all have to be on the list. */
const isAllowed = (license: string): boolean =>
  license
    .replace(/[()]/g, '')
    .split(/ OR /)
    .some((choice) => choice.split(/ AND /).every((one) => ALLOWED.includes(one.trim())))

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'))
  const faults = licenceFaults(lock.packages)
  for (const fault of faults) process.stderr.write(`${fault}\n`)
  process.stdout.write(faults.length === 0 ? 'Every licence is on the list.\n' : '')
  process.exitCode = faults.length === 0 ? 0 : 1
}

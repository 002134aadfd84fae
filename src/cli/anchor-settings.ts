/** By what anchors and archives of evidence are signed, who gets them, and how long the store guards them. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { signerOf } from '../evidence/signing.ts'
import type { Settings } from '../program/settings.ts'
import type { Lookup } from './lookup.ts'

const LOCK = /^(compliance|governance)\s+(\d{1,5})\s*(?:d|days?)$/i
const MAIL = /^[^\s@<>]+@[^\s@<>]+$/

export function anchorSettings(read: Lookup, folder: string): Pick<Settings, 'anchors'> {
  const signingKey = signingKeyOf(read, folder)
  const auditor = read.text('MUSTER_AUDITOR_EMAIL')
  const lock = lockOf(read)
  if (auditor !== undefined && !MAIL.test(auditor)) {
    read.problem('MUSTER_AUDITOR_EMAIL is no mail address: write one such as audit@example.com.')
  }
  const anchors = {
    ...(signingKey !== undefined && { signingKey }),
    ...(auditor !== undefined && { auditor }),
    ...(lock !== undefined && { lock }),
  }
  return Object.keys(anchors).length > 0 ? { anchors } : {}
}

/** A file, or the PEM itself, in which a store of secrets may have written line ends as \\n. */
function signingKeyOf(read: Lookup, folder: string): string | undefined {
  const written = read.text('MUSTER_SIGNING_KEY')
  if (written === undefined) return undefined
  try {
    const isPem = written.startsWith('-----BEGIN')
    const pem = isPem ? written.replaceAll('\\n', '\n') : readFileSync(resolve(folder, written), 'utf8')
    signerOf(pem)
    return pem
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === undefined ? (error as Error).message : 'it cannot be read'
    read.problem(
      `MUSTER_SIGNING_KEY is of no use, ${why}: give a file that \`openssl genpkey -algorithm ed25519\` wrote.`,
    )
    return undefined
  }
}

function lockOf(read: Lookup): NonNullable<Settings['anchors']>['lock'] {
  const written = read.text('MUSTER_ANCHOR_LOCK')
  if (written === undefined) return undefined
  const [, mode = '', days = ''] = LOCK.exec(written) ?? []
  if (Number(days) >= 1) return { mode: mode.toUpperCase() as 'COMPLIANCE' | 'GOVERNANCE', days: Number(days) }
  return read.problem(`MUSTER_ANCHOR_LOCK is "${written}": write "compliance 400 days" or "governance 400 days".`)
}

/**
 * Whether the heads of the journal are kept off-site, by what they are signed, and how old the newest are. Nothing is written. How far they are behind, only Muster itself
 * can say while it runs: `muster_anchor_lag_seconds`.
 */
import { createObjectStore, type ObjectStore } from '../adapters/s3/object-store.ts'
import { dayKey } from '../evidence/anchors.ts'
import { HEADS_FOLDER } from '../evidence/format.ts'
import { fingerprintOf, signerOf } from '../evidence/signing.ts'
import { type Check, type Finding, ok, skipped, warning } from './finding.ts'

const DAY_MS = 86_400_000
/** One a minute, and some. */
const A_DAY_MAX = 3_000

export const anchors: Check = {
  name: 'anchors',
  group: 'Evidence',
  async run({ settings: { s3, anchors: { signingKey, auditor, lock } = {}, email }, nowMs }, signal) {
    if (s3 === undefined) return [isOff]
    const store = createObjectStore(s3)
    try {
      const found = [await newestHeads(store, nowMs(), signal)]
      if (signingKey === undefined) return [...found, isUnsigned]
      const signed = await store.head(dayKey(nowMs()))
      return [
        ...found,
        signedFinding(fingerprintOf(signerOf(signingKey).publicKey), signed !== undefined),
        ...(lock ? [lockFinding(lock.mode, signed)] : []),
        ...(auditor !== undefined && email === undefined ? [cannotMail] : []),
      ]
    } catch (cause) {
      signal.throwIfAborted()
      const why = `${(cause as Error).message} Heads can be written all the same by a key that may only write.`
      return [
        warning(
          'The anchors in the bucket cannot be looked at',
          why,
          'Let the key of MUSTER_S3_BUCKET list and read below anchors/.',
        ),
      ]
    } finally {
      store.close()
    }
  },
}

async function newestHeads(store: ObjectStore, nowMs: number, signal: AbortSignal): Promise<Finding> {
  for (const dayMs of [nowMs, nowMs - DAY_MS]) {
    const day = new Date(dayMs).toISOString().slice(0, 10)
    const newest = (await store.list(`${HEADS_FOLDER}${day}`, { max: A_DAY_MAX, signal })).at(-1)
    if (newest)
      return ok(`The heads of the journal were last kept off-site at ${newest.key.slice(HEADS_FOLDER.length, -5)} UTC`)
  }
  const why =
    'None were written today or yesterday: nothing has changed in the journal, or Muster has not run, or it may not write there.'
  return warning(
    'No recent heads of the journal lie in the bucket',
    why,
    'Look at muster_anchor_lag_seconds in /metrics: over 300 it does not come through.',
  )
}

const signedFinding = (fingerprint: string, isThere: boolean): Finding =>
  ok(
    `Anchors and evidence are signed by the key ${fingerprint}; today's anchor is ${isThere ? 'there' : 'not there yet'}`,
  )

function lockFinding(mode: string, signed: { lock?: object } | undefined): Finding {
  if (signed === undefined || signed.lock !== undefined)
    return ok(`The store guards each day's anchor (${mode.toLowerCase()})`)
  const why = 'The bucket was made without object lock, so whoever may write there can change anchors.'
  return warning(
    "Today's anchor is not guarded by the store",
    why,
    'Make a bucket with object lock and set MUSTER_S3_BUCKET, or unset MUSTER_ANCHOR_LOCK.',
  )
}

const isOff = skipped(
  'The heads of the journal are kept nowhere else',
  'Whoever has all rights on the database could rewrite a journal from some row to its end, and nobody could tell.',
  'Set MUSTER_S3_BUCKET, and MUSTER_SIGNING_KEY to have an anchor signed each day.',
)
const isUnsigned = skipped(
  'No anchor of the journal is signed',
  'Whoever may write to the bucket could change the heads there as well.',
  'Set MUSTER_SIGNING_KEY to a file that `openssl genpkey -algorithm ed25519` wrote.',
)
const cannotMail = warning(
  'The auditor gets no anchors',
  'MUSTER_AUDITOR_EMAIL is set, and mail is not.',
  'Set SMTP_URL and MAIL_FROM.',
)

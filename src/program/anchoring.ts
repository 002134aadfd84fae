/** Keeping the journal's heads off-site, as the settings ask for it; without a bucket nothing is done. */
import { createTransport } from 'nodemailer'
import { signingWith } from '../adapters/email/mail-message.ts'
import { SILENCE_MAX_MS } from '../adapters/email/mail-out.ts'
import { createObjectStore } from '../adapters/s3/object-store.ts'
import type { Clock } from '../engine/clock.ts'
import type { Logger } from '../engine/logger.ts'
import type { Storage } from '../engine/storage.ts'
import { fingerprintOf, signerOf } from '../evidence/signing.ts'
import { createAnchors } from './anchor-loop.ts'
import type { Settings } from './settings.ts'

export interface Anchoring {
  start(): void
  /** As each minute by itself; nothing without a bucket. */
  look(): Promise<void>
  /** How long ago all heads were known to be off-site, seconds; undefined: that is not set up. */
  lagSeconds(): number | undefined
  /** Again: fine. */
  stop(): Promise<void>
}

interface Parts {
  settings: Pick<Settings, 's3' | 'anchors' | 'email'>
  storage: Pick<Storage, 'streams'>
  clock: Clock
  logger: Logger
}

export function createAnchoring({ settings, storage, clock, logger }: Parts): Anchoring {
  const { s3, anchors: { signingKey, auditor, lock } = {}, email } = settings
  if (s3 === undefined)
    return { start: () => {}, look: async () => {}, lagSeconds: () => undefined, stop: async () => {} }
  const bucket = createObjectStore(s3)
  const signer = signingKey === undefined ? undefined : signerOf(signingKey)
  const mail = auditor && email && signer ? mailTo(auditor, email, signer.publicKey) : undefined
  const anchors = createAnchors({ storage, bucket, signer, lock, mail, clock, logger })
  const startedMs = clock.now()
  const stopping = new AbortController()
  let running: Promise<void> | undefined
  return {
    start() {
      running ??= anchors.run(stopping.signal)
    },
    look: anchors.look,
    lagSeconds: () => Math.max(0, clock.now() - (anchors.lastMs() ?? startedMs)) / 1_000,
    async stop() {
      stopping.abort()
      await running
      bucket.close()
    },
  }
}

/** The Message-ID is the day's: sent twice it is one mail. */
function mailTo(to: string, { url, from, replyTo, dkim }: NonNullable<Settings['email']>, publicKey: string) {
  return async ({ day, text, key }: { day: string; text: string; key: string }) => {
    const transport = createTransport({
      url,
      connectionTimeout: SILENCE_MAX_MS,
      greetingTimeout: SILENCE_MAX_MS,
      socketTimeout: SILENCE_MAX_MS,
      ...signingWith(dkim),
    })
    try {
      await transport.sendMail({
        from,
        to: { name: '', address: to },
        ...(replyTo !== undefined && { replyTo }),
        subject: `Anchor of the journal of Muster, ${day}`,
        text: `Attached are the ends of all chains of the journal on ${day}, signed by the key ${fingerprintOf(publicKey)}.\n\nKeep it where those who run Muster cannot change it. In the bucket it is ${key}; an archive\nof evidence has it as well, and \`muster evidence verify\` compares it with the rows.\n`,
        attachments: [{ filename: `muster-anchor-${day}.json`, content: text, contentType: 'application/json' }],
        messageId: `<muster-anchor-${day}@${/@([^>\s]+)/.exec(from)?.[1] ?? 'localhost'}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
    } finally {
      transport.close()
    }
  }
}

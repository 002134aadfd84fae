/**
 * The sandbox's S3: the object store of `emulate` with one bucket, reached through two doors: the bot's meets faults, the driver's does not.
 * The doors pass everything on and put right what the SDK would stumble over: the emulator's error bodies have a wrapper that S3's do not,
 * and it takes the framing of a streamed body for the object.
 * How an object was to be encrypted and locked, its checksum and a version are remembered and told again; nothing of it is done, and older versions are gone.
 * The access key id is checked, signatures are not. What the emulator lacks is lacking here: conditional writes, multipart uploads, Content-Encoding.
 */
import { createEmulator } from 'emulate'
import type { Clock } from '../../src/engine/clock.ts'
import type { Faults } from '../faults/faults.ts'
import { type CallRecord, createCallLog } from '../http/call-log.ts'
import { openDoor, type RefusedReply } from '../http/door.ts'
import type { DoorReply, DoorRequest } from '../http/messages.ts'
import { objectBytes } from './aws-chunked.ts'
import { createObjectLock } from './object-lock.ts'

export interface S3SimOptions {
  bucket: string
  faults: Faults
  clock: Clock
  randomId: () => string
  /** Whether the bucket was made with object lock; default: yes. */
  objectLock?: boolean
  onRecord?: (record: CallRecord) => void
}

export interface S3Sim {
  /** The driver's door, for `@aws-sdk/client-s3` with `forcePathStyle`. */
  endpoint: string
  /** The bot's door, likewise. */
  botEndpoint: string
  bucket: string
  accessKeyId: string
  secretAccessKey: string
  close(): Promise<void>
}

/** Headers that belong to one connection and must not be passed on; fetch makes its own. */
const HOP_HEADERS = [
  'connection',
  'keep-alive',
  'host',
  'content-length',
  'transfer-encoding',
  'expect',
  'content-encoding',
]

export async function startS3Sim(options: S3SimOptions): Promise<S3Sim> {
  const { bucket, faults, clock, randomId } = options
  const emulator = await createEmulator({
    service: 'aws',
    port: 0,
    seed: { aws: { s3: { buckets: [{ name: bucket }] } } },
  })
  // The emulator names localhost, which may mean ::1 first; it listens on 127.0.0.1 only.
  const emulatorUrl = `http://127.0.0.1:${new URL(emulator.url).port}`
  const log = createCallLog('s3', clock, options.onRecord)
  const accessKeyId = `AKIA${randomId()
    .replace(/[^a-z0-9]/gi, '')
    .toUpperCase()}`

  const protection = createProtection(randomId)
  const lock = createObjectLock({ enabled: options.objectLock ?? true, now: clock.now })
  const once = createOnce((request) => passOn(emulatorUrl, request))
  const handle = async (request: DoorRequest) => {
    const credential = /Credential=([^/]+)\//.exec(request.headers.authorization ?? '')?.[1]
    if (credential !== accessKeyId) return s3Error(403, 'InvalidAccessKeyId', 'The access key id does not exist.')
    const refused = lock.refusal(request)
    if (refused) return s3Error(refused.status, refused.code, refused.message)
    const reply = await once(request)
    lock.note(request, reply)
    return protection.told(request, reply)
  }
  const bot = await openDoor({ handle, meets: { faults, service: 's3', refuse }, onCall: log.of('bot') })
  const driver = await openDoor({ handle, onCall: log.of('driver') })
  return {
    endpoint: driver.url,
    botEndpoint: bot.url,
    bucket,
    accessKeyId,
    secretAccessKey: randomId(),
    async close() {
      await Promise.all([bot.close(), driver.close()])
      await emulator.close()
    },
  }
}

/** What S3 would keep of these, it says again with the object. */
const PROTECTION = /^x-amz-(server-side-encryption|object-lock-(mode|retain-until-date)|checksum-sha256)$/

function createProtection(randomId: () => string) {
  const kept = new Map<string, Record<string, string>>()
  return {
    told(request: DoorRequest, reply: DoorReply): DoorReply {
      const { method, path, headers } = request
      if (reply.status >= 300) return reply
      if (method === 'DELETE') kept.delete(path)
      if (method === 'PUT') {
        const asked = Object.entries(headers).filter(([name]) => PROTECTION.test(name))
        const told = Object.fromEntries(asked.map(([name, value]) => [name, String(value)]))
        kept.set(path, { ...told, 'x-amz-version-id': randomId() })
      }
      if (method !== 'GET' && method !== 'HEAD') return reply
      const wantsSum = headers['x-amz-checksum-mode'] !== undefined
      const told = Object.entries(kept.get(path) ?? {}).filter(([name]) => wantsSum || !name.includes('checksum'))
      return { ...reply, headers: { ...reply.headers, ...Object.fromEntries(told) } }
    },
  }
}

/** `If-None-Match: *`. Of two that write the same name at once the second finds the first. */
function createOnce(ask: (request: DoorRequest) => Promise<DoorReply>) {
  let last: Promise<unknown> = Promise.resolve()
  const putOnce = async (request: DoorRequest) => {
    const there = await ask({ ...request, method: 'HEAD', body: Buffer.alloc(0) })
    if (there.status !== 200) return ask(request)
    return s3Error(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold')
  }
  return (request: DoorRequest): Promise<DoorReply> => {
    if (request.method !== 'PUT' || request.headers['if-none-match'] !== '*') return ask(request)
    const turn = last.then(() => putOnce(request))
    last = turn.catch(() => {})
    return turn
  }
}

async function passOn(emulatorUrl: string, request: DoorRequest): Promise<DoorReply> {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string' && !HOP_HEADERS.includes(name)) headers.set(name, value)
  }
  const url = `${emulatorUrl}${request.path}${request.rawQuery ? `?${request.rawQuery}` : ''}`
  // Asked for its head, the emulator leaves out an object's metadata; asked for the object it does not.
  const method = request.method === 'HEAD' && /^\/[^/]+\/./.test(request.path) ? 'GET' : request.method
  const hasBody = !['GET', 'HEAD'].includes(method)
  const response = await fetch(url, { method, headers, ...(hasBody && { body: objectBytes(request) }) })
  const body = Buffer.from(await response.arrayBuffer())
  const kept = Object.fromEntries([...response.headers].filter(([name]) => !HOP_HEADERS.includes(name)))
  const { status } = response
  if (request.method === 'HEAD') return { status, headers: { ...kept, 'content-length': String(body.length) } }
  return { status, headers: kept, body: response.ok ? body : unwrapped(body) }
}

const unwrapped = (body: Buffer): string =>
  body
    .toString('utf8')
    .replace(/<ErrorResponse>\s*<Error>([\s\S]*?)<\/Error>([\s\S]*?)<\/ErrorResponse>/, '<Error>$1$2</Error>')

function s3Error(status: number, code: string, message: string): DoorReply {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`
  return { status, headers: { 'content-type': 'application/xml' }, body }
}

const refuse: RefusedReply = (kind, status) =>
  kind === 'rate-limit'
    ? s3Error(status, 'SlowDown', 'Please reduce your request rate.')
    : s3Error(status, 'InternalError', 'We encountered an internal error. Please try again.')

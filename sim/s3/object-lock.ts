/**
 * Object lock as S3 has it, as far as Muster uses it: an object that was put with a mode and a date is neither changed nor removed before that date. S3 would make a
 * new version beside it; here there are no versions, so that the request is refused.
 */
import type { DoorReply, DoorRequest } from '../http/messages.ts'

interface Refusal {
  status: number
  code: string
  message: string
}

const MODE = 'x-amz-object-lock-mode'
const UNTIL = 'x-amz-object-lock-retain-until-date'

const hasChecksum = (headers: DoorRequest['headers']) =>
  Object.keys(headers).some((name) => name.startsWith('x-amz-checksum-'))

export function createObjectLock({ enabled, now }: { enabled: boolean; now: () => number }) {
  const locks = new Map<string, string>()
  const isLocked = (path: string) => Date.parse(locks.get(path) ?? '') > now()

  return {
    /** Why the request is not even passed on; undefined: it may. */
    refusal({ method, path, headers }: DoorRequest): Refusal | undefined {
      const mode = headers[MODE]
      const changes = method === 'PUT' || method === 'DELETE'
      if (mode !== undefined && !enabled) {
        return { status: 400, code: 'InvalidRequest', message: 'Bucket is missing Object Lock Configuration' }
      }
      if (mode !== undefined && headers['content-md5'] === undefined && !hasChecksum(headers)) {
        const message =
          'Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters'
        return { status: 400, code: 'InvalidRequest', message }
      }
      const isConditional = headers['if-none-match'] === '*'
      if (!changes || isConditional || !isLocked(path)) return undefined
      return { status: 403, code: 'AccessDenied', message: 'Access Denied because object protected by object lock.' }
    },
    /** Remembers a lock that was just made; s3.ts tells of it. */
    note({ method, path, headers }: DoorRequest, { status }: DoorReply): void {
      const until = headers[UNTIL]
      if (method === 'PUT' && status === 200 && typeof until === 'string') locks.set(path, until)
    },
  }
}

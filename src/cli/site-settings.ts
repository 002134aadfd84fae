/** Where the status page is published as files: a folder, a bucket, both, or nowhere. */
import { resolve } from 'node:path'
import type { Settings } from '../program/settings.ts'
import type { Lookup } from './lookup.ts'

const WEB = ['http:', 'https:']
const BUCKET = 'MUSTER_STATUS_S3_BUCKET'

export function siteSettings(read: Lookup, folder: string): Pick<Settings, 'site'> {
  const dir = read.text('MUSTER_STATUS_DIR')
  const address = read.url('MUSTER_STATUS_ADDRESS', WEB)?.replace(/\/+$/, '')
  const s3 = bucket(read)
  if (dir === undefined && s3 === undefined) {
    if (address !== undefined && read.text(BUCKET) === undefined) {
      read.problem(`MUSTER_STATUS_ADDRESS is set, but nothing is published: set MUSTER_STATUS_DIR or ${BUCKET}.`)
    }
    return {}
  }
  return {
    site: {
      ...(dir !== undefined && { dir: resolve(folder, dir) }),
      ...(s3 !== undefined && { s3 }),
      ...(address !== undefined && { address }),
    },
  }
}

/** What is not said of it is as of the bucket for the output of steps. */
function bucket(read: Lookup): NonNullable<Settings['site']>['s3'] {
  const name = read.text(BUCKET)
  const prefix = read.text('MUSTER_STATUS_S3_PREFIX')?.replace(/^\/+|\/+$/g, '')
  const endpoint = read.url('MUSTER_STATUS_S3_ENDPOINT', WEB) ?? read.url('MUSTER_S3_ENDPOINT', WEB)
  const region = read.text('MUSTER_STATUS_S3_REGION') ?? read.text('MUSTER_S3_REGION') ?? 'us-east-1'
  const keyId = read.text('MUSTER_STATUS_S3_ACCESS_KEY_ID')
  const secret = read.text('MUSTER_STATUS_S3_SECRET_ACCESS_KEY')
  if (name === undefined) return undefined
  if ((keyId === undefined) !== (secret === undefined)) {
    const [set, missing] =
      keyId === undefined ? ['SECRET_ACCESS_KEY', 'ACCESS_KEY_ID'] : ['ACCESS_KEY_ID', 'SECRET_ACCESS_KEY']
    read.problem(`MUSTER_STATUS_S3_${missing} is missing though MUSTER_STATUS_S3_${set} is set: set both or none.`)
    return undefined
  }
  const accessKeyId = keyId ?? read.text('MUSTER_S3_ACCESS_KEY_ID')
  const secretAccessKey = secret ?? read.text('MUSTER_S3_SECRET_ACCESS_KEY')
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    const own = 'MUSTER_STATUS_S3_ACCESS_KEY_ID and MUSTER_STATUS_S3_SECRET_ACCESS_KEY'
    read.problem(`${BUCKET} is set without a key: set ${own}, or those of MUSTER_S3_BUCKET.`)
    return undefined
  }
  return {
    ...{ bucket: name, region, accessKeyId, secretAccessKey, prefix: prefix ? `${prefix}/` : '' },
    ...(endpoint !== undefined && { endpoint }),
  }
}

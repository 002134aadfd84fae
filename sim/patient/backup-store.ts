/** The shop's backups in an S3 bucket: each a dump with its SHA-256 beside it and, once it has been restored for a try, a file that says so. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'

export interface StoreAccess {
  endpoint: string
  bucket: string
  accessKeyId: string
  secretAccessKey: string
}

export interface BackupStore {
  putFile(key: string, file: string): Promise<void>
  putText(key: string, text: string): Promise<void>
  close(): void
}

/** Beside a dump, by what follows its key. */
export const CHECKSUM = '.sha256'
export const VERIFIED = '.verified'

/** Like `20261205T0948Z`, or with as many more digits as are asked for. */
const stamp = (ms: number, length: number) => `${new Date(ms).toISOString().slice(0, length).replace(/[-:]/g, '')}Z`
export const backupKey = (ms: number) => `shop/shop-${stamp(ms, 'YYYY-MM-DDTHH:MM'.length)}.dump`
/** Not among the backups, since what was saved may be damaged; to the second, since it is saved in a hurry and never to be overwritten. */
export const savedStateKey = (ms: number) => `saved-state/shop-${stamp(ms, 'YYYY-MM-DDTHH:MM:SS'.length)}.dump`

export const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex')

export function openBackupStore({ endpoint, bucket: Bucket, ...credentials }: StoreAccess): BackupStore {
  const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials })
  return {
    async putFile(Key, file) {
      // Whole, since a stream could not be sent once more when the store stumbles; the shop is small.
      await client.send(new PutObjectCommand({ Bucket, Key, Body: await readFile(file) }))
    },
    async putText(Key, text) {
      await client.send(new PutObjectCommand({ Bucket, Key, Body: text }))
    },
    close: () => client.destroy(),
  }
}

/** A patient for one test file, with a database server and an object store around it, and `patientctl` run as a plan's step would run it. */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { configurationFile } from '../../../sim/patient/configuration.ts'
import { type Patient, type PatientOptions, startPatient } from '../../../sim/patient/patient.ts'
import { patientctl } from '../../../sim/patient/subcommands.ts'
import { startS3Sim } from '../../../sim/s3/s3.ts'
import { emptyDatabase } from '../../postgres.ts'
import { surroundings, temporaryFolder } from '../surroundings.ts'

/** When the sandbox of these tests began. */
export const STARTED_AT = '2026-12-05T09:58:00.000Z'

export interface Ran {
  code: number
  out: string
  err: string
}

export interface Admitted {
  patient: Patient
  dir: string
  adminUrl: string
  /** Runs `patientctl` from the PATH; the environment is the one that the patient gives, and what is said here. */
  run(words: string, environment?: Record<string, string | undefined>): Promise<Ran>
  /** The same without a process for it: quicker, for what is not about processes. */
  call(words: string, environment?: Record<string, string | undefined>): Promise<Ran>
  /** Keys in the store, in the order of the alphabet. */
  keys(): Promise<string[]>
  stored(key: string): Promise<string>
  store(key: string, text: string): Promise<void>
  moveClock(ms: number): void
  close(): Promise<void>
}

export async function admit(options: Partial<PatientOptions> = {}): Promise<Admitted> {
  const around = surroundings()
  around.clock.moveTo(Date.parse(STARTED_AT))
  const database = await emptyDatabase()
  const store = await startS3Sim({ ...around, bucket: 'shop' })
  const dir = temporaryFolder()
  const random = (bytes: number) => randomBytes(bytes).toString('hex')
  const parts = { dir, adminUrl: database.url, store, clock: around.clock, random, ownerPid: process.pid }
  const patient = await startPatient({ ...parts, ...options })
  const credentials = { accessKeyId: store.accessKeyId, secretAccessKey: store.secretAccessKey }
  const client = new S3Client({ endpoint: store.endpoint, region: 'us-east-1', forcePathStyle: true, credentials })
  const at = (Key: string) => ({ Bucket: store.bucket, Key })
  return {
    patient,
    dir,
    adminUrl: database.url,
    run: (words, environment = {}) => run(patient, words, environment),
    async call(words, environment = {}) {
      const file = configurationFile(dir)
      const {
        code,
        out = '',
        err = '',
      } = await patientctl(file, wordsOf(words), { ...patient.environment, ...environment })
      return { code, out, err }
    },
    async keys() {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: store.bucket }))
      return Contents.map(({ Key = '' }) => Key).sort()
    },
    stored: async (key) => (await (await client.send(new GetObjectCommand(at(key)))).Body?.transformToString()) ?? '',
    store: async (key, text) => void (await client.send(new PutObjectCommand({ ...at(key), Body: text }))),
    moveClock: (ms) => around.clock.moveTo(around.clock.now() + ms),
    async close() {
      client.destroy()
      await patient.close()
      await store.close()
      await database.drop()
      await rm(dir, { recursive: true })
    },
  }
}

const wordsOf = (text: string) => text.split(' ').filter(Boolean)

function run(patient: Patient, words: string, environment: Record<string, string | undefined>): Promise<Ran> {
  const env = { PATH: `${patient.binDir}:${process.env.PATH}`, ...patient.environment, ...environment }
  return new Promise((resolve) => {
    execFile('patientctl', wordsOf(words), { env }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out: out.trim(), err: err.trim() })
    })
  })
}

/** Processes on this machine in whose command line the text stands. */
export async function processesOf(text: string): Promise<number[]> {
  const listed = await new Promise<string>((resolve, reject) => {
    execFile('ps', ['-A', '-o', 'pid=,command='], (error, out) => (error ? reject(error) : resolve(out)))
  })
  const found = listed.split('\n').filter((line) => line.includes(text) && line.includes('service.'))
  return found.map((line) => Number.parseInt(line, 10))
}

import { createMemoryBacking, createPostgresBacking } from '../../src/engine/backing.ts'
import { testDatabase } from '../postgres.ts'
import { storageContract } from './storage-contract.ts'

const queues = { mail: { concurrency: 2 }, sms: { concurrency: 2 } }

storageContract('memory', async () => {
  const backing = createMemoryBacking(queues)
  return { backing, close: () => backing.stop() }
})

storageContract('PostgreSQL', async () => {
  const { url, drop } = await testDatabase()
  const backing = createPostgresBacking({ connectionString: url, queues })
  const close = async () => {
    await backing.stop()
    await drop()
  }
  return { backing, close }
})

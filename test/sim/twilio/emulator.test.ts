import { expect, test } from 'vitest'
import { startTwilioEmulator } from '../../../sim/twilio/emulator.ts'
import { surroundings } from '../surroundings.ts'

/** What the emulator takes of one credential in an hour. */
const REQUESTS_OF_ONE_CREDENTIAL = 5_000

test('the limit of the emulator on requests an hour is never met', async () => {
  const emulator = await startTwilioEmulator(['+15005550100'], surroundings().randomId)
  try {
    const path = `/2010-04-01/Accounts/${emulator.accountSid}/Messages.json?PageSize=1`
    const statuses = new Set<number>()
    for (let asked = 0; asked < REQUESTS_OF_ONE_CREDENTIAL + 100; asked += 50) {
      const replies = await Promise.all(Array.from({ length: 50 }, () => emulator.request('GET', path)))
      for (const reply of replies) statuses.add(reply.status)
    }
    expect([...statuses]).toEqual([200])
  } finally {
    await emulator.close()
  }
})

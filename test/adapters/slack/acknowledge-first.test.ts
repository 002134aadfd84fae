import { EventEmitter } from 'node:events'
import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { createAcknowledgeFirst } from '../../../src/adapters/slack/acknowledge-first.ts'

const response = () => new EventEmitter() as ServerResponse

test('work begins when all that has come is acknowledged', async () => {
  const first = createAcknowledgeFirst()
  const [one, other] = [response(), response()]
  first.arrived(one)
  first.arrived(other)
  const said: string[] = []
  const began = first.turn().then(() => said.push('work'))
  one.emit('close')
  said.push('one is acknowledged')
  await Promise.resolve()
  other.emit('close')
  said.push('the other is acknowledged')
  await began
  expect(said).toEqual(['one is acknowledged', 'the other is acknowledged', 'work'])
})

test('work begins at once when nothing has come', async () => {
  await createAcknowledgeFirst().turn()
})

test('work does not wait long for an acknowledgement that does not come, nor is it then held up for ever', async () => {
  const first = createAcknowledgeFirst()
  const form = response()
  first.arrived(form)
  await first.turn()
  form.emit('close')
  await first.turn()
})

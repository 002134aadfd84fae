/** Socket Mode: the same commands without a public address, and a lost connection that neither ends the process nor stays lost. */
import { expect, test, vi } from 'vitest'
import { startDesk } from './desk.ts'

/** Bot calls that opened a connection. */
const opened = (desk: Awaited<ReturnType<typeof startDesk>>, ok: boolean) =>
  desk.slack.records().filter(({ method, response }) => method === 'apps.connections.open' && response.ok === ok).length

test('a command and a form pass both ways', async () => {
  const desk = await startDesk(({ values }) => {
    if (values) return { ok: false, text: 'No.', errors: { seen: 'Say more.' } }
    const fields = [{ kind: 'text', param: 'seen', label: 'Seen' } as const]
    return { ok: true, text: '', form: { command: 'declare', title: 'Declare', submit: 'Declare', fields } }
  }, 'socket')
  expect((await desk.slack.slash('amara', '/dr declare')).status).toBe(200)
  const [view] = await desk.views('amara')
  const response = await desk.slack.submit('amara', view!.id, { seen: 'x' })
  expect(JSON.parse(response.body)).toEqual({ response_action: 'errors', errors: { seen: 'Say more.' } })
})

test('a connection that Slack ends is opened again', async () => {
  const desk = await startDesk(undefined, 'socket')
  desk.slack.refreshSockets()
  await vi.waitUntil(() => opened(desk, true) === 2, { timeout: 10_000 })
  await vi.waitUntil(
    async () => (await desk.slack.slash('amara', '/dr status').catch(() => undefined))?.status === 200,
    { timeout: 10_000 },
  )
  expect(await desk.told('amara')).toContain('did status')
})

test('Slack being away is survived, and the connection comes back with it', async () => {
  const rejections: unknown[] = []
  const collect = (reason: unknown) => rejections.push(reason)
  process.on('unhandledRejection', collect)
  try {
    const desk = await startDesk(undefined, 'socket')
    desk.faults.set({ service: 'slack', fault: 'down' })
    desk.slack.refreshSockets()
    await vi.waitUntil(() => opened(desk, false) >= 2, { timeout: 10_000 })
    desk.faults.clear('slack')
    await vi.waitUntil(() => opened(desk, true) === 2, { timeout: 10_000 })
    await vi.waitUntil(
      async () => (await desk.slack.slash('amara', '/dr status').catch(() => undefined))?.status === 200,
      { timeout: 10_000 },
    )
    expect(rejections).toEqual([])
  } finally {
    process.off('unhandledRejection', collect)
  }
})

test('a start without Slack does not wait for it, and stopping twice is as good as once', async () => {
  const desk = await startDesk(undefined, 'socket', { appToken: 'xapp-wrong' })
  expect(desk.diagnosed.join()).toContain('invalid_auth')
  await desk.inbound.stop()
  await desk.inbound.stop()
})

/**
 * What the visitor does, sent to the sandbox. What it refuses is shown as a notice. Nothing here waits for what happens next: the live records
 * bring that.
 */
import type { Act, ActAnswer } from '../act-schema.ts'
import { change, currentModel, type Model } from './model.ts'
import { goTo } from './navigation.ts'

/** @returns undefined when it was refused. */
async function send<T>(door: 'act' | 'clock' | 'faults', body: unknown): Promise<T | undefined> {
  change({ notice: null })
  try {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`/${door}`, { method: 'POST', headers, body: JSON.stringify(body) })
    const answer = await response.json()
    if (response.ok) return answer
    change({ notice: String(answer.error) })
  } catch {
    change({ notice: 'The sandbox does not answer: is it still running?' })
  }
  return undefined
}

/** Everything that a person does in a tool. */
export function act(deed: Act): Promise<ActAnswer | undefined> {
  if (answersAPage(deed)) stepDone('answered')
  return send('act', deed)
}

/** @param length like `15m`. */
export async function moveClock(length: string): Promise<void> {
  if (currentModel()?.workspace.move.underWay) return
  if (await send('clock', { advance: length })) stepDone('moved')
}

export const setClockRunning = (running: boolean) => send('clock', { running })

/** @param fault `off` switches the service's faults off; any other takes the place of the one that is on. */
export async function setFault(service: string, fault: string): Promise<void> {
  await send('faults', { service, fault: 'off' })
  if (fault !== 'off') await send('faults', { service, fault })
}

/** @param fault `off` heals it. */
export const setPatientFault = (fault: string) => send('faults', { service: 'patient', fault })

/** Declares the example in the command channel, where the answer is; the visitor is then taken to the channel that it opens. */
export async function declareExample(): Promise<void> {
  const model = currentModel()
  if (!model) return
  const { example, commandChannelId, channels } = model.workspace
  goTo({ kind: 'channel', name: channels[commandChannelId]?.name ?? '' })
  change({ followsNewChannel: true })
  const said = await act({ act: 'command', person: model.person, channel: commandChannelId, text: example })
  if (said) stepDone('declared')
  else change({ followsNewChannel: false })
}

export function stepDone(step: keyof NonNullable<Model['steps']>): void {
  change(({ steps }) => (steps ? { steps: { ...steps, [step]: true } } : {}))
}

function answersAPage(deed: Act): boolean {
  if (deed.act === 'click') return ['ack', 'next', 'resolve'].includes(deed.actionId.split(':')[0] ?? '')
  if (deed.act === 'command') return /^\/dr\s+(ack|next|resolve)\b/.test(deed.text)
  if (deed.act === 'phone') return deed.does === 'press'
  return deed.act === 'text' || deed.act === 'pagerduty'
}

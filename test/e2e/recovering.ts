/** People who recover something in an incident's channel: they find a step's message, press its buttons, type what a form asks for. */
import { expect } from 'vitest'
import type { RecoveryView, StepView } from '../../src/incident/recovery/view-shape.ts'
import type { View } from '../../src/incident/view-shape.ts'
import type { Desk, OpenView, SeenMessage } from './desk.ts'

export interface Recovering {
  view(): Promise<View>
  recovery(): Promise<RecoveryView>
  step(id: string): Promise<StepView>
  /** The step's own message in the incident's channel, as it is now. */
  message(step: string): Promise<{ channel: string; message: SeenMessage }>
  /** Presses a button of the step's message and gives the answer. */
  press(person: string, step: string, button: string, value?: string): Promise<string>
  /** Presses Approve, and types the system's name into the form that opens for it, if one does. */
  approve(person: string, step: string, name?: string): Promise<void>
  /** Runs that were begun, in order. */
  runs(): Promise<string[]>
}

export function recoveringIn(desk: Desk, incident: string): Recovering {
  const view = async () => (await desk.incident(incident)).view
  const recovery = async () => (await view()).recovery!
  const self: Recovering = {
    view,
    recovery,
    async step(id) {
      const found = (await recovery()).steps.find((step) => step.id === id)
      if (!found) throw new Error(`${incident} has no step ${id}`)
      return found
    },
    async message(step) {
      const room = (await desk.until(view, ({ channel }) => channel !== null)).channel!
      const shown = `\`${step}\` · as of`
      const { id, messages } = await desk.until(
        () => desk.channel(room.name),
        (channel) => channel.messages.some((one) => JSON.stringify(one.blocks ?? []).includes(shown)),
      )
      return { channel: id, message: messages.findLast((one) => JSON.stringify(one.blocks ?? []).includes(shown))! }
    },
    press: async (person, step, button, value) =>
      desk.press(person, await self.message(step), button, value ? { value } : {}),
    async approve(person, step, name) {
      const place = await self.message(step)
      if (name === undefined) {
        expect(await desk.press(person, place, 'approve')).toContain('Approved')
        return
      }
      const before = (await desk.forms(person)).length
      await desk.push(person, place, 'approve')
      const forms = await desk.until(
        () => desk.forms(person),
        (open) => open.length > before,
      )
      const form = forms.at(-1)!
      expect(await desk.submit(person, form, filled(form, { name }))).toEqual({ status: 200, body: '' })
    },
    runs: async () =>
      (await desk.incident(incident)).events.flatMap((event) =>
        event.type === 'attempted' && event.effect.kind === 'run-step' ? [event.effect.run] : [],
      ),
  }
  return self
}

/** A form's values as they stand when it opens, with what somebody types. */
export function filled(form: OpenView, typed: Record<string, string>): Record<string, string> {
  const initial = form.blocks.flatMap((block) => {
    const { element } = block as { element?: { initial_option?: { value: string }; initial_value?: string } }
    const value = element?.initial_option?.value ?? element?.initial_value
    return value === undefined ? [] : [[block.block_id, value] as const]
  })
  return { ...Object.fromEntries(initial), ...typed }
}

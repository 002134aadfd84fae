/** The modal that the app has opened for the person: its blocks, what is entered, and the errors that the app finds in it. */
import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { Json, ShownView, WorkspaceState } from '../../state/workspace-state.ts'
import { act } from '../acting.ts'
import { Block } from '../block-kit/blocks.ts'
import { html } from '../html.ts'
import { actingPerson, personNamed } from '../looking.ts'
import type { Model } from '../model.ts'
import { Dialog } from '../ui/dialog.ts'
import { icon } from '../ui/icon.ts'
import { type Entries, filled, initialEntry, inputsOf } from './form-entries.ts'
import { FormField } from './form-field.ts'

/** The topmost modal of the person, if any is open. */
export function Modal({ model }: { model: Model }): VNode | null {
  const { slackUserId } = actingPerson(model)
  const shown = model.workspace.views.findLast(({ user, view }) => view.type === 'modal' && user === slackUserId)
  // The hash changes with every update by the app: the form then begins anew, as in Slack.
  return shown
    ? html`<${Form} key=${`${shown.view.id}-${shown.view.hash}`} shown=${shown} person=${model.person} workspace=${model.workspace} />`
    : null
}

function Form({ shown, person, workspace }: { shown: ShownView; person: string; workspace: WorkspaceState }): VNode {
  const { view } = shown
  const inputs = inputsOf(view.blocks)
  const zone = personNamed(workspace, person)?.zone ?? 'UTC'
  const [entries, setEntries] = useState<Entries>(() => initialEntries(inputs))
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [busy, setBusy] = useState(false)
  const words = (part: unknown, otherwise: string) => String((part as Json | null)?.text ?? otherwise)
  const title = words(view.title, 'Form')
  const close = () => void act({ act: 'dismiss', person, viewId: view.id })
  const submit = async (event: Event) => {
    event.preventDefault()
    setBusy(true)
    const answer = await act({ act: 'submit', person, viewId: view.id, entries: filled(entries) })
    setErrors(answer?.errors ?? {})
    setBusy(false)
  }
  const node = (block: Json) => {
    if (block.type !== 'input') {
      return html`<${Block} block=${block} place=${{ place: { viewId: view.id }, person, workspace }} />`
    }
    const id = String(block.block_id)
    const onEntry = (entry: Entries[string]) => setEntries((now) => ({ ...now, [id]: entry }))
    return html`<${FormField} key=${id} ...${{ block, workspace, zone, onEntry }} entry=${entries[id]} error=${errors[id]} />`
  }
  return html`<${Dialog} label=${title} onClose=${close}>
    <form class="form" onSubmit=${submit}>
      <header class="dialog-head">
        <h2 class="dialog-title">${title}</h2>
        <button type="button" class="icon-button" aria-label="Close" title="Close" onClick=${close}>${icon('close')}</button>
      </header>
      <div class="dialog-body">${(view.blocks as Json[]).map(node)}</div>
      <footer class="dialog-feet">
        <button type="button" class="button" onClick=${close}>${words(view.close, 'Cancel')}</button>
        ${view.submit ? html`<button type="submit" class="button button-primary" disabled=${busy} aria-busy=${busy}>${words(view.submit, 'Submit')}</button>` : null}
      </footer>
    </form>
  <//>`
}

const initialEntries = (inputs: Json[]): Entries =>
  Object.fromEntries(
    inputs.flatMap((block) => {
      const entry = initialEntry(block.element as Json)
      return entry === undefined ? [] : [[String(block.block_id), entry]]
    }),
  )

/** A modal dialog: the browser's own, which keeps the focus inside, gives it back afterwards and closes with Escape. */
import type { ComponentChildren, VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { html } from '../html.ts'

export interface DialogProps {
  label: string
  kind?: string
  /** Escape, or a click beside it. */
  onClose: () => void
  children?: ComponentChildren
}

export function Dialog({ label, kind = '', onClose, children }: DialogProps): VNode {
  const element = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const dialog = element.current
    dialog?.showModal()
    // The browser would begin at the cross: whoever opens a form wants to fill it in.
    dialog?.querySelector<HTMLElement>('[data-first], input, select, textarea')?.focus()
    return () => dialog?.close()
  }, [])
  const onCancel = (event: Event) => {
    event.preventDefault()
    onClose()
  }
  const onClick = (event: MouseEvent) => {
    if (event.target === element.current) onClose()
  }
  return html`
    <dialog ref=${element} class=${`dialog ${kind}`} aria-label=${label} onCancel=${onCancel} onMouseDown=${onClick}>
      <div class="dialog-inside">${children}</div>
    </dialog>
  `
}

/** A button and what it opens beneath itself; closes with Escape, a click elsewhere, or when what is in it says so. */
import type { ComponentChildren, VNode } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { html } from '../html.ts'

export interface PopoverProps {
  label: string
  /** Class of the button. */
  kind: string
  /** Id of the button, by which a key may find it. */
  id: string
  button: ComponentChildren
  /** What is opened; gets the way to close it. */
  inside: (close: () => void) => ComponentChildren
}

export function Popover({ label, kind, id, button, inside }: PopoverProps): VNode {
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const close = () => {
    setOpen(false)
    root.current?.querySelector('button')?.focus()
  }
  useEffect(() => {
    if (!open) return
    const elsewhere = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false)
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close()
    }
    document.addEventListener('mousedown', elsewhere)
    document.addEventListener('keydown', onKey)
    root.current?.querySelector<HTMLElement>('.popover [data-first], .popover button, .popover input')?.focus()
    return () => {
      document.removeEventListener('mousedown', elsewhere)
      document.removeEventListener('keydown', onKey)
    }
  }, [open])
  return html`
    <div class="popover-root" ref=${root}>
      <button type="button" id=${id} class=${kind} aria-expanded=${open} aria-haspopup="dialog" title=${label} onClick=${() => setOpen(!open)}>
        ${button}
      </button>
      ${open && html`<div class="popover" role="dialog" aria-label=${label}>${inside(close)}</div>`}
    </div>
  `
}

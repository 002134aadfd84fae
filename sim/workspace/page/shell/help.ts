/** What the keys do. */
import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { html } from '../html.ts'
import { change } from '../model.ts'
import { Dialog } from '../ui/dialog.ts'
import { icon } from '../ui/icon.ts'

const KEYS: [keys: string, does: string][] = [
  ['j  k  ↓  ↑', 'Next and previous message, mail, phone or incident'],
  ['/', 'Write a command'],
  ['g c', 'Channel for commands'],
  ['g i', 'Latest incident'],
  ['g d', 'Direct messages of Muster'],
  ['g h', 'App Home'],
  ['g p', 'Your phone'],
  ['g m', 'Mail'],
  ['g y', 'PagerDuty'],
  ['g s', 'Status page'],
  ['g t', 'Patient'],
  ['w', 'Act as somebody else'],
  ['1  2  3', 'Move the clock by a minute, a quarter of an hour, an hour'],
  ['f', 'Freeze the clock, or let it run'],
  ['b', 'Break something: faults'],
  ['?', 'This help'],
  ['Esc', 'Leave what is open'],
]

export function HelpButton(): VNode {
  const [open, setOpen] = useState(false)
  const again = () => {
    setOpen(false)
    change({ steps: { declared: false, moved: false, answered: false } })
  }
  return html`
    <button type="button" class="icon-button" id="help" title="Keys (?)" aria-label="Help and keys" onClick=${() => setOpen(true)}>${icon('help')}</button>
    ${
      open &&
      html`<${Dialog} label="Keys" onClose=${() => setOpen(false)}>
        <header class="dialog-head">
          <h2 class="dialog-title">Keys</h2>
          <button type="button" class="icon-button" aria-label="Close" onClick=${() => setOpen(false)}>${icon('close')}</button>
        </header>
        <dl class="dialog-body keys">
          ${KEYS.map(([keys, does]) => html`<div><dt>${keys.split('  ').map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${does}</dd></div>`)}
        </dl>
        <footer class="dialog-feet"><button type="button" class="button" onClick=${again}>Show the first steps again</button></footer>
      <//>`
    }
  `
}

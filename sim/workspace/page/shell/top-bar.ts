/** The bar on top: what this is, the clock, the faults, help. */
import type { VNode } from 'preact'
import { html } from '../html.ts'
import { change, type Model } from '../model.ts'
import { appAvatar } from '../ui/avatar.ts'
import { icon } from '../ui/icon.ts'
import { ClockControls } from './clock-controls.ts'
import { FaultSwitches } from './fault-switches.ts'
import { HelpButton } from './help.ts'

export function TopBar({ model }: { model: Model }): VNode {
  const toggle = () => change({ sidebarOpen: !model.sidebarOpen })
  return html`<header class="top">
    <button type="button" class="icon-button only-narrow" aria-label="Places" aria-expanded=${model.sidebarOpen} onClick=${toggle}>${icon('menu')}</button>
    <p class="brand">${appAvatar('small')}<span>Muster <span class="brand-soft">sandbox</span></span></p>
    <${ClockControls} model=${model} />
    <div class="top-end">
      <${FaultSwitches} model=${model} />
      <${HelpButton} />
    </div>
  </header>`
}

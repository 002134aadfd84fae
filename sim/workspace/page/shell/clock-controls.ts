/** The sandbox's clock: what time it is, whether it runs, and moves onward; while one is under way nothing else may move it. */
import type { VNode } from 'preact'
import { moveClock, setClockRunning } from '../acting.ts'
import { html } from '../html.ts'
import type { Model } from '../model.ts'
import { shortDay, timeWithSeconds } from '../times.ts'
import { icon } from '../ui/icon.ts'

/** With the key that does the same. */
export const MOVES = [
  { length: '1m', label: '+1 min', key: '1' },
  { length: '15m', label: '+15 min', key: '2' },
  { length: '1h', label: '+1 h', key: '3' },
] as const

export function ClockControls({ model }: { model: Model }): VNode {
  const { clock, move } = model.workspace
  const toggle = clock.running ? 'Freeze the clock' : 'Let the clock run'
  return html`<div class="clock" role="group" aria-label="Clock">
    <p class="clock-now">
      <time datetime=${new Date(clock.nowMs).toISOString()}>${timeWithSeconds(clock.nowMs)}</time>
      <span class="clock-day">${shortDay(clock.nowMs)} · UTC</span>
    </p>
    <button type="button" class=${`icon-button ${clock.running ? '' : 'is-frozen'}`} title=${toggle} aria-label=${toggle} onClick=${() => setClockRunning(!clock.running)}>
      ${icon(clock.running ? 'pause' : 'play')}
    </button>
    <div class="segments">
      ${MOVES.map(
        ({ length, label }) =>
          html`<button type="button" class="segment" disabled=${move.underWay} onClick=${() => moveClock(length)}>${label}</button>`,
      )}
    </div>
    <p class="clock-said" role="status">${saidOf(model)}</p>
  </div>`
}

function saidOf({ workspace: { move, clock }, connected }: Model): VNode | string {
  if (!connected) return 'Connection lost, trying again…'
  if (move.underWay) return html`<span class="spinner"></span> Time passes…`
  if (move.carriedOut === undefined) return clock.running ? '' : 'Frozen'
  const done = move.carriedOut === 0 ? 'Nothing was due' : `${move.carriedOut} carried out`
  return move.stillFailing ? `${done}, ${move.stillFailing} failing` : done
}

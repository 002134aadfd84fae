/** A time axis in hours and minutes: where its ticks are, and what stands at them. Seconds in, pixels out. */

import { FONT_FAMILY } from './font.ts'
import { COLOURS, MARGIN, PLOT, TYPE } from './look.ts'

const [MINUTE, HOUR, DAY] = [60, 3_600, 86_400]
const STEPS = [
  ...[MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE],
  ...[HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY],
]
const TICKS_MAX = 7
/** With its labels, pixels. */
export const AXIS_HEIGHT = 28

export interface TimeScale {
  endSeconds: number
  stepSeconds: number
  /** Where a moment lies; what is outside lies at the edge. */
  x(seconds: number): number
}

export function timeScale(endSeconds: number): TimeScale {
  const end = Math.max(MINUTE, endSeconds)
  const stepSeconds = STEPS.find((step) => end / step <= TICKS_MAX) ?? Math.ceil(end / TICKS_MAX / DAY) * DAY
  const x = (seconds: number) => PLOT.left + (PLOT.width * Math.min(Math.max(seconds, 0), end)) / end
  return { endSeconds: end, stepSeconds, x }
}

/** `1:30`, after one hour and a half. */
function clockText(seconds: number): string {
  const minutes = Math.round(seconds / MINUTE)
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}

/** The library's grid and axes between two heights, with labels above and below. */
export function timeGrid({ endSeconds, stepSeconds }: TimeScale, top: number, bottom: number, gridIndex = 0) {
  const axis = (position: 'top' | 'bottom', isLabelled: boolean) => ({
    ...{ type: 'value' as const, gridIndex, position, min: 0, max: endSeconds, interval: stepSeconds },
    axisLine: { show: true, lineStyle: { color: COLOURS.trackEdge } },
    axisTick: { show: false },
    splitLine: { show: position === 'top', lineStyle: { color: COLOURS.line } },
    axisLabel: {
      ...{ show: isLabelled, margin: 6, color: COLOURS.quiet, fontSize: TYPE.note.size, fontFamily: FONT_FAMILY },
      // The last one is where the axis ends, at whatever time.
      formatter: (value: number) => (value % stepSeconds === 0 ? clockText(value) : ''),
    },
  })
  return {
    grid: { left: MARGIN, width: PLOT.width, top, height: bottom - top },
    top: axis('top', true),
    bottom: axis('bottom', true),
  }
}

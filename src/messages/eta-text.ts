/**
 * When an incident is expected to be over (R123): as somebody has said, else as the recovery forecasts. Promises that nobody reads a moment as
 * one to come that has passed, or a forecast as a promise.
 */
import { forecastAt } from '../incident/recovery/forecast.ts'
import type { View } from '../incident/view-shape.ts'

/** A forecast is told in steps of this size, upwards: a minute would promise what nobody knows. */
const FORECAST_STEP_MS = 5 * 60_000

/** @param text how the reader is told a moment. */
export function etaText(view: View, nowMs: number, text: (atMs: number) => string): string | null {
  if (view.phase !== 'open') return null
  if (view.etaMs !== null) {
    return view.etaMs < nowMs ? `${text(view.etaMs)} has passed, a new time will follow` : text(view.etaMs)
  }
  const { endMs, afterRunningMs = 0 } = view.recovery?.forecast ?? {}
  if (endMs === null || endMs === undefined) return null
  const atMs = forecastAt({ endMs, afterRunningMs }, nowMs)
  return `${text(Math.ceil(atMs / FORECAST_STEP_MS) * FORECAST_STEP_MS)} (estimate)`
}

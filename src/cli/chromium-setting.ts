/** The Chromium that makes PDFs: the one that is named, else the one that is found. */
import { findChromium } from '../program/print/find-chromium.ts'
import type { Settings } from '../program/settings.ts'
import type { Lookup } from './lookup.ts'

/** @param search folders as in the variable PATH. */
export function chromiumSetting(read: Lookup, folder: string, search: string | undefined): Pick<Settings, 'chromium'> {
  const named = read.text('MUSTER_CHROMIUM') !== undefined
  // What is named and not there is a problem, and not another one's turn.
  const chromium = named ? read.existingPath('MUSTER_CHROMIUM', folder) : findChromium(search)
  return chromium === undefined ? {} : { chromium }
}

/** Whether reviews can be made as PDF: an empty page is. */
import { wallClock } from '../engine/wall-clock.ts'
import { createPrinter } from '../program/print/print-pdf.ts'
import { type Check, ok, skipped, warning } from './finding.ts'

export const pdf: Check = {
  name: 'pdf',
  group: 'Evidence',
  async run({ settings: { chromium } }, signal) {
    if (chromium === undefined) return [isOff]
    // Sooner than the check itself, so that it can say what was wrong.
    const printer = createPrinter({ chromium, wall: wallClock, limitMs: 10_000 })
    const stop = () => void printer.close()
    signal.addEventListener('abort', stop, { once: true })
    try {
      await printer.print('<!doctype html><title>Muster</title>')
      return [ok(`Reviews are made as PDF by ${chromium}`)]
    } catch (cause) {
      return [warning(`${chromium} makes no PDF`, (cause as Error).message, REMEDY)]
    } finally {
      signal.removeEventListener('abort', stop)
    }
  },
}

const REMEDY = 'Install Chromium, or name another one in MUSTER_CHROMIUM.'
const isOff = skipped('Reviews are not made as PDF', 'There is no Chromium on the PATH.', REMEDY)

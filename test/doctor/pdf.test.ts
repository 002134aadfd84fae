/** What the doctor says of the Chromium that makes PDFs: that there is none, or that it makes none. That it makes one: test/browser/review.test.ts. */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { pdf } from '../../src/doctor/pdf.ts'
import { findingsOf, subjectOf } from './patient.ts'

test('none is no fault; one that makes no PDF is warned of, with why', async () => {
  expect(await findingsOf(pdf, subjectOf())).toMatchObject([
    { level: 'skipped', remedy: expect.stringContaining('MUSTER_CHROMIUM') },
  ])
  const folder = await mkdtemp(path.join(tmpdir(), 'muster-no-chromium-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const chromium = path.join(folder, 'chromium')
  await writeFile(chromium, '#!/bin/sh\necho "no display" >&2\nexit 1\n')
  await chmod(chromium, 0o755)
  expect(await findingsOf(pdf, subjectOf({ chromium }))).toMatchObject([
    {
      level: 'warning',
      why: expect.stringContaining('no display'),
      remedy: expect.stringContaining('MUSTER_CHROMIUM'),
    },
  ])
})

/** Several places for one site: what is wrong with one keeps no other from being written. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { SiteFiles } from '../../src/adapters/site/site-files.ts'
import { createSteppedClock } from '../../src/engine/stepped-clock.ts'
import { wallClock } from '../../src/engine/wall-clock.ts'
import { createSite, type SiteParts } from '../../src/program/site.ts'
import { sharedRead } from '../../src/web/status/shared-read.ts'

const FILES: SiteFiles = new Map([['index.html', { body: 'all is well', contentType: 'text/html' }]])

async function open(settings: (dir: string) => SiteParts['settings']) {
  const dir = await mkdtemp(path.join(tmpdir(), 'muster-site-'))
  const site = createSite({
    settings: settings(dir),
    render: async () => FILES,
    nextTurn: async () => Number.MAX_SAFE_INTEGER,
    share: sharedRead,
    clock: createSteppedClock(wallClock, 0, false),
    logger: { warn: () => {} },
  })
  onTestFinished(async () => {
    await site.close()
    await site.close()
    await rm(dir, { recursive: true })
  })
  const carry = () =>
    site.carrier({ kind: 'publish-site', version: 1 }, { signal: AbortSignal.timeout(20_000) } as never)
  return { dir, site, carry }
}

const NOWHERE = {
  ...{ bucket: 'b', region: 'us-east-1', endpoint: 'http://127.0.0.1:1', prefix: '' },
  ...{ accessKeyId: 'k', secretAccessKey: 's' },
}

test('nothing set up: nothing to do, and that is said', async () => {
  const { site, carry } = await open(() => undefined)
  site.start()
  site.poke()
  expect(await carry()).toEqual({ ok: true, detail: { off: true } })
})

test('one place fails: the other has the site, and the effect fails', async () => {
  const { dir, carry } = await open((folder) => ({ dir: folder, s3: NOWHERE }))
  expect(await carry()).toEqual({ ok: false, reason: 'The store of the bucket b cannot be reached (ECONNREFUSED).' })
  expect(await readFile(path.join(dir, 'index.html'), 'utf8')).toBe('all is well')
})

test('asked for many times at once, it is published once or twice', async () => {
  const { carry } = await open((folder) => ({ dir: folder }))
  const outcomes = await Promise.all(Array.from({ length: 5 }, carry))
  const written = outcomes.map((outcome) => (outcome.ok ? outcome.detail?.written : undefined))
  expect(written).toEqual([1, 0, 0, 0, 0])
})

/** A site in a folder and in a bucket: the same promises for both. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type S3Sim, startS3Sim } from '../../../sim/s3/s3.ts'
import { createObjectStore } from '../../../src/adapters/s3/object-store.ts'
import { createBucketPlace } from '../../../src/adapters/site/bucket-place.ts'
import { createFolderPlace } from '../../../src/adapters/site/folder-place.ts'
import { LIST_FILE, publishSite } from '../../../src/adapters/site/publish-site.ts'
import { createSiteCarrier } from '../../../src/adapters/site/site-carrier.ts'
import type { SiteFiles, SitePlace } from '../../../src/adapters/site/site-files.ts'
import { startWebhookReceiver, surroundings } from '../../sim/surroundings.ts'

const around = surroundings()
const HTML = 'text/html; charset=utf-8'

const site = (pages: Record<string, string>): SiteFiles =>
  new Map(Object.entries(pages).map(([file, body]) => [file, { body, contentType: HTML }]))
const publish = (place: SitePlace, pages: Record<string, string>) => publishSite(place, async () => site(pages))

const FIRST = {
  'index.html': 'front ü',
  'shop/index.html': 'shop',
  'shop/incidents/DR-1/index.html': 'one',
  'api/v2/summary.json': '{}',
}

/** The same place, telling what was written to it, in order. */
function watched(place: SitePlace, before: (file: string) => Promise<void> = async () => {}) {
  const written: string[] = []
  const watching: SitePlace = {
    ...place,
    async write(file, content) {
      await before(file)
      written.push(file)
      await place.write(file, content)
    },
  }
  return { place: watching, written }
}

interface Around {
  place: SitePlace
  /** Something that is not ours. */
  putForeign(file: string, content: string): Promise<void>
  files(): Promise<string[]>
  close(): Promise<void>
}

async function folder(): Promise<Around> {
  const root = await mkdtemp(path.join(tmpdir(), 'muster-site-'))
  return {
    place: createFolderPlace(root),
    async putForeign(file, content) {
      await mkdir(path.dirname(path.join(root, file)), { recursive: true })
      await writeFile(path.join(root, file), content)
    },
    async files() {
      const entries = await readdir(root, { recursive: true, withFileTypes: true })
      const files = entries.filter((entry) => entry.isFile())
      return files.map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))).sort()
    },
    close: () => rm(root, { recursive: true, force: true }),
  }
}

let sim: S3Sim
const bucketOptions = () => {
  const { botEndpoint: endpoint, accessKeyId, secretAccessKey, bucket } = sim
  return { endpoint, region: 'us-east-1', bucket, accessKeyId, secretAccessKey }
}

async function bucket(): Promise<Around> {
  around.faults.clear()
  sim = await startS3Sim({ ...around, bucket: 'status' })
  const place = createBucketPlace({ ...bucketOptions(), prefix: 'public/' })
  const store = createObjectStore(bucketOptions())
  return {
    place,
    putForeign: (file, content) => store.put(`public/${file}`, content, 'text/plain'),
    async files() {
      const listed = await store.list('', { max: 100 })
      return listed.map(({ key }) => key.replace(/^public\//, '')).sort()
    },
    async close() {
      place.close()
      store.close()
      await sim.close()
    },
  }
}

describe.each([
  ['folder', folder],
  ['bucket', bucket],
])('a site in a %s', (_, open) => {
  let here: Around
  beforeEach(async () => {
    here = await open()
  })
  afterEach(() => here.close())
  const text = async (file: string) => (await here.place.read(file))?.toString()

  it('holds what was published; what is unchanged is not written again', async () => {
    expect(await publish(here.place, FIRST)).toEqual({ written: 4, unchanged: 0 })
    expect(await text('index.html')).toBe('front ü')
    expect(await publish(here.place, FIRST)).toEqual({ written: 0, unchanged: 4 })
    expect(await publish(here.place, { ...FIRST, 'shop/index.html': 'shop, later' })).toEqual({
      written: 1,
      unchanged: 3,
    })
    expect(await text('shop/index.html')).toBe('shop, later')
  })

  it('is written from the leaves to the front page', async () => {
    const { place, written } = watched(here.place)
    await publish(place, FIRST)
    expect(written[0]).toBe(LIST_FILE)
    expect(written.at(-1)).toBe('index.html')
    expect(written.indexOf('shop/incidents/DR-1/index.html')).toBeLessThan(written.indexOf('shop/index.html'))
  })

  it('loses the pages that are gone, and nothing that is not ours', async () => {
    await here.putForeign('shop/logo.txt', 'logo')
    await here.putForeign('other/index.html', 'theirs')
    await publish(here.place, FIRST)
    const { 'shop/incidents/DR-1/index.html': _gone, ...rest } = FIRST
    await publish(here.place, rest)
    expect(await here.files()).toEqual(
      ['api/v2/summary.json', 'index.html', LIST_FILE, 'other/index.html', 'shop/index.html', 'shop/logo.txt'].sort(),
    )
  })

  it('loses them also when a publication was cut off before', async () => {
    const { place } = watched(here.place, async (file) => {
      if (file === 'index.html') throw new Error('cut off')
    })
    await expect(publish(place, FIRST)).rejects.toThrow('cut off')
    await publish(here.place, { 'index.html': 'only this' })
    expect(await here.files()).toEqual(['index.html', LIST_FILE])
  })

  it.each([
    ['damaged', 'no json'],
    ['leading outside', '{"files":["../outside","/etc/passwd","a/../../b",7]}'],
  ])('removes nothing by a list that is %s', async (_, list) => {
    await here.putForeign('keep.txt', 'keep')
    await here.putForeign(LIST_FILE, list)
    expect(await publish(here.place, FIRST)).toEqual({ written: 4, unchanged: 0 })
    expect(await here.files()).toContain('keep.txt')
  })

  it('is put right when somebody else has changed it', async () => {
    await publish(here.place, FIRST)
    await here.putForeign('shop/index.html', 'vandalism')
    await here.place.remove('index.html')
    expect(await publish(here.place, FIRST)).toEqual({ written: 2, unchanged: 2 })
    expect(await text('shop/index.html')).toBe('shop')
  })

  it('says when it does not hold what was written', async () => {
    const place: SitePlace = {
      ...here.place,
      write: async (file, content) => {
        if (file !== 'shop/index.html') await here.place.write(file, content)
      },
    }
    expect((await publish(place, FIRST)).difference).toBe(`In ${place.name} shop/index.html is not there.`)
  })

  it('is published again when it changed meanwhile, at most three times', async () => {
    let version = 0
    const growing = async () => site({ 'index.html': `version ${++version}` })
    expect(await publishSite(here.place, growing)).toEqual({ written: 3, unchanged: 0 })
    expect(version).toBe(4)
    expect(await text('index.html')).toBe('version 3')
  })

  it('ends with the newest when an older one is published late by another replica', async () => {
    let now = 'old'
    const render = async () => site({ 'index.html': now })
    const mayWrite = Promise.withResolvers<void>()
    const reached = Promise.withResolvers<void>()
    const { place: slow } = watched(here.place, async (file) => {
      if (file !== 'index.html' || now !== 'old') return
      reached.resolve()
      await mayWrite.promise
    })
    const late = publishSite(slow, render)
    await reached.promise
    now = 'new'
    await publishSite(here.place, render)
    expect(await text('index.html')).toBe('new')
    mayWrite.resolve()
    await late
    expect(await text('index.html')).toBe('new')
  })
})

describe('in a folder', () => {
  it('leaves no draft behind, and says in one sentence that it cannot be written', async () => {
    const here = await folder()
    await publish(here.place, FIRST)
    expect((await here.files()).filter((file) => file.startsWith('.'))).toEqual([])
    await here.putForeign('file', '')
    const blocked = createFolderPlace(path.join(here.place.name.replace('the folder ', ''), 'file'))
    await expect(publish(blocked, FIRST)).rejects.toThrow(
      /^The folder of the status page cannot be used \(E[A-Z]+\)\.$/,
    )
    await here.close()
  })
})

describe('in a bucket', () => {
  it('has a type and is asked for each time; a store in trouble is a failure in one sentence', async () => {
    // The emulator keeps no Cache-Control: what is sent is looked at.
    const receiver = await startWebhookReceiver()
    const place = createBucketPlace({
      ...{ endpoint: receiver.url, region: 'us-east-1', bucket: 'status', prefix: 'public/' },
      ...{ accessKeyId: 'key', secretAccessKey: 'secret' },
    })
    await place.write('index.html', { body: 'front', contentType: HTML })
    place.close()
    await receiver.close()
    expect(receiver.requests[0]).toMatchObject({
      path: '/status/public/index.html',
      headers: { 'content-type': HTML, 'cache-control': 'no-cache' },
    })

    const here = await bucket()
    await publish(here.place, FIRST)
    around.faults.set({ service: 's3', fault: 'error', status: 403 })
    const carry = createSiteCarrier(() => publish(here.place, FIRST))
    const carrying = { signal: AbortSignal.timeout(20_000) } as Parameters<typeof carry>[1]
    const failure = await carry({ kind: 'publish-site', version: 1 }, carrying)
    expect(failure).toMatchObject({ ok: false, reason: expect.stringMatching(/^[^.]*bucket status[^.]*\.$/) })
    around.faults.clear()
    expect(await carry({ kind: 'publish-site', version: 1 }, carrying)).toEqual({
      ok: true,
      detail: { written: 0, unchanged: 4 },
    })
    await here.close()
  })
})

describe('as an effect', () => {
  const carrying = (signal: AbortSignal) => ({ signal }) as Parameters<ReturnType<typeof createSiteCarrier>>[1]

  it('does nothing where nothing is set up, and says so', async () => {
    const carry = createSiteCarrier(undefined)
    expect(await carry({ kind: 'publish-site', version: 1 }, carrying(AbortSignal.timeout(1_000)))).toEqual({
      ok: true,
      detail: { off: true },
    })
  })

  it('ends at its deadline, and tells no strange error', async () => {
    const end = new AbortController()
    const hanging = createSiteCarrier(() => new Promise(() => {}))
    const outcome = hanging({ kind: 'publish-site', version: 1 }, carrying(end.signal))
    end.abort()
    expect(await outcome).toMatchObject({ ok: false, reason: 'The place of the status page did not answer in time.' })
    const strange = createSiteCarrier(async () => {
      throw new Error('password=secret')
    })
    expect(await strange({ kind: 'publish-site', version: 1 }, carrying(new AbortController().signal))).toEqual({
      ok: false,
      reason: 'The status page could not be published.',
    })
  })
})

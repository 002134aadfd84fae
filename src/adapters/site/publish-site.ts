/**
 * Brings a place to hold a site, and no more of ours than that. Promises: a reader never meets a link to a page that is not there yet, because
 * the pages that are linked are written before those that link to them, and pages that are gone are removed last; afterwards it looks whether
 * the place really holds what was written; and of several that publish at once, the newest site is what stays.
 *
 * It removes only what it wrote itself, by a list that it keeps there: the place may hold other things.
 */
import type { SiteFiles, SitePlace } from './site-files.ts'

export interface Published {
  written: number
  unchanged: number
  /** What the place holds otherwise than it should, in one sentence. */
  difference?: string
}

/** The list of the files that are ours. */
export const LIST_FILE = 'muster-files.json'
/** Times that a site which changed meanwhile is published again; whoever changes it after that publishes it too. */
const ROUNDS_MAX = 3
/** Files written at a time. */
const AT_ONCE = 8
/** Nothing that leads out of the place. */
const OURS = /^(?!.*\.\.)[a-z0-9][\w./-]*$/i

/** @throws Error in one sentence when the place cannot be read or written. */
export async function publishSite(place: SitePlace, render: () => Promise<SiteFiles>): Promise<Published> {
  const total: Published = { written: 0, unchanged: 0 }
  let files = await render()
  for (let round = 1; ; round++) {
    const { written, unchanged, difference } = await put(place, files)
    total.written += written
    total.unchanged = unchanged
    // Somebody else may have published a newer site before us, and we an older one over it.
    const now = await render()
    if (same(files, now) || round === ROUNDS_MAX) return { ...total, ...(difference !== undefined && { difference }) }
    files = now
  }
}

async function put(place: SitePlace, files: SiteFiles): Promise<Published> {
  const before = await listed(place)
  const there = await place.unchanged(files)
  const changed = [...files.keys()].filter((path) => !there.has(path))
  const added = changed.filter((path) => !before.includes(path))
  const gone = before.filter((path) => !files.has(path))
  // Before anything is there that the list does not know: after a crash it must still be found.
  if (added.length > 0) await writeList(place, [...before, ...added])
  for (const stage of stagesOf(changed)) {
    for (let at = 0; at < stage.length; at += AT_ONCE) {
      await Promise.all(stage.slice(at, at + AT_ONCE).map((path) => place.write(path, files.get(path)!)))
    }
  }
  for (const path of gone) await place.remove(path)
  if (gone.length > 0) await writeList(place, [...files.keys()])
  const difference = await differenceOf(place, files, changed)
  return { written: changed.length, unchanged: there.size, ...(difference !== undefined && { difference }) }
}

/** What is linked first, what links to it after, the front page last. */
function stagesOf(paths: readonly string[]): string[][] {
  const isFront = (path: string) => path === 'index.html'
  const isPage = (path: string) => /^[^/]+\/index\.html$/.test(path)
  return [paths.filter((path) => !isFront(path) && !isPage(path)), paths.filter(isPage), paths.filter(isFront)]
}

async function listed(place: SitePlace): Promise<string[]> {
  const text = (await place.read(LIST_FILE))?.toString()
  try {
    const { files } = JSON.parse(text ?? '{"files":[]}') as { files: unknown[] }
    return files.filter((path): path is string => typeof path === 'string' && OURS.test(path))
  } catch {
    // Damaged: what it named stays lying about, which is better than removing what is not ours.
    return []
  }
}

const writeList = (place: SitePlace, paths: readonly string[]): Promise<void> =>
  place.write(LIST_FILE, {
    body: `${JSON.stringify({ files: [...new Set(paths)].sort() }, null, 1)}\n`,
    contentType: 'application/json; charset=utf-8',
  })

async function differenceOf(place: SitePlace, files: SiteFiles, paths: readonly string[]): Promise<string | undefined> {
  const wrong: string[] = []
  for (let at = 0; at < paths.length; at += AT_ONCE) {
    const looked = paths.slice(at, at + AT_ONCE).map(async (path) => {
      const found = await place.read(path)
      if (!found) wrong.push(`${path} is not there`)
      else if (!found.equals(Buffer.from(files.get(path)!.body))) wrong.push(`${path} has other content`)
    })
    await Promise.all(looked)
  }
  const [first, ...more] = wrong.sort()
  if (first === undefined) return undefined
  return `In ${place.name} ${first}${more.length > 0 ? `, and ${more.length} other files are wrong` : ''}.`
}

function same(one: SiteFiles, other: SiteFiles): boolean {
  return one.size === other.size && [...one].every(([path, { body }]) => other.get(path)?.body === body)
}

/**
 * A site in a folder, for whatever web server looks there. A file is written beside its place, brought to the disk and renamed, so that a crash
 * leaves the old one or the new one.
 */
import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, rmdir } from 'node:fs/promises'
import path from 'node:path'
import { type SitePlace, SitePlaceError } from './site-files.ts'

/** Where files are made; on the same file system, so that a rename is one step. */
const WORKSHOP = '.muster-writing'

export function createFolderPlace(root: string): SitePlace {
  const name = `the folder ${root}`
  const at = (file: string) => path.join(root, ...file.split('/'))
  const plainly = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      const { code = 'unknown error' } = error as NodeJS.ErrnoException
      throw new SitePlaceError(`The folder of the status page cannot be used (${code}).`, { cause: error })
    }
  }
  const read: SitePlace['read'] = (file) => plainly(() => readFile(at(file)).catch(absent))

  return {
    name,
    read,
    write: (file, { body }) =>
      plainly(async () => {
        const draft = path.join(root, WORKSHOP, randomBytes(8).toString('hex'))
        await mkdir(path.dirname(draft), { recursive: true })
        await mkdir(path.dirname(at(file)), { recursive: true })
        try {
          await writeThrough(draft, body)
          await rename(draft, at(file))
          await syncFolder(path.dirname(at(file)))
        } finally {
          await rm(draft, { force: true })
        }
      }),
    remove: (file) =>
      plainly(async () => {
        await rm(at(file), { force: true })
        // Folders that are empty now go too; the first that is not ends it.
        for (let folder = path.dirname(at(file)); folder !== path.resolve(root); folder = path.dirname(folder)) {
          if (
            !(await rmdir(folder).then(
              () => true,
              () => false,
            ))
          )
            break
        }
      }),
    async unchanged(files) {
      const same = new Set<string>()
      for (const [file, { body }] of files) {
        if ((await read(file))?.equals(Buffer.from(body))) same.add(file)
      }
      return same
    },
    close: () => {},
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  // A file where a folder should be is no such file either.
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
  throw error
}

async function writeThrough(file: string, body: string): Promise<void> {
  const handle = await open(file, 'wx')
  try {
    await handle.writeFile(body)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** So that the new name is on the disk as well. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

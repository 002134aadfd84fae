/** How large the installed package is: what is published of this repository, and the libraries that it brings, from the lock file. */
import { existsSync } from 'node:fs'
import { lstat, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { packageRoot } from '../src/program/package-root.ts'

const MB = 2 ** 20
/** Of what is built the sources stand here: it may not have been built, and types weigh little. */
const BUILT_FROM: Record<string, readonly string[]> = { dist: ['src', 'commands', 'sim'] }

export async function installedSize(): Promise<{ oursMb: number; librariesMb: number }> {
  const root = packageRoot()
  const read = async (file: string) => JSON.parse(await readFile(path.join(root, file), 'utf8'))
  const { files }: { files: string[] } = await read('package.json')
  const { packages }: { packages: Record<string, { dev?: boolean; devOptional?: boolean }> } =
    await read('package-lock.json')
  const libraries = Object.entries(packages)
    .filter(([folder, { dev, devOptional }]) => folder !== '' && !dev && !devOptional)
    .map(([folder]) => folder)
  return {
    oursMb: await sizeOfAll(
      root,
      files.flatMap((file) => BUILT_FROM[file] ?? [file]),
    ),
    librariesMb: await sizeOfAll(root, libraries),
  }
}

async function sizeOfAll(root: string, places: readonly string[]): Promise<number> {
  let bytes = 0
  for (const place of places) bytes += await sizeOf(path.join(root, place))
  return bytes / MB
}

/** Without the libraries below it, which the lock file lists by themselves; of what is not there: 0, as it is for other platforms. */
async function sizeOf(place: string): Promise<number> {
  if (!existsSync(place)) return 0
  const found = await lstat(place)
  if (!found.isDirectory()) return found.size
  let bytes = 0
  for (const entry of await readdir(place, { withFileTypes: true })) {
    if (entry.name !== 'node_modules') bytes += await sizeOf(path.join(place, entry.name))
  }
  return bytes
}

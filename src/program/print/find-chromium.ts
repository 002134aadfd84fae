/** Chromium on this machine, under the names that it goes by. */
import { accessSync, constants } from 'node:fs'
import path from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome']

/** @param search folders as in the variable PATH. */
export function findChromium(search: string | undefined): string | undefined {
  const folders = (search ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder))
  return folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name))).find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

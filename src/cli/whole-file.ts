/** Files that somebody else may read at any moment. Promises that each is whole or as it was before. */
import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** Writes over what is there. @returns whether it could. */
export function writeWhole(file: string, bytes: string | Uint8Array): boolean {
  try {
    const there = statSync(file, { throwIfNoEntry: false })
    // Into a pipe or a device one can only write; another file in its place would take it away from everybody.
    if (there && !there.isFile()) writeFileSync(file, bytes)
    else replace(there ? realpathSync(file) : file, bytes, there?.mode)
    return true
  } catch {
    return false
  }
}

function replace(file: string, bytes: string | Uint8Array, mode: number | undefined): void {
  const beside = join(dirname(file), `.${basename(file)}.${process.pid}.part`)
  try {
    writeFileSync(beside, bytes, mode === undefined ? {} : { mode: mode & 0o777 })
    renameSync(beside, file)
  } catch (error) {
    rmSync(beside, { force: true })
    throw error
  }
}

/** Writes a file that must not be there yet, whoever else may be about to make it. */
export function writeNew(file: string, bytes: string | Uint8Array): 'written' | 'there' | 'impossible' {
  try {
    writeFileSync(file, bytes, { flag: 'wx' })
    return 'written'
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return 'there'
    // Whatever has been begun of it is ours: it was not there.
    rmSync(file, { force: true })
    return 'impossible'
  }
}

/** Mends what can be mended without changing what a plan means (`muster check --fix`). Promises to write a file only when its text has changed. */
import { readFile, writeFile } from 'node:fs/promises'
import type { Edit } from '../../check/rule.ts'
import { editYaml } from '../../plan/edit-yaml.ts'
import { repairText } from '../../plan/repair-text.ts'
import type { CheckedFile } from './checked-file.ts'

/** Writes the mended files and resolves to their names. What stands in a fragment is mended there. */
export async function fixFiles(files: readonly CheckedFile[]): Promise<string[]> {
  const wanted = new Map<string, { edits: Edit[]; repair: boolean }>()
  for (const { findings } of files) {
    for (const { file, fix = [], rule, suppressed } of findings) {
      if (suppressed !== undefined) continue
      const one = wanted.get(file) ?? { edits: [], repair: false }
      one.edits.push(...fix)
      one.repair ||= rule === 'garbled-text'
      wanted.set(file, one)
    }
  }
  const changed = await Promise.all([...wanted].map(([file, { edits, repair }]) => fixFile(file, edits, repair)))
  return changed.flat()
}

async function fixFile(file: string, edits: readonly Edit[], repair: boolean): Promise<string[]> {
  if (edits.length === 0 && !repair) return []
  const written = await readFile(file, 'utf8')
  const isWindows = written.includes('\r\n')
  const mark = written.startsWith('\uFEFF') ? '\uFEFF' : ''
  const plain = written.slice(mark.length).replaceAll('\r\n', '\n')
  const edited = editYaml(repair ? repairText(plain).text : plain, edits)
  if (edited === plain) return []
  await writeFile(file, mark + (isWindows ? edited.replaceAll('\n', '\r\n') : edited))
  return [file]
}

/** What became of one plan file, and how findings are counted. */
import type { Judged } from '../../check/check.ts'

export interface CheckedFile {
  file: string
  /** Name of the system, as far as it could be made out. */
  system: string | null
  /** Of the file and of the fragments that it includes, by file. */
  texts: ReadonlyMap<string, string>
  /** In the order of the text. */
  findings: readonly Judged[]
}

/** Findings that nobody has let stand. */
export const standing = (files: readonly CheckedFile[], level: Judged['level']): Judged[] =>
  files.flatMap(({ findings }) => findings.filter((one) => one.level === level && one.suppressed === undefined))

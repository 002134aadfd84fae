/** What is wrong with an archive of evidence: one place, one sentence. */
export interface ArchiveFinding {
  /** Path in the archive; absent: the archive itself. */
  file?: string
  problem: 'container' | 'changed' | 'missing' | 'added' | 'seal' | 'format' | 'row' | 'text' | 'anchor' | 'plan'
  /** One sentence for people. */
  message: string
}

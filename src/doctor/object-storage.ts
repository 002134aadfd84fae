/** S3 is part of the picture that people have of Muster; this says that there is nothing to set up for it yet. */
import { type Check, skipped } from './finding.ts'

export const objectStorage: Check = {
  name: 'object-storage',
  group: 'S3',
  run: () => [
    skipped(
      'Object storage is not used',
      'This version keeps everything in its database and has no setting for S3.',
      "Nothing to do here; the database's own backups are what saves the journal.",
    ),
  ],
}

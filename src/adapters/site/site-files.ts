/** A web site as files, and a place that can hold one. */

export interface SiteFile {
  body: string
  contentType: string
}

/** By path, with slashes, from the root of the site. */
export type SiteFiles = ReadonlyMap<string, SiteFile>

/** One sentence for people; the error that it was is its cause. */
export class SitePlaceError extends Error {}

/** Rejects with one sentence for people. */
export interface SitePlace {
  /** As in "the folder /srv/status". */
  name: string
  /** Undefined: there is no such file. */
  read(path: string): Promise<Buffer | undefined>
  /** Whoever reads meanwhile gets the file as it was or as it will be, whole. */
  write(path: string, file: SiteFile): Promise<void>
  /** What is not there is fine. */
  remove(path: string): Promise<void>
  /** Of those of these files that are there just so, the paths. */
  unchanged(files: SiteFiles): Promise<Set<string>>
  close(): void
}

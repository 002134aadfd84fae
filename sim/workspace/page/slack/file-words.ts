/** What the page says of a file, and where it finds it. Pure. */
import { PICTURE_TYPES } from '../../state/picture-types.ts'
import type { SharedFile } from '../../state/workspace-state.ts'

export const isPicture = ({ type }: SharedFile): boolean => PICTURE_TYPES.includes(type)

export const fileAddress = ({ id }: SharedFile): string => `/file/${encodeURIComponent(id)}`

/** `640 B`, `64 kB`, `1.2 MB`. */
export function sizeWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  return bytes < 999_500 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}

/**
 * The keys by which PagerDuty and Muster mean the same thing. One for each level that is reached and one for each notice: all that Muster
 * says about it joins one PagerDuty incident. PagerDuty takes 255 characters.
 */

/** @param level the level's key, such as `0/level-2`. */
export const levelDedupKey = (incident: string, level: string): string => `${incident}/${level}`

export const noticeDedupKey = (incident: string, notice: string): string => `${incident}/${NOTICE}/${notice}`

const NOTICE = 'notice'

/** Undefined for keys that are not those of a level: of notices (to be told is not to be paged), or not ours at all. */
export function readLevelDedupKey(key: string): { incident: string; level: string } | undefined {
  const slash = key.indexOf('/')
  const [incident, level] = [key.slice(0, slash), key.slice(slash + 1)]
  if (slash < 1 || !level.includes('/') || level.startsWith(`${NOTICE}/`)) return undefined
  return { incident, level }
}

/** Where the parts of the status page are: below the program's own address, or as files that link to each other wherever they lie. */

export type FeedKind = 'rss' | 'atom'

export interface Addresses {
  /** @param planId undefined: the page of all plans. */
  page(planId?: string): string
  incident(planId: string, id: string): string
  feed(kind: FeedKind, planId?: string): string
}

export const FEED_KINDS: readonly FeedKind[] = ['rss', 'atom']

const below = (root: string, ...parts: (string | undefined)[]): string =>
  [root, ...parts.filter((part) => part !== undefined)].join('/')

/** Absolute ones. */
export interface RootedAddresses extends Addresses {
  /** The page of all plans, without a slash at the end. */
  root: string
}

/** @param root address or path of the page of all plans, without a slash at the end. */
export const servedAddresses = (root: string): RootedAddresses => ({
  root,
  page: (planId) => below(root, planId) || '/',
  incident: (planId, id) => below(root, planId, 'incidents', id),
  feed: (kind, planId) => below(root, planId, `feed.${kind}`),
})

/** Files have their whole name in every link, because a plain file server knows no index. */
export const FILES: Addresses = {
  page: (planId) => (planId === undefined ? 'index.html' : `${planId}/index.html`),
  incident: (planId, id) => `${planId}/incidents/${id}/index.html`,
  feed: (kind, planId) => (planId === undefined ? `feed.${kind}` : `${planId}/feed.${kind}`),
}

/** @param prefix put before every file's path. */
const filesBehind = (prefix: string): Addresses => ({
  page: (planId) => prefix + FILES.page(planId),
  incident: (planId, id) => prefix + FILES.incident(planId, id),
  feed: (kind, planId) => prefix + FILES.feed(kind, planId),
})

/** Links of one file to others. @param path of the file that has the links. */
export const linksFrom = (path: string): Addresses => filesBehind('../'.repeat(path.split('/').length - 1))

/** @param root address under which the files are served, without a slash at the end. */
export const fileAddresses = (root: string): RootedAddresses => ({ root, ...filesBehind(`${root}/`) })

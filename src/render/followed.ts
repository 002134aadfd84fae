/** An address of a plan as a link: what leads to a page or a mailbox. Anything else, such as `javascript:`, would do something where it is only to be read. */

const SCHEMES = ['http:', 'https:', 'mailto:']

/** With whatever could end it escaped; undefined: it is shown and not followed. */
export function followed(address: string): string | undefined {
  const url = URL.parse(address)
  return url && SCHEMES.includes(url.protocol) ? url.href.replace(/[<>`\s]/g, encodeURIComponent) : undefined
}

/** An answer without Slack's markup, for terminals and pages: links spelled out, mentions by name, no asterisks. */

/** @param channels names of channels by their Slack ids. */
export function plainText(text: string, channels: ReadonlyMap<string, string>): string {
  return text
    .replace(/<#(\w+)(?:\|([^>]*))?>/g, (_, id: string, name?: string) => `#${channels.get(id) ?? (name || id)}`)
    .replace(/<@(\w+)(?:\|([^>]*))?>/g, (_, id: string, name?: string) => `@${name || id}`)
    .replace(/<(https?:[^|>]+)\|([^>]*)>/g, '$2 ($1)')
    .replace(/<(https?:[^|>]+)>/g, '$1')
    .replace(/(^|[\s(])\*(?!\s)([^*\n]+)(?<!\s)\*(?=$|[\s.,:;!?)])/gm, '$1$2')
}

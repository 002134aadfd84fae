/** A person's picture: their initials on a colour that is always theirs; the app has its own mark. */
import type { VNode } from 'preact'
import { html } from '../html.ts'

/** Hues far enough apart to be told from each other; the style sheet sets how light they are. */
const HUES = [168, 212, 262, 318, 24, 44, 96, 190, 238, 288, 346, 130]

export function avatar(name: string, place: number, size: 'small' | 'normal' = 'normal'): VNode {
  const style = `--hue: ${HUES[place % HUES.length]}`
  return html`<span class=${`avatar avatar-${size}`} style=${style} aria-hidden="true">${initials(name)}</span>`
}

export const appAvatar = (size: 'small' | 'normal' = 'normal'): VNode => html`
  <span class=${`avatar avatar-app avatar-${size}`} aria-hidden="true">
    <svg viewBox="0 0 32 32"><path d="M9 23V10.500l7 7 7-7V23" /></svg>
  </span>
`

const initials = (name: string): string => {
  const words = name.split(/[\s-]+/).filter((word) => /^\p{L}/u.test(word))
  const letters = words.length > 1 ? [words[0]![0], words.at(-1)![0]] : [name[0], name[1] ?? '']
  return letters.join('').toUpperCase()
}

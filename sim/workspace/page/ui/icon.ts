/** The page's icons: 20 by 20, drawn in the colour of the text around them. Decoration only; whoever uses one names it in words. */
import type { VNode } from 'preact'
import { html } from '../html.ts'

const PATHS = {
  hash: 'M8 3 6.5 17M13.5 3 12 17M3.5 7.5h13M3 12.5h13',
  message: 'M3.5 5.5a2 2 0 0 1 2-2h9a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H9l-4 3v-3a1.5 1.5 0 0 1-1.5-1.5z',
  home: 'm3 9.5 7-6 7 6M5 8.5V16h3.5v-4h3v4H15V8.5',
  phone:
    'M6.5 3.5 8 7 6.3 8.4a9 9 0 0 0 5.3 5.3L13 12l3.5 1.5v2a1.5 1.5 0 0 1-1.6 1.5A12.5 12.5 0 0 1 3 5.1a1.5 1.5 0 0 1 1.5-1.6z',
  mail: 'M3 5.5h14v9.5H3zM3.5 6l6.5 5 6.5-5',
  bell: 'M5 13.5h10l-1.3-2V8.3a3.7 3.7 0 0 0-7.4 0v3.2zM8.5 16h3',
  globe:
    'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM3.2 10h13.6M10 3c2.4 2 2.8 4.500 2.800 7S12.400 15 10 17c-2.400-2-2.800-4.500-2.800-7S7.600 5 10 3',
  pulse: 'M2.500 10.500h3.300l2-5.500 4 10 2-4.500h3.700',
  menu: 'M3.500 6h13M3.500 10h13M3.500 14h13',
  close: 'M5 5l10 10M15 5 5 15',
  pin: 'M7.500 3.500h5L12 8l2.500 3h-9L8 8zM10 11v5.500',
  bookmark: 'M6 3.500h8v13l-4-3-4 3z',
  down: 'm5.500 8 4.500 4.500L14.500 8',
  back: 'M12 4.500 6.500 10l5.500 5.500',
  play: 'M7 4.500v11l8-5.500z',
  pause: 'M7 4.500v11M13 4.500v11',
  fault: 'M11 2.500 4.500 11.500H9.500L9 17.500l6.500-9H10.500z',
  help: 'M7.800 7.500a2.300 2.300 0 1 1 3.300 2.100c-.8.400-1.100.9-1.100 1.700M10 14.200v.1M10 2.800a7.200 7.200 0 1 1 0 14.400 7.200 7.200 0 0 1 0-14.400z',
  eye: 'M2.500 10S5 5 10 5s7.500 5 7.500 5-2.500 5-7.500 5-7.500-5-7.500-5zM10 8a2 2 0 1 1 0 4 2 2 0 0 1 0-4z',
  reply: 'M8.500 5 4 9.500l4.500 4.500M4.500 9.500H12a4 4 0 0 1 4 4V15',
  note: 'M5 3.500h10v13H5zM7.500 7.500h5M7.500 10.500h5M7.500 13.500h3',
  file: 'M5 2.500h6.500L15 6v11.500H5zM11.500 2.500V6H15',
  send: 'm3.500 4 13 6-13 6 2-6zM5.500 10H11',
  plus: 'M10 4.500v11M4.500 10h11',
  hangup: 'M3 11.500c4-4 10-4 14 0l-1.800 2.300-3-1.300V10.700a9 9 0 0 0-4.400 0v1.800l-3 1.300z',
  check: 'm4.500 10.500 3.500 3.500 7.500-8',
  people:
    'M7.500 10a2.700 2.700 0 1 0 0-5.400 2.700 2.700 0 0 0 0 5.400zM2.500 16c.3-2.700 2.300-4 5-4s4.700 1.300 5 4M13 5a2.500 2.500 0 0 1 0 4.800M14.500 12.200c1.700.5 2.800 1.800 3 3.800',
} as const

export type IconName = keyof typeof PATHS

export const icon = (name: IconName): VNode => html`
  <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false"><path d=${PATHS[name]} /></svg>
`

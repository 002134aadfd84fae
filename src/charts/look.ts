/**
 * How charts look, made for a phone: 600 pixels wide, type that is still read when they are shown 400 wide. Colours that people who confuse red and green tell
 * apart (Okabe and Ito's), and never alone: what they mean is hatched, marked or said as well.
 */

export const WIDTH = 600
export const MARGIN = 24
/** Where the time axis lies. */
export const PLOT = { left: MARGIN, right: WIDTH - MARGIN, width: WIDTH - 2 * MARGIN }

export const COLOURS = {
  paper: '#ffffff',
  ink: '#1b2733',
  quiet: '#55636f',
  line: '#d5dce3',
  band: '#eef2f5',
  track: '#e2e8ee',
  trackEdge: '#8796a5',
  good: '#0072b2',
  goodPale: '#9ccbe6',
  back: '#00785a',
  over: '#d55e00',
  bad: '#a3123a',
} as const

/** Pixels. */
export const TYPE = {
  title: { size: 21, weight: 'bold' },
  verdict: { size: 17, weight: 'bold' },
  heading: { size: 16, weight: 'bold' },
  row: { size: 16.5 },
  note: { size: 15 },
  noteBold: { size: 15, weight: 'bold' },
  mark: { size: 13, weight: 'bold' },
} as const satisfies Record<string, { size: number; weight?: 'bold' }>

/** The page's pure parts: addresses, times, what the composer offers, what a form begins with. */
import { expect, test } from 'vitest'
import { groupsOf, optionsOf } from '../../../sim/workspace/page/block-kit/options.ts'
import { hashOf, type Route, readPlace } from '../../../sim/workspace/page/route.ts'
import { suggestions, usageOf, withMentions } from '../../../sim/workspace/page/slack/completion.ts'
import { isPicture, sizeWords } from '../../../sim/workspace/page/slack/file-words.ts'
import { filled, initialEntry, localOf, secondsOf } from '../../../sim/workspace/page/slack/form-entries.ts'
import { dateToken, dayName, timeOrDay } from '../../../sim/workspace/page/times.ts'
import { AMARA, workspace } from './a-workspace.ts'

test.each<[string, Route]>([
  ['#/channel/dr-commands', { kind: 'channel', name: 'dr-commands' }],
  ['#/channel/ops/thread/1.2', { kind: 'channel', name: 'ops', thread: '1.2' }],
  ['#/dm/amara', { kind: 'dm', person: 'amara' }],
  ['#/phones', { kind: 'phones' }],
  ['#/phone/amara', { kind: 'phones', person: 'amara' }],
  ['#/mail', { kind: 'mail' }],
  ['#/mail/3', { kind: 'mail', number: 3 }],
  ['#/home', { kind: 'home' }],
  ['#/pagerduty', { kind: 'pagerduty' }],
  ['#/status', { kind: 'status' }],
  ['#/patient', { kind: 'patient' }],
])('the address %s is read and written alike', (hash, route) => {
  expect(readPlace(hash)).toEqual({ route })
  expect(hashOf(route)).toBe(hash)
})

test('an address says as whom to look, and one that leads nowhere is none', () => {
  expect(readPlace('#/channel/ops?as=ben')).toEqual({ route: { kind: 'channel', name: 'ops' }, as: 'ben' })
  expect(readPlace('#/nowhere')).toBeUndefined()
  expect(readPlace('')).toBeUndefined()
})

const NOON = Date.parse('2026-12-05T12:00:00Z')

test('days are named from the sandbox’s clock', () => {
  expect(dayName('2026-12-05T00:00:00Z', NOON)).toBe('Today')
  expect(dayName('2026-12-04T23:59:59Z', NOON)).toBe('Yesterday')
  expect(dayName('2026-12-01T10:00:00Z', NOON)).toBe('Tuesday 1 December')
  expect(timeOrDay('2026-12-05T09:05:00Z', NOON)).toBe('09:05')
  expect(timeOrDay('2026-12-04T09:05:00Z', NOON)).toBe('Fri 4 Dec 09:05')
})

test.each([
  ['{time}', '10:15'],
  ['{time_secs}', '10:15:30'],
  ['{date_num}', '2026-12-05'],
  ['{date_short_pretty} {time}', 'today 10:15'],
  ['{date_short}', '5 Dec 2026'],
  ['{ago}', '2 h ago'],
  ['since {time}, {unknown}', 'since 10:15, {unknown}'],
])('the date format %s is shown as %s', (format, shown) => {
  expect(dateToken(format, Date.parse('2026-12-05T10:15:30Z'), NOON)).toBe(shown)
})

const titles = (text: string) => suggestions(text, workspace()).map(({ title }) => title)

test('a slash offers the command, the command its subcommands, and letters narrow them down', () => {
  expect(titles('/')).toEqual(['/dr'])
  expect(titles('/dr')).toEqual(['/dr ack [INCIDENT]', '/dr declare [PLAN]', '/dr decision TEXT'])
  expect(titles('/dr de')).toEqual(['/dr declare [PLAN]', '/dr decision TEXT'])
  expect(suggestions('/dr dec', workspace())[0]).toMatchObject({ text: '/dr declare ' })
  expect(titles('/dr declare shop')).toEqual([])
  expect(titles('hello')).toEqual([])
  expect(titles('/other')).toEqual([])
})

test('once a subcommand is complete, how it goes on is shown', () => {
  expect(usageOf('/dr declare ', workspace())).toBe('/dr declare [PLAN]')
  expect(usageOf('/dr dec', workspace())).toBeUndefined()
  expect(usageOf('/dr nonsense x', workspace())).toBeUndefined()
})

test('an @ offers people, and mentions are sent as ids', () => {
  expect(suggestions('/dr next @am', workspace())).toEqual([
    { text: '/dr next @amara ', title: 'Amara Okafor', summary: '@amara' },
  ])
  expect(withMentions('hello @amara, and @nobody', workspace().people)).toBe(`hello <@${AMARA}>, and @nobody`)
  expect(withMentions('mail a@amara.example', workspace().people)).toBe('mail a@amara.example')
})

test('an input begins with what the app put there, and an empty one is not sent', () => {
  expect(initialEntry({ initial_value: 'x' })).toBe('x')
  expect(initialEntry({ initial_option: { value: 'p1' } })).toBe('p1')
  expect(initialEntry({ initial_options: [{ value: 'a' }, { value: 'b' }] })).toEqual(['a', 'b'])
  expect(initialEntry({ initial_user: 'U1' })).toBe('U1')
  expect(initialEntry({})).toBeUndefined()
  expect(filled({ a: 'x', b: '', c: [], d: ['y'] })).toEqual({ a: 'x', d: ['y'] })
})

test.each([
  ['2026-12-05T10:30', 'UTC', '2026-12-05T10:30Z'],
  ['2026-12-05T10:30', 'Europe/Berlin', '2026-12-05T09:30Z'],
  ['2026-07-05T10:30', 'Europe/Berlin', '2026-07-05T08:30Z'],
  ['2026-12-05T23:30', 'America/New_York', '2026-12-06T04:30Z'],
  ['2026-12-05T02:00', 'Asia/Kathmandu', '2026-12-04T20:15Z'],
  // An hour after clocks went back, and an hour after they went forward.
  ['2026-10-25T03:30', 'Europe/Berlin', '2026-10-25T02:30Z'],
  ['2026-03-29T03:30', 'Europe/Berlin', '2026-03-29T01:30Z'],
])('%s that is entered in %s is sent as the seconds of %s', (local, zone, at) => {
  const seconds = String(Date.parse(at) / 1000)
  expect(secondsOf(local, zone)).toBe(seconds)
  expect(localOf(seconds, zone)).toBe(local)
})

test('a date and time that is left empty is none', () => {
  expect([secondsOf('', 'UTC'), localOf('', 'UTC')]).toEqual(['', ''])
})

test('choices stand under the names of their groups, or under none', () => {
  const option = (value: string) => ({ text: { type: 'plain_text', text: value.toUpperCase() }, value })
  const a = { value: 'a', label: 'A' }
  const b = { value: 'b', label: 'B' }
  const grouped = {
    option_groups: [
      { label: { type: 'plain_text', text: 'First' }, options: [option('a')] },
      { label: { type: 'plain_text', text: 'Second' }, options: [option('b')] },
    ],
  }
  expect(groupsOf(grouped)).toEqual([
    { label: 'First', choices: [a] },
    { label: 'Second', choices: [b] },
  ])
  expect(optionsOf(grouped)).toEqual([a, b])
  expect(groupsOf({ options: [option('a'), option('b')] })).toEqual([{ choices: [a, b] }])
})

test('a file is drawn when it is a picture in which nothing can run, and its size is rounded for people', () => {
  const file = { id: 'F1', name: 'f', title: 'f', size: 0, alt: '' }
  expect(['image/png', 'image/svg+xml', 'text/plain'].map((type) => isPicture({ ...file, type }))).toEqual([
    true,
    false,
    false,
  ])
  expect([0, 999, 1_000, 64_400, 999_600, 1_240_000].map(sizeWords)).toEqual([
    ...['0 B', '999 B', '1 kB', '64 kB', '1.0 MB', '1.2 MB'],
  ])
})

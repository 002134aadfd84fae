/** Slack's mrkdwn as the workspace page reads it. */
import { expect, test } from 'vitest'
import { emojiNamed } from '../../../sim/workspace/page/mrkdwn/emoji.ts'
import { type Inline, parseInline, parseMrkdwn } from '../../../sim/workspace/page/mrkdwn/parse.ts'

const text = (words: string): Inline => ({ kind: 'text', text: words })

test.each<[string, Inline[]]>([
  ['plain', [text('plain')]],
  [
    '*bold* and _italic_',
    [{ kind: 'bold', inside: [text('bold')] }, text(' and '), { kind: 'italic', inside: [text('italic')] }],
  ],
  ['*_both_*', [{ kind: 'bold', inside: [{ kind: 'italic', inside: [text('both')] }] }]],
  ['~gone~', [{ kind: 'strike', inside: [text('gone')] }]],
  ['`a *b* &lt;c&gt;`', [{ kind: 'code', text: 'a *b* <c>' }]],
  ['3 * 4 * 5', [text('3 * 4 * 5')]],
  ['snake_case_name', [text('snake_case_name')]],
  ['*not closed', [text('*not closed')]],
  ['*bold*.', [{ kind: 'bold', inside: [text('bold')] }, text('.')]],
  ['a &amp; b &lt; c', [text('a & b < c')]],
  [':warning: now', [{ kind: 'emoji', name: 'warning' }, text(' now')]],
  ['at 10:30:00', [text('at 10:30:00')]],
  ['<https://a.example/?x=1&amp;y=2|here>', [{ kind: 'link', url: 'https://a.example/?x=1&y=2', label: 'here' }]],
  ['<https://a.example>', [{ kind: 'link', url: 'https://a.example', label: 'https://a.example' }]],
  [
    '<@U1> in <#C1|ops>',
    [{ kind: 'user', id: 'U1', label: '' }, text(' in '), { kind: 'channel', id: 'C1', label: 'ops' }],
  ],
  [
    '<!here> <!subteam^S1|@on-call>',
    [{ kind: 'everyone', id: 'here', label: '' }, text(' '), { kind: 'group', id: 'S1', label: '@on-call' }],
  ],
  ['<!date^1795407625^{time}|04:20 UTC>', [{ kind: 'date', atMs: 1_795_407_625_000, format: '{time}' }]],
  ['<!date^1^{date}^https://a.example|x>', [{ kind: 'date', atMs: 1000, format: '{date}', link: 'https://a.example' }]],
])('%s', (source, expected) => {
  expect(parseInline(source)).toEqual(expected)
})

test('lines, bullets, quotes and code blocks keep apart', () => {
  const parts = parseMrkdwn('Next:\n• first\n&gt; said\n&gt; twice\n```\nif (a &lt; b)\n  c\n```\nafter')
  expect(parts).toEqual([
    {
      kind: 'lines',
      lines: [
        { kind: 'line', inside: [text('Next:')] },
        { kind: 'bullet', inside: [text('first')] },
      ],
    },
    {
      kind: 'quote',
      lines: [
        { kind: 'line', inside: [text('said')] },
        { kind: 'line', inside: [text('twice')] },
      ],
    },
    { kind: 'pre', text: 'if (a < b)\n  c' },
    { kind: 'lines', lines: [{ kind: 'line', inside: [text('after')] }] },
  ])
})

test('a fence that is never closed is text', () => {
  expect(JSON.stringify(parseMrkdwn('before ``` after'))).toContain('``` after')
})

test('emoji are found by Slack’s names, skin tone aside; unknown ones are not invented', () => {
  expect(emojiNamed('rotating_light')).toBe('🚨')
  expect(emojiNamed('+1::skin-tone-3')).toBe('👍')
  expect(emojiNamed('no_such_thing')).toBeUndefined()
})

test('nonsense of any kind ends, and loses no letter of plain words', () => {
  for (const source of ['*'.repeat(500), '<'.repeat(500), '_a '.repeat(300), '`'.repeat(99), '*a_b*c_'.repeat(100)]) {
    expect(parseMrkdwn(source).length).toBeGreaterThan(0)
  }
})

import { expect, it } from 'vitest'
import { parsePlan } from '../../src/plan/parse-plan.ts'
import { readYaml } from '../../src/plan/yaml-source.ts'

it.each([
  [
    'a colon in a text within braces',
    'a:\n  - { title: Load: the dump }',
    '2:14',
    'a second ": "',
    'in quotes, or a comma',
  ],
  ['a colon in a text', 'title: Load: the dump', '1:8', 'a second ": "', 'in quotes'],
  ['a text with a colon, over two lines', 'a: Load\n  what is here: all\nb: 1', '1:4', 'a second ": "', 'in quotes'],
  [
    'one blank too many',
    'bob:\n  name: Bob\n   email: x',
    '3:4',
    'indented further than the one above',
    'begin in column 3,',
  ],
  ['… below the key of an entry', '- id: a\n   title: b', '2:4', 'indented further', 'begin in column 3,'],
  [
    'two blanks too few',
    'people:\n    ann: 1\n  bob: 2',
    '3:3',
    'in column 3, and the others of its block in column 5',
    'column 5',
  ],
  [
    'a text that goes too far left',
    'a: |\n    x\n  y\nb: c',
    '3:3',
    'in column 3, and the others of its block in column 5',
    '',
  ],
  [
    'a key between an entry and its keys',
    '- id: a\n  title: b\n do: c',
    '3:2',
    'where neither',
    'begin in column 3, as the other keys',
  ],
  [
    'an entry too far left',
    'steps:\n    - id: a\n  - id: b',
    '3:3',
    'column 3, and the one before it in column 5',
    'column 5',
  ],
  ['an entry too far right', '- id: a\n  - id: b', '2:3', 'column 3, and the one before it in column 1', 'column 1'],
  ['an entry among keys', 'a:\n  b: c\n  - d', '3:3', 'stands among keys', 'take the "- " away'],
  ['a key among entries', 'a:\n  - b\n  c: d', '3:3', 'stands among the entries', 'write "- " before it'],
  ['a tab', 'people:\n\tann: 1', '2:1', 'indented with a tab', 'two blanks'],
  ['a tab behind blanks', 'people:\n  ann:\n  \tname: 1', '3:3', 'indented with a tab', 'two blanks'],
  ['a quote', 'zone: "Europe\nid: shop', '1:7', 'quote that opens here is never closed', 'write " at the end'],
  ['a quote before another quoted text', 'zone: "Europe\nname: "Shop"', '1:7', 'never closed', 'write " at the end'],
  ['a quote within a text', "a: 'it's'", '1:8', 'goes on behind the quote', "('it''s')"],
  ['a bracket', 'a: [1, 2\nb: 3', '1:4', 'the "[" that opens here is not closed before line 2', 'write "]"'],
  ['a brace', 'a: { b: 1\nc: 2', '1:4', 'the "{" that opens here is not closed before line 2', 'write "}"'],
  ['the innermost bracket', 'a: { x: 1, y: [2 }\nb: 3', '1:15', 'not closed before the "}" in column 18', 'write "]"'],
  ['a bracket too many', 'a: [1]]\nb: 3', '1:7', 'this "]" closes nothing', 'take it away'],
  ['a comma too many', 'a: [1, , 2]', '1:8', 'nothing stands before this comma', 'take it away'],
  ['a comma too few', 'a: [{ b: 1 } { c: 2 }]', '1:14', 'behind the end of a value', 'a comma'],
  ['a mark at the beginning', 'a: @ann', '1:4', 'cannot begin with "@"', 'in quotes'],
  ['an alias of nothing', 'a: *ann', '1:4', 'names nothing', 'in quotes'],
  ['no blank behind a colon', 'a:1\nb: 2', '1:2', 'no blank stands behind this colon', 'a blank behind the colon'],
  ['a word alone', 'a: 1\nb\nc: 2', '2:1', 'no ": " stands on this line', 'a key, a colon and a blank'],
  ['a backslash', 'a: "\\d"', '1:5', 'backslash means nothing', 'two of them'],
])('tells a newcomer about %s', (_, text, place, message, remedy) => {
  const [fault, ...others] = readYaml(`${text}\n`, 'shop.yaml').problems
  expect(others).toEqual([])
  expect(`${fault?.line}:${fault?.column}`).toBe(place)
  expect(fault?.message).toContain(message)
  expect(fault?.remedy).toContain(remedy)
  expect(`${fault?.message} ${fault?.remedy}`).not.toMatch(/mapping|flow|scalar|sequence|implicit/i)
})

it('tells of nothing else until the text can be read, and says so', () => {
  const parsed = parsePlan('muster: 1\nzoen: UTC\nscenarios:\n  fire: { title: Fire: all }\n', 'shop.yaml')
  expect(parsed).toMatchObject({
    ok: false,
    problems: [
      { rule: 'yaml-syntax', line: 4, remedy: expect.stringContaining('the rest of the file is checked once') },
    ],
  })
})

import { Writable } from 'node:stream'
import type { Environment } from '../config/setting.ts'
import { alignRows } from './align.ts'
import { createPaint, wantsColor, widthOf } from './paint.ts'
import { createScrubber } from './scrubber.ts'
import { createTerminal, type OutputStream } from './terminal.ts'

const capture = (isTTY: boolean): { readonly stream: OutputStream; readonly text: () => string } => {
  let text = ''
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk, _, done) => {
      text += chunk
      done()
    },
  })
  return { stream: Object.assign(stream, { isTTY }), text: () => text }
}

const terminalOn = (isTTY: boolean, environment: Environment = {}) => {
  const [stdout, stderr, scrubber] = [capture(isTTY), capture(isTTY), createScrubber()]
  const terminal = createTerminal({ stdout: stdout.stream, stderr: stderr.stream, environment, scrubber })
  return { terminal, stdout, stderr, scrubber }
}

test('data goes to stdout, everything else to stderr', async () => {
  const { terminal, stdout, stderr } = terminalOn(false)

  await terminal.print('data')
  terminal.note('a note')
  await terminal.flush()

  expect([stdout.text(), stderr.text()]).toEqual(['data\n', 'a note\n'])
})

test('a line of progress is drawn over itself where someone watches, and nowhere else', () => {
  const drawn = [
    terminalOn(true),
    terminalOn(false),
    terminalOn(true, { CI: '1' }),
    terminalOn(true, { TERM: 'dumb' }),
  ].map(({ terminal, stderr }) => {
    terminal.redraw('1 of 2')
    terminal.redraw('2 of 2')
    terminal.note('done')
    return stderr.text()
  })

  const clear = '\r\u001b[K'
  expect(drawn).toEqual([`${clear}1 of 2${clear}2 of 2${clear}done\n`, 'done\n', 'done\n', 'done\n'])
})

test('a document has its schemaVersion first, and stays JSON whatever is scrubbed from it', async () => {
  const { terminal, stdout, scrubber } = terminalOn(false)
  scrubber.learn('true')
  scrubber.learn('secret"')

  await terminal.printDocument({ ok: true, url: 'postgres://me:secret"@db', text: 'a secret" is true' })

  expect(stdout.text()).toMatch(/^{\n {2}"schemaVersion": 1,/)
  expect(JSON.parse(stdout.text())).toEqual({
    schemaVersion: 1,
    ok: true,
    url: 'postgres://[redacted]@db',
    text: 'a [redacted] is [redacted]',
  })
})

test('NO_COLOR comes before FORCE_COLOR, both before what the terminal is', () => {
  const answers = [
    [true, {}],
    [false, {}],
    [true, { NO_COLOR: '1' }],
    [true, { NO_COLOR: '1', FORCE_COLOR: '1' }],
    [false, { FORCE_COLOR: '1' }],
    [true, { FORCE_COLOR: '0' }],
    [true, { TERM: 'dumb' }],
    [true, { CI: 'true' }],
    [true, { NO_COLOR: '' }],
  ] as const

  expect(answers.map(([isTTY, environment]) => wantsColor({ isTTY }, environment))).toEqual([
    true,
    false,
    false,
    false,
    true,
    false,
    false,
    false,
    true,
  ])
})

test('columns are aligned by what is seen, colours or not, with nothing trailing', () => {
  const paint = createPaint(true)
  const lines = alignRows(
    [
      [paint('green', 'ok'), 'first', '1'],
      [paint('red', 'FAIL'), '', '100'],
    ],
    ['left', 'left', 'right'],
  )

  expect(lines.map(widthOf)).toEqual([16, 16])
  expect(alignRows([['a', 'b', '']], ['left', 'left', 'left'])).toEqual(['a  b'])
})

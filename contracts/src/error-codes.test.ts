import { ERRORS, type ErrorCode, type ErrorDefinition, EXIT } from './error-codes.ts'
import { OrderUpError } from './errors.ts'

const CODES = Object.keys(ERRORS) as readonly ErrorCode[]

/** The exit codes that an error may have, by the first two digits of its code. */
const EXIT_CODES: Readonly<Record<string, readonly number[]>> = {
  '10': [EXIT.usage],
  '11': [EXIT.usage],
  '12': [EXIT.unreachable],
  '13': [EXIT.badData, EXIT.usage],
  '15': [EXIT.superseded, EXIT.usage],
  '70': [EXIT.bug],
}

test('the exit codes are those of the command line', () => {
  expect(EXIT).toEqual({ differences: 1, usage: 2, unreachable: 3, badData: 4, superseded: 5, bug: 70 })
})

test.each(CODES)(
  '%s has a message, a hint and an exit code of its kind, and is retryable where a dependency is not there',
  (code) => {
    const { message, hint, exitCode, retryable }: ErrorDefinition = ERRORS[code]

    expect(EXIT_CODES[code.slice(2, 4)]).toContain(exitCode)
    expect(retryable).toBe(exitCode === EXIT.unreachable)
    expect(code).toMatch(/^OU\d{4}$/)
    expect([message, hint].filter((text) => text.trim() !== text || text.length < 8 || text.endsWith('.'))).toEqual([])
  },
)

test('no two codes have the same message', () => {
  expect(new Set(CODES.map((code) => ERRORS[code].message)).size).toBe(CODES.length)
})

test('an error takes all from its code, with what exactly went wrong behind the message', () => {
  const cause = new Error('ENOENT')

  const error = new OrderUpError('OU1101', { detail: 'orders.jsonl', cause })

  expect({ ...error, message: error.message, cause: error.cause }).toEqual({
    name: 'OrderUpError',
    code: 'OU1101',
    message: 'file cannot be read: orders.jsonl',
    cause,
    hint: ERRORS.OU1101.hint,
    exitCode: 2,
    retryable: false,
  })
})

test('an error may bring a better hint', () => {
  expect(new OrderUpError('OU1002', { hint: 'between 1 and 9' })).toMatchObject({
    message: 'option has no valid value',
    hint: 'between 1 and 9',
  })
})
